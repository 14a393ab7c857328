"""Pictures on a sheet: where each print stands, the marks to cut along, and whether the file is fit for its size."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from formgen.ground.bitmaps import Bitmap
from formgen.ground.marks import Box, Line, Mark, Picture
from formgen.ground.problems import Problem, problem
from formgen.spec.items import PictureBlank

# In mm: a mark begins so far from the corner that none of it is left on the print, and is so long.
_CLEAR, _LONG = 1.0, 4.0
# In pt.
_WEIGHT = 0.3
# How far the proportions may differ: the rounding of dots, and what cutting by hand leaves.
_NEARLY = 0.01
_INCH = 25.4


class Misfit(Exception):
    """A picture that is not fit for its place: the key of its problem, and its words."""

    def __init__(self, key: str, words: dict[str, object]) -> None:
        super().__init__(key)
        self.key, self.words = key, words


def picture(blank: PictureBlank, box: Box, content: Bitmap | None, ink: bool) -> Iterator[Mark]:
    """The marks to cut along, and the prints. Raises `Misfit`."""
    places = prints(blank, box)
    if ink and blank.cut_marks:
        for place in places:
            yield from _cut_marks(place)
    if content is not None:
        for place in places:
            _fit(blank, place, content)
            yield Picture(place.x, place.y, place.w, place.h, content, field=blank.blank)


def prints(blank: PictureBlank, box: Box) -> list[Box]:
    """The rectangle of every print, from left to right, in the middle of the height of the box."""
    room = box.inset(blank.pad, blank.pad)
    w, h = blank.print_width or room.w, blank.print_height or room.h
    step = w + blank.gap
    spare = room.w - (blank.prints * step - blank.gap)
    x = room.x + {"left": 0.0, "center": spare / 2, "right": spare}[blank.align]
    return [Box(x + n * step, room.y + (room.h - h) / 2, w, h) for n in range(blank.prints)]


def coarse(blank: object, box: Box, content: Any, where: dict[str, Any]) -> tuple[Problem, ...]:
    """W-PICTURE for a picture that was taken, but has fewer dots than it should."""
    if not isinstance(blank, PictureBlank):
        return ()
    place = prints(blank, box)[0]
    enough = _dots(place, blank.dpi)
    if all(has >= wants for has, wants in zip(content.seen, enough, strict=True)):
        return ()
    return (problem("W-PICTURE.coarse", **where, **_words(blank, place, content)),)


def _cut_marks(place: Box) -> Iterator[Line]:
    for x, out in ((place.x, -1), (place.right, 1)):
        for y, down in ((place.y, -1), (place.bottom, 1)):
            yield Line(x + out * _CLEAR, y, x + out * (_CLEAR + _LONG), y, _WEIGHT)
            yield Line(x, y + down * _CLEAR, x, y + down * (_CLEAR + _LONG), _WEIGHT)


def _fit(blank: PictureBlank, place: Box, content: Bitmap) -> None:
    wide, high = content.seen
    least = _dots(place, blank.min_dpi)
    # Cut to the right proportions it has other dots: what is said of proportions says how many it needs, too.
    if abs(wide * place.h / (high * place.w) - 1) > _NEARLY:
        raise Misfit("E-PICTURE.ratio", _words(blank, place, content))
    if wide < least[0] or high < least[1]:
        raise Misfit("E-PICTURE.coarse", _words(blank, place, content))


def _dots(place: Box, dpi: int) -> tuple[int, int]:
    # Without the fraction: 24 mm at 300 dpi are 283 dots.
    return int(place.w / _INCH * dpi), int(place.h / _INCH * dpi)


def _words(blank: PictureBlank, place: Box, content: Bitmap) -> dict[str, object]:
    wide, high = content.seen
    enough = _dots(place, blank.dpi)
    return {
        "wide": wide,
        "high": high,
        "width": f"{place.w:g}",
        "height": f"{place.h:g}",
        "dots_wide": enough[0],
        "dots_high": enough[1],
        "dpi": blank.dpi,
    }
