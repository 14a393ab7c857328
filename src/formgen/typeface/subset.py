"""Builds the small TrueType file that is embedded in one PDF; it is never written to disk by itself."""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Iterable, Sequence
from itertools import accumulate

from formgen.typeface.faces import Face
from formgen.typeface.outline import checksum, is_composite, renumbered

# Glyph numbers have 16 bits; and the sum of a whole font file is to be 0xB1B0AFBA (OpenType, table head).
_LIMIT = 0xFFFF
_FILE_SUM = 0xB1B0AFBA


def build_subset(face: Face, gids: Sequence[int]) -> bytes:
    """Return a font with an empty .notdef, then these glyphs in this order, then parts of composites."""
    order, outlines, glyf_sum = _collect(face, gids)
    small = {
        b"head": _head(face),
        b"hhea": face.table(face.head.hhea, 34) + struct.pack(">H", len(outlines)),
        b"hmtx": _hmtx(face, order, outlines),
        b"loca": _big_endian("I", accumulate(map(len, outlines), initial=0)),
        b"maxp": _maxp(face, len(outlines)),
    }
    return _file(b"".join(outlines), glyf_sum, small)


def _collect(face: Face, gids: Sequence[int]) -> tuple[list[int], list[bytes], int]:
    """Return glyph numbers and outlines in their new order, parts of composites last, and the sum of all."""
    order = list(gids)
    # Reversed, so that of a glyph that stands twice the first place counts.
    number = {gid: new for new, gid in reversed(list(enumerate(gids, 1)))}
    outlines, total = [b""], 0

    def new_number(gid: int) -> int:
        if gid not in number:
            order.append(gid)
            number[gid] = len(order)
        return number[gid]

    for gid in order:  # grows while it is read
        outline, part = face.summed_outline(gid)
        if is_composite(outline):
            outline = renumbered(outline, new_number)
            part = checksum(outline)
        outlines.append(outline)
        total += part
    if len(outlines) > _LIMIT:
        raise ValueError(f"{len(outlines)} glyphs are more than one font can hold")
    return order, outlines, total & 0xFFFFFFFF


def _hmtx(face: Face, order: Sequence[int], outlines: Sequence[bytes]) -> bytes:
    """Return advance and left bearing of each glyph; in these fonts the bearing is the outline's xMin."""
    advances = face.index.advances
    # .notdef, one em wide as /DW says, and never drawn.
    pieces = [struct.pack(">Hh", face.units, 0)]
    for gid, outline in zip(order, outlines[1:], strict=True):
        pieces.append(advances[gid].to_bytes(2, "big") + (outline[2:4] or b"\0\0"))
    return b"".join(pieces)


def _head(face: Face) -> bytes:
    """Return the font's head with an open file sum and long glyph places."""
    table = face.table(face.head.head, 54)
    # The places of glyphs always in the long form, whatever the font had.
    return table[:8] + bytes(4) + table[12:50] + b"\0\1" + table[52:]


def _maxp(face: Face, count: int) -> bytes:
    """Return the limits of the font without those that only hinting needs."""
    table = face.table(face.head.maxp, 32)
    return table[:4] + struct.pack(">H", count) + table[6:14] + b"\0\1" + bytes(12) + table[28:]


def _file(glyf: bytes, glyf_sum: int, small: dict[bytes, bytes]) -> bytes:
    """Put the tables behind a directory; ``small`` starts with head, whose file sum is filled in last."""
    count = 1 + len(small)
    power = count.bit_length() - 1
    place = 12 + 16 * count
    directory = [struct.pack(">I4H", 0x00010000, count, 16 << power, power, (count - (1 << power)) * 16)]
    directory.append(struct.pack(">4s3I", b"glyf", glyf_sum, place, len(glyf)))
    bodies, total = [glyf], glyf_sum
    head_place = place = place + len(glyf)
    for tag, table in small.items():
        body = table + b"\0" * (-len(table) % 4)
        part = checksum(body)
        directory.append(struct.pack(">4s3I", tag, part, place, len(table)))
        bodies.append(body)
        total += part
        place += len(body)
    top = b"".join(directory)
    data = bytearray(b"".join((top, *bodies)))
    struct.pack_into(">I", data, head_place + 8, (_FILE_SUM - total - checksum(top)) & 0xFFFFFFFF)
    return bytes(data)


def _big_endian(kind: str, values: Iterable[int]) -> bytes:
    numbers = array(kind, values)
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers.tobytes()
