"""Lists: a heading row, ruled rows of one height, and the entries from the top."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from formgen.ground.marks import MM, Box, Line, Mark
from formgen.layout.fitting import TooMany, fit_lines, one_line
from formgen.layout.setting import Look, in_box
from formgen.layout.shapes import frame, tick
from formgen.spec.items import Column, RowsBlank

_SIDE = 3.4
_NUMBER_SIZE = 9.0


def rows(blank: RowsBlank, box: Box, content: tuple[Any, ...] | None) -> Iterator[Mark]:
    """The whole list, or its first page when it continues on others. Raises `TooMany`, `TooLong`, `MissingGlyphs`."""
    entries = content or ()
    if len(entries) <= blank.rows:
        yield from page_of_rows(blank, box, entries)
        return
    if blank.fit != "continue":
        raise TooMany("E-FIT.rows", blank.rows, len(entries))
    yield from page_of_rows(blank, box, entries[: blank.rows], (1, 1 + further_count(blank, len(entries))))


def further_count(blank: RowsBlank, count: int) -> int:
    """How many pages more a list of this many entries takes."""
    # Division rounded up.
    return -(-max(0, count - blank.rows) // rows_on_further_page(blank))


def rows_on_further_page(blank: RowsBlank) -> int:
    """How many rows a continuation page has."""
    return max(1, int((FURTHER.h - blank.header_height) / blank.row_height))


FURTHER = Box(25, 44, 165, 216)
"""Where a list stands on a page after its first."""


def page_of_rows(
    blank: RowsBlank, box: Box, entries: tuple[Any, ...], page: tuple[int, int] = (1, 1)
) -> Iterator[Mark]:
    """One page of a list; `page` is its number and how many there are.

    Rows without an entry stay empty, or are left out where the list grows with its entries.
    """
    # Without entries it is ruled whole: an empty form to be filled in by hand.
    count = len(entries) if blank.grow and entries else blank.rows
    whole = Box(box.x, box.y, sum(c.width for c in blank.columns), blank.header_height + count * blank.row_height)
    yield from _ruled(blank, whole, count)
    for column, x in _edges(blank, box.x):
        head = Box(x, box.y, column.width, blank.header_height)
        yield from _heading(column, head, blank)
    yield from _below(blank, whole, page)
    for number in range(count):
        entry = entries[number] if number < len(entries) else None
        yield from _row(blank, box, number, entry)


def _below(blank: RowsBlank, whole: Box, page: tuple[int, int]) -> Iterator[Mark]:
    if blank.after and page[0] == page[1]:
        below = Box(whole.x, whole.bottom, whole.w, 2 * blank.row_height)
        yield from in_box(blank.after, below, below.middle, Look(11, "mincho", "right"))
    if page != (1, 1):
        foot = Box(whole.x, whole.bottom + 0.5, whole.w, 6)
        # A value, as other pages have other numbers; with a name of its own, as it is no entry of the list.
        look = Look(_NUMBER_SIZE, "mincho", "center", "value", f"{blank.blank}.page")
        yield from in_box("{}／{}".format(*page), foot, foot.middle, look)


def _edges(blank: RowsBlank, x: float) -> Iterator[tuple[Column, float]]:
    for column in blank.columns:
        yield column, x
        x += column.width


def _ruled(blank: RowsBlank, whole: Box, count: int) -> Iterator[Mark]:
    if not blank.outer:
        return
    for number in range(count):
        y = whole.y + blank.header_height + number * blank.row_height
        if number or blank.header_height:
            yield Line(whole.x, y, whole.right, y, blank.inner)
    for column, x in _edges(blank, whole.x):
        if column is not blank.columns[0]:
            yield Line(x, whole.y, x, whole.bottom, blank.inner)
    yield from frame(whole, blank.outer)


def _heading(column: Column, box: Box, blank: RowsBlank) -> Iterator[Mark]:
    if column.label and blank.header_height:
        look = Look(min(blank.size, 9.5), "mincho", "center", field=blank.blank)
        lines = column.label.split("\n")
        for number, words in enumerate(lines):
            middle = box.middle + (number - (len(lines) - 1) / 2) * look.size / MM * 1.3
            yield from in_box(words, box, middle, look)


def _row(blank: RowsBlank, box: Box, number: int, entry: Any) -> Iterator[Mark]:
    y = box.y + blank.header_height + number * blank.row_height
    for column, x in _edges(blank, box.x):
        cell = Box(x, y, column.width, blank.row_height)
        content = entry.get(column.key) if entry is not None else None
        yield from _cell(blank, column, cell, content, entry is not None)


def _cell(blank: RowsBlank, column: Column, cell: Box, content: Any, entry: bool) -> Iterator[Mark]:
    if column.kind == "check":
        if entry and content is not None:
            yield from _ticked(cell, bool(content), blank.blank)
        return
    if content is None or content == "":
        return
    look = Look(column.size or blank.size, column.style or blank.style, column.align, "value", blank.blank)
    room = cell.inset(1.5, 0.4)
    text = shown(content)
    if column.kind == "text":
        yield from fit_lines(text, room, look, blank.min_size, 1.25).placed(room)
    else:
        # Days and numbers are never broken into two lines.
        yield from one_line(text, room, look, min(blank.min_size, look.size))


def shown(content: object) -> str:
    """An entry of a cell as it is printed."""
    if isinstance(content, date):
        return f"{content.year}年{content.month}月{content.day}日"
    return str(content)


def _ticked(cell: Box, content: bool, field: str) -> Iterator[Mark]:
    side = Box(cell.x + (cell.w - _SIDE) / 2, cell.middle - _SIDE / 2, _SIDE, _SIDE)
    yield from frame(side, 0.5, "value", field)
    if content:
        yield from tick(side, field)
