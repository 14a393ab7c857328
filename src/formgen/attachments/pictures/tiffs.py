"""The directories of a TIFF: which of its pictures are pages, and whether they can be read within limits.

Read here and not by Pillow, which takes every picture of the chain for a page, however many there are.
"""

from __future__ import annotations

import struct
from typing import NamedTuple

from formgen.attachments.found import MAX_PAGES, Unfit

# Of one picture: A4 at 600 dpi has 35 million dots. Of all pages together: 110 of A4 at 300 dpi.
MAX_PIXELS = 120_000_000
MAX_ALL_PIXELS = 1_000_000_000
# Decoded, of all pages together, in bytes; a dot in black or white counts an eighth.
MAX_ALL_BYTES = 1_000_000_000
_MAX_DIRECTORIES = 2_000
_MAX_VALUES = 200_000

# Bytes of a value by its type (TIFF 6.0, page 15; BigTIFF adds 16 to 18), and those of which a program reads numbers.
_BYTES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8}
_NUMBERS = {1: "B", 3: "H", 4: "I", 13: "I", 16: "Q"}
_NEW_SUBFILE, _SUBFILE, _WIDE, _HIGH, _BITS, _SAMPLES = 254, 255, 256, 257, 258, 277


class Page(NamedTuple):
    """A picture of the file that is a page: its place in the chain, from 0, and its size in dots."""

    place: int
    wide: int
    high: int
    bits: int


class Tiff(NamedTuple):
    """The pages in their order; `whole` is False when the chain of pictures breaks off or runs in a circle."""

    pages: tuple[Page, ...]
    whole: bool


def tiff(data: bytes) -> Tiff:
    """The pages of a TIFF. Raises `Unfit`."""
    form = _Form(">" if data[:2] == b"MM" else "<", data[2:4] in (b"+\0", b"\0+"))
    found, offsets = [], set()
    at = form.number(data, 8 if form.big else 4)
    whole = True
    while at:
        if at in offsets or at + form.head > len(data):
            whole = False
            break
        offsets.add(at)
        if len(offsets) > _MAX_DIRECTORIES:
            raise Unfit("too-heavy")
        tags, at = _directory(data, at, form)
        found.append(tags)
    if not found:
        raise Unfit("damaged")
    pages = _pages(found)
    _bound(pages)
    return Tiff(pages, whole)


class _Form(NamedTuple):
    order: str
    big: bool

    @property
    def head(self) -> int:
        return 8 if self.big else 2

    @property
    def entry(self) -> struct.Struct:
        return struct.Struct(f"{self.order}HHQ8s" if self.big else f"{self.order}HHI4s")

    def number(self, data: bytes, at: int) -> int:
        """An offset; 0 beyond the end of the file."""
        size = 8 if self.big else 4
        return int.from_bytes(data[at : at + size], "big" if self.order == ">" else "little")


def _directory(data: bytes, at: int, form: _Form) -> tuple[dict[int, int], int]:
    """The first value of each tag we ask for, and where the next directory stands."""
    order = "big" if form.order == ">" else "little"
    count = int.from_bytes(data[at : at + form.head], order)  # type: ignore[arg-type]
    first, last = at + form.head, at + form.head + count * form.entry.size
    if last > len(data):
        raise Unfit("cut-off")
    if count > 4096:
        raise Unfit("too-heavy")
    tags: dict[int, int] = {}
    size = 0
    for tag, kind, many, value in form.entry.iter_unpack(data[first:last]):
        size += many * _BYTES.get(kind, 0)
        # Pillow makes a number of Python of each.
        if many > _MAX_VALUES and kind not in (1, 2, 6, 7):
            raise Unfit("too-heavy")
        if kind in _NUMBERS and many:
            tags[tag] = _first(data, form, kind, many, value)
    # Tags may share their values: a small file could be read a thousand times over.
    if size > 2 * len(data) + 65_536:
        raise Unfit("too-heavy")
    return tags, form.number(data, last)


def _first(data: bytes, form: _Form, kind: int, many: int, value: bytes) -> int:
    size = _BYTES[kind]
    if many * size > len(value):
        at = form.number(value, 0)
        value = data[at : at + size]
    if len(value) < size:
        return 0
    return int(struct.unpack_from(form.order + _NUMBERS[kind], value)[0])


def _pages(found: list[dict[int, int]]) -> tuple[Page, ...]:
    every = [(place, tags) for place, tags in enumerate(found)]
    full = [(place, tags) for place, tags in every if not _aside(tags)] or every[:1]
    return tuple(Page(place, tags.get(_WIDE, 0), tags.get(_HIGH, 0), _bits(tags)) for place, tags in full)


def _aside(tags: dict[int, int]) -> bool:
    """A smaller copy of a page or a mask (TIFF 6.0, page 36; tag 255 is the old one, page 40)."""
    return bool(tags.get(_NEW_SUBFILE, 0) & 0b101) or tags.get(_SUBFILE) == 2


def _bits(tags: dict[int, int]) -> int:
    return tags.get(_BITS, 1) * tags.get(_SAMPLES, 1)


def _bound(pages: tuple[Page, ...]) -> None:
    if len(pages) > MAX_PAGES:
        raise Unfit("pages")
    dots = [page.wide * page.high for page in pages]
    size = sum(page.wide * page.high * max(1, page.bits) // 8 for page in pages)
    if max(dots) > MAX_PIXELS or sum(dots) > MAX_ALL_PIXELS or size > MAX_ALL_BYTES:
        raise Unfit("too-heavy")
