"""Any JPEG, PNG or TIFF as one picture to be set on a sheet: in its colours, without place, camera and comments."""

from __future__ import annotations

import zlib

from PIL import ImageOps

from formgen.attachments.found import Unfit
from formgen.attachments.pictures.colours import flattened, profile
from formgen.attachments.pictures.frames import turned, whole_jpeg
from formgen.attachments.pictures.picture_files import PictureFile, opened

Print = tuple[bytes, tuple[int, ...]]
"""The data with the ICC profile behind it; and width, height, colours, 1 for a JPEG file, turn, length of the profile.

As `formgen.ground.bitmaps.Bitmap`, which is not imported where foreign files are read.
"""


def from_picture(data: bytes, kind: str) -> Print:
    """The picture. Raises `Unfit`: `frames` for a TIFF of several pages, of which only one could be shown."""
    with opened(data, kind) as file:
        if len(file.pages) > 1:
            raise Unfit("frames")
        if file.jpeg and file.jpeg.usual and file.picture.mode in ("L", "RGB"):
            return _as_it_is(file)
        return _made_plain(file)


def _as_it_is(file: PictureFile) -> Print:
    """A JPEG bit for bit: how it is turned is said beside it, so that nothing is compressed twice."""
    picture = file.picture
    icc = profile(picture, picture.mode)
    about = (*picture.size, len(picture.getbands()), 1, turned(picture), len(icc))
    return whole_jpeg(file) + icc, about


def _made_plain(file: PictureFile) -> Print:
    """Everything else: upright, without transparency (on white), 8 bits, grey or RGB."""
    picture = file.picture
    picture.seek(file.pages[0])
    picture.load()
    grey = picture.mode.startswith(("1", "L", "I", "F")) and picture.mode != "LAB"
    icc = profile(picture, "L" if grey else "RGB")
    plain = flattened(ImageOps.exif_transpose(picture)).convert("L" if grey else "RGB")
    about = (*plain.size, len(plain.getbands()), 0, 1, len(icc))
    return zlib.compress(plain.tobytes(), 6) + icc, about
