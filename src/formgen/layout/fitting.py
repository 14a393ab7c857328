"""Fits text into a box: the largest size at which its ink stays inside, or `TooLong`. Lengths in mm, sizes in pt."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from formgen.ground.marks import MM, Box, Text
from formgen.layout.breaking import seen
from formgen.layout.measuring import MeasuredText
from formgen.layout.setting import MIDDLE, Ink, Look, extent, in_box, set_in_box
from formgen.typeface import ink, runs, width


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


# Between several lines and the upper and the lower edge of their box, in mm: as wished, and where there is no room.
AIR = (0.4, 0.0)
AMPLE_AIR = (0.8,)
"""The same for a text that has another place to go to: it never hangs on the rules."""


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

    def needs(self, air: float) -> float:
        """The height of a box it takes (mm), with air above and below several lines."""
        return self.height + (2 * air if len(self.lines) > 1 else 0.0)

    def placed(self, room: Box, valign: str = "middle") -> Iterator[Text]:
        """The lines, centred over the height of a box or from its top on."""
        spare = room.h - self.height
        top = room.y + {"top": 0.0, "middle": spare / 2, "bottom": spare}[valign]
        for number, words in enumerate(self.lines):
            yield from in_box(words, room, top + self.half + number * self.step, self.look)


def sizes(size: float, smallest: float) -> Iterator[float]:
    """Type sizes to try, from the wished one down in steps of half a point."""
    while size > smallest:
        yield size
        # Onto the next half point below, wherever it started.
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
    # Spaces at its end are drawn, for the text to read back as given, but have no part in where it stands.
    if seen(text) != text:
        return in_box(text, box, box.middle, sized)
    return set_in_box(found, black, box, box.middle, sized)


def _largest(wide: float, black: Ink, box: Box, look: Look, smallest: float) -> float:
    # Twice the side that reaches further: the middle of the character stays on the middle of the box.
    high = 2 * max(black[3] - MIDDLE, MIDDLE - black[1])
    for size in sizes(look.size, smallest):
        # A hair more for sums of fractions, which may miss by the last digit.
        if wide * size / MM <= box.w + 1e-9 and high * size / MM <= box.h + 1e-9:
            return size
    em = smallest / MM
    raise TooLong(smallest, max(_percent(wide * em, box.w), _percent(high * em, box.h)))


def fit_lines(text: str, box: Box, look: Look, smallest: float, leading: float, airs: Sequence[float] = AIR) -> Lines:
    """Size and lines that stay inside a box, broken by Japanese rules. Raises `TooLong`, `MissingGlyphs`.

    Words are kept whole if that is possible at any size; only then they are broken.
    """
    measured = MeasuredText(text, look.style)
    smallest = min(smallest, look.size)
    used = 0.0
    # A smaller size is better than lines that hang on the rules, and these are better than a word torn apart.
    for anywhere, air in product((False, True), airs):
        for size in sizes(look.size, smallest):
            used = size / MM * leading * (measured.least * size / MM / box.w - 1)
            if used > box.h:  # however well it is broken
                continue
            lines = _broken(measured, box.w, replace(look, size=size), leading, anywhere=anywhere)
            # A word wider than the line has no height to tell: it counts as twice what there is.
            used = lines.needs(air) if lines else box.h * 2
            if lines and used <= box.h + 1e-9:
                return lines
    raise TooLong(smallest, _percent(used, box.h))


def two_lines(text: str, box: Box, look: Look, smallest: float) -> Lines | None:
    """A name or title in two lines, parted at a space if it can be; None where they do not fit either.

    Raises `MissingGlyphs`.
    """
    measured = MeasuredText(text, look.style)
    at_spaces = list(_halves(text))
    for anywhere, air in product((False, True), AIR):
        for size in sizes(look.size, min(smallest, look.size)):
            sized = replace(look, size=size, face=measured.face)
            pair = _pair_of(measured, box.w, sized) if anywhere else _best_half(at_spaces, box.w, sized)
            if pair:
                lines = Lines(tuple(pair), sized, measured.half(list(pair), sized), _TIGHT)
                if lines.needs(air) <= box.h + 1e-9:
                    return lines
    return None


# The leading of two lines that share the room of one.
_TIGHT = 1.08


def _halves(text: str) -> Iterator[tuple[str, str]]:
    """The ways to part a text at its spaces, the widest gap first: what stands before a name has two em spaces."""
    gaps = sorted(re.finditer(r"[ \u3000]+", text), key=lambda gap: -len(gap.group().replace(" ", "")))
    widest = len(gaps[0].group()) if gaps else 0
    # Two em spaces part 職 and 氏名: no other gap is as good.
    chosen = [gap for gap in gaps if widest < 2 or len(gap.group()) == widest]
    yield from ((text[: gap.end()], text[gap.end() :]) for gap in chosen if gap.start() and gap.end() < len(text))


def _best_half(halves: list[tuple[str, str]], room: float, look: Look) -> tuple[str, str] | None:
    wide = {half: max(sum(extent(part, look)) for part in half) for half in halves}
    best = min(wide, key=lambda half: wide[half], default=None)
    return best if best and wide[best] <= room + 1e-9 else None


def _pair_of(measured: MeasuredText, room: float, look: Look) -> tuple[str, ...] | None:
    found = measured.lines(room, look, anywhere=False) or measured.lines(room, look, anywhere=True)
    return tuple(found) if found and len(found) <= 2 else None


def lines_of(text: str, room: float, look: Look, leading: float) -> Lines | None:
    """The text at one size in lines no wider than `room`, words broken where needed; None for too wide a character."""
    return _broken(MeasuredText(text, look.style), room, look, leading, anywhere=True)


def _broken(text: MeasuredText, room: float, look: Look, leading: float, *, anywhere: bool) -> Lines | None:
    look = replace(look, face=text.face)
    found = text.lines(room, look, anywhere=anywhere)
    return Lines(tuple(found), look, text.half(found, look), leading) if found else None


def _percent(used: float, room: float) -> int:
    return max(1, round((used / max(room, 0.1) - 1) * 100))
