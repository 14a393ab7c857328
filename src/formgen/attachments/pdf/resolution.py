"""How fine the pictures on pages are, in dots per inch as they are drawn. Reads what places them, never their dots."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import hypot
from typing import Any, NamedTuple

import pikepdf

from formgen.attachments.pdf import boxes
from formgen.attachments.pdf.names import as_text, under

# So much of what draws pages is read for one file, and for one page or form, in bytes. A page of a scan has a few
# dozen, with a layer of its text some thousand; a map has millions, and is no scan.
MOST, MOST_OF_ONE = 2_000_000, 300_000
# Forms within forms, and things drawn on all pages together.
_DEEP, _MOST_DRAWN = 4, 5_000
# What a page of one picture shows beside it is an edge.
_WHOLE = 0.5
_PLACING = "q Q cm Do"


class Drawn(NamedTuple):
    """A picture as a page draws it: the lesser of both resolutions, how much of the page it covers (0 to 1), its dots.

    `dots`: width and height as they are seen.
    """

    dpi: float
    covers: float
    dots: tuple[int, int]


class Resolution(NamedTuple):
    """`pages`: of each page (from 1) that is one picture its dpi; `least` and `most` of all pictures, 0 for none.

    `dots`: of the first picture. `all_seen`: whether everything that places pictures was read.
    """

    pages: tuple[tuple[int, int], ...]
    least: int
    most: int
    dots: tuple[int, int] | None
    all_seen: bool


def resolution(source: pikepdf.Pdf, *, pictures: bool = False) -> Resolution:
    """Of a document. `pictures`: each of its pages is a picture, however small on it."""
    reader = _Reader()
    found, pages = [], []
    for number, page in enumerate(source.pages, 1):
        drawn = list(reader.page(page))
        found += drawn
        large = [one for one in drawn if pictures or one.covers >= _WHOLE]
        if large:
            pages.append((number, round(min(one.dpi for one in large))))
    every = [one.dpi for one in found]
    dots = found[0].dots if found else None
    return Resolution(tuple(pages), round(min(every, default=0)), round(max(every, default=0)), dots, reader.all_seen)


class _Reader:
    """Follows what places pictures, on all pages of a file, until it has read enough."""

    def __init__(self) -> None:
        self.left = MOST
        self.drawn = 0
        self.left_out = False

    @property
    def all_seen(self) -> bool:
        return self.left > 0 and self.drawn < _MOST_DRAWN and not self.left_out

    def page(self, page: pikepdf.Page) -> Iterator[Drawn]:
        wide, high = boxes.seen(page).size
        unit = boxes.unit(page)
        area = max(wide * high, 1.0) * unit * unit
        contents = page.get("/Contents")
        parts = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
        if contents is not None and self._read(parts):
            start = pikepdf.Matrix().scaled(unit, unit).rotated(-boxes.turn(page))
            yield from self._content(page, page.get("/Resources"), start, area, 0)

    def _content(self, thing: Any, resources: Any, start: pikepdf.Matrix, area: float, deep: int) -> Iterator[Drawn]:
        objects = resources.get("/XObject") if isinstance(resources, pikepdf.Dictionary) else None
        if not isinstance(objects, pikepdf.Dictionary):
            return
        now = start
        kept: list[pikepdf.Matrix] = []
        for found in pikepdf.parse_content_stream(thing, _PLACING):
            operands, word = list(found.operands), as_text(found.operator)
            if word == "q" and len(kept) < 1000:
                kept.append(now)
            elif word == "Q" and kept:
                now = kept.pop()
            elif word == "cm" and len(operands) == 6:
                now = pikepdf.Matrix(*map(float, operands)) @ now
            elif word == "Do" and operands and self.drawn < _MOST_DRAWN:
                self.drawn += 1
                yield from self._object(under(objects, as_text(operands[0])), resources, now, area, deep)

    def _object(self, it: Any, around: Any, now: pikepdf.Matrix, area: float, deep: int) -> Iterator[Drawn]:
        if not isinstance(it, pikepdf.Stream):
            return
        kind = as_text(it.get("/Subtype"))
        if kind == "/Image":
            yield from _picture(it, now, area)
        elif kind == "/Form" and deep < _DEEP and self._read([it]):
            moved = pikepdf.Matrix(*map(float, it.get("/Matrix", (1, 0, 0, 1, 0, 0)))) @ now
            yield from self._content(it, it.get("/Resources", around), moved, area, deep + 1)

    def _read(self, streams: Iterable[Any]) -> bool:
        """Whether these may be read, too. Once it has read enough, not even their length is looked at."""
        length = 0
        for stream in streams:
            if self.left > 0 and isinstance(stream, pikepdf.Stream):
                length += len(stream.read_bytes())
                self.left -= min(length, MOST_OF_ONE)
        self.left_out |= length > MOST_OF_ONE
        return self.left > 0 and length <= MOST_OF_ONE


def _picture(it: Any, now: pikepdf.Matrix, area: float) -> Iterator[Drawn]:
    across, down = hypot(now.a, now.b), hypot(now.c, now.d)
    wide, high = float(it.get("/Width", 0)), float(it.get("/Height", 0))
    # A mask is a shape, and a picture of a dot a rule or a ground.
    if min(across, down) > 0 and min(wide, high) > 1 and not it.get("/ImageMask", False):
        lies = abs(now.b) > abs(now.a)
        dots = (round(high), round(wide)) if lies else (round(wide), round(high))
        yield Drawn(min(wide / across, high / down) * 72, min(1.0, across * down / area), dots)
