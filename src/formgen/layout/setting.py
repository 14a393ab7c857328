"""Sets text on baselines: fonts, widths, alignment, even spacing. Every length here is in mm, sizes in pt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from formgen.layout.breaking import break_lines, even_gaps
from formgen.marks import MM, Box, Role, Text
from formgen.typeface import advances, clusters, ink, runs, width

MIDDLE = 0.38
"""Height of the middle of a full-width character above its baseline, in em (12 % of it hang below)."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a text is set, and which blank it belongs to."""

    size: float
    style: str = "mincho"
    align: str = "left"
    role: Role = "ink"
    field: str | None = None


def length(text: str, look: Look) -> float:
    """The width of a text in mm. Raises `MissingGlyphs`."""
    return width(runs(text, look.style)) * look.size / MM


def overhang(text: str, look: Look) -> tuple[float, float]:
    """How far ink reaches to the left of the start and to the right of the end of a text, in mm (0 or more)."""
    found = runs(text, look.style)
    x0, _, x1, _ = ink(found)
    em = look.size / MM
    return max(0.0, -x0 * em), max(0.0, (x1 - width(found)) * em)


def baseline(middle: float, size: float) -> float:
    """The baseline of a line of text whose characters are centred on a height."""
    return middle + MIDDLE * size / MM


def line(text: str, x: float, middle: float, look: Look) -> Iterator[Text]:
    """One line, from the left edge `x` on."""
    y = baseline(middle, look.size)
    for run in runs(text, look.style):
        yield Text(x, y, run.text, run.face, look.size, 0.0, look.role, look.field)
        x += width([run]) * look.size / MM


def in_box(text: str, box: Box, middle: float, look: Look) -> Iterator[Text]:
    """One line, left, centred or right in a box."""
    spare = box.w - length(text, look)
    shift = {"left": 0.0, "center": spare / 2, "right": spare}[look.align]
    yield from line(text, box.x + shift, middle, look)


def spread(text: str, x: float, room: float, middle: float, look: Look) -> Iterator[Text]:
    """Even spacing (均等割付): the first character at `x`, the last one ends at `x + room`."""
    found = runs(text, look.style)
    steps = [step * look.size / MM for run in found for step in advances(run)]
    gap = even_gaps(steps, room)
    y = baseline(middle, look.size)
    for run in found:
        yield Text(x, y, run.text, run.face, look.size, gap * MM, look.role, look.field)
        x += sum(a * look.size / MM + gap for a in advances(run))


def stacked(text: str, x: float, box: Box, look: Look) -> Iterator[Text]:
    """Characters from top to bottom, centred on `x`, evenly over the height of the box (縦書き for labels)."""
    parts = clusters(text)
    pitch = box.h / len(parts)
    for index, part in enumerate(parts):
        middle = box.y + pitch * (index + 0.5)
        yield from line(part, x - length(part, look) / 2, middle, look)


@dataclass(frozen=True, slots=True)
class TooLong(Exception):
    """A text does not fit: how much too long it is at the smallest size, in percent."""

    smallest: float
    over: int


def sizes(size: float, smallest: float) -> Iterator[float]:
    """Type sizes to try, from the wished one down in steps of half a point."""
    while size > smallest:
        yield size
        size = max(smallest, round(size * 2 - 1) / 2)
    yield smallest


def fit_line(text: str, box: Box, look: Look, smallest: float) -> float:
    """The largest size at which the ink of one line stays inside a box. Raises `TooLong`, `MissingGlyphs`."""
    found = runs(text, look.style)
    x0, y0, x1, y1 = ink(found)
    wide = max(width(found), x1) - min(0.0, x0)
    high = 2 * max(y1 - MIDDLE, MIDDLE - y0)
    for size in sizes(look.size, smallest):
        if wide * size / MM <= box.w + 1e-9 and high * size / MM <= box.h + 1e-9:
            return size
    em = smallest / MM
    raise TooLong(smallest, max(_percent(wide * em, box.w), _percent(high * em, box.h)))


def fit_lines(text: str, box: Box, look: Look, smallest: float, leading: float) -> tuple[float, list[str]]:
    """Size and lines that stay inside a box, broken by Japanese rules. Raises `TooLong`, `MissingGlyphs`."""
    used = 0.0
    _, y0, _, y1 = ink(runs(text.replace("\n", ""), look.style))
    line = 2 * max(y1 - MIDDLE, MIDDLE - y0, 0.5)
    for size in sizes(look.size, smallest):
        at = Look(size, look.style)
        lines = break_lines(text, box.w, partial(_ink_length, look=at))
        used = (size / MM) * (leading * (len(lines) - 1) + line) if lines else box.h * 2
        if lines and used <= box.h + 1e-9:
            return size, lines
    raise TooLong(smallest, _percent(used, box.h))


def _ink_length(text: str, look: Look) -> float:
    return length(text, look) + sum(overhang(text, look))


def _percent(used: float, room: float) -> int:
    return max(1, round((used / max(room, 0.1) - 1) * 100))
