"""Takes hinting out of TrueType outlines and renumbers the parts of composite glyphs."""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Callable, Iterator

# The flags of a part of a composite glyph (OpenType, table glyf).
_WORDS = 0x0001
_SCALE = 0x0008
_MORE = 0x0020
_TWO_SCALES = 0x0040
_MATRIX = 0x0080
_INSTRUCTIONS = 0x0100


def stripped(data: bytes) -> bytes:
    """Return an outline without instructions, padded to four bytes."""
    if not data:
        return b""
    contours = struct.unpack_from(">h", data)[0]
    # A composite: its program, if any, stands at its end.
    if contours < 0:
        return _padded(_without_program(data))
    place = 10 + 2 * contours
    length = struct.unpack_from(">H", data, place)[0]
    # The length of the program becomes 0 and the program is left out.
    return _padded(data[:place] + b"\0\0" + data[place + 2 + length :])


def checksum(data: bytes) -> int:
    """Return the TrueType checksum of data whose length is a multiple of four."""
    words = array("I", data)
    if sys.byteorder == "little":
        words.byteswap()
    return sum(words) & 0xFFFFFFFF


def is_composite(data: bytes) -> bool:
    """Tell whether an outline is made of other glyphs."""
    # The number of contours is negative.
    return bool(data) and data[0] >= 0x80


def renumbered(data: bytes, number: Callable[[int], int]) -> bytes:
    """Return a composite outline with each part's glyph number replaced."""
    out = bytearray(data)
    for place, _ in _parts(data):
        old = struct.unpack_from(">H", data, place + 2)[0]
        struct.pack_into(">H", out, place + 2, number(old))
    return bytes(out)


def _without_program(data: bytes) -> bytes:
    out = bytearray(data)
    end = len(data)
    for place, following in _parts(data):
        flags = struct.unpack_from(">H", data, place)[0]
        struct.pack_into(">H", out, place, flags & ~_INSTRUCTIONS)
        end = following
    return bytes(out[:end])


def _parts(data: bytes) -> Iterator[tuple[int, int]]:
    """Give the start and end of each part of a composite outline."""
    # Behind the number of contours and the box.
    place, flags = 10, _MORE
    while flags & _MORE:
        flags = struct.unpack_from(">H", data, place)[0]
        following = place + (8 if flags & _WORDS else 6)
        if flags & _SCALE:
            following += 2
        elif flags & _TWO_SCALES:
            following += 4
        elif flags & _MATRIX:
            following += 8
        yield place, following
        place = following


def _padded(data: bytes) -> bytes:
    return data + b"\0" * (-len(data) % 4)
