"""One blank and its value, by kind: the ink that belongs to the blank, then the marks of the value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from formgen.ground.dates import wareki
from formgen.ground.marks import MM, Box, Mark
from formgen.layout.boxes import boxes
from formgen.layout.choices import Apart, choice
from formgen.layout.fitting import fit_lines, one_line
from formgen.layout.pictures import picture
from formgen.layout.rows import rows
from formgen.layout.setting import Look, length, line, looks
from formgen.layout.shapes import frame, tick
from formgen.layout.texts import text
from formgen.spec.items import (
    AmountBlank,
    AnyBlank,
    BoxesBlank,
    CheckBlank,
    ChoiceBlank,
    DateBlank,
    PictureBlank,
    RowsBlank,
    TextBlank,
)

# In mm.
CHECK_SIDE = 3.4
_AFTER = 1.2


class NoEra(Exception):
    """A day before the Japanese calendar in use here."""


def marks(
    blank: AnyBlank, box: Box, content: Any, reading: str = "", *, apart: Apart = (), ink: bool = True
) -> Iterator[Mark]:
    """Everything of one blank; `content` None draws it empty, `reading` is its ruby.

    `apart` are the words of a choice that are printed elsewhere.

    Without `ink` what costs time to print may be left out; marks of ink that still come are of no account.

    Raises `TooLong`, `TooMany`, `NoEra`, `MissingGlyphs`, `Misfit`.
    """
    match blank:
        case TextBlank():
            yield from text(blank, box, content, reading)
        case AmountBlank():
            yield from _amount(blank, box, content)
        case DateBlank():
            yield from _date(blank, box, content, ink)
        case ChoiceBlank():
            yield from choice(blank, box, content, apart, ink)
        case CheckBlank():
            yield from _check(blank, box, content, ink)
        case BoxesBlank():
            yield from boxes(blank, box, content, ink)
        case RowsBlank():
            yield from rows(blank, box, content)
        case PictureBlank():
            yield from picture(blank, box, content, ink)


def _date(blank: DateBlank, box: Box, content: date | None, ink: bool) -> Iterator[Mark]:
    printed, value = looks(blank)
    numbers = _numbers(blank, content)
    if blank.parts:
        for part, (x, middle) in blank.parts.items():
            if content is not None:
                text = numbers[part]
                # Centred on its place: the office's blank has 年, 月 and 日 printed around it.
                yield from line(text, x - length(text, value) / 2, middle, value)
        return
    yield from _date_line(blank, box, numbers, printed if ink else None, value)


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


def _date_line(blank: DateBlank, box: Box, numbers: dict[str, str], ink: Look | None, value: Look) -> Iterator[Mark]:
    """Numbers right before 年, 月 and 日, which stand where they do on an empty form."""
    em = blank.size / MM
    # Four digits, half an em each; 令和 and two digits.
    year = (3.0 if blank.era else 2.0) * em
    gap = _gap(blank)
    before = length(blank.prefix, value) if blank.prefix else 0.0
    behind = length(blank.suffix, value) + 1.0 if blank.suffix else 0.0
    spare = box.w - 2 * blank.pad - (before + year + gap + 2 * blank.pitch + em + behind)
    x = box.x + blank.pad + {"left": 0.0, "center": spare / 2, "right": spare}[blank.align]
    if blank.prefix and ink:
        yield from line(blank.prefix, x, box.middle, ink)
    x += before + year + gap
    for part, word in (("year", "年"), ("month", "月"), ("day", "日")):
        if numbers[part]:
            # Close to its 年, not to the one before it: the eye must not read 10月2 日.
            yield from line(numbers[part], x - gap - length(numbers[part], value), box.middle, value)
        yield from line(word, x, box.middle, ink) if ink else ()
        x += blank.pitch
    if blank.suffix and ink:
        yield from line(blank.suffix, x - blank.pitch + em + 1.0, box.middle, ink)


def _gap(blank: DateBlank) -> float:
    """From a number to its 年, 月 or 日 in mm: less where the letters stand close."""
    if blank.pitch < 10:
        return 0.8
    return 2.2 if blank.align == "right" else 1.8


def _amount(blank: AmountBlank, box: Box, content: int | None) -> Iterator[Mark]:
    if content is not None:
        _, value = looks(blank)
        text = f"{blank.prefix}{content:,}{blank.suffix}"
        yield from one_line(text, box.inset(blank.pad), value, blank.min_size)


def _check(blank: CheckBlank, box: Box, content: bool | None, ink: bool) -> Iterator[Mark]:
    side = Box(box.x + blank.pad, box.middle - CHECK_SIDE / 2, CHECK_SIDE, CHECK_SIDE)
    if blank.align == "center":
        side = Box(box.x + (box.w - CHECK_SIDE) / 2, side.y, CHECK_SIDE, CHECK_SIDE)
    if ink:
        yield from frame(side, 0.6)
    if ink and blank.print:
        room = Box(side.right + _AFTER, box.y, box.right - blank.pad - side.right - _AFTER, box.h)
        yield from _sentence(blank, room, looks(blank)[0])
    if content:
        yield from tick(side, blank.blank)


def _sentence(blank: CheckBlank, room: Box, ink: Look) -> Iterator[Mark]:
    lines = fit_lines(blank.print, room, replace(ink, align="left"), min(7.0, blank.size), 1.35)
    yield from lines.placed(room)
