"""The pictures inside a foreign PDF: how large they are when decoded, by their heads, and whether they are whole.

Only what is deflated is undone for that: a JPEG, a fax or a JBIG2 is not, as fifty scans would take a minute.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

import pikepdf

from formgen.attachments.bounding.decoding import Decoder, filters
from formgen.attachments.found import Unfit
from formgen.attachments.pictures.jpegs import MAX_SCANS, MAX_WORK

# A0 in colour at 300 dpi has 140 million, A4 at 600 dpi 35 million.
MAX_DOTS = 150_000_000
# In bytes, decoded.
MAX_SIZE = 480_000_000

_COLOURS = {"/DeviceRGB": 3, "/CalRGB": 3, "/Lab": 3, "/DeviceCMYK": 4, "/RGB": 3, "/CMYK": 4}


class Picture:
    """A stream that holds a picture. Raises `Unfit` when it is too large."""

    def __init__(self, stream: Any, decoder: Decoder) -> None:
        self._stream = stream
        self._decoder = decoder
        self.wide, self.high = (_number(stream.get(key, 0)) for key in ("/Width", "/Height"))
        self.dots = self.wide * self.high
        self._size = (self.wide * _colours(stream) * _number(stream.get("/BitsPerComponent", 1)) + 7) // 8 * self.high
        if self.dots > MAX_DOTS or self._size > MAX_SIZE:
            raise Unfit("too-heavy")

    def whole(self) -> bool:
        """Whether all of it is there, as far as can be told. Raises `Unfit` when it is too large."""
        names = filters(self._stream)
        read = _READERS.get(names[-1]) if names else None
        if read:
            data = self._decoder.unwrapped(self._stream)
            return data is None or self._agrees(*read(data))
        size, whole = self._decoder.measure(self._stream)
        # The hundredth part of a picture is less than a line of text.
        return whole or size >= self._size * 0.99

    def _agrees(self, dots: int, whole: bool) -> bool:
        if dots > MAX_DOTS:
            raise Unfit("too-heavy")
        return whole


def _number(value: Any) -> int:
    try:
        return max(0, int(value))
    except (TypeError, ValueError, OverflowError):
        return 0


def _colours(stream: Any) -> int:
    """How many numbers make a dot. One where it is not known, as most are grey then."""
    space = stream.get("/ColorSpace")
    if not isinstance(space, pikepdf.Array):
        return _COLOURS.get(str(space), 1)
    if not len(space):
        return 1
    kind = str(space[0])
    if kind == "/ICCBased" and len(space) > 1 and isinstance(space[1], pikepdf.Stream):
        return _number(space[1].get("/N", 1))
    if kind == "/DeviceN" and len(space) > 1 and isinstance(space[1], pikepdf.Array):
        return len(space[1])
    return _COLOURS.get(kind, 1)


def _jpeg(data: bytes) -> tuple[int, bool]:
    """Dots, and whether the end is there (ITU-T T.81, annex B)."""
    head = _head(data)
    frame = next((data[at : at + 10] for mark, at in head.items() if mark in _FRAMES), b"")
    if len(frame) < 10:
        return 0, False
    high, wide = int.from_bytes(frame[5:7], "big"), int.from_bytes(frame[7:9], "big")
    scans = 1 if _read_once(data, head, frame) else data.count(b"\xff\xda")
    if scans > MAX_SCANS or wide * high * scans > MAX_WORK:
        raise Unfit("too-heavy")
    # Scanners write zeros and line ends behind it.
    return wide * high, data.rstrip(b"\0\t\r\n ").endswith(b"\xff\xd9") or _shows_all(data)


_SCAN = 0xDA
# All but the tables of codes and what is reserved (table B.1).
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def _head(data: bytes) -> dict[int, int]:
    """Where the first segment of each kind begins, up to the first scan."""
    found: dict[int, int] = {}
    at = data.find(b"\xff\xd8", 0, 1024) + 2
    while 2 <= at < len(data) - 8 and _SCAN not in found:
        mark = data[at + 1]
        if data[at] != 0xFF or mark == 0xFF:
            at += 1
        else:
            found.setdefault(mark, at)
            at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return found


def _read_once(data: bytes, head: dict[int, int], frame: bytes) -> bool:
    """Whether the first scan has all colours of a picture that is not progressive: no decoder looks for another."""
    # To count the scans would be to look through the whole of it.
    return frame[1] in (0xC0, 0xC1) and _SCAN in head and data[head[_SCAN] + 4] == frame[9]


def _shows_all(data: bytes) -> bool:
    """Of a JPEG that has no end: whether every dot of it is there all the same.

    Where something is missing, a decoder takes what follows for it: so what follows shows, or it does not. Whole scans
    of a progressive one could be missing, and nothing would show.
    """
    if _PROGRESSIVE.search(data):
        return False
    shown = [_shown(data + more + b"\xff\xd9") for more in (b"", bytes(range(1, 255)) * 8)]
    return shown[0] is not None and shown[0] == shown[1]


def _shown(data: bytes) -> bytes | None:
    from io import BytesIO

    from PIL import Image

    try:
        with Image.open(BytesIO(data)) as picture:
            # An eighth of its size is decoded faster.
            picture.draft(picture.mode, (picture.width // 8, picture.height // 8))
            return picture.tobytes()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


def _jpeg_2000(data: bytes) -> tuple[int, bool]:
    """Dots, and whether the end is there (ITU-T T.800, annex A.5.1: SIZ follows SOC)."""
    at = data.find(b"\xff\x4f\xff\x51")
    if at < 0 or len(data) < at + 24:
        return 0, False
    right, low, left, top = (int.from_bytes(data[n : n + 4], "big") for n in range(at + 8, at + 24, 4))
    return max(0, right - left) * max(0, low - top), b"\xff\xd9" in data[-64:]


def _jbig2(data: bytes) -> tuple[int, bool]:
    """Dots of the largest area, and whether the last part is all there (ITU-T T.88, 7.2)."""
    dots, whole = 0, True
    for kind, begin, length in islice(_segments(data), 100_000):
        whole = begin + length <= len(data)
        if kind in _AREAS:
            wide, high = (int.from_bytes(data[n : n + 4], "big") for n in (begin, begin + 4))
            # A page whose height is told by its last stripe.
            dots = max(dots, wide * (1 if high == _UNKNOWN else high))
    return dots, whole


_UNKNOWN = 0xFFFFFFFF
# Text, pattern, halftone and generic regions, refinements, and the page itself.
_AREAS = frozenset({4, 6, 7, 20, 22, 23, 36, 38, 39, 40, 42, 43, 48})


def _segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Kind, begin of the data and its length."""
    at = 0
    while at + 11 <= len(data):
        number, flags = int.from_bytes(data[at : at + 4], "big"), data[at + 4]
        many = data[at + 5] >> 5
        after = at + 6
        if many == 7:
            many = int.from_bytes(data[at + 5 : at + 9], "big") & 0x1FFFFFFF
            after = at + 9 + (many + 8) // 8
        after += many * (1 if number <= 256 else 2 if number <= 65536 else 4) + (4 if flags & 64 else 1)
        length = int.from_bytes(data[after : after + 4], "big")
        begin = after + 4
        # Only a generic region may leave it open; what follows cannot be found then.
        if length == _UNKNOWN:
            yield flags & 63, begin, 0
            return
        yield flags & 63, begin, length
        at = begin + length


def _fax(_: bytes) -> tuple[int, bool]:
    # Many have no mark at their end, and nothing else tells how many lines there are.
    return 0, True


_READERS = {"/DCTDecode": _jpeg, "/JPXDecode": _jpeg_2000, "/JBIG2Decode": _jbig2, "/CCITTFaxDecode": _fax}

_PROGRESSIVE = re.compile(rb"\xff[\xc2\xc6\xca\xce]\x00")
# What stands in content between BI and ID: a picture written there.
_INLINE = re.compile(rb"\bBI\b([^\0]{0,2000}?)\bID\b", re.DOTALL)
_SIDE = re.compile(rb"/(?:W|Width|H|Height)\s+(\d{1,12})")


def inline(content: bytes) -> int:
    """How many dots the pictures have that are written in content. Raises `Unfit` when one has too many."""
    dots = 0
    for found in _INLINE.finditer(content):
        sides = [int(side) for side in _SIDE.findall(found[1])[:2]]
        one = sides[0] * sides[1] if len(sides) == 2 else 0
        if one > MAX_DOTS:
            raise Unfit("too-heavy")
        dots += one
    return dots
