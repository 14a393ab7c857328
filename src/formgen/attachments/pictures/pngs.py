"""The chunks of a PNG: what of it is read, and what goes into a PDF as it is."""

from __future__ import annotations

import zlib
from typing import NamedTuple

from formgen.attachments.found import Unfit

_MAX_CHUNKS = 200_000
# Of a text that is packed, and of an ICC profile when it is unpacked.
_MAX_TEXT = 65_536
_MAX_PROFILE = 1 << 20
# Colours, transparency, dots to the inch, Exif; the rest are texts, times and the pictures of an animation.
_READ = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"pHYs"})
# Where programs put how a picture is turned.
_TURNED = (b"XML:com.adobe.xmp\0", b"Raw profile type exif\0")
_SAMPLES = {0: 1, 2: 3, 3: 1}


class Png(NamedTuple):
    """`readable`: the file with what draws it. `drawn`: its packed rows, if a PDF takes them as they are.

    `turned`: it says how it is to be turned. `ends`: its end is there.
    """

    readable: bytes
    drawn: bytes
    bits: int
    palette: bytes
    turned: bool
    ends: bool


def png(data: bytes) -> Png:
    """Read the chunks. Raises `Unfit`."""
    kept, rows, palette, at = [data[:8]], [], b"", 8
    clear = turned = ends = False
    for _ in range(_MAX_CHUNKS):
        length, name = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if len(name) < 4:
            break
        body = data[at + 8 : at + 8 + length]
        if name in _READ or _tells(name, body):
            kept.append(data[at : at + length + 12])
        match name:
            case b"IDAT":
                rows.append(body)
            case b"PLTE":
                palette = body
            case b"tRNS":
                clear = True
            case b"eXIf" | b"iTXt" | b"zTXt" | b"tEXt":
                turned = turned or _tells(name, body)
        at += length + 12
        if ends := name == b"IEND":
            break
    else:
        raise Unfit("too-heavy")
    head = data[16:29]
    drawn = b"" if clear or len(head) < 13 or (head[9] == 3 and not palette) else _as_it_is(head, b"".join(rows))
    return Png(b"".join(kept), drawn, data[24] if len(head) == 13 else 0, palette, turned, ends)


def _tells(name: bytes, body: bytes) -> bool:
    match name:
        case b"eXIf":
            return len(body) < 1 << 20
        case b"iTXt" | b"zTXt" | b"tEXt":
            return len(body) < _MAX_TEXT and body.startswith(_TURNED)
        case b"iCCP":
            # A name, a zero, the way of packing.
            return _unpacked(body[body.find(b"\0") + 2 :], _MAX_PROFILE) <= _MAX_PROFILE
    return False


def _as_it_is(head: bytes, packed: bytes) -> bytes:
    """The rows, if a PDF can hold them so: not interlaced, no transparency, 8 bits or less, nothing after them."""
    wide, high = int.from_bytes(head[:4], "big"), int.from_bytes(head[4:8], "big")
    bits, colours, interlaced = head[8], head[9], head[12]
    if colours not in _SAMPLES or bits > 8 or interlaced:
        return b""
    whole = high * (1 + (wide * _SAMPLES[colours] * bits + 7) // 8)
    return packed if _unpacked(packed, whole) == whole else b""


def _unpacked(packed: bytes, most: int) -> int:
    """How long it is, counted no further than just beyond `most`; -1 for what cannot be unpacked to its end."""
    machine, length = zlib.decompressobj(), 0
    try:
        while packed and not machine.eof and length <= most:
            length += len(machine.decompress(packed, 1 << 20))
            packed = machine.unconsumed_tail
    except zlib.error:
        return -1
    return length
