"""TIFF files put together by hand, tag by tag: what no library writes."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import Any

SHORT, LONG, RATIONAL = 3, 4, 5
Tags = Mapping[int, Any]


def grey(size: tuple[int, int] = (40, 30), value: int = 128, **more: int) -> dict[int, Any]:
    """The tags of an uncompressed grey picture with its one strip; more of them by number: `t254=1`."""
    tags: dict[int, Any] = {256: size[0], 257: size[1], 258: 8, 259: 1, 262: 1, 277: 1, 278: size[1]}
    return {**tags, 273: bytes([value]) * (size[0] * size[1]), **{int(k[1:]): v for k, v in more.items()}}


def tiff(*pictures: Tags, last: int = 0) -> bytes:
    """Directories one after the other. A value is a number, a list of them, or the bytes of a strip; `last`: what the
    last directory says comes next, 1 for the first directory."""
    out = bytearray(b"II*\0\0\0\0\0")
    link = 4
    first = 0
    for tags in pictures:
        placed = {tag: _placed(out, tag, value) for tag, value in tags.items()}
        if 273 in placed and 279 not in placed:
            placed[279] = (LONG, 1, struct.pack("<I", len(tags[273])))
        at = len(out)
        first = first or at
        struct.pack_into("<I", out, link, at)
        out += struct.pack("<H", len(placed))
        for tag in sorted(placed):
            kind, count, value = placed[tag]
            out += struct.pack("<HHI", tag, kind, count) + value
        link = len(out)
        out += bytes(4)
    struct.pack_into("<I", out, link, first if last == 1 else last)
    return bytes(out)


def _placed(out: bytearray, tag: int, value: Any) -> tuple[int, int, bytes]:
    if isinstance(value, bytes):
        at = len(out)
        out += value + bytes(len(value) % 2)
        return LONG, 1, struct.pack("<I", at)
    if isinstance(value, list):
        packed = struct.pack(f"<{len(value)}H", *value)
        if len(packed) <= 4:
            return SHORT, len(value), packed.ljust(4, b"\0")
        at = len(out)
        out += packed
        return SHORT, len(value), struct.pack("<I", at)
    return LONG, 1, struct.pack("<I", value)
