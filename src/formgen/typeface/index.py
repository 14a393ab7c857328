"""The glyph index of one font, read in place from a mapped file; it holds numbers only, never an outline."""

from __future__ import annotations

import mmap
import struct
import sys
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from formgen.typeface.errors import FontBroken

MAGIC = b"FGINDEX\n"
VERSION = 1
HEADER = struct.Struct("<8sI II32s64s 4H 8h i 11I")

# Variation Selectors Supplement, U+E0100-E01EF: the selectors of kanji (IVS).
_FIRST_SUPPLEMENT = 0xE0100
_SUPPLEMENT_SIZE = 240


class Header(NamedTuple):
    """The fixed part of an index, in the order of the file; lengths in font units, places in bytes."""

    magic: bytes
    version: int
    file_size: int
    checksum_adjust: int
    sha256: bytes
    postscript: bytes
    units: int
    loca_format: int
    weight: int
    stem: int
    ascent: int
    descent: int
    cap_height: int
    x_min: int
    y_min: int
    x_max: int
    y_max: int
    spare: int
    italic: int
    glyphs: int
    glyf: int
    glyf_length: int
    loca: int
    loca_length: int
    head: int
    hhea: int
    maxp: int
    chars: int
    sequences: int
    verticals: int


def selector_number(selector: int) -> int | None:
    """Return 0-15 for U+FE00-FE0F, 16-255 for U+E0100-E01EF, None for anything else."""
    if 0xFE00 <= selector <= 0xFE0F:
        return selector - 0xFE00
    if 0 <= selector - _FIRST_SUPPLEMENT < _SUPPLEMENT_SIZE:
        return selector - _FIRST_SUPPLEMENT + 16
    return None


def sequence_key(base: int, selector: int) -> int | None:
    """Return the number under which a variation sequence is filed."""
    number = selector_number(selector)
    # One number for both, so that one sorted list can be searched.
    return None if number is None else base << 8 | number


class Index:
    """Which characters and variation sequences a font is allowed to draw, and with which glyph."""

    def __init__(self, path: Path) -> None:
        try:
            with path.open("rb") as file:
                self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            self.head = Header._make(HEADER.unpack_from(self._map))
        except (OSError, ValueError, struct.error) as error:
            raise FontBroken(path.stem, f"glyph index {path.name} cannot be read: {error}") from error
        head = self.head
        if head.magic != MAGIC or head.version != VERSION:
            raise FontBroken(path.stem, f"glyph index {path.name} is of another version; run tools/build_font_index.py")
        self._place = HEADER.size
        try:
            self.chars = self._section("I", head.chars)
            self.sequences = self._section("I", head.sequences)
            self.char_glyphs = self._section("H", head.chars)
            self.sequence_glyphs = self._section("H", head.sequences)
            self.advances = self._section("H", head.glyphs)
            self.verticals = self._section("H", head.verticals)
            self.vertical_glyphs = self._section("H", head.verticals)
        except (ValueError, TypeError) as error:
            raise FontBroken(path.stem, f"glyph index {path.name} is cut short") from error

    def _section(self, kind: str, count: int) -> Sequence[int]:
        start = self._place
        self._place = start + count * struct.calcsize(kind)
        if self._place > len(self._map):
            raise ValueError(kind)
        view = memoryview(self._map)[start : self._place]
        # The files are little-endian: read in place on nearly every machine, turned round on the others.
        if sys.byteorder == "little":
            return view.cast("I") if kind == "I" else view.cast("H")
        swapped = array(kind, view.tobytes())
        swapped.byteswap()
        return swapped

    def glyph(self, char: int) -> int | None:
        """Return the glyph of a code point, None when the font may not draw it."""
        return _find(self.chars, self.char_glyphs, char)

    def variant(self, base: int, selector: int) -> int | None:
        """Return the glyph of a variation sequence, None when the font has none for it."""
        key = sequence_key(base, selector)
        return None if key is None else _find(self.sequences, self.sequence_glyphs, key)

    def vertical(self, glyph: int) -> int:
        """Return the glyph to use in vertical writing, the same one when there is no other."""
        found = _find(self.verticals, self.vertical_glyphs, glyph)
        return glyph if found is None else found


def _find(keys: Sequence[int], values: Sequence[int], key: int) -> int | None:
    place = bisect_left(keys, key)
    if place < len(keys) and keys[place] == key:
        return values[place]
    return None
