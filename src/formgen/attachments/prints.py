"""Any JPEG, PNG or TIFF as one picture to be set on a sheet: in its colours, without place, camera and comments."""

from __future__ import annotations

import zlib
from io import BytesIO

from PIL import Image, ImageCms, ImageOps

from formgen.attachments.found import Unfit
from formgen.attachments.pictures import flattened, opened, whole_jpeg

Print = tuple[bytes, tuple[int, ...]]
"""The data with the ICC profile behind it; and width, height, colours, 1 for a JPEG file, turn, length of the profile.

As `formgen.ground.bitmaps.Bitmap`, which is not imported where foreign files are read.
"""

# An ICC profile begins with a head of this length, which names its colours (ICC.1, 7.2).
_HEAD, _COLOURS = 128, slice(16, 20)
_NAMES = {"L": b"GRAY", "RGB": b"RGB ", "CMYK": b"CMYK"}


def from_picture(data: bytes, kind: str) -> Print:
    """The picture. Raises `Unfit`: `frames` for a TIFF of several pages, of which only one could be shown."""
    with opened(data) as picture:
        # Only a TIFF has pages; the further pictures of a JPEG or PNG are previews and animation.
        if kind == "image/tiff" and getattr(picture, "n_frames", 1) > 1:
            raise Unfit("frames")
        if kind == "image/jpeg" and picture.mode in ("L", "RGB"):
            return _as_it_is(picture, data)
        return _made_plain(picture)


def _as_it_is(picture: Image.Image, data: bytes) -> Print:
    """A JPEG bit for bit: how it is turned is said beside it, so that nothing is compressed twice."""
    turn = picture.getexif().get(274, 1)
    profile = _profile(picture, picture.mode)
    about = (*picture.size, len(picture.getbands()), 1, turn if turn in range(1, 9) else 1, len(profile))
    return whole_jpeg(picture, data) + profile, about


def _made_plain(picture: Image.Image) -> Print:
    """Everything else: upright, without transparency (on white), 8 bits, grey or RGB."""
    picture.load()
    grey = picture.mode.startswith(("1", "L", "I", "F"))
    profile = _profile(picture, "L" if grey else "RGB")
    upright = ImageOps.exif_transpose(picture)
    plain = flattened(_from_print_colours(upright) if upright.mode == "CMYK" else upright)
    plain = plain.convert("L" if grey else "RGB")
    about = (*plain.size, len(plain.getbands()), 0, 1, len(profile))
    return zlib.compress(plain.tobytes(), 6) + profile, about


def _profile(picture: Image.Image, mode: str) -> bytes:
    """The ICC profile, if it is one of such colours: without it a picture of a telephone would look paler."""
    found = picture.info.get("icc_profile")
    fits = isinstance(found, bytes) and len(found) > _HEAD and found[_COLOURS] == _NAMES[mode]
    return found if fits and isinstance(found, bytes) else b""


def _from_print_colours(picture: Image.Image) -> Image.Image:
    """CMYK as sRGB by its profile; without one as every viewer does."""
    if profile := _profile(picture, "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            made = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):
            made = None
        if made is not None:
            return made
    return picture.convert("RGB")
