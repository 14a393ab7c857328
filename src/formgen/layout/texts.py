"""A text in its cell: one line, several lines, or one line with its reading (ふりがな) above."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from formgen.ground.marks import MM, Box, Mark, Text
from formgen.layout.fitting import AIR, AMPLE_AIR, TooLong, fit_lines, one_line, sizes, two_lines
from formgen.layout.letters import letters
from formgen.layout.setting import MIDDLE, Look, extent, fonts, in_box, line, looks, spread
from formgen.layout.shapes import frame
from formgen.spec.items import TextBlank
from formgen.typeface import Run, clusters, ink

RUBY_FLOOR = 6.0
"""The smallest ruby, in points; it is half the size of its text where that is more."""

# In points: a text is set in two lines rather than in one smaller than the first, and these are never smaller than the
# second.
_READABLE, _LEAST = 9.0, 8.0

# In mm, between a text and its ruby.
_GAP = 0.3


def text(blank: TextBlank, box: Box, content: str | None, reading: str = "") -> Iterator[Mark]:
    """A text blank, empty when `content` is None. Raises `TooLong`, `MissingGlyphs`."""
    empty, look = looks(blank)
    room = box.inset(blank.pad, 0.2)
    if content is None:
        if blank.otherwise:
            yield from in_box(blank.otherwise, room, box.middle, empty)
        return
    if blank.framed:
        yield from frame(box, blank.framed, "value", blank.blank)
    words = shown(blank, content)
    if blank.fit in ("wrap", "continue"):
        airs = AMPLE_AIR if blank.fit == "continue" else AIR
        lines = fit_lines(words, room, look, blank.min_size, blank.leading, airs)
        yield from lines.placed(room, blank.valign)
    elif reading:
        yield from _with_ruby(words, reading, room, look, floor(blank))
    else:
        found = _in_one_or_two(words, room, look, floor(blank))
        yield from _sunk(found, room) if blank.valign == "bottom" else found


def _in_one_or_two(words: str, room: Box, look: Look, smallest: float) -> Iterator[Text]:
    """One line; two where one would be small and the box is high enough; else one line as small as it takes."""
    try:
        return one_line(words, room, look, max(smallest, min(_READABLE, look.size)))
    except TooLong:
        two = two_lines(words, room, look, max(smallest, _LEAST))
        return two.placed(room) if two else one_line(words, room, look, smallest)


def _sunk(found: Iterator[Text], room: Box) -> Iterator[Text]:
    """The same on the lower edge of its box: a smaller text must not float above its writing line."""
    marks = list(found)
    low = max((_lowest(mark) for mark in marks), default=room.bottom)
    yield from (replace(mark, y=mark.y + room.bottom - low) for mark in marks)


def _lowest(mark: Text) -> float:
    """How far down a text reaches: its ink, or the characters it is made of, 12 % of which hang below the baseline."""
    return mark.y + max(0.12, -ink([Run(mark.face, mark.text)])[1]) * mark.size / MM


def floor(blank: TextBlank) -> float:
    """The smallest size a text may take in this blank, in points."""
    return blank.size if blank.fit == "refuse" else min(blank.min_size, blank.size)


def shown(blank: TextBlank, content: str) -> str:
    """What is printed for a value: in the width the form asks for, with what stands before and after it."""
    return blank.prefix + letters(content, blank.letters) + blank.suffix


@dataclass(frozen=True, slots=True)
class _Part:
    """A line of text and its ink box: how far it reaches left, right, up and down from its start, in mm."""

    text: str
    look: Look
    left: float
    right: float
    up: float
    down: float

    @property
    def width(self) -> float:
        return self.left + self.right

    @property
    def height(self) -> float:
        return self.up + self.down

    def middle(self, top: float) -> float:
        """The middle of the line when its ink begins at a height."""
        return top + self.up - MIDDLE * self.look.size / MM


def _part(text: str, look: Look) -> _Part:
    _, y0, _, y1 = ink(fonts(text, look))
    em = look.size / MM
    return _Part(text, look, *extent(text, look), max(y1, 0.8) * em, max(-y0, 0.08) * em)


def _with_ruby(words: str, reading: str, room: Box, look: Look, smallest: float) -> Iterator[Mark]:
    """The reading over the words, both inside the box; the shorter one is centred on the longer."""
    over = 0.0
    for size in sizes(look.size, smallest):
        base = _part(words, replace(look, size=size, align="left"))
        # Ruby has a name of its own: it is no part of the value that is compared with what is printed.
        ruby = _part(reading, replace(base.look, size=max(RUBY_FLOOR, size / 2), field=f"{look.field}.ruby"))
        wide, high = max(base.width, ruby.width), base.height + _GAP + ruby.height
        over = max(wide / room.w, high / room.h)
        if over <= 1 + 1e-9:
            x = room.x + {"left": 0.0, "center": 0.5, "right": 1.0}[look.align] * (room.w - wide)
            yield from _pair(base, ruby, x, wide, room.middle - high / 2)
            return
    raise TooLong(smallest, max(1, round((over - 1) * 100)))


def _pair(base: _Part, ruby: _Part, x: float, wide: float, top: float) -> Iterator[Mark]:
    below = base.middle(top + ruby.height + _GAP)
    yield from line(base.text, x + base.left + (wide - base.width) / 2, below, base.look)
    # Half a gap before the first and after the last kana, a whole one between (the 1:2:1 rule of JIS X 4051).
    gap = (wide - ruby.width) / len(clusters(ruby.text))
    room = ruby.right + gap * (len(clusters(ruby.text)) - 1)
    yield from spread(ruby.text, x + ruby.left + gap / 2, room, ruby.middle(top), ruby.look)
