"""A Type0 font for ReportLab: one code for each cluster, text that reads back exactly, never a .notdef.

Encrypted documents are not supported.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from reportlab.pdfbase import pdfmetrics

from formgen.pdf.deflate import LEVEL
from formgen.pdf.document import Ready
from formgen.pdf.embed import Codes, embedded
from formgen.typeface import Face, clusters, face

_CODES = "_formgen_codes"


class Type0Font:
    """One face as ReportLab wants it; what a document uses of it is kept on that document."""

    _multiByte = 1  # noqa: N815
    _dynamicFont = 1  # noqa: N815
    shapable = False

    def __init__(self, font: Face) -> None:
        self.face = font
        self.fontName = font.name
        self.ascent = 1000 * font.ascent
        self.descent = 1000 * font.descent

    def encode(self, text: str, doc: Any) -> str:
        """Return the codes of a text as hexadecimal digits; raise MissingGlyphs rather than draw a box."""
        return "".join(map(self._codes(doc).__getitem__, clusters(text)))

    def resource(self, doc: Any) -> str:
        """Return the name for the Tf operator, such as /F1."""
        return f"/{self._codes(doc).name}"

    def register(self) -> None:
        """Let canvas.setFont and drawString find this font by name, in the whole process."""
        pdfmetrics.registerFont(self)

    def stringWidth(self, text: str | bytes, size: float, encoding: str = "utf8") -> float:  # noqa: N802
        """Return the width of a text (ReportLab's protocol)."""
        return self.face.width(_text(text, encoding)) * size

    def splitString(self, text: str | bytes, doc: Any, encoding: str = "utf8") -> list[tuple[int, bytes]]:  # noqa: N802
        """Return the text as bytes of the one subset there is (ReportLab's protocol)."""
        return [(0, bytes.fromhex(self.encode(_text(text, encoding), doc)))]

    def getSubsetInternalName(self, subset: int, doc: Any) -> str:  # noqa: N802
        """Return the name for the Tf operator (ReportLab's protocol)."""
        if subset:
            raise IndexError(f"{self.fontName} has one subset only")
        return self.resource(doc)

    def addObjects(self, doc: Any) -> None:  # noqa: N802
        """Write the font into the finished document (ReportLab's protocol)."""
        codes = self._codes(doc)
        codes.closed = True
        top = embedded(codes, getattr(doc, "level", LEVEL)).add(lambda body: _put(doc, body))
        doc.idToObject["BasicFonts"].dict[codes.name] = doc.Reference(Ready(top))

    def _codes(self, doc: Any) -> Codes:
        state: dict[str, Codes] = doc.__dict__.setdefault(_CODES, {})
        codes = state.get(self.fontName)
        if codes is None:
            name = f"{getattr(doc, 'font_prefix', 'F')}{len(doc.fontMapping) + 1}"
            codes = state[self.fontName] = Codes(self.face, name)
            doc.fontMapping[self.fontName] = f"/{name}"
            doc.delayedFonts.append(self)
        return codes


@cache
def font_for(face_name: str) -> Type0Font:
    """Return the font of this name, made once per process."""
    return Type0Font(face(face_name))


def _put(doc: Any, body: bytes) -> bytes:
    """Add an object to the document and return the reference to it."""
    put = getattr(doc, "put", None)
    reference: bytes = put(body) if put else doc.Reference(Ready(body)).format(doc)
    return reference


def _text(text: str | bytes, encoding: str) -> str:
    return text.decode(encoding) if isinstance(text, bytes) else text
