"""Printed words of which one is chosen: a ring around it, or the others struck out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from formgen.ground.marks import MM, Box, Ellipse, Line, Mark
from formgen.layout.setting import Look, length, line, looks
from formgen.layout.shapes import ring
from formgen.spec.blanks import ChoiceBlank, Option
from formgen.spec.ink import Print

Apart = Sequence[tuple[Any, Print]]
"""Words of a choice that are printed apart from its blank: each value with the text that stands for it."""

_WEIGHT = 0.9
_OVERHANG = 0.5
"""How far a line that strikes a word out reaches beyond it on both sides, in mm."""


def choice(blank: ChoiceBlank, box: Box, content: Any, apart: Apart, ink: bool) -> Iterator[Mark]:
    """All the words, and the mark on the chosen one when `content` is its value."""
    look, _ = looks(blank)
    for text, option, place in _placed(blank, box, look):
        if ink:
            yield from line(text, place.x, place.middle, look)
        # The prefix and the separators between the words are no options: they are never ringed.
        if content is not None and option is not None and option.value == content:
            yield ring(place, blank.blank)
    if content is not None:
        yield from _marked_apart(blank, content, apart)


def _marked_apart(blank: ChoiceBlank, content: Any, apart: Apart) -> Iterator[Mark]:
    """The mark follows from the place of the printed word, so that the two cannot come apart."""
    striking = blank.mark == "strike-others"
    for word in (word for value, word in apart if (value == content) != striking):
        place = _extent(word)
        if striking:
            x0, x1 = place.x - _OVERHANG, place.right + _OVERHANG
            yield Line(x0, place.y, x1, place.y, _WEIGHT, "value", blank.blank)
        else:
            middle = place.x + place.w / 2
            yield Ellipse(middle, place.y, blank.ring, blank.ring, _WEIGHT, "value", blank.blank)


def _extent(word: Print) -> Box:
    """The line of a printed word: its left edge, the height of its middle, its width."""
    x, middle = word.at or (0.0, 0.0)
    # A word that is spread (均等割付) is as wide as it was spread.
    wide = float(word.spread) if word.spread else length(word.print, Look(word.size, word.style))
    return Box(x, middle, wide, 0.0)


def _pieces(blank: ChoiceBlank) -> Iterator[tuple[str, Option | None]]:
    """The printed words of a choice in order, each with the option it is, None for what stands between."""
    if blank.prefix:
        yield blank.prefix, None
    # An option without a word has it printed apart.
    for number, option in enumerate(o for o in blank.options if o.print):
        if number:
            yield blank.separator, None
        yield option.print, option
    if blank.suffix:
        yield blank.suffix, None


def _placed(blank: ChoiceBlank, box: Box, ink: Look) -> Iterator[tuple[str, Option | None, Box]]:
    pieces = [(text, option, length(text, ink)) for text, option in _pieces(blank)]
    spare = box.w - 2 * blank.pad - sum(wide for *_, wide in pieces)
    x = box.x + blank.pad + {"left": 0.0, "center": spare / 2, "right": spare}[blank.align]
    high = blank.size / MM
    for text, option, wide in pieces:
        yield text, option, Box(x, box.middle - high / 2, wide, high)
        x += wide
