"""Fits text into a box: the largest size at which its ink stays inside, or `TooLong`. Lengths in mm, sizes in pt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

from formgen.ground.marks import MM, Box, Text
from formgen.layout.breaking import break_lines, seen
from formgen.layout.setting import MIDDLE, Ink, Look, extent, fonts, in_box, set_in_box
from formgen.typeface import advances, clusters, ink, one_face, runs, width


@dataclass(eq=False)
class TooLong(Exception):
    """A text does not fit: how much too long it is at the smallest size, in percent."""

    smallest: float
    over: int


@dataclass(eq=False)
class TooMany(Exception):
    """More characters than boxes, or more entries than rows: `key` of the problem, the room, the count."""

    key: str
    room: int
    count: int


@dataclass(frozen=True, slots=True)
class Lines:
    """Text broken into lines of one look; `half`: how far ink reaches from the middle of a line (mm)."""

    lines: tuple[str, ...]
    look: Look
    half: float
    leading: float

    @property
    def step(self) -> float:
        """From the middle of one line to the middle of the next, in mm."""
        return self.look.size / MM * self.leading

    @property
    def height(self) -> float:
        """From the top of the first line to the bottom of the last, in mm."""
        return self.step * (len(self.lines) - 1) + 2 * self.half

    def placed(self, room: Box, valign: str = "middle") -> Iterator[Text]:
        """The lines, centred over the height of a box or from its top on."""
        top = room.y if valign == "top" else room.middle - self.height / 2
        for number, words in enumerate(self.lines):
            yield from in_box(words, room, top + self.half + number * self.step, self.look)


def sizes(size: float, smallest: float) -> Iterator[float]:
    """Type sizes to try, from the wished one down in steps of half a point."""
    while size > smallest:
        yield size
        size = max(smallest, round(size * 2 - 1) / 2)
    yield smallest


def one_line(text: str, box: Box, look: Look, smallest: float) -> Iterator[Text]:
    """One line at the largest size at which its ink stays inside a box, placed there as the look says.

    Raises `TooLong`, `MissingGlyphs`.
    """
    found = runs(text, look.style)
    black = ink(found)
    size = _largest(max(width(found), black[2]) - min(0.0, black[0]), black, box, look, smallest)
    sized = replace(look, size=size)
    if seen(text) != text:
        return in_box(text, box, box.middle, sized)
    return set_in_box(found, black, box, box.middle, sized)


def _largest(wide: float, black: Ink, box: Box, look: Look, smallest: float) -> float:
    high = 2 * max(black[3] - MIDDLE, MIDDLE - black[1])
    for size in sizes(look.size, smallest):
        if wide * size / MM <= box.w + 1e-9 and high * size / MM <= box.h + 1e-9:
            return size
    em = smallest / MM
    raise TooLong(smallest, max(_percent(wide * em, box.w), _percent(high * em, box.h)))


def fit_lines(text: str, box: Box, look: Look, smallest: float, leading: float) -> Lines:
    """Size and lines that stay inside a box, broken by Japanese rules. Raises `TooLong`, `MissingGlyphs`.

    Words are kept whole if that is possible at any size; only then they are broken.
    """
    least = _least_width(text, look)
    used = 0.0
    for anywhere in (False, True):
        for size in sizes(look.size, min(smallest, look.size)):
            used = size / MM * leading * (least * size / MM / box.w - 1)
            if used > box.h:  # however well it is broken
                continue
            lines = lines_of(text, box.w, replace(look, size=size), leading, anywhere=anywhere)
            used = lines.height if lines else box.h * 2
            if lines and used <= box.h + 1e-9:
                return lines
    raise TooLong(smallest, _percent(used, box.h))


def _least_width(text: str, look: Look) -> float:
    """The width of all that is not white space, in em: what lines must hold however they are broken."""
    found = runs(text.replace("\n", ""), look.style)
    steps = ((part, step) for run in found for part, step in zip(clusters(run.text), advances(run), strict=True))
    return sum(step for part, step in steps if not part.isspace())


def lines_of(text: str, room: float, look: Look, leading: float, *, anywhere: bool) -> Lines | None:
    """The text at one size in lines no wider than `room`; None when something in it is wider."""
    whole = text.replace("\n", "")
    runs(whole, look.style)
    look = replace(look, face=one_face(whole, look.style))
    found = break_lines(text, room, partial(_width, look=look), anywhere=anywhere)
    if found is None:
        return None
    return Lines(tuple(found), look, max(_half(words, look) for words in found), leading)


def _half(text: str, look: Look) -> float:
    """How far the characters of a line reach up or down from its middle, in mm; half an em at least."""
    _, y0, _, y1 = ink(fonts(text, look))
    return max(y1 - MIDDLE, MIDDLE - y0, 0.5) * look.size / MM


def _width(text: str, look: Look) -> float:
    return sum(extent(text, look))


def _percent(used: float, room: float) -> int:
    return max(1, round((used / max(room, 0.1) - 1) * 100))
