"""Any JPEG, PNG or TIFF as A4 pages: never enlarged, upright, without place, camera and hidden pictures."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO

import img2pdf
import pikepdf
from PIL import Image, ImageOps

from formgen.attachments.found import Note, Unfit
from formgen.attachments.opening import MAX_PAGES
from formgen.attachments.pages import A4, NEARLY, on_a4

# 10 mm, in points.
MARGIN = 28.346
# A4 at 600 dpi has 35 million.
MAX_PIXELS = 120_000_000
USUAL_DPI = 100
ADVISED_DPI = 200


def from_picture(data: bytes, kind: str) -> tuple[bytes, int, set[Note]]:
    """The pages, how many, and `coarse` when they hold less than the advised 200 dpi. Raises `Unfit`."""
    with opened(data) as picture:
        frames, turn = _frames(picture, data, kind)
        dpi = _dpi(picture)
    seen: list[float] = []
    made = img2pdf.convert(
        frames,
        layout_fun=_layout(dpi, seen),
        rotation=img2pdf.Rotation[str(turn)],
        engine=img2pdf.Engine.pikepdf,
    )
    with pikepdf.open(BytesIO(made)) as pdf:
        # Two percent off for the rounding of sizes.
        return on_a4(pdf).pdf, len(pdf.pages), {Note("coarse")} if min(seen) < ADVISED_DPI * 0.98 else set()


@contextmanager
def opened(data: bytes) -> Iterator[Image.Image]:
    """A picture while it is read, with a limit on its dots. Raises `Unfit` for one that has more."""
    # A setting of the whole process, which is the worker's. Up to twice the limit Pillow only warns.
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        with Image.open(BytesIO(data)) as picture:
            yield picture
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise Unfit("too-heavy") from None


def _dpi(picture: Image.Image) -> float:
    dpi = min(float(v) for v in picture.info.get("dpi", (0,)))
    # Less is no resolution, but what a program writes that knows none.
    return dpi if dpi >= 50 else USUAL_DPI


def _layout(dpi: float, seen: list[float]) -> Callable[..., tuple[float, float, float, float]]:
    """At its own size, or as much smaller as the page asks; the scan of a whole sheet fills the page."""

    def layout(wide: int, high: int, _: object) -> tuple[float, float, float, float]:
        short, long = (min(wide, high) * 72 / dpi, max(wide, high) * 72 / dpi)
        # The shape of A4 at the size of A4 or more: a scanned sheet, whose own margins are enough.
        whole = abs(long / short - A4[1] / A4[0]) < 0.03 and short > A4[0] - NEARLY
        edge = 0.0 if whole else 2 * MARGIN
        scale = min(1.0, (A4[0] - edge) / short, (A4[1] - edge) / long)
        seen.append(dpi / scale)
        w, h = wide * 72 / dpi * scale, high * 72 / dpi * scale
        return w, h, w, h

    return layout


def _frames(picture: Image.Image, data: bytes, kind: str) -> tuple[list[bytes], int]:
    """The pictures in a form that goes into a PDF as it is, and the turn to the right (90, 180, 270)."""
    # Only a TIFF has pages; the further pictures of a JPEG or PNG are previews and animation.
    count = getattr(picture, "n_frames", 1) if kind == "image/tiff" else 1
    if count > MAX_PAGES:
        raise Unfit("pages")
    # 274 is the orientation. 2, 4, 5 and 7 are mirrored, which the turn of a page cannot say.
    turned = picture.getexif().get(274, 1)
    if kind == "image/jpeg" and picture.mode in ("L", "RGB") and turned not in (2, 4, 5, 7):
        return [whole_jpeg(picture, data)], {3: 180, 6: 90, 8: 270}.get(turned, 0)
    # Byte 24 of a PNG is the number of bits of a sample.
    if kind == "image/png" and _plain(picture) and data[24] <= 8 and turned == 1:
        picture.load()
        return [data], 0
    return [_made_plain(picture, frame) for frame in range(count)], 0


def _plain(picture: Image.Image) -> bool:
    return picture.mode in ("1", "L", "RGB", "P") and "transparency" not in picture.info


def _made_plain(picture: Image.Image, frame: int) -> bytes:
    if frame:
        picture.seek(frame)
    picture.load()
    # What was a photograph stays one: as PNG it would be many times as large.
    lossy = picture.format in ("JPEG", "MPO") or "jpeg" in str(picture.info.get("compression"))
    flat = flattened(ImageOps.exif_transpose(picture))
    out = BytesIO()
    if lossy and flat.mode in ("L", "RGB"):
        # Without subsampling, which blurs coloured print such as seals (印).
        flat.save(out, "JPEG", quality=92, subsampling=0)
    else:
        flat.save(out, "PNG")
    return out.getvalue()


def flattened(picture: Image.Image) -> Image.Image:
    """Without transparency (on white), at 8 bits, in grey or RGB."""
    if picture.mode.startswith("I") or picture.mode == "F":
        # Numbers that are no 16-bit grey: what white is among them, nobody says.
        if picture.mode == "F" or max(map(abs, picture.convert("I").getextrema())) > 0xFFFF:  # type: ignore[arg-type]
            raise Unfit("damaged")
        # 257 x 255 = 65535.
        return picture.convert("I").point(lambda v: v * (1 / 257)).convert("L")
    if _plain(picture):
        return picture
    clear = picture.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear).convert("RGB")


def whole_jpeg(picture: Image.Image, data: bytes) -> bytes:
    """The file of a JPEG as it goes into a PDF: bit for bit, read once to see that it is whole."""
    # An eighth of its size will do for that.
    picture.draft(picture.mode, (picture.width // 8, picture.height // 8))
    picture.load()
    return bare_jpeg(data)


def bare_jpeg(data: bytes) -> bytes:
    """The same picture, bit for bit, without place, camera, comments and what follows its end."""
    out, at = [b"\xff\xd8"], 2
    while (found := _MARKER.search(data, at)) and data[found.end() - 1] != _END:
        start, mark = found.start(), data[found.end() - 1]
        out.append(data[at:start])
        at = start + 2 + int.from_bytes(data[start + 2 : start + 4], "big")
        if not _telling(mark, data[start + 4 : start + 16]):
            out.append(data[start:at])
    out.append(data[at : found.start()] if found else data[at:])
    return b"".join([*out, b"\xff\xd9"])


_END = 0xD9
# Inside the picture data 00 stands after an ff of the data itself, and
# d0-d7 restart the decoder: neither begins a segment.
_MARKER = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")


def _telling(mark: int, head: bytes) -> bool:
    # Colours are kept (ICC profile), the second picture of a telephone is not (MPF).
    if mark == 0xE2:
        return not head.startswith(b"ICC_PROFILE")
    # fe is a comment, e1-ef are Exif, XMP and the like. e0 (JFIF) and ee (Adobe) say how the colours are stored.
    return mark == 0xFE or (0xE0 < mark <= 0xEF and mark != 0xEE)
