"""Sets text on baselines: fonts, widths, alignment, even spacing. Every length here is in mm, sizes in pt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from formgen.ground.marks import MM, Box, Role, Text
from formgen.layout.breaking import even_gaps, seen
from formgen.spec.items import AnyBlank
from formgen.typeface import Run, advances, clusters, ink, runs, upright, width

Ink = tuple[float, float, float, float]

MIDDLE = 0.38
"""Height of the middle of a full-width character above its baseline, in em (12 % of it hang below)."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a text is set, and which blank it belongs to. `face` is the one font of a text in several lines."""

    size: float
    style: str = "mincho"
    align: str = "left"
    role: Role = "ink"
    field: str | None = None
    face: str | None = None


def looks(blank: AnyBlank) -> tuple[Look, Look]:
    """How the ink and how the value of a blank are set; both bear its name."""
    ink = Look(blank.size, blank.style, blank.align, "ink", blank.blank)
    return ink, Look(blank.size, blank.style, blank.align, "value", blank.blank)


def fonts(text: str, look: Look) -> tuple[Run, ...]:
    """The text with its fonts. Raises `MissingGlyphs`."""
    return (Run(look.face, text),) if look.face and text else runs(text, look.style)


def length(text: str, look: Look) -> float:
    """The width of a text in mm. Raises `MissingGlyphs`."""
    return width(fonts(text, look)) * look.size / MM


def extent(text: str, look: Look) -> tuple[float, float]:
    """How far a text reaches to the left and to the right of its start in mm: its width, and ink that hangs over.

    Spaces at its end are not counted.
    """
    found = fonts(seen(text), look)
    x0, _, x1, _ = ink(found)
    em = look.size / MM
    return max(0.0, -x0) * em, max(width(found), x1) * em


def baseline(middle: float, size: float) -> float:
    """The baseline of a line of text whose characters are centred on a height."""
    return middle + MIDDLE * size / MM


def line(text: str, x: float, middle: float, look: Look) -> Iterator[Text]:
    """One line, from the left edge `x` on."""
    y = baseline(middle, look.size)
    for run in fonts(text, look):
        yield Text(x, y, run.text, run.face, look.size, 0.0, look.role, look.field)
        x += width([run]) * look.size / MM


def in_box(text: str, box: Box, middle: float, look: Look) -> Iterator[Text]:
    """One line, left, centred or right in a box; ink that hangs over its width stays inside too."""
    # Its place is worked out without the spaces at its end, which are drawn all the same.
    shown = fonts(seen(text), look)
    return set_in_box(fonts(text, look), ink(shown), box, middle, look, width(shown))


def set_in_box(
    found: tuple[Run, ...], black: Ink, box: Box, middle: float, look: Look, wide: float | None = None
) -> Iterator[Text]:
    """The same for a text whose fonts and ink (em) are known; `wide`: its width without spaces at its end (em)."""
    em = look.size / MM
    left, right = max(0.0, -black[0]) * em, max(width(found) if wide is None else wide, black[2]) * em
    spare = box.w - left - right
    x = box.x + {"left": 0.0, "center": spare / 2, "right": spare}[look.align] + left
    y = baseline(middle, look.size)
    for run in found:
        yield Text(x, y, run.text, run.face, look.size, 0.0, look.role, look.field)
        x += width([run]) * em


def spread(text: str, x: float, room: float, middle: float, look: Look) -> Iterator[Text]:
    """Even spacing (均等割付): the first character at `x`, the last one ends at `x + room`."""
    found = fonts(text, look)
    steps = [step * look.size / MM for run in found for step in advances(run)]
    gap = even_gaps(steps, room)
    y = baseline(middle, look.size)
    for run in found:
        # The gap follows each character, the last one too: the room it takes behind it is empty.
        yield Text(x, y, run.text, run.face, look.size, gap * MM, look.role, look.field)
        x += sum(a * look.size / MM + gap for a in advances(run))


def stacked(text: str, x: float, box: Box, look: Look) -> Iterator[Text]:
    """Characters from top to bottom, centred on `x`, evenly over the height of the box (縦書き for labels).

    Brackets, ー, 、 and 。 take the shapes they have in vertical writing.
    """
    parts = clusters(text)
    pitch = box.h / len(parts)
    for index, part in enumerate(parts):
        middle = box.y + pitch * (index + 0.5)
        # One by one: a column has no advance to follow, and each character is centred by its own width.
        for mark in line(part, x - length(part, look) / 2, middle, look):
            yield replace(mark, face=upright(Run(mark.face, mark.text)))
