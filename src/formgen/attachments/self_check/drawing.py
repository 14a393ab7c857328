"""Draws pages with pdfium, small, as a viewer shows them: with annotations and the fields of forms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from ctypes import c_int
from io import BytesIO
from math import ceil
from typing import Any

import pikepdf
import pypdfium2 as pdfium
from PIL import Image, ImageDraw
from pypdfium2 import raw

from formgen.attachments.self_check.likeness import Likeness, likeness

DPI = 50
# In dots, the shorter and the longer side. Of a strip of a dot nothing could be said.
_LEAST, _MOST = 8, 2000


class Pair:
    """A file and what became of it. Raises `pdfium.PdfiumError` when pdfium cannot read one of them."""

    def __init__(self, original: bytes, result: bytes) -> None:
        self._original = original
        self._was, self._now = _opened(original), pdfium.PdfDocument(result)

    @property
    def pages(self) -> int:
        """How many pages the file has for pdfium."""
        return len(self._was)

    def alike(self, number: int, place: Sequence[float] | None) -> bool:
        """Whether a page (from 0) shows what became of it. `place`: where on its sheet it was put.

        What a later addition to the file deletes, pdfium draws all the same: such a file is held against what qpdf
        reads of it, drawn by pdfium as well.
        """
        moved = place is not None
        if self.likeness(number, place).alike(moved=moved):
            return True
        if self._original.count(b"startxref") < 2:
            return False
        return self.likeness(number, place, _opened(_resaved(self._original))).alike(moved=moved)

    def likeness(self, number: int, place: Sequence[float] | None, was: Any = None) -> Likeness:
        """How far the page and what became of it are apart.

        Both are drawn with as many dots, so that a unit of the page (UserUnit), which pdfium does not know, is no
        difference.
        """
        was, taken = was or self._was, self._now[number]
        if place:
            taken.set_cropbox(*place)
            taken.close()
            taken = self._now[number]
        size = [min(_MOST, max(_LEAST, ceil(v * DPI / 72))) for v in taken.get_size()]
        page = was[number]
        pictures = drawn(was, page, size), drawn(self._now, taken, size)
        for frame in _frames(page, size):
            for picture in pictures:
                ImageDraw.Draw(picture).rectangle(frame, outline="white", width=5)
        return likeness(*pictures)


def _opened(data: bytes) -> Any:
    document = pdfium.PdfDocument(data)
    document.init_forms()
    return document


def _resaved(data: bytes) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(data)) as source:
        source.save(out)
        # Of what had to be put together from pieces, nobody knows which of the two has it right.
        return data if any("reconstruct" in str(warning) for warning in source.get_warnings()) else out.getvalue()


def _frames(page: Any, size: list[int]) -> Iterator[list[int]]:
    """Where links may have frames (in dots): some viewers draw them, pdfium does not, and none does on paper."""
    for number in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation, box = raw.FPDFPage_GetAnnot(page, number), raw.FS_RECTF()
        link = raw.FPDFAnnot_GetSubtype(annotation) == raw.FPDF_ANNOT_LINK
        if link and not raw.FPDFAnnot_HasKey(annotation, b"AP") and raw.FPDFAnnot_GetRect(annotation, box):
            corners = [_dots(page, size, *corner) for corner in ((box.left, box.top), (box.right, box.bottom))]
            (x0, x1), (y0, y1) = (sorted(side) for side in zip(*corners, strict=True))
            yield [x0 - 2, y0 - 2, x1 + 2, y1 + 2]
        raw.FPDFPage_CloseAnnot(annotation)


def _dots(page: Any, size: list[int], x: float, y: float) -> tuple[int, int]:
    across, down = c_int(), c_int()
    raw.FPDF_PageToDevice(page, 0, 0, *size, 0, x, y, across, down)
    return across.value, down.value


def drawn(pdf: Any, page: Any, size: list[int]) -> Image.Image:
    """A page in RGB, with so many dots across and down."""
    bitmap = pdfium.PdfBitmap.new_native(*size, raw.FPDFBitmap_BGRx)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, *size)
    how = (bitmap, page, 0, 0, *size, 0, raw.FPDF_ANNOT)
    raw.FPDF_RenderPageBitmap(*how)
    if pdf.formenv:
        raw.FPDF_FFLDraw(pdf.formenv, *how)
    found: Image.Image = bitmap.to_pil()
    return found.convert("RGB")
