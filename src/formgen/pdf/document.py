"""ReportLab's document, written through: what is ready goes to the file at once and is not kept.

So a document of ten thousand pages needs no more memory than one of ten.
"""

from __future__ import annotations

from array import array
from functools import lru_cache
from hashlib import sha256
from typing import Any, BinaryIO

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from formgen.pdf.deflate import LEVEL, stream

A4 = (210 * 72 / 25.4, 297 * 72 / 25.4)


class PdfDocument(pdfdoc.PDFDocument):  # type: ignore[misc]
    """A document whose objects are numbered in the order they are asked for and written when they are ready."""

    def __init__(self, target: BinaryIO, level: int, **options: Any) -> None:
        super().__init__(**options)
        self.level = level
        self.Pages = self.Catalog.Pages = _Pages()
        self._file = _File(target, self._pdfVersion)
        self._offsets = array("Q")
        self._parent: bytes = self.Reference(self.Pages).format(self)
        self._fonts: bytes = pdfdoc.PDFObjectReference("BasicFonts").format(self)

    def put(self, body: bytes) -> bytes:
        """Write an object that is ready and return the reference to it."""
        self.objectcounter += 1
        self._write(self.objectcounter, body)
        return b"%d 0 R" % self.objectcounter

    def put_page(self, contents: tuple[bytes, ...], size: tuple[float, float], pictures: bytes = b"") -> None:
        """Write a page that shows some content streams (their references); `pictures` by name, if there are any."""
        shown = contents[0] if len(contents) == 1 else b"[ %b ]" % b" ".join(contents)
        resources = b"/Font %b%b" % (self._fonts, b" /XObject " + pictures if pictures else b"")
        self.Pages.add(
            self.put(
                b"<< /Type /Page /Parent %b /MediaBox [ 0 0 %.6g %.6g ] /Resources << %b >> /Contents %b >>"
                % (self._parent, *size, resources, shown)
            )
        )

    def add_font(self, name: str, body: bytes) -> None:
        """Give every page a font under this name."""
        self.idToObject["BasicFonts"].dict[name] = Ready(body)

    def format(self) -> bytes:
        """Write what is left; return the end of the file (ReportLab's protocol)."""
        root, info = self.Reference(self.Catalog).format(self), self.Reference(self.info).format(self)
        number = 0
        while number < self.objectcounter:  # grows while it is read
            number += 1
            if number > len(self._offsets) or not self._offsets[number - 1]:
                self._write(number, self._body(self.idToObject[self.numberToId[number]]))
        start = self._file.offset
        places = b"".join([b"%010d 00000 n \n" % offset for offset in self._offsets])
        self._file.add(b"xref\n0 %d\n0000000000 65535 f \n%b" % (number + 1, places))
        name = self._file.digest()
        self._file.add(
            b"trailer\n<< /Size %d /Root %b /Info %b /ID [ <%b> <%b> ] >>\nstartxref\n%d\n%%%%EOF\n"
            % (number + 1, root, info, name, name, start)
        )
        return b""

    def SaveToFile(self, filename: Any, canvas: Any) -> None:  # noqa: ARG002, N802
        """Finish the file it was opened on (ReportLab's protocol)."""
        self.GetPDFData(canvas)

    def _body(self, thing: Any) -> bytes:
        body = thing.format(self)
        return body if isinstance(body, bytes) else body.encode("latin-1")

    def _write(self, number: int, body: bytes) -> None:
        while len(self._offsets) < number:
            self._offsets.append(0)
        self._offsets[number - 1] = self._file.add(b"%d 0 obj\n%b\nendobj\n" % (number, body))


class Ready(pdfdoc.PDFObject):  # type: ignore[misc]
    """An object of the file whose bytes are ready."""

    __RefOnly__ = 1

    def __init__(self, body: bytes) -> None:
        self._body = body

    def format(self, document: Any) -> bytes:  # noqa: ARG002
        """Return the bytes (ReportLab's protocol)."""
        return self._body


class Info(Ready):
    """The document information: as ReportLab writes it, once for all documents that say the same."""

    def __init__(self, title: str, subject: str, keywords: str, creator: str) -> None:
        super().__init__(_information(title, subject, keywords, creator))

    def digest(self, signature: Any) -> None:
        """Nothing: the name of the file follows from its bytes (ReportLab's protocol)."""


@lru_cache(maxsize=64)
def _information(title: str, subject: str, keywords: str, creator: str) -> bytes:
    info = pdfdoc.PDFInfo()
    info.invariant = 1
    info.title, info.subject, info.keywords, info.creator = title, subject, keywords, creator
    info.author, info.producer = "", "formgen"
    body: bytes = info.format(pdfdoc.PDFDocument(invariant=1))
    return body


class _Pages(pdfdoc.PDFObject):  # type: ignore[misc]
    """The list of pages, by reference."""

    __RefOnly__ = 1

    def __init__(self) -> None:
        self._references = bytearray()
        self._count = 0

    def add(self, reference: bytes) -> None:
        self._references += reference + b" "
        self._count += 1

    def format(self, document: Any) -> bytes:  # noqa: ARG002
        return b"<< /Type /Pages /Count %d /Kids [ %b] >>" % (self._count, bytes(self._references))


class _File:
    """Where the bytes go; knows how many there were and what they hash to."""

    def __init__(self, target: BinaryIO, version: tuple[int, int]) -> None:
        self._target = target
        self._hash = sha256()
        self.offset = 0
        self.add(b"%%PDF-%d.%d\n%%\223\214\213\236\n" % version)

    def add(self, data: bytes) -> int:
        """Write, and return where it began."""
        start = self.offset
        self._target.write(data)
        self._hash.update(data)
        self.offset += len(data)
        return start

    def digest(self) -> bytes:
        """Return the hash of everything so far, as 32 hexadecimal digits."""
        return self._hash.hexdigest()[:32].encode("ascii")


class _Canvas(Canvas):  # type: ignore[misc]
    """A canvas on our document, without the things ReportLab adds unasked: Helvetica and ASCII85."""

    def _make_preamble(self) -> None:
        self._preamble = ""

    def showPage(self) -> None:  # noqa: N802
        """Write the page (ReportLab's protocol)."""
        self.show_page(())

    def show_page(self, before: tuple[bytes, ...]) -> None:
        """Write the page: content streams that stand already, by reference, and what was drawn on this canvas."""
        drawn = "\n".join(self._code).encode("latin-1")
        own = (self._doc.put(stream(drawn, self._doc.level)),) if drawn else ()
        pictures = self._doc.xobjDict(self._formsinuse).format(self._doc) if self._formsinuse else b""
        self._doc.put_page((*before, *own), self._pagesize, pictures)
        self._startPage()


def new_canvas(target: Any, *, level: int = LEVEL, **options: Any) -> Any:
    """Return an A4 canvas whose file is the same every time, deflated, without ASCII85 or Helvetica."""
    settings = {"pagesize": A4, "invariant": 1, "initialFontName": "BIZUDMincho-Regular"}
    canvas = _Canvas(target, **{**settings, **options, "pageCompression": 0})
    document = {"invariant": 1, "compression": 0, "lang": options.get("lang")}
    canvas._doc = PdfDocument(target, level, **document)
    return canvas


__all__ = ["A4", "Info", "PdfDocument", "Ready", "new_canvas"]
