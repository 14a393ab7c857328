"""Lists: a heading row, ruled rows of one height, and the entries from the top."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from formgen.ground.marks import MM, Box, Line, Mark
from formgen.ground.values import Heading
from formgen.layout.choices import choice
from formgen.layout.fitting import TooLong, TooMany, fit_lines, one_line
from formgen.layout.months import month_marks, month_parts
from formgen.layout.setting import Look, in_box
from formgen.layout.shapes import frame, tick
from formgen.spec.items import ChoiceBlank, Column, RowsBlank

_SIDE = 3.4
# Type that is hardly smaller than was asked for, and never under what is read with ease (pt).
_HARDLY, _READABLE = 0.9, 8.0


@dataclass(frozen=True, slots=True)
class Part:
    """The entries of one page of a list: which page of how many, and how many entries stand on those before it."""

    entries: tuple[Any, ...] = ()
    number: int = 1
    total: int = 1
    before: int = 0

    @property
    def last(self) -> bool:
        """Whether the list ends here."""
        return self.number == self.total


FURTHER_TOP = 52.0
"""Where a list begins on a page of its own (mm)."""
_FURTHER_HIGH = 222.0


def parts(blank: RowsBlank, entries: Sequence[Any]) -> tuple[Part, ...]:
    """The entries page by page. Raises `TooMany` where they have to find room on one."""
    count, most = len(entries), rows_on_further_page(blank)
    if count > blank.rows and blank.fit != "continue":
        raise TooMany("E-FIT.rows", blank.rows, count)
    starts = (0, *range(blank.rows, count, most))
    ends = (*starts[1:], count)
    return tuple(
        Part(tuple(entries[start:end]), number, len(starts), start)
        for number, (start, end) in enumerate(zip(starts, ends, strict=True), 1)
    )


def rows_on_further_page(blank: RowsBlank) -> int:
    """How many rows a page after the first one has."""
    if blank.further == "alike":
        return blank.rows
    return max(1, int((_FURTHER_HIGH - blank.header_height) / blank.row_height))


def rows(blank: RowsBlank, box: Box, part: Part | None) -> Iterator[Mark]:
    """One page of a list. Raises `TooLong`, `MissingGlyphs`.

    Rows without an entry stay empty, or are left out where the list grows with its entries.
    """
    part = part or Part()
    # Without entries it is ruled whole: an empty form to be filled in by hand.
    count = len(part.entries) if blank.grow and part.entries else blank.rows
    whole = Box(box.x, box.y, sum(c.width for c in blank.columns), blank.header_height + count * blank.row_height)
    yield from _ruled(blank, whole, count)
    for column, x in _edges(blank, box.x):
        head = Box(x, box.y, column.width, blank.header_height)
        yield from _heading(column, head, blank)
    if blank.after and part.last:
        below = Box(whole.x, whole.bottom, whole.w, 2 * blank.row_height)
        yield from in_box(blank.after, below, below.middle, Look(11, "mincho", "right"))
    for number in range(count):
        yield from _row(blank, box, number, part)


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
            yield Line(whole.x, y, whole.right, y, blank.inner, dotted=blank.dotted_rows and number > 0)
    for column, x in _edges(blank, whole.x):
        if column is not blank.columns[0]:
            yield Line(x, whole.y, x, whole.bottom, blank.inner)
    yield from frame(whole, blank.outer)


def _heading(column: Column, box: Box, blank: RowsBlank) -> Iterator[Mark]:
    if column.label and blank.header_height:
        look = Look(min(blank.size, 9.5), blank.style, "center", field=blank.blank)
        lines = column.label.split("\n")
        for number, words in enumerate(lines):
            middle = box.middle + (number - (len(lines) - 1) / 2) * look.size / MM * 1.3
            yield from in_box(words, box, middle, look)


def _row(blank: RowsBlank, box: Box, number: int, part: Part) -> Iterator[Mark]:
    y = box.y + blank.header_height + number * blank.row_height
    entry = part.entries[number] if number < len(part.entries) else None
    if isinstance(entry, Heading):
        yield from _words(blank, entry, Box(box.x, y, sum(c.width for c in blank.columns), blank.row_height))
        return
    for column, x in _edges(blank, box.x):
        cell = Box(x, y, column.width, blank.row_height)
        content = None if entry is None else entry.get(column.key)
        match column.kind:
            case "check":
                yield from _checked(cell, content, column, blank)
            case "choice":
                # A row without an entry stays empty, except on a form that is filled in by hand.
                if entry is not None or not part.entries:
                    yield from _chosen(blank, column, cell, content)
            case "ordinal":
                yield from _cell(blank, column, cell, None if entry is None else part.before + number + 1)
            case _:
                yield from _cell(blank, column, cell, content)


def _words(blank: RowsBlank, entry: Heading, row: Box) -> Iterator[Mark]:
    """The head of a section in the middle of the last column, or what closes the list at its right end."""
    wide = blank.columns[-1].width
    cell = Box(row.right - wide, row.y, wide, row.h)
    # With a name of its own, as it is no entry of the list.
    look = Look(blank.size, "mincho", "right" if entry.closes else "center", "value", f"{blank.blank}.head")
    yield from in_box(entry.words, cell.inset(4, 0), cell.middle, look)


def _cell(blank: RowsBlank, column: Column, cell: Box, content: Any) -> Iterator[Mark]:
    if content is None or content == "":
        return
    look = Look(column.size or blank.size, column.style or blank.style, column.align, "value", blank.blank)
    room = cell.inset(2.0, 0.4)
    text = shown(content, column.kind)
    if column.kind == "month" and (month := month_parts(str(content))):
        yield from month_marks(month, cell, look)
        return
    # Days and numbers are never broken into two lines.
    if column.kind != "text":
        yield from one_line(text, room, look, min(blank.min_size, look.size))
        return
    try:
        # One line in type that is hardly smaller reads better than a second line with a character or two.
        found = list(one_line(text, room, look, max(_READABLE, _HARDLY * look.size)))
    except TooLong:
        found = list(fit_lines(text, room, look, blank.min_size, 1.25).placed(room))
    yield from found


def _chosen(blank: RowsBlank, column: Column, cell: Box, content: Any) -> Iterator[Mark]:
    # The words of a row are a choice of their own, which bears the name of the list.
    own = ChoiceBlank(
        choice=blank.fact, blank=blank.blank, options=column.options, separator=column.separator,
        size=column.size or blank.size, style=column.style or blank.style, align="center", pad=0,
    )  # fmt: skip
    yield from choice(own, cell, content, (), ink=True)


def _checked(cell: Box, content: Any, column: Column, blank: RowsBlank) -> Iterator[Mark]:
    """A box, ticked or not, or words in its place (該当なし)."""
    if isinstance(content, str):
        # With a name of its own: ticks are no text of the list that is compared with what is printed.
        look = Look(column.size or blank.size, column.style or blank.style, "center", "value", f"{blank.blank}.check")
        yield from one_line(content, cell.inset(1.0, 0.4), look, min(blank.min_size, look.size))
    else:
        yield from _ticked(cell, content, blank.blank)


def shown(content: object, kind: str = "text") -> str:
    """An entry of a cell as it is printed."""
    if isinstance(content, date):
        return f"{content.year}年{content.month}月{content.day}日"
    if kind == "month" and (month := month_parts(str(content))):
        return f"{month[0]}年{month[1]}月"
    return str(content)


def _ticked(cell: Box, content: bool | None, field: str) -> Iterator[Mark]:
    if content is None:
        return
    side = Box(cell.x + (cell.w - _SIDE) / 2, cell.middle - _SIDE / 2, _SIDE, _SIDE)
    yield from frame(side, 0.6, "value", field)
    if content:
        yield from tick(side, field)
