"""The pages of a picture file in a form that goes into a PDF as it is, with how each is turned and how fine it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageChops, ImageOps

from formgen.attachments.pictures.colours import flattened, profile
from formgen.attachments.pictures.picture_files import PictureFile
from formgen.attachments.pictures.pngs import png

USUAL_DPI = 100
# Less or more is no resolution, but what a program writes that knows none.
_LEAST_DPI, _MOST_DPI = 50, 2400
# A fax has twice as many dots to the inch across as down: 204 by 98 (ITU-T T.4).
_FAX = (1.5, 2.5)
# Of Exif; the values are in TIFF 6.0, page 36.
_TURN = 274


@dataclass(frozen=True, slots=True)
class Frame:
    """`way`: JPEG (`DCTDecode`), rows as in a PNG (`FlateDecode`), or CCITT group 4 (`CCITTFaxDecode`).

    `size` in dots, as stored; `mode`: `1`, `L`, `RGB` or `P`; `turn`: as in Exif; `dpi` across and down, as stored.
    """

    data: bytes
    way: str
    size: tuple[int, int]
    mode: str
    bits: int
    palette: bytes
    icc: bytes
    turn: int
    dpi: tuple[float, float]


def frames(file: PictureFile) -> Iterator[Frame]:
    """Each page, made when it is asked for. Raises `Unfit`, or what Pillow raises for a picture that is broken."""
    picture = file.picture
    dpi = _dpi(picture)
    if file.jpeg and file.jpeg.usual and picture.mode in ("L", "RGB"):
        yield _jpeg_as_it_is(file, dpi)
    elif file.png and file.png.drawn and picture.mode in ("1", "L", "RGB", "P"):
        yield _png_as_it_is(file, dpi)
    else:
        for place in file.pages:
            if place != picture.tell():
                picture.seek(place)
            yield _made_plain(picture)


def turned(picture: Image.Image) -> int:
    """How a picture is to be turned, 1 to 8; 1 for as it stands."""
    turn = picture.getexif().get(_TURN, 1)
    return turn if turn in range(1, 9) else 1


def _dpi(picture: Image.Image) -> tuple[float, float]:
    try:
        across, down = (float(v) for v in picture.info.get("dpi", (0, 0)))
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        across = down = 0.0
    # Also for what is not a number at all.
    if not (min(across, down) >= _LEAST_DPI and max(across, down) <= _MOST_DPI):
        return USUAL_DPI, USUAL_DPI
    if picture.format == "TIFF" and _FAX[0] < across / down < _FAX[1]:
        return across, down
    return min(across, down), min(across, down)


def _jpeg_as_it_is(file: PictureFile, dpi: tuple[float, float]) -> Frame:
    picture = file.picture
    assert file.jpeg
    # Asked for before it is read: small as it is then, it says another size.
    size, icc, turn = picture.size, profile(picture, picture.mode), turned(picture)
    return Frame(whole_jpeg(file), "DCTDecode", size, picture.mode, 8, b"", icc, turn, dpi)


def whole_jpeg(file: PictureFile) -> bytes:
    """The file of a JPEG as it goes into a PDF: bit for bit, read once to see that it is whole."""
    picture, size = file.picture, file.picture.size
    assert file.jpeg
    # An eighth of its size will do for that.
    picture.draft(picture.mode, (max(1, size[0] // 8), max(1, size[1] // 8)))
    picture.load()
    return file.jpeg.bare


def _png_as_it_is(file: PictureFile, dpi: tuple[float, float]) -> Frame:
    picture = file.picture
    assert file.png
    # Asked for only where there is something to find: Pillow decodes the whole picture for it.
    turn = turned(picture) if file.png.turned else 1
    icc = profile(picture, "L" if picture.mode in ("1", "L") else "RGB")
    found = file.png
    return Frame(found.drawn, "FlateDecode", picture.size, picture.mode, found.bits, found.palette, icc, turn, dpi)


def _made_plain(picture: Image.Image) -> Frame:
    dpi = _dpi(picture)
    # A TIFF says so of each page before it is loaded, and Pillow turns it as it loads.
    lying = picture.format == "TIFF" and turned(picture) > 4
    picture.load()
    # What was a photograph stays one: as PNG it would be many times as large.
    lossy = picture.format in ("JPEG", "MPO") or "jpeg" in str(picture.info.get("compression"))
    lying = lying or (picture.format != "TIFF" and turned(picture) > 4)
    flat = flattened(ImageOps.exif_transpose(picture))
    dpi = dpi[::-1] if lying else dpi
    icc = profile(picture, "RGB" if flat.mode == "P" else flat.mode)
    if flat.mode == "1":
        return Frame(_group_4(flat), "CCITTFaxDecode", flat.size, "1", 1, b"", b"", 1, dpi)
    if lossy and flat.mode in ("L", "RGB"):
        return Frame(as_jpeg(flat), "DCTDecode", flat.size, flat.mode, 8, b"", icc, 1, dpi)
    out = BytesIO()
    # As small as at the usual 6 to a few hundredths, in a third of its time.
    flat.save(out, "PNG", compress_level=3)
    made = png(out.getvalue())
    # Or the page would be empty and nobody would know.
    assert made.drawn
    return Frame(made.drawn, "FlateDecode", flat.size, flat.mode, made.bits, made.palette, icc, 1, dpi)


def as_jpeg(flat: Image.Image, quality: int = 92) -> bytes:
    """A picture in grey or RGB as JPEG, without subsampling, which blurs coloured print such as seals (印)."""
    out = BytesIO()
    Image.frombuffer(flat.mode, flat.size, flat.tobytes()).save(out, "JPEG", quality=quality, subsampling=0)
    return out.getvalue()


def _group_4(flat: Image.Image) -> bytes:
    """Black and white as a fax packs it, without loss: paper is white there, and few bits tell it."""
    out = BytesIO()
    ImageChops.invert(flat).save(out, "TIFF", compression="group4", strip_size=1 << 31)
    out.seek(0)
    with Image.open(out, formats=["TIFF"]) as made:
        # 273 and 279: where the one strip stands and how long it is.
        at, length = made.tag_v2[273][0], made.tag_v2[279][0]  # type: ignore[attr-defined]
    return out.getvalue()[at : at + length]
