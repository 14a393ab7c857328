"""What finds no room on a form: an attached sheet (別紙) for a text, further pages for a list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from formgen.ground.marks import MM, Box, Mark, Page, Text
from formgen.layout.fitting import Lines, lines_of, one_line
from formgen.layout.labels import title_marks
from formgen.layout.letters import letters
from formgen.layout.rows import FURTHER_TOP, Part, rows
from formgen.layout.setting import Look, in_box, line, looks
from formgen.layout.shapes import frame
from formgen.layout.texts import shown
from formgen.spec.form import Form
from formgen.spec.items import AnyBlank, RowsBlank, TextBlank
from formgen.spec.placed import LEFT

FRAME = Box(20, 52, 170, 220)
_LEADING = 1.6

PAGE_NUMBER = "sheet.page"
"""The name of the page number among the marks; no blank can have it."""
_FOOT = 285.0


def sheet_name(number: int) -> str:
    """別紙１, 別紙２, …"""
    return "別紙" + letters(str(number), "full")


def reference(blank: TextBlank, box: Box, number: int) -> Iterator[Text]:
    """What stands in the cell instead of the text. Raises `TooLong` for a cell without room even for that."""
    # A name of its own: these words are no part of the value, which `completeness` compares with what is printed.
    look = replace(looks(blank)[1], field=f"{blank.blank}.reference")
    words = f"{sheet_name(number)}のとおり"
    room = box.inset(blank.pad, 0.2)
    if blank.valign == "top":
        # Where the first line of the text would stand.
        room = replace(room, h=min(room.h, 1.15 * blank.size / MM))
    yield from one_line(words, room, look, min(blank.min_size, blank.size))


def attached_sheet(form: Form, blank: TextBlank, content: str, number: int) -> tuple[Page, ...]:
    """The text whole, on as many pages as it takes, at the size the form wishes. Raises `MissingGlyphs`."""
    # As wide as the text of a sheet, from its left edge on: its lines end as they would there.
    room = FRAME.inset(3.5, 4)
    look = replace(looks(blank)[1], align="left")
    # At the size the form wishes: here there is room.
    lines = lines_of(shown(blank, content), room.w, look, _LEADING)
    if lines is None:
        raise ValueError(f"a character of {blank.blank} is wider than a page")
    parts = list(_pages(lines, room))
    name = sheet_name(number)
    return tuple(
        Page(
            tuple(_heading(form, blank, name if len(parts) == 1 else f"{name}（{count}／{len(parts)}）")),
            tuple(part.placed(room, "top")),
        )
        for count, part in enumerate(parts, 1)
    )


def _pages(lines: Lines, room: Box) -> Iterator[Lines]:
    most = 1 + int((room.h - 2 * lines.half) / lines.step)
    for start in range(0, len(lines.lines), most):
        yield Lines(lines.lines[start : start + most], lines.look, lines.half, lines.leading)


def _heading(form: Form, blank: AnyBlank, name: str) -> Iterator[Mark]:
    yield from _title(form)
    yield from in_box(name, Box(130, 15, 60, 6), 18, Look(10.5, "mincho", "right"))
    yield from line(blank.label, LEFT, 47, Look(10.5, field=blank.blank))
    yield from frame(FRAME, 0.8)


# One figure alone is printed full-width, two and more half-width (別記第１号様式, 別記第11号様式).
_ALONE = re.compile(r"(?<![0-9])[0-9](?![0-9])")


def _wide(figure: re.Match[str]) -> str:
    return letters(figure.group(), "full")


def _title(form: Form) -> Iterator[Mark]:
    if form.number:
        yield from line(_ALONE.sub(_wide, form.number), LEFT, 18, Look(10.5, "gothic"))
    yield from title_marks(form.title, 105, 34, Look(14))


def further_page(form: Form, blank: RowsBlank, part: Part, x: float) -> Page:
    """A page of a list that has none of the form's other contents. Raises `TooLong`, `MissingGlyphs`."""
    # As many rows as entries: empty ones on a page of their own would ask to be filled in.
    grown = blank.model_copy(update={"grow": True})
    found = list(rows(grown, Box(x, FURTHER_TOP, 0, 0), part))
    ink = [*_title(form), *line(f"{blank.label}（続き）", x, 47, Look(10.5, field=blank.blank))]
    ink += [m for m in found if m.role == "ink"]
    return Page(tuple(ink), tuple(m for m in found if m.role == "value"))


def numbered(pages: Sequence[Page]) -> Iterator[Page]:
    """The pages of a sheet whose list goes on, each with its number at the foot."""
    total = len(pages)
    for number, page in enumerate(pages, 1):
        words = letters(f"{number}／{total}", "full")
        # A value, as other profiles have other numbers of pages.
        foot = in_box(words, Box(0, _FOOT - 3, page.width, 6), _FOOT, Look(9, "mincho", "center", "value", PAGE_NUMBER))
        yield replace(page, values=(*page.values, *foot))
