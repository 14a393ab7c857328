"""A JPEG, PNG or TIFF opened within limits: what it holds is bounded before anything of it is decoded."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from io import BytesIO
from typing import NamedTuple

from PIL import Image, UnidentifiedImageError

from formgen.attachments.found import Unfit
from formgen.attachments.kinds import bare
from formgen.attachments.pictures.jpegs import Jpeg, jpeg
from formgen.attachments.pictures.pngs import Png, png
from formgen.attachments.pictures.tiffs import MAX_PIXELS, tiff


class PictureFile(NamedTuple):
    """`pages`: the pictures of the file that are pages, by their place in it. `mended`: something of it was broken."""

    picture: Image.Image
    pages: tuple[int, ...] = (0,)
    jpeg: Jpeg | None = None
    png: Png | None = None
    mended: bool = False


@contextmanager
def opened(data: bytes, kind: str) -> Iterator[PictureFile]:
    """A picture while it is read. Raises `Unfit`."""
    data = bare(data, kind)
    # Settings of the whole process, which is the worker's. Up to twice the limit Pillow only warns.
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    read = {"image/jpeg": _jpeg, "image/png": _png, "image/tiff": _tiff}[kind]
    try:
        with read(data) as found:
            yield found
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise Unfit("too-heavy") from None


@contextmanager
def _jpeg(data: bytes) -> Iterator[PictureFile]:
    found = jpeg(data)
    if not found.ends and (found.progressive or not _whole(found.readable)):
        raise Unfit("cut-off")
    try:
        with Image.open(BytesIO(found.readable), formats=["JPEG"]) as picture:
            yield PictureFile(picture, jpeg=found, mended=not found.ends)
    except UnidentifiedImageError:
        raise Unfit("damaged" if found.usual else "unusual") from None


def _whole(readable: bytes) -> bool:
    """Whether the dots of a JPEG without its end are all there: then what follows them changes none of them."""
    # A decoder fills what is missing by itself, and warns of it where nobody hears.
    return len({_dots(readable[:-2] + filler * 512 + readable[-2:]) for filler in (b"", b"\x5a\xa5\x3c\x96")}) == 1


def _dots(readable: bytes) -> bytes:
    with Image.open(BytesIO(readable), formats=["JPEG"]) as picture:
        return sha256(picture.tobytes()).digest()


@contextmanager
def _png(data: bytes) -> Iterator[PictureFile]:
    found = png(data)
    try:
        with Image.open(BytesIO(found.readable), formats=["PNG"]) as picture:
            yield PictureFile(picture, png=found)
    except OSError:
        # Its rows break off: nothing is shown of what is not there.
        raise Unfit("damaged" if found.ends else "cut-off") from None


@contextmanager
def _tiff(data: bytes) -> Iterator[PictureFile]:
    found = tiff(data)
    try:
        with Image.open(BytesIO(data), formats=["TIFF"]) as picture:
            yield PictureFile(picture, tuple(page.place for page in found.pages), mended=not found.whole)
    except UnidentifiedImageError:
        raise Unfit("unusual") from None
