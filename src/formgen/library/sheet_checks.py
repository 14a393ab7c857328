"""Everything that is wrong with a sheet, told all at once, each with its line.

A sheet of a user's own is checked exactly like ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from formgen.ground.problems import Problem
from formgen.library.name_checks import unknown_source
from formgen.library.sheet_check import SheetCheck
from formgen.library.sheet_choices import choice_faults
from formgen.library.sheet_facts import condition_faults, fact_faults, template_faults, value_faults
from formgen.library.sheet_keys import key_faults
from formgen.library.sheet_overlaps import overlap_faults
from formgen.library.sheet_places import ink_faults, place_faults
from formgen.library.sheet_room import room_faults
from formgen.spec.base import source_ids
from formgen.spec.items import TextBlank, is_blank
from formgen.spec.placed import Placed


def sheet_faults(sheet: SheetCheck) -> Iterator[Problem]:
    """Everything that is wrong with a sheet whose words pydantic has found in order."""
    yield from _head(sheet)
    for placed in sheet.form.items:
        yield from fact_faults(sheet, placed)
        yield from value_faults(sheet, placed)
        yield from _sources(sheet, placed)
        yield from key_faults(sheet, placed)
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
        yield _misnamed(sheet, expected)
    if form.until is not None and form.until < form.since:
        yield sheet.fault("/until", "until が from より前です。", "until lies before from")
    yield from condition_faults(sheet, "/blank_as", form.blank_as)
    yield from condition_faults(sheet, "/draft_when", form.draft_when or {})
    for number, special in enumerate(form.titles):
        yield from condition_faults(sheet, f"/titles/{number}/when", special.when)
    yield from _named_sources(sheet, "/source", form.source)
    yield from _named_sources(sheet, "/defaults/source", form.defaults.get("source"))
    if form.defaults.get("status") not in (None, "confirmed", "inferred"):
        yield sheet.unknown(
            "/defaults/status", ("値", "value"), str(form.defaults["status"]), ("confirmed", "inferred")
        )


def _misnamed(sheet: SheetCheck, expected: str) -> Problem:
    """A file whose name and head do not agree: of a copy under a new name it is mostly the head that is old."""
    name, _, day = sheet.path.stem.partition("@")
    if name == sheet.form.form and day and sheet.path.with_name(f"{expected}.yaml").exists():
        ja = f"from が {sheet.form.since} ですが、ファイル名の日は {day} です。{expected}.yaml は別にあります。"
        en = f"`from` says {sheet.form.since}, the name of the file {day}; {expected}.yaml is another file"
        todo = f'from を "{day}" に直してください。', f'Change `from` to "{day}".'
        return sheet.fault("/from", ja, en, todo)
    ja, en = f"ファイル名を {expected}.yaml にします。", f"the file should be called {expected}.yaml"
    todo = (
        f"ファイル名を変えるか、form と from をファイル名（{sheet.path.stem}）に合わせてください。",
        f"Rename it, or let `form` and `from` say what the name of the file says ({sheet.path.stem}).",
    )
    return sheet.fault("/form", ja, en, todo)


def _sources(sheet: SheetCheck, placed: Placed) -> Iterator[Problem]:
    item, defaults = placed.item, sheet.form.defaults
    if item.status is None and "status" not in defaults:
        yield sheet.fault(
            placed.origin, "status（confirmed か inferred）がありません。", "no status (confirmed or inferred)"
        )
    if item.source is None and "source" not in defaults:
        yield sheet.fault(placed.origin, "出典（source）がありません。", "no source")
    yield from _named_sources(sheet, f"{placed.origin}/source", item.source)


def _named_sources(sheet: SheetCheck, place: str, source: Any) -> Iterator[Problem]:
    for name in source_ids(source):
        if name not in sheet.rules.sources:
            yield unknown_source(sheet.located, sheet.origin(place), str(name), sheet.rules.sources)


_RENAME = (
    "blank: で別の名前を付けてください（同じ事実を2か所に書くときに要ります。例：blank: name-again）。",
    "Give this one a name by `blank:`; a fact shown in two places needs it (blank: name-again).",
)


def _names_of_labels(sheet: SheetCheck) -> Iterator[Problem]:
    names: set[str] = set()
    for _, placed in sheet.form.numbered_blanks:
        if placed.item.blank in names:
            ja, en = f"欄「{placed.item.blank}」が2つあります。", f"blank {placed.item.blank!r} stands twice"
            yield sheet.fault(placed.origin, ja, en, _RENAME)
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
