"""Draws pages: compiled ink and marks in, bytes out. Knows no form and no profile."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from typing import BinaryIO

from formgen.ground.marks import MM, Mark, Page, Picture
from formgen.pdf.deflate import stream
from formgen.pdf.document import PdfDocument
from formgen.pdf.images import name_of, put_image
from formgen.pdf.ink import Ink, compile_ink
from formgen.pdf.operators import operators


class Drawing:
    """One PDF in the making. Pages go to the target as they come; fonts follow when it is closed."""

    def __init__(self, target: BinaryIO, about: Mapping[str, str]) -> None:
        self._document = PdfDocument(target, about)
        self._inks: dict[int, tuple[Ink, bytes]] = {}
        self._pictures: dict[str, bytes] = {}

    def page(self, ink: Ink, values: Iterable[Mark], width: float, height: float) -> None:
        """Add a page; width and height in mm."""
        document, values = self._document, tuple(values)
        drawn = "\n".join(operators(values, height, document.fonts)).encode("latin-1")
        printed = self._printed(ink)
        # An empty form has no second stream.
        own = (document.put(stream(drawn)),) if drawn else ()
        shown = dict(self._shown(m) for m in values if isinstance(m, Picture))
        document.put_page((printed, *own), (width * MM, height * MM), shown)

    def _shown(self, mark: Picture) -> tuple[str, bytes]:
        """The name of a picture and the reference to it; it is written once for all pages that show it."""
        name = name_of(mark.image)
        if name not in self._pictures:
            self._pictures[name] = put_image(mark.image, self._document.put)
        return name, self._pictures[name]

    def _printed(self, ink: Ink) -> bytes:
        """The reference to the content stream of some ink, which is written once for all pages that show it."""
        if id(ink) not in self._inks:
            for name, font in ink.fonts:
                self._document.add_font(name, font.add(self._document.put))
            # Kept with its ink: another one must not get its `id` while this document grows.
            self._inks[id(ink)] = ink, self._document.put(ink.content)
        return self._inks[id(ink)][1]

    def close(self) -> None:
        """Write the fonts and the end of the file."""
        self._document.close()


def draw(pages: Iterable[Page], about: Mapping[str, str]) -> bytes:
    """A PDF of pages whose ink is not compiled. `about`: title, subject, keywords, creator."""
    target = io.BytesIO()
    drawing = Drawing(target, about)
    for page in pages:
        drawing.page(compile_ink(page.ink, page.height), page.values, page.width, page.height)
    drawing.close()
    return target.getvalue()
