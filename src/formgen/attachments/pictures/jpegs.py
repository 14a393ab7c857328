"""The segments of a JPEG: how large and of which kind it says to be, and what of it goes into a PDF."""

from __future__ import annotations

import re
from typing import NamedTuple

from formgen.attachments.found import Unfit

# A progressive picture has about ten, and each is as much work as a whole picture: a small file may hold thousands.
MAX_SCANS = 200
# Dots times scans; 800 million take about a second.
MAX_WORK = 2_500_000_000
_MAX_SEGMENTS = 20_000

_END, _SCAN = 0xD9, 0xDA
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
# Baseline, extended, progressive: every viewer draws them. The others are arithmetic, lossless, hierarchical.
_USUAL = frozenset({0xC0, 0xC1, 0xC2})
# Inside the picture data 00 stands after an ff of the data itself, and
# d0-d7 restart the decoder: neither begins a segment.
_MARKER = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")


class Jpeg(NamedTuple):
    """`bare`: the same picture, bit for bit, without place, camera, comments and what follows its end.

    `readable`: with what tells how it is turned, how fine it is and its colours. `ends`: its end is there. `usual`:
    every viewer draws it as it is.
    """

    bare: bytes
    readable: bytes
    ends: bool
    usual: bool
    progressive: bool


def jpeg(data: bytes) -> Jpeg:
    """Read the segments, and nothing of the picture. Raises `Unfit` (`too-heavy`)."""
    bare, readable, at, scans, segments = [b"\xff\xd8"], [b"\xff\xd8"], 2, 0, 0
    frame, adobe, ends = b"", False, False
    while (found := _MARKER.search(data, at)) and not ends:
        start, mark = found.start(), data[found.end() - 1]
        drawn = data[at:start]
        bare.append(drawn)
        readable.append(drawn)
        segments += 1
        scans += mark == _SCAN
        if scans > MAX_SCANS or segments > _MAX_SEGMENTS:
            raise Unfit("too-heavy")
        if mark == _END:
            ends = True
            break
        at = start + 2 + int.from_bytes(data[start + 2 : start + 4], "big")
        segment = data[start:at]
        if mark in _FRAMES and not frame:
            frame = segment
        adobe = adobe or (mark == 0xEE and segment[4:9] == b"Adobe")
        if not _telling(mark, segment[4:16]):
            bare.append(segment)
        if not _beside(mark, segment[4:16]):
            readable.append(segment)
    if not ends:
        bare.append(data[at:])
        readable.append(data[at:])
    if scans * _dots(frame) > MAX_WORK:
        raise Unfit("too-heavy")
    kind = frame[1] if frame else 0
    # Stored as RGB, which viewers know by the names of the colours alone, if at all.
    named = _colours(frame) == b"RGB" and not adobe
    usual = kind in _USUAL and frame[4:5] == b"\x08" and not named
    end = b"\xff\xd9"
    return Jpeg(b"".join([*bare, end]), b"".join([*readable, end]), ends, usual, kind == 0xC2)


def _dots(frame: bytes) -> int:
    return int.from_bytes(frame[5:7], "big") * int.from_bytes(frame[7:9], "big")


def _colours(frame: bytes) -> bytes:
    return frame[10::3]


def _telling(mark: int, head: bytes) -> bool:
    # Colours are kept (ICC profile), the second picture of a telephone is not (MPF).
    if mark == 0xE2:
        return not head.startswith(b"ICC_PROFILE")
    # fe is a comment, e1-ef are Exif, XMP and the like. e0 (JFIF) and ee (Adobe) say how the colours are stored.
    return mark == 0xFE or (0xE0 < mark <= 0xEF and mark != 0xEE)


def _beside(mark: int, head: bytes) -> bool:
    """What need not even be read: comments, and the index of further pictures."""
    return mark == 0xFE or (mark == 0xE2 and not head.startswith(b"ICC_PROFILE"))
