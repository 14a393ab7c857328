"""Scans that weigh less: the pictures of pages that are nothing else, pressed again. Texts and drawings stay.

Works on pages that were taken in; they were made of a foreign file, so this too is done where little can be lost.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from math import hypot
from typing import Any, NamedTuple

import pikepdf
from pikepdf import Dictionary, Name
from PIL import Image

from formgen.attachments.pictures.frames import as_jpeg
from formgen.attachments.steps import STEPS, Step

# What is not at least so much lighter stays as it is: pressing again costs a little each time.
_WORTH = 0.9
# Fewer dots than this above what is wanted are kept: a scan of 300 dpi is seldom one to the dot.
_NEARLY = 1.1
_MAX_CONTENT = 1 << 20
_DEEP = 4
_MODES = {1: "L", 3: "RGB"}
# Text drawn so is not seen: what a program has read from the scan lies there to be searched (ISO 32000-1, table 106).
_UNSEEN = 3
# Places, cuts, colours and marks draw nothing by themselves.
_PLACING = {
    *("q", "Q", "cm", "Do", "gs", "W", "W*", "n", "re", "m", "l", "c", "v", "y", "h"),
    *("g", "G", "rg", "RG", "k", "K", "cs", "CS", "sc", "SC", "scn", "SCN", "w", "J", "j", "M", "d", "ri", "i"),
    *("BMC", "BDC", "EMC", "MP", "DP"),
}
_SHOWN = {"Tj", "TJ", "'", '"'}
_TEXT = {"BT", "ET", "Tf", "Td", "TD", "Tm", "T*", "Tc", "Tw", "Tz", "TL", "Ts", *_SHOWN}
_UNPAINTED = _PLACING | _TEXT


class _Use(NamedTuple):
    """A picture and the size at which a page draws it, in points."""

    picture: Any
    wide: float
    high: float


class _Touched(Exception):
    """The page shows something else than pictures."""


def shrunk(data: bytes, step: int) -> tuple[bytes, int]:
    """The same pages, their scans as light as this step of `STEPS` makes them; and how many pages."""
    with pikepdf.open(BytesIO(data)) as pdf:
        for uses in _scans(pdf):
            _press(uses, STEPS[step])
        out = BytesIO()
        pdf.save(out, static_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return out.getvalue(), len(pdf.pages)


def _scans(pdf: pikepdf.Pdf) -> Iterator[list[_Use]]:
    """Every picture that is drawn on pages of pictures alone, with all its uses."""
    found: dict[tuple[int, int], list[_Use]] = {}
    elsewhere: set[tuple[int, int]] = set()
    for page in pdf.pages:
        try:
            for use in list(_drawn(page, page.get("/Resources"), pikepdf.Matrix(), 0)):
                found.setdefault(use.picture.objgen, []).append(use)
        except _Touched:
            elsewhere |= _named(page.get("/Resources"), 0)
    yield from (uses for number, uses in found.items() if number not in elsewhere)


def _drawn(thing: Any, resources: Any, start: pikepdf.Matrix, deep: int) -> Iterator[_Use]:
    """The pictures that content draws. Raises `_Touched` where it draws anything else that is seen."""
    if deep > _DEEP or _length(thing) > _MAX_CONTENT:
        raise _Touched
    objects: Any = resources.get("/XObject", {}) if isinstance(resources, Dictionary) else {}
    now, kept, seen = start, [], True
    for found in pikepdf.parse_content_stream(thing):
        word, operands = str(found.operator), list(found.operands)
        match word:
            case "q":
                kept.append((now, seen))
            case "Q" if kept:
                now, seen = kept.pop()
            case "cm":
                now = pikepdf.Matrix(*map(float, operands)) @ now
            case "Tr":
                seen = int(operands[0]) != _UNSEEN
            case "Do":
                yield from _object(objects.get(str(operands[0])), resources, now, deep)
            case _ if (word in _SHOWN and seen) or word not in _UNPAINTED:
                raise _Touched


def _length(thing: Any) -> int:
    contents = thing.get("/Contents") if not isinstance(thing, pikepdf.Stream) else thing
    parts = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    return sum(len(part.read_bytes()) for part in parts if isinstance(part, pikepdf.Stream))


def _object(it: Any, around: Any, now: pikepdf.Matrix, deep: int) -> Iterator[_Use]:
    if not isinstance(it, pikepdf.Stream):
        return
    if it.get("/Subtype") == "/Image":
        yield _Use(it, hypot(now.a, now.b), hypot(now.c, now.d))
        return
    moved = pikepdf.Matrix(*map(float, it.get("/Matrix", (1, 0, 0, 1, 0, 0)))) @ now
    yield from _drawn(it, it.get("/Resources", around), moved, deep + 1)


def _named(resources: Any, deep: int) -> set[tuple[int, int]]:
    """Everything that a page with texts may draw."""
    objects: Any = resources.get("/XObject", {}) if isinstance(resources, Dictionary) else {}
    found: set[tuple[int, int]] = set()
    for it in objects.values():
        found.add(it.objgen)
        if deep < _DEEP and isinstance(it, pikepdf.Stream):
            found |= _named(it.get("/Resources"), deep + 1)
    return found


def _press(uses: list[_Use], step: Step) -> None:
    """Press one picture again, if that is worth it."""
    picture = uses[0].picture
    # Of several uses the largest counts.
    wide, high = max(use.wide for use in uses), max(use.high for use in uses)
    if min(wide, high) <= 0 or not _can_be_pressed(picture):
        return
    dots = int(picture.Width), int(picture.Height)
    dpi = 72 * min(dots[0] / wide, dots[1] / high)
    # Down to what is wanted on paper, never up.
    share = step.dpi / dpi if dpi > step.dpi * _NEARLY else 1.0
    size = max(1, round(dots[0] * share)), max(1, round(dots[1] * share))
    flat = _decoded(picture, size)
    if flat is None:
        return
    pressed = as_jpeg(flat if flat.size == size else flat.resize(size, Image.Resampling.LANCZOS), step.quality)
    if len(pressed) < len(picture.read_raw_bytes()) * _WORTH:
        picture.write(pressed, filter=Name.DCTDecode)
        picture.Width, picture.Height = size


def _can_be_pressed(picture: Any) -> bool:
    """Grey or colour of 8 bits, as JPEG or packed without loss; nothing transparent, no black and white."""
    odd = any(key in picture for key in ("/SMask", "/Mask", "/ImageMask", "/Decode", "/SMaskInData"))
    plain = str(picture.get("/Filter", "")) in ("/DCTDecode", "/FlateDecode") or _one_filter(picture)
    return plain and not odd and picture.get("/BitsPerComponent") == 8 and _samples(picture) in _MODES


def _one_filter(picture: Any) -> bool:
    names = picture.get("/Filter")
    return isinstance(names, pikepdf.Array) and [str(n) for n in names] in (["/DCTDecode"], ["/FlateDecode"])


def _samples(picture: Any) -> int:
    space = picture.get("/ColorSpace")
    if isinstance(space, pikepdf.Array) and len(space) == 2 and space[0] == "/ICCBased":
        return int(space[1].get("/N", 0))
    return {"/DeviceGray": 1, "/DeviceRGB": 3}.get(str(space), 0)


def _decoded(picture: Any, size: tuple[int, int]) -> Image.Image | None:
    """The dots, or nothing where they are not what the picture says."""
    mode, dots = _MODES[_samples(picture)], (int(picture.Width), int(picture.Height))
    if "DCTDecode" not in str(picture.get("/Filter")):
        data = picture.read_bytes()
        return Image.frombytes(mode, dots, data) if len(data) == dots[0] * dots[1] * len(mode) else None
    with Image.open(BytesIO(picture.read_raw_bytes()), formats=["JPEG"]) as found:
        if (found.mode, found.size) != (mode, dots):
            return None
        # Reads no more than is needed for the smaller size.
        found.draft(mode, size)
        found.load()
        return found.copy()
