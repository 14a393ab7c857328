"""Any JPEG, PNG or TIFF as A4 pages: never enlarged, upright, without place, camera and hidden pictures."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from formgen.attachments.found import Note
from formgen.attachments.pdf.placing import A4, NEARLY, Place, place
from formgen.attachments.pictures.frames import Frame, frames
from formgen.attachments.pictures.picture_files import opened

# 10 mm, in points.
MARGIN = 28.346

# How the unit square of a picture is turned, by the numbers of Exif: as a b c d e f of a matrix.
_TURNS = {
    1: (1, 0, 0, 1, 0, 0),
    2: (-1, 0, 0, 1, 1, 0),
    3: (-1, 0, 0, -1, 1, 1),
    4: (1, 0, 0, -1, 0, 1),
    5: (0, -1, -1, 0, 1, 1),
    6: (0, -1, 1, 0, 0, 1),
    7: (0, 1, 1, 0, 0, 0),
    8: (0, 1, -1, 0, 1, 0),
}


def from_picture(data: bytes, kind: str) -> tuple[bytes, int, set[Note]]:
    """The pages, how many, and what somebody should know. Raises `Unfit`."""
    pdf = pikepdf.new()
    with opened(data, kind) as file:
        for frame in frames(file):
            _add(pdf, frame)
        notes = {Note("repaired")} if file.mended else set()
    out = BytesIO()
    # Whoever takes the pages gives them an identifier of their content.
    pdf.save(out, static_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue(), len(pdf.pages), notes


def _add(pdf: pikepdf.Pdf, frame: Frame) -> None:
    put = _placed(frame)
    left, low, right, high = put.box
    w, h = right - left, high - low
    a, b, c, d, e, f = _TURNS[frame.turn]
    matrix = (a * w, b * h, c * w, d * h, e * w + left, f * h + low)
    page = pdf.add_blank_page(page_size=put.page)
    page.Contents = pdf.make_stream(f"q {' '.join(f'{v:.4f}' for v in matrix)} cm /Picture Do Q".encode())
    page.Resources = Dictionary(XObject=Dictionary(Picture=_image(pdf, frame)))


def _seen(frame: Frame, pair: tuple[float, float]) -> tuple[float, float]:
    # From 5 on what lies stands.
    return pair[::-1] if frame.turn > 4 else pair


def _placed(frame: Frame) -> Place:
    """At its own size, or as much smaller as the page asks; the scan of a whole sheet fills the page."""
    wide, high = (dots * 72 / dpi for dots, dpi in zip(_seen(frame, frame.size), _seen(frame, frame.dpi), strict=True))
    short, long = sorted((wide, high))
    # The shape of A4 at the size of A4 or more: a scanned sheet, whose own margins are enough.
    whole = abs(long / short - A4[1] / A4[0]) < 0.03 and short > A4[0] - NEARLY
    return place(wide, high, edge=0.0 if whole else 2 * MARGIN)


def _image(pdf: pikepdf.Pdf, frame: Frame) -> pikepdf.Stream:
    wide, high = frame.size
    about: dict[str, Any] = {
        "Type": Name.XObject,
        "Subtype": Name.Image,
        "Width": wide,
        "Height": high,
        "BitsPerComponent": frame.bits,
        "ColorSpace": _colours(pdf, frame),
    }
    samples = 3 if frame.mode == "RGB" else 1
    if frame.way == "FlateDecode":
        # 15: each row says for itself how it is to be read, as in a PNG.
        about["DecodeParms"] = Dictionary(Predictor=15, Colors=samples, BitsPerComponent=frame.bits, Columns=wide)
    elif frame.way == "CCITTFaxDecode":
        about["DecodeParms"] = Dictionary(K=-1, Columns=wide, Rows=high)
    return pikepdf.Stream(pdf, frame.data, Filter=Name(f"/{frame.way}"), **about)


def _colours(pdf: pikepdf.Pdf, frame: Frame) -> Any:
    name, samples = (Name.DeviceRGB, 3) if frame.mode in ("RGB", "P") else (Name.DeviceGray, 1)
    base: Any = name
    if frame.icc and frame.bits == 8:
        base = Array([Name.ICCBased, pdf.make_stream(frame.icc, N=samples, Alternate=name)])
    if frame.mode != "P":
        return base
    return Array([Name.Indexed, base, len(frame.palette) // 3 - 1, pikepdf.String(frame.palette)])
