"""Lists: a heading row, ruled rows of one height, and the entries from the top."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from formgen.layout.setting import Look, fit_line, fit_lines, in_box
from formgen.layout.shapes import frame, tick
from formgen.marks import MM, Box, Line, Mark
from formgen.spec.items import Column, RowsBlank

_SIDE = 3.4


def rows(blank: RowsBlank, box: Box, entries: tuple[Any, ...]) -> Iterator[Mark]:
    """The whole list; rows without an entry stay empty, or are left out where the list grows with its entries."""
    count = len(entries) if blank.grow and entries else blank.rows
    whole = Box(box.x, box.y, sum(c.width for c in blank.columns), blank.header_height + count * blank.row_height)
    yield from _ruled(blank, whole, count)
    for column, x in _edges(blank, box.x):
        head = Box(x, box.y, column.width, blank.header_height)
        yield from _heading(column, head, blank)
    if blank.after:
        below = Box(whole.x, whole.bottom, whole.w, 2 * blank.row_height)
        yield from in_box(blank.after, below, below.middle, Look(11, "mincho", "right"))
    for number in range(count):
        entry = entries[number] if number < len(entries) else None
        yield from _row(blank, box, number, entry)


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
        look = Look(min(blank.size, 9.5), "mincho", "center")
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
    text = _shown(content)
    if column.kind == "text":
        yield from _wrapped(text, room, look, blank.min_size)
    else:
        size = fit_line(text, room, look, blank.min_size)
        yield from in_box(text, room, cell.middle, Look(size, look.style, look.align, "value", blank.blank))


def _shown(content: object) -> str:
    if isinstance(content, date):
        return f"{content.year}年{content.month}月{content.day}日"
    return str(content)


def _wrapped(text: str, room: Box, look: Look, smallest: float) -> Iterator[Mark]:
    size, lines = fit_lines(text, room, look, smallest, 1.25)
    at = Look(size, look.style, look.align, look.role, look.field)
    for number, words in enumerate(lines):
        middle = room.middle + (number - (len(lines) - 1) / 2) * size / MM * 1.25
        yield from in_box(words, room, middle, at)


def _ticked(cell: Box, content: bool, field: str) -> Iterator[Mark]:
    side = Box(cell.x + (cell.w - _SIDE) / 2, cell.middle - _SIDE / 2, _SIDE, _SIDE)
    yield from frame(side, 0.5, "value", field)
    if content:
        yield from tick(side, field)
