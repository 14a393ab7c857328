"""One character in each box."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from formgen.ground.marks import Box, Line, Mark
from formgen.layout.fitting import TooMany, one_line
from formgen.layout.setting import in_box, length, line, looks
from formgen.layout.shapes import frame
from formgen.spec.items import BoxesBlank
from formgen.typeface import clusters

# Of the rules of boxes, in pt.
_WEIGHT = 0.4


def boxes(blank: BoxesBlank, box: Box, content: str | None, ink: bool) -> Iterator[Mark]:
    """The empty boxes, and the characters in them. Raises `TooMany`, `TooLong`, `MissingGlyphs`."""
    places = list(_squares(blank, box))
    if ink:
        yield from _empty(blank, box, places)
    if content is not None:
        yield from _characters(blank, [x for group in places for x in group], box, content)


def _empty(blank: BoxesBlank, box: Box, places: list[list[float]]) -> Iterator[Mark]:
    look, _ = looks(blank)
    top = box.middle - blank.box_height / 2
    if blank.prefix:
        yield from line(blank.prefix, box.x + blank.pad, box.middle, look)
    for group in places:
        yield from _group(group, top, blank)
    for left, right in pairwise(places):
        middle = Box(left[-1] + blank.box_width, top, right[0] - left[-1] - blank.box_width, 0)
        yield from in_box(blank.separator, middle, box.middle, replace(look, align="center"))


def _group(group: list[float], top: float, blank: BoxesBlank) -> Iterator[Mark]:
    whole = Box(group[0], top, len(group) * blank.box_width, blank.box_height)
    yield from frame(whole, _WEIGHT)
    for x in group[1:]:
        yield Line(x, top, x, top + blank.box_height, _WEIGHT)


def _squares(blank: BoxesBlank, box: Box) -> Iterator[list[float]]:
    """The left edges of the boxes, group by group."""
    ink, _ = looks(blank)
    x = box.x + blank.pad + (length(blank.prefix, ink) + 1.2 if blank.prefix else 0.0)
    between = length(blank.separator, ink) + 0.8 if blank.separator else 0.0
    for number in blank.groups:
        yield [x + i * blank.box_width for i in range(number)]
        x += number * blank.box_width + between


def _characters(blank: BoxesBlank, edges: list[float], box: Box, text: str) -> Iterator[Mark]:
    parts = clusters(text)
    # Counted as a person counts: a kanji with its selector takes one box.
    if len(parts) > len(edges):
        raise TooMany("E-FIT.boxes", len(edges), len(parts))
    look = replace(looks(blank)[1], align="center")
    place = Box(0.0, box.middle - blank.box_height / 2, blank.box_width, blank.box_height)
    # Postal codes and numbers repeat their digits: each is fitted into a box once.
    set_once = {part: tuple(one_line(part, place, look, blank.min_size)) for part in dict.fromkeys(parts)}
    for x, part in zip(edges, parts, strict=False):
        yield from (replace(mark, x=mark.x + x) for mark in set_once[part])
