"""Pictures as objects of a PDF (ISO 32000-1, 8.9), and the operators that draw them."""

from __future__ import annotations

from collections.abc import Callable

from formgen.ground.bitmaps import Bitmap
from formgen.ground.marks import MM, Picture
from formgen.pdf.deflate import stream

_SPACES = {1: b"/DeviceGray", 3: b"/DeviceRGB"}

#: Exif orientation -> where the unit square of the picture, as it is stored, comes to lie (ISO 32000-1, 8.3.3).
_TURNS: dict[int, tuple[int, int, int, int, int, int]] = {
    1: (1, 0, 0, 1, 0, 0),
    2: (-1, 0, 0, 1, 1, 0),
    3: (-1, 0, 0, -1, 1, 1),
    4: (1, 0, 0, -1, 0, 1),
    5: (0, -1, -1, 0, 1, 1),
    6: (0, -1, 1, 0, 0, 1),
    7: (0, 1, 1, 0, 0, 0),
    8: (0, 1, -1, 0, 1, 0),
}


def name_of(image: Bitmap) -> str:
    """Its name in a PDF, which follows from what it shows: the same picture is written once."""
    return f"P{image.digest[:16]}"


def put_image(image: Bitmap, put: Callable[[bytes], bytes]) -> bytes:
    """Write the objects of a picture and return the reference to it; `put` writes one object."""
    space = _SPACES[image.colours]
    if image.profile:
        colours = b" /N %d /Alternate %b" % (image.colours, space)
        space = b"[ /ICCBased %b ]" % put(stream(image.profile, 6, colours))
    packed = b"/DCTDecode" if image.jpeg else b"/FlateDecode"
    about = b"/Width %d /Height %d /ColorSpace %b /BitsPerComponent 8 /Filter %b /Length %d" % (
        image.width, image.height, space, packed, len(image.data),
    )  # fmt: skip
    return put(b"<< /Type /XObject /Subtype /Image %b >>\nstream\n%b\nendstream" % (about, image.data))


def matrix_of(mark: Picture, height: float) -> tuple[float, ...]:
    """Where the unit square of its image comes to lie on a page of so many mm, in points."""
    a, b, c, d, e, f = _TURNS[mark.image.turn]
    whole = mark.whole
    w, h = whole.w * MM, whole.h * MM
    return w * a, h * b, w * c, h * d, whole.x * MM + w * e, (height - whole.bottom) * MM + h * f


def drawn(mark: Picture, height: float) -> str:
    """The operators of one picture: what reaches beyond its rectangle is clipped."""
    x, y, w, h = mark.x * MM, (height - mark.y - mark.h) * MM, mark.w * MM, mark.h * MM
    matrix = " ".join(f"{v:.3f}" for v in matrix_of(mark, height))
    return f"q {x:.3f} {y:.3f} {w:.3f} {h:.3f} re W n {matrix} cm /{name_of(mark.image)} Do Q"
