"""Whether the words of a choice, beside it or printed apart, stand for every value that its fact can have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from formgen.ground.problems import Problem
from formgen.library.sheet_check import SheetCheck
from formgen.library.sheet_facts import possible
from formgen.profile.domains import Domain
from formgen.spec.items import ChoiceBlank
from formgen.spec.placed import Placed


def choice_faults(sheet: SheetCheck) -> Iterator[Problem]:
    """Words that belong to no choice or stand for no value it can have, and values without a word."""
    blanks = {b.blank: b for b in sheet.form.blanks if isinstance(b, ChoiceBlank)}
    for placed in sheet.form.items:
        yield from _words_apart(sheet, placed, blanks)
    for _, placed in sheet.form.numbered_blanks:
        if isinstance(placed.item, ChoiceBlank):
            yield from _values(sheet, placed, placed.item)


def _words_apart(sheet: SheetCheck, placed: Placed, blanks: dict[str, ChoiceBlank]) -> Iterator[Problem]:
    place = f"{placed.origin}/chooses"
    for name, values in getattr(placed.item, "chooses", {}).items():
        if name not in blanks:
            yield sheet.unknown(place, ("選択の欄", "choice"), name, blanks)
            continue
        if placed.item.at is None:
            yield sheet.fault(place, "選択肢の語には at が要ります。", "a word of a choice needs `at`")
        found = sheet.domain_of(blanks[name].fact)
        for value in values if isinstance(values, tuple) else (values,):
            if found is not None:
                yield from possible(sheet, place, found, value)


def _values(sheet: SheetCheck, placed: Placed, blank: ChoiceBlank) -> Iterator[Problem]:
    """No options at all, or a value of the fact for which there is none: then a right profile would be refused."""
    offered = [option.value for option in sheet.form.options(blank)]
    if not offered:
        yield sheet.fault(placed.origin, "選択肢（options）がありません。", "a choice without options")
        return
    found = sheet.domain_of(blank.fact)
    if found is None:
        return
    for value in blank.refuses:
        yield from possible(sheet, f"{placed.origin}/refuses", found, value)
        if value in offered:
            ja, en = f"「{value}」は options にもあります。", f"{value!r} is among the options"
            yield sheet.fault(f"{placed.origin}/refuses", ja, en)
    if lacking := [v for v in _asked_of(blank, found) if v not in (*offered, *blank.refuses)]:
        listed = ", ".join("true" if v is True else "false" if v is False else str(v) for v in lacking)
        ja = f"「{blank.fact}」の値 {listed} の語がありません。options に足すか、この様式が受け付けない値なら"
        en = f"no word for {listed} of {blank.fact}: add it to options, or, where this sheet does not take it, say"
        yield sheet.fault(
            f"{placed.origin}/options", f"{ja} refuses: [{listed}] と書きます。", f"{en} refuses: [{listed}]"
        )


def _asked_of(blank: ChoiceBlank, found: Domain) -> tuple[Any, ...]:
    """The values it meets: where it is printed for some values of its own fact, those."""
    every = (True, False) if found.kind == "bool" else found.values
    if blank.fact not in (blank.when or {}):
        return every
    wanted = (blank.when or {})[blank.fact]
    # Compared with the type, as true and 1 are equal in Python.
    met = [(type(w), w) for w in (wanted if isinstance(wanted, list | tuple) else (wanted,))]
    return tuple(value for value in every if (type(value), value) in met)
