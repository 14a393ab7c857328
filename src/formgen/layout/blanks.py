"""One blank and its value, by kind: the ink that belongs to the blank, then the marks of the value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Any

from formgen.dates import wareki
from formgen.layout.rows import rows
from formgen.layout.setting import MIDDLE, Look, fit_line, fit_lines, in_box, length, line
from formgen.layout.shapes import frame, ring, tick
from formgen.marks import MM, Box, Ellipse, Line, Mark
from formgen.spec.items import (
    AmountBlank,
    AnyBlank,
    BoxesBlank,
    CheckBlank,
    ChoiceBlank,
    DateBlank,
    RowsBlank,
    TextBlank,
)

CHECK_SIDE = 3.4


@dataclass(frozen=True, slots=True)
class TooMany(Exception):
    """More characters than boxes, or more entries than rows."""

    key: str
    room: int
    count: int


@dataclass(frozen=True, slots=True)
class NoEra(Exception):
    """A day before the Japanese calendar in use here."""


def marks(blank: AnyBlank, box: Box, content: Any) -> Iterator[Mark]:
    """Everything of one blank; `content` None draws it empty. Raises `TooLong`, `TooMany`, `MissingGlyphs`."""
    draw = _DRAW[type(blank)]
    yield from draw(blank, box, content)


def looks(blank: AnyBlank) -> tuple[Look, Look]:
    """How the ink and how the value of a blank are set."""
    ink = Look(blank.size, blank.style, blank.align, "ink", None)
    return ink, Look(blank.size, blank.style, blank.align, "value", blank.blank)


def _text(blank: TextBlank, box: Box, content: str | None) -> Iterator[Mark]:
    ink, value = looks(blank)
    room = box.inset(blank.pad, 0.2)
    if content is None:
        if blank.otherwise:
            yield from in_box(blank.otherwise, room, box.middle, ink)
        return
    if blank.fit == "wrap":
        yield from _lines(blank, room, content, value)
        return
    text = blank.prefix + content + blank.suffix
    smallest = blank.size if blank.fit == "refuse" else blank.min_size
    size = fit_line(text, room, value, smallest)
    yield from in_box(text, room, box.middle, replace(value, size=size))


def _lines(blank: TextBlank, room: Box, content: str, look: Look) -> Iterator[Mark]:
    size, lines = fit_lines(content, room, look, blank.min_size, blank.leading)
    step = size / MM * blank.leading
    height = step * (len(lines) - 1)
    top = room.middle - height / 2 if blank.valign == "middle" else room.y + size / MM / 2
    for number, words in enumerate(lines):
        yield from in_box(words, room, top + number * step, replace(look, size=size))


def _date(blank: DateBlank, box: Box, content: date | None) -> Iterator[Mark]:
    ink, value = looks(blank)
    numbers = _numbers(blank, content)
    if blank.parts:
        for part, (x, middle) in blank.parts.items():
            if content is not None:
                text = numbers[part]
                yield from line(text, x - length(text, value) / 2, middle, value)
        return
    yield from _date_line(blank, box, numbers, ink, value)


def _numbers(blank: DateBlank, day: date | None) -> dict[str, str]:
    if day is None:
        return {"year": "", "month": "", "day": ""}
    year = str(day.year)
    if blank.era:
        try:
            year = "".join(wareki(day))
        except ValueError:
            raise NoEra from None
    return {"year": year, "month": str(day.month), "day": str(day.day)}


def _date_line(blank: DateBlank, box: Box, numbers: dict[str, str], ink: Look, value: Look) -> Iterator[Mark]:
    """Numbers right before 年, 月 and 日, each in a slot that is as wide on an empty form as on a filled one."""
    em = blank.size / MM
    slots = (
        ("year", (3.6 if blank.era else 2.6) * em, "年"),
        ("month", 1.9 * em, "月"),
        ("day", 1.9 * em, "日"),
    )
    total = sum(room for _, room, _ in slots) + 3 * em + length(blank.prefix + blank.suffix, ink)
    spare = box.w - 2 * blank.pad - total
    x = box.x + blank.pad + {"left": 0.0, "center": spare / 2, "right": spare}[blank.align]
    if blank.prefix:
        yield from line(blank.prefix, x, box.middle, ink)
        x += length(blank.prefix, ink)
    for part, room, word in slots:
        text = numbers[part]
        if text:
            yield from line(text, x + room - 0.25 * em - length(text, value), box.middle, value)
        yield from line(word, x + room, box.middle, ink)
        x += room + em
    if blank.suffix:
        yield from line(blank.suffix, x, box.middle, ink)


def _amount(blank: AmountBlank, box: Box, content: int | None) -> Iterator[Mark]:
    if content is not None:
        _, value = looks(blank)
        text = f"{blank.prefix}{content:,}{blank.suffix}"
        room = box.inset(blank.pad)
        size = fit_line(text, room, value, blank.min_size)
        yield from in_box(text, room, box.middle, replace(value, size=size))


def _choice(blank: ChoiceBlank, box: Box, content: Any) -> Iterator[Mark]:
    places = dict(_words(blank, box))
    for option in blank.options:
        if option.print:
            yield from line(option.print, places[option.value].x, places[option.value].middle, looks(blank)[0])
    yield from _separators(blank, box)
    if content is not None:
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


def _placed(blank: ChoiceBlank, box: Box) -> Iterator[tuple[str, Any, Box]]:
    ink, _ = looks(blank)
    pieces = list(_pieces(blank))
    spare = box.w - 2 * blank.pad - sum(length(t, ink) for t, _ in pieces)
    x = box.x + blank.pad + {"left": 0.0, "center": spare / 2, "right": spare}[blank.align]
    high = blank.size / MM
    for text, option in pieces:
        wide = length(text, ink)
        yield text, option, Box(x, box.middle - high / 2, wide, high)
        x += wide


def _words(blank: ChoiceBlank, box: Box) -> Iterator[tuple[Any, Box]]:
    yield from ((option.value, place) for _, option, place in _placed(blank, box) if option is not None)


def _separators(blank: ChoiceBlank, box: Box) -> Iterator[Mark]:
    ink, _ = looks(blank)
    for text, option, place in _placed(blank, box):
        if option is None:
            yield from line(text, place.x, place.middle, ink)


def _check(blank: CheckBlank, box: Box, content: bool | None) -> Iterator[Mark]:
    ink, _ = looks(blank)
    side = Box(box.x + blank.pad, box.middle - CHECK_SIDE / 2, CHECK_SIDE, CHECK_SIDE)
    if blank.align == "center":
        side = Box(box.x + (box.w - CHECK_SIDE) / 2, side.y, CHECK_SIDE, CHECK_SIDE)
    yield from frame(side, 0.5)
    if blank.print:
        room = Box(side.right + 1.8, box.y, box.right - blank.pad - side.right - 1.8, box.h)
        yield from _sentence(blank, room, ink)
    if content:
        yield from tick(side, blank.blank)


def _sentence(blank: CheckBlank, room: Box, ink: Look) -> Iterator[Mark]:
    size, lines = fit_lines(blank.print, room, ink, min(7.0, blank.size), 1.35)
    step = size / MM * 1.35
    for number, words in enumerate(lines):
        middle = room.middle + (number - (len(lines) - 1) / 2) * step
        yield from in_box(words, room, middle, replace(ink, size=size, align="left"))


def _boxes(blank: BoxesBlank, box: Box, content: str | None) -> Iterator[Mark]:
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
    if len(text) > len(edges):
        raise TooMany("E-FIT.boxes", len(edges), len(text))
    for x, char in zip(edges, text, strict=False):
        place = Box(x, box.y, blank.box_width, box.h)
        yield from in_box(char, place, box.middle, replace(look, align="center"))


def _rows(blank: RowsBlank, box: Box, content: tuple[Any, ...] | None) -> Iterator[Mark]:
    if content is not None and len(content) > blank.rows:
        raise TooMany("E-FIT.rows", blank.rows, len(content))
    yield from rows(blank, box, content or ())


_DRAW: dict[type, Any] = {
    TextBlank: _text,
    DateBlank: _date,
    AmountBlank: _amount,
    ChoiceBlank: _choice,
    CheckBlank: _check,
    BoxesBlank: _boxes,
    RowsBlank: _rows,
}

__all__ = ["CHECK_SIDE", "MIDDLE", "NoEra", "TooMany", "looks", "marks"]
