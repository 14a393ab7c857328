"""Everything that is wrong with a sheet, told all at once, each with its line.

A sheet of a user's own is checked exactly like ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from formgen.ground.problems import Problem
from formgen.library.sheet_check import SheetCheck
from formgen.library.sheet_facts import choice_faults, condition_faults, fact_faults, template_faults, value_faults
from formgen.library.sheet_places import ink_faults, overlap_faults, place_faults
from formgen.library.sheet_room import room_faults
from formgen.spec.items import TextBlank, is_blank
from formgen.spec.placed import Placed


def sheet_faults(sheet: SheetCheck) -> Iterator[Problem]:
    """Everything that is wrong with a sheet whose words pydantic has found in order."""
    yield from _head(sheet)
    for placed in sheet.form.items:
        yield from fact_faults(sheet, placed)
        yield from value_faults(sheet, placed)
        yield from _sources(sheet, placed)
        yield from place_faults(sheet, placed)
        yield from ink_faults(sheet, placed)
        yield from room_faults(sheet, placed)
        yield from template_faults(sheet, placed)
    yield from choice_faults(sheet)
    yield from _names_of_labels(sheet)
    yield from overlap_faults(sheet)


def _head(sheet: SheetCheck) -> Iterator[Problem]:
    form = sheet.form
    # Files are found and sorted by name before they are read.
    expected = f"{form.form}@{form.since.isoformat()}"
    if sheet.path.stem != expected:
        yield sheet.fault(
            "/form", f"ファイル名を {expected}.yaml にします。", f"the file should be called {expected}.yaml"
        )
    if form.until is not None and form.until < form.since:
        yield sheet.fault("/until", "until が from より前です。", "until lies before from")
    yield from condition_faults(sheet, "/blank_as", form.blank_as)
    for number, special in enumerate(form.titles):
        yield from condition_faults(sheet, f"/titles/{number}/when", special.when)
    yield from _named_sources(sheet, "/source", form.source)
    yield from _named_sources(sheet, "/defaults/source", form.defaults.get("source"))
    if form.defaults.get("status") not in (None, "confirmed", "inferred"):
        yield sheet.unknown(
            "/defaults/status", ("値", "value"), str(form.defaults["status"]), ("confirmed", "inferred")
        )


def _sources(sheet: SheetCheck, placed: Placed) -> Iterator[Problem]:
    item, defaults = placed.item, sheet.form.defaults
    if item.status is None and "status" not in defaults:
        yield sheet.fault(
            placed.origin, "status（confirmed か inferred）がありません。", "no status (confirmed or inferred)"
        )
    if item.source is None and "source" not in defaults:
        yield sheet.fault(placed.origin, "出所（source）がありません。", "no source")
    yield from _named_sources(sheet, f"{placed.origin}/source", item.source)


def _named_sources(sheet: SheetCheck, place: str, source: Any) -> Iterator[Problem]:
    for name in (source,) if isinstance(source, str) else source or ():
        if name not in sheet.rules.sources:
            yield sheet.unknown(place, ("出所", "source"), str(name), sheet.rules.sources)


def _names_of_labels(sheet: SheetCheck) -> Iterator[Problem]:
    names: set[str] = set()
    for _, placed in sheet.form.numbered_blanks:
        if placed.item.blank in names:
            ja, en = f"欄「{placed.item.blank}」が2つあります。", f"blank {placed.item.blank!r} stands twice"
            yield sheet.fault(placed.origin, ja, en)
        names.add(placed.item.blank)
    for placed in sheet.form.items:
        # A text may be printed apart from the blank it is the label of; the blank must exist.
        label = getattr(placed.item, "labels", None)
        if label and label not in names:
            yield sheet.unknown(f"{placed.origin}/labels", ("欄", "blank"), label, names)
        if is_blank(placed.item) and not placed.item.label:
            yield sheet.fault(placed.origin, "欄の名前（label）がありません。", "a blank without a label")
        if isinstance(placed.item, TextBlank) and placed.item.ruby and placed.item.template:
            yield sheet.fault(placed.origin, "template の欄に ruby は付けられません。", "a template takes no ruby")
