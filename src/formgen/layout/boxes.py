"""One character in each box."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from formgen.layout.fitting import TooMany, fit_line
from formgen.layout.setting import Look, in_box, length, line, looks
from formgen.layout.shapes import frame
from formgen.marks import Box, Line, Mark
from formgen.spec.items import BoxesBlank
from formgen.typeface import clusters


def boxes(blank: BoxesBlank, box: Box, content: str | None) -> Iterator[Mark]:
    """The empty boxes, and the characters in them. Raises `TooMany`, `TooLong`, `MissingGlyphs`."""
    ink, value = looks(blank)
    places = list(_squares(blank, box))
    top = box.middle - blank.box_height / 2
    if blank.prefix:
        yield from line(blank.prefix, box.x + blank.pad, box.middle, ink)
    for group in places:
        yield from _group(group, top, blank)
    for left, right in pairwise(places):
        middle = Box(left[-1] + blank.box_width, top, right[0] - left[-1] - blank.box_width, 0)
        yield from in_box(blank.separator, middle, box.middle, replace(ink, align="center"))
    if content is not None:
        yield from _characters(blank, [x for group in places for x in group], box, content, value)


def _group(group: list[float], top: float, blank: BoxesBlank) -> Iterator[Mark]:
    whole = Box(group[0], top, len(group) * blank.box_width, blank.box_height)
    yield from frame(whole, 0.5)
    for x in group[1:]:
        yield Line(x, top, x, top + blank.box_height, 0.35)


def _squares(blank: BoxesBlank, box: Box) -> Iterator[list[float]]:
    """The left edges of the boxes, group by group."""
    ink, _ = looks(blank)
    x = box.x + blank.pad + (length(blank.prefix, ink) + 1.2 if blank.prefix else 0.0)
    between = length(blank.separator, ink) + 0.8 if blank.separator else 0.0
    for number in blank.groups:
        yield [x + i * blank.box_width for i in range(number)]
        x += number * blank.box_width + between


def _characters(blank: BoxesBlank, edges: list[float], box: Box, text: str, look: Look) -> Iterator[Mark]:
    parts = clusters(text)
    if len(parts) > len(edges):
        raise TooMany("E-FIT.boxes", len(edges), len(parts))
    for x, part in zip(edges, parts, strict=False):
        place = Box(x, box.middle - blank.box_height / 2, blank.box_width, blank.box_height)
        size = fit_line(part, place, look, blank.min_size)
        yield from in_box(part, place, place.middle, replace(look, size=size, align="center"))
