"""Printed words of which one is chosen: a ring around it, or the others struck out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from formgen.ground.marks import MM, Box, Ellipse, Line, Mark
from formgen.layout.setting import Look, length, line, looks
from formgen.layout.shapes import ring
from formgen.spec.items import ChoiceBlank


def choice(blank: ChoiceBlank, box: Box, content: Any, ink: bool) -> Iterator[Mark]:
    """All the words, and the mark on the chosen one when `content` is its value."""
    look, _ = looks(blank)
    placed = list(_placed(blank, box, look))
    for text, _, place in placed if ink else ():
        yield from line(text, place.x, place.middle, look)
    if content is not None:
        places = {option.value: place for _, option, place in placed if option is not None}
        for option in blank.options:
            yield from _chosen(blank, option, content, places.get(option.value))


def _chosen(blank: ChoiceBlank, option: Any, content: Any, place: Box | None) -> Iterator[Mark]:
    hit = option.value == content
    if blank.mark == "strike-others":
        if not hit and option.strike:
            x0, y0, x1, y1 = option.strike
            yield Line(x0, y0, x1, y1, 0.9, "value", blank.blank)
    elif hit and option.ring:
        x, y, rx, ry = option.ring
        yield Ellipse(x, y, rx, ry, 0.9, "value", blank.blank)
    elif hit and place:
        yield ring(place, blank.blank)


def _pieces(blank: ChoiceBlank) -> Iterator[tuple[str, Any]]:
    """The printed words of a choice in order, each with the option it is, None for what stands between."""
    if blank.prefix:
        yield blank.prefix, None
    for number, option in enumerate(o for o in blank.options if o.print):
        if number:
            yield blank.separator, None
        yield option.print, option
    if blank.suffix:
        yield blank.suffix, None


def _placed(blank: ChoiceBlank, box: Box, ink: Look) -> Iterator[tuple[str, Any, Box]]:
    pieces = [(text, option, length(text, ink)) for text, option in _pieces(blank)]
    spare = box.w - 2 * blank.pad - sum(wide for *_, wide in pieces)
    x = box.x + blank.pad + {"left": 0.0, "center": spare / 2, "right": spare}[blank.align]
    high = blank.size / MM
    for text, option, wide in pieces:
        yield text, option, Box(x, box.middle - high / 2, wide, high)
        x += wide
