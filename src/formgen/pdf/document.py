"""ReportLab's document, written through: what is ready goes to the file at once and is not kept.

So a document of ten thousand pages needs no more memory than one of ten. No other module knows ReportLab.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from typing import Any, BinaryIO

from reportlab.pdfbase import pdfdoc

from formgen.pdf.deflate import LEVEL
from formgen.pdf.embed import Fonts, embedded


class PdfDocument(pdfdoc.PDFDocument):  # type: ignore[misc]
    """A document whose objects are numbered in the order they are asked for and written when they are ready.

    The one class that leans on private parts of ReportLab, which has no public way to do these things:

    - `objectcounter`, `idToObject`, `numberToId`: our objects share one numbering with ReportLab's, but are written at
      once; ReportLab would keep every page and font until the end.
    - `Pages` (also of the `Catalog`): its list keeps a page object for each page, ours only their references.
    - `idToObject["BasicFonts"]`: the font dictionary of all pages; ReportLab fills it from its own kinds of font, none
      of which draws variation sequences or reads back as typed.
    - `info`: ReportLab takes the name of the file from what the document says of itself; ours follows from its bytes.
    - `_pdfVersion`, `GetPDFData`, `format`: what it writes before the first object, and the order of the end.
    """

    def __init__(self, target: BinaryIO, about: Mapping[str, str]) -> None:
        """Begin a file. `about`: title, subject, keywords, creator."""
        # No clock in the file; and what is to be compressed comes here compressed.
        super().__init__(invariant=1, compression=0, lang="ja-JP")
        told = (about.get(name, "") for name in ("title", "subject", "keywords", "creator"))
        self.info = _Info(*told)
        self.fonts = Fonts("F")
        self.Pages = self.Catalog.Pages = _Pages()
        self._file = _File(target, self._pdfVersion)
        # Eight bytes for each object: as a list of numbers it would grow several times as fast with the pages.
        self._offsets = array("Q")
        self._parent: bytes = self.Reference(self.Pages).format(self)
        self._shared: bytes = pdfdoc.PDFObjectReference("BasicFonts").format(self)

    def put(self, body: bytes) -> bytes:
        """Write an object that is ready and return the reference to it."""
        self.objectcounter += 1
        self._write(self.objectcounter, body)
        return b"%d 0 R" % self.objectcounter

    def put_page(
        self, contents: tuple[bytes, ...], size: tuple[float, float], pictures: Mapping[str, bytes] | None = None
    ) -> None:
        """Write a page that shows some content streams (their references); its size in points.

        `pictures`: the references to those its streams draw, by the names they use.
        """
        # Ink and values as two streams: the ink is written once and shown by every page that has it.
        shown = contents[0] if len(contents) == 1 else b"[ %b ]" % b" ".join(contents)
        named = b" ".join(b"/%b %b" % (name.encode(), place) for name, place in (pictures or {}).items())
        more = b" /XObject << %b >>" % named if named else b""
        self.Pages.add(
            self.put(
                b"<< /Type /Page /Parent %b /MediaBox [ 0 0 %.6g %.6g ] /Resources << /Font %b%b >> /Contents %b >>"
                % (self._parent, *size, self._shared, more, shown)
            )
        )

    def add_font(self, name: str, body: bytes) -> None:
        """Give every page a font under this name."""
        self.idToObject["BasicFonts"].dict[name] = _Ready(body)

    def close(self) -> None:
        """Write the fonts that texts were drawn with, and the end of the file."""
        for codes in self.fonts.values():
            # Its subset is made now: a code that came later would have no glyph.
            codes.closed = True
            body = embedded(codes, LEVEL).add(self.put)
            self.idToObject["BasicFonts"].dict[codes.name] = self.Reference(_Ready(body))
        self.GetPDFData(None)

    def format(self) -> bytes:
        """Write what is left; return the end of the file (ReportLab's protocol)."""
        root, info = self.Reference(self.Catalog).format(self), self.Reference(self.info).format(self)
        number = 0
        while number < self.objectcounter:  # grows while it is read
            number += 1
            # Only ReportLab's own few objects are left; ours were written when they were ready.
            if number > len(self._offsets) or not self._offsets[number - 1]:
                self._write(number, self._body(self.idToObject[self.numberToId[number]]))
        start = self._file.offset
        places = b"".join([b"%010d 00000 n \n" % offset for offset in self._offsets])
        self._file.add(b"xref\n0 %d\n0000000000 65535 f \n%b" % (number + 1, places))
        # The two identifiers follow from the bytes before them: the same content, the same file.
        name = self._file.digest()
        self._file.add(
            b"trailer\n<< /Size %d /Root %b /Info %b /ID [ <%b> <%b> ] >>\nstartxref\n%d\n%%%%EOF\n"
            % (number + 1, root, info, name, name, start)
        )
        # Everything has gone to the target already.
        return b""

    def _body(self, thing: Any) -> bytes:
        body = thing.format(self)
        return body if isinstance(body, bytes) else body.encode("latin-1")

    def _write(self, number: int, body: bytes) -> None:
        # Objects are not written in the order of their numbers: a reference can be asked for first.
        while len(self._offsets) < number:
            self._offsets.append(0)
        self._offsets[number - 1] = self._file.add(b"%d 0 obj\n%b\nendobj\n" % (number, body))


class _Ready(pdfdoc.PDFObject):  # type: ignore[misc]
    """An object of the file whose bytes are ready."""

    __RefOnly__ = 1

    def __init__(self, body: bytes) -> None:
        self._body = body

    def format(self, document: Any) -> bytes:  # noqa: ARG002
        """Return the bytes (ReportLab's protocol)."""
        return self._body


class _Info(_Ready):
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
        # Four bytes beyond ASCII tell whoever passes the file on that it is no text (ISO 32000-1, 7.5.2).
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
