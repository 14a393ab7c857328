"""Draws pages with ReportLab's canvas: compiled ink and marks in, bytes out. Knows no form and no profile."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from typing import BinaryIO

from formgen.ground.marks import MM, Mark, Page
from formgen.pdf.document import Info, new_canvas
from formgen.pdf.ink import Ink, compile_ink, write_ink
from formgen.pdf.operators import operators


class Drawing:
    """One PDF in the making. Pages go to the target as they come; fonts follow when it is closed."""

    def __init__(self, target: BinaryIO, about: Mapping[str, str]) -> None:
        self._canvas = new_canvas(target, lang="ja-JP")
        told = (about.get(name, "") for name in ("title", "subject", "keywords", "creator"))
        self._canvas._doc.info = Info(*told)

    def page(self, ink: Ink, values: Iterable[Mark], width: float, height: float) -> None:
        """Add a page; width and height in mm."""
        canvas = self._canvas
        canvas._pagesize = (width * MM, height * MM)
        canvas._code = list(operators(values, height, canvas._doc))
        canvas.show_page((write_ink(ink, canvas._doc),))

    def close(self) -> None:
        """Write the fonts and the end of the file."""
        self._canvas.save()


def draw(pages: Iterable[Page], about: Mapping[str, str]) -> bytes:
    """A PDF of pages whose ink is not compiled. `about`: title, subject, keywords, creator."""
    target = io.BytesIO()
    drawing = Drawing(target, about)
    for page in pages:
        drawing.page(compile_ink(page.ink, page.height), page.values, page.width, page.height)
    drawing.close()
    return target.getvalue()
