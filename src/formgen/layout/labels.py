"""Labels of rows and titles of sheets: how wide they are spread (均等割付), by the width of the cell or by length."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from formgen.ground.marks import MM, Box, Mark
from formgen.layout.setting import Look, in_box, length, spread
from formgen.spec.placed import Label
from formgen.typeface import clusters

#: Katakana, brackets, Latin and figures are never spread; ・ does not count.
_NEVER = re.compile(r"[\u30a1-\u30fa\u30fc-\u30ff\uff66-\uff9f（）()「」0-9０-９A-Za-zＡ-Ｚａ-ｚ]")

#: Width of a cell -> width its labels are spread over, in mm; between these it follows in proportion.
_WIDTHS = ((25.0, 18.0), (32.0, 24.0), (41.0, 30.0), (46.0, 34.0), (50.0, 36.0))

#: Where there are no rules around it, a label ends this far before its value, in mm.
BARE_GAP = 4.0

#: At least this much air on both sides of a label in its cell, in mm.
_AIR = 1.2

#: A label too long for its cell at its own size is set in one of these, in pt.
SMALLER = (9.5, 9.0)


def spread_width(cell: float, letters: int) -> float:
    """How wide a label of so many characters is spread in a cell of this width (mm)."""
    if cell < _WIDTHS[0][0]:
        return 12.0 if letters == 2 and cell >= 15 else cell * 0.72
    for (narrow, least), (wide, most) in pairwise(_WIDTHS):
        if cell <= wide:
            return least + (most - least) * (cell - narrow) / (wide - narrow)
    return _WIDTHS[-1][1]


def label_marks(label: Label, look: Look) -> Iterator[Mark]:
    """The words of a label in its cell, one line or several. Raises `MissingGlyphs`."""
    lines = label.text.split("\n")
    room = label.box.inset(_AIR) if label.ruled else replace(label.box, w=label.box.w - BARE_GAP)
    look = replace(look, size=_size(lines, room.w, look), align="center" if label.ruled else "left")
    step = look.size / MM * 1.35
    for number, words in enumerate(lines):
        middle = room.middle + (number - (len(lines) - 1) / 2) * step
        yield from _line(words, room, middle, look, label, even=label.even and len(lines) == 1)


def _line(words: str, room: Box, middle: float, look: Look, label: Label, *, even: bool) -> Iterator[Mark]:
    letters = len(clusters(words))
    wide = spread_width(label.box.w, letters) if label.ruled else room.w
    if even and letters > 1 and not _NEVER.search(words) and length(words, look) <= wide:
        x = room.x + (room.w - wide) / 2 if label.ruled else room.x
        yield from spread(words, x, wide, middle, look)
    else:
        yield from in_box(words, room, middle, look)


def _size(lines: list[str], room: float, look: Look) -> float:
    sizes = (look.size, *(size for size in SMALLER if size < look.size))
    fitting = (size for size in sizes if all(length(line, replace(look, size=size)) <= room for line in lines))
    return next(fitting, sizes[-1])


# A title is never wider than this, in mm.
_WIDEST = 105.0


def title_width(text: str, size: float) -> float | None:
    """The width a title is spread over (mm), by its length; None for one that is not spread."""
    letters = len(clusters(text))
    if letters < 2 or letters > 13 or _NEVER.search(text):
        return None
    pitch = 3.0 if letters <= 4 else 2.5 if letters <= 6 else 2.0
    return min(((letters - 1) * pitch + 1) * size / MM, _WIDEST)


def title_marks(text: str, centre: float, middle: float, look: Look) -> Iterator[Mark]:
    """A title centred on a point. Raises `MissingGlyphs`."""
    wide = title_width(text, look.size)
    if wide is None:
        room = Box(centre - 85, middle, 170, 0)
        yield from in_box(text, room, middle, replace(look, align="center"))
    else:
        yield from spread(text, centre - wide / 2, wide, middle, look)
