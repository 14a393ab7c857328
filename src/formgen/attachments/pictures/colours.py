"""Any picture in colours that every viewer shows alike: 8 bits, grey or RGB, nothing transparent."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageCms

from formgen.attachments.found import Unfit

# An ICC profile begins with a head of this length, which names its colours (ICC.1, 7.2).
_HEAD, _COLOURS = 128, slice(16, 20)
_NAMES = {"L": b"GRAY", "RGB": b"RGB ", "CMYK": b"CMYK"}
PLAIN = frozenset({"1", "L", "RGB", "P"})


def flattened(picture: Image.Image) -> Image.Image:
    """On white, in black and white, grey, RGB or a palette of it. Raises `Unfit` (`unusual`)."""
    if picture.mode.startswith("I") or picture.mode == "F":
        return _grey(picture)
    if picture.mode == "CMYK":
        return _from_print_colours(picture)
    if picture.mode in PLAIN and "transparency" not in picture.info:
        return picture
    if picture.mode in ("YCbCr", "LAB", "HSV"):
        return picture.convert("RGB")
    clear = picture.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear).convert("RGB")


def _grey(picture: Image.Image) -> Image.Image:
    """Grey of 16 bits; numbers that are none have no white that anybody knows."""
    if picture.mode == "F" or max(map(abs, picture.convert("I").getextrema())) > 0xFFFF:  # type: ignore[arg-type]
        raise Unfit("unusual")
    # 257 x 255 = 65535.
    grey = picture.convert("I").point(lambda v: v * (1 / 257)).convert("L")
    grey.info.pop("transparency", None)
    return grey


def profile(picture: Image.Image, mode: str) -> bytes:
    """The ICC profile, if it is one of such colours: without it a picture of a telephone would look paler."""
    found = picture.info.get("icc_profile")
    fits = isinstance(found, bytes) and len(found) > _HEAD and found[_COLOURS] == _NAMES.get(mode)
    return found if fits and isinstance(found, bytes) else b""


def _from_print_colours(picture: Image.Image) -> Image.Image:
    """CMYK as sRGB by its profile; without one as every viewer does."""
    if found := profile(picture, "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(found))
            made = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):
            made = None
        if made is not None:
            return made
    return picture.convert("RGB")
