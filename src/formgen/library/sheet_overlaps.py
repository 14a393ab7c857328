"""Things on a sheet that come to lie over one another: blanks, printed words, the rules of tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from formgen.ground.marks import Box
from formgen.ground.problems import Problem
from formgen.library.faults import Todo
from formgen.library.sheet_check import SheetCheck
from formgen.library.sheet_ink import inked, room_of
from formgen.spec.ink import Frame, RuledLine, Stamp
from formgen.spec.items import Item, RowsBlank
from formgen.spec.placed import Placed
from formgen.typeface import MissingGlyphs

#: Black that only touches, in mm: two words or a word and a rule may stand as close as that.
_TOUCH = 0.25


def overlap_faults(sheet: SheetCheck) -> Iterator[Problem]:
    """Two blanks on one place, and printed words over anything, unless they are never there at once."""
    yield from _blank_overlaps(sheet)
    try:
        yield from print_overlaps(sheet)
    except MissingGlyphs:
        return  # told as such, with its code point


def _blank_overlaps(sheet: SheetCheck) -> Iterator[Problem]:
    blanks = [(p.item, p.box, p.origin) for _, p in sheet.form.numbered_blanks if p.box]
    for number, (one, a, origin) in enumerate(blanks):
        for other, b, _ in blanks[:number]:
            if one.page == other.page and _overlap(a, b, 0.01) and not _exclude(one, other):
                ja = f"欄「{other.label}」（{other.blank}、{_place(b)}）と重なっています（この欄は{_place(a)}）。"
                en = f"it overlaps the blank {other.blank!r} ({other.label}, {_place(b)}); its own place: {_place(a)}"
                yield sheet.fault(origin, ja, en, _apart(a, b))


@dataclass(frozen=True, slots=True)
class _Thing:
    """Something words must not cross: what it is in both languages, its rectangle, and what it belongs to."""

    ja: str
    en: str
    box: Box
    placed: Placed

    @property
    def reach(self) -> Box:
        """A line as wide as what may touch it, so that it is crossed only by what reaches beyond it."""
        return self.box if self.box.w and self.box.h else self.box.inset(-_TOUCH, -_TOUCH)


def print_overlaps(sheet: SheetCheck) -> Iterator[Problem]:
    """Printed words over other words, over the place of a blank or over a rule; a loose blank over a rule."""
    items = sheet.form.items
    words = [_Thing(f"「{i.text}」", f"{i.text!r}", i.box, p) for p in items for i in inked(p)]
    blanks = [
        _Thing(f"欄「{p.item.label}」", f"the blank {p.item.blank!r}", room_of(p.item, p.box), p)
        for _, p in sheet.form.numbered_blanks
        if p.box
    ]
    rules = [*_drawn(items), *_of_tables(sheet)]
    told: set[tuple[str, int]] = set()
    for number, one in enumerate(words):
        for other in (*words[:number], *blanks):
            # Once for two things, however many lines each has.
            pair = (one.placed.origin, id(other.placed))
            if other.placed is not one.placed and pair not in told and _meet(one, other):
                told.add(pair)
                yield _told(sheet, one, other)
    # What a row of a table holds stays inside its cell, and a cell may have a rule of its own beside it.
    loose = [b for b in blanks if b.placed.table is None and not isinstance(b.placed.item, RowsBlank)]
    for one in (*words, *loose):
        if found := next((r for r in rules if _meet(one, r)), None):
            yield _told(sheet, one, found)


def _drawn(items: Iterable[Placed]) -> Iterator[_Thing]:
    """The lines, frames and stamp areas of a sheet."""
    for placed in items:
        item = placed.item
        if isinstance(item, RuledLine):
            x0, y0, x1, y1 = item.rule
            side = Box(min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0))
            yield _Thing("線", "a line", side, placed)
        elif isinstance(item, Frame):
            yield from (_Thing("枠", "a frame", side, placed) for side in _sides(Box(*item.frame)))
        elif isinstance(item, Stamp) and item.framed and placed.box:
            yield from (_Thing("枠", "a frame", side, placed) for side in _sides(placed.box))


def _of_tables(sheet: SheetCheck) -> Iterator[_Thing]:
    """The rules of the tables; those of a cell are drawn with what it holds."""
    for placed in sheet.form.items:
        if placed.table is not None and sheet.form.grids[placed.table].inner:
            yield from (_Thing("表の罫線", "a rule of a table", s, placed) for c in placed.cells for s in _sides(c))


def _sides(cell: Box) -> Iterator[Box]:
    for y in (cell.y, cell.bottom):
        yield Box(cell.x, y, cell.w, 0.0)
    for x in (cell.x, cell.right):
        yield Box(x, cell.y, 0.0, cell.h)


def _meet(one: _Thing, other: _Thing) -> bool:
    here, there = one.placed.item, other.placed.item
    return here.page == there.page and _overlap(one.box, other.reach, _TOUCH) and not _never_both(here, there)


def _told(sheet: SheetCheck, one: _Thing, other: _Thing) -> Problem:
    ja = f"{one.ja}（{_place(one.box)}）が{other.ja}（{_place(other.box)}）に重なっています。"
    en = f"{one.en} ({_place(one.box)}) lies over {other.en} ({_place(other.box)})"
    return sheet.fault(one.placed.origin, ja, en, _apart(one.box, other.box))


def _apart(a: Box, b: Box) -> Todo:
    """How far they lie over one another, so that a person knows how far to move one of them."""
    wide, high = min(a.right, b.right) - max(a.x, b.x), min(a.bottom, b.bottom) - max(a.y, b.y)
    ja = f"どちらかを動かすか、小さくしてください（重なりは幅{wide:.1f}mm、高さ{high:.1f}mm）。"
    return ja, f"Move one of them or make it smaller (they share {wide:.1f} mm across and {high:.1f} mm down)."


def _place(box: Box) -> str:
    return f"[{box.x:.1f}, {box.y:.1f}, {box.w:.1f}, {box.h:.1f}]"


def _overlap(a: Box, b: Box, touch: float) -> bool:
    across = min(a.right, b.right) - max(a.x, b.x)
    down = min(a.bottom, b.bottom) - max(a.y, b.y)
    return across > touch and down > touch


def _never_both(one: Item, other: Item) -> bool:
    """Whether two things are never there at once: what is printed while a fact is not stated, and its value."""
    return _exclude(one, other) or _instead(one, other) or _instead(other, one)


def _instead(one: Item, other: Item) -> bool:
    fact, when = getattr(other, "fact", None) or "", one.when or {}
    return fact in when and when[fact] is None


def _exclude(one: Item, other: Item) -> bool:
    """Whether two conditions never hold together: one fact, no value in common."""
    for name, values in (one.when or {}).items():
        if name in (other.when or {}):
            first, second = (v if isinstance(v, list | tuple) else (v,) for v in (values, (other.when or {})[name]))
            if not any(v in second for v in first):
                return True
    return False
