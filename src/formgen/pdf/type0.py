"""A Type0 font for ReportLab: one code for each cluster, text that reads back exactly, never a .notdef.

Encrypted documents are not supported.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from itertools import groupby
from typing import Any

from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from formgen.typeface import Face, build_subset, clusters, face

A4 = (210 * 72 / 25.4, 297 * 72 / 25.4)
LEVEL = 1  # of zlib; on outlines level 6 takes twice the time and saves 3 %

_BLOCK = 100
_SYMBOLIC = 4
_CODES = "_formgen_codes"
_LEVEL = "_formgen_level"


class _Codes(dict[str, str]):
    """Cluster to four hexadecimal digits for one font in one document, numbered from 1 on first use."""

    def __init__(self, font: Face, name: str) -> None:
        self.font = font
        self.name = name
        self.gids: list[int] = []
        self.closed = False

    def __missing__(self, cluster: str) -> str:
        gid = self.font.need(cluster)
        if self.closed:
            raise ValueError(f"the document is finished: {self.font.name} takes no new characters")
        self.gids.append(gid)
        code = self[cluster] = f"{len(self.gids):04X}"
        return code


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
        fonts = doc.idToObject["BasicFonts"].dict
        fonts[codes.name] = _add(doc, _font_object(doc, codes))

    def _codes(self, doc: Any) -> _Codes:
        state: dict[str, _Codes] = doc.__dict__.setdefault(_CODES, {})
        codes = state.get(self.fontName)
        if codes is None:
            name = f"F{len(doc.fontMapping) + 1}"
            codes = state[self.fontName] = _Codes(self.face, name)
            doc.fontMapping[self.fontName] = f"/{name}"
            doc.delayedFonts.append(self)
        return codes


@cache
def font_for(face_name: str) -> Type0Font:
    """Return the font of this name, made once per process."""
    return Type0Font(face(face_name))


class _Ready(pdfdoc.PDFObject):  # type: ignore[misc]
    """An object of the file whose bytes are ready."""

    __RefOnly__ = 1

    def __init__(self, body: bytes) -> None:
        self._body = body

    def format(self, document: Any) -> bytes:  # noqa: ARG002
        """Return the bytes (ReportLab's protocol)."""
        return self._body


class _Deflate:
    """ReportLab's stream filter with a level of our choice."""

    pdfname = "FlateDecode"

    def __init__(self, level: int) -> None:
        self._level = level

    def encode(self, data: str | bytes) -> bytes:
        """Return the data compressed (ReportLab's protocol)."""
        return zlib.compress(data.encode("latin-1") if isinstance(data, str) else data, self._level)


class _Canvas(Canvas):  # type: ignore[misc]
    """A canvas without the things ReportLab adds unasked: Helvetica and ASCII85."""

    def _make_preamble(self) -> None:
        self._preamble = ""

    def _setXObjects(self, thing: Any) -> None:  # noqa: N802
        super()._setXObjects(thing)
        thing.Contents = pdfdoc.PDFStream(content=thing.stream, filters=[_Deflate(_level(self._doc))])


def new_canvas(target: Any, *, level: int = LEVEL, **options: Any) -> Any:
    """Return an A4 canvas whose file is the same every time, deflated, without ASCII85 or Helvetica."""
    settings = {"pagesize": A4, "invariant": 1, "initialFontName": "BIZUDMincho-Regular"}
    canvas = _Canvas(target, **{**settings, **options, "pageCompression": 0})
    setattr(canvas._doc, _LEVEL, level)
    return canvas


def _level(doc: Any) -> int:
    level: int = getattr(doc, _LEVEL, LEVEL)
    return level


def _text(text: str | bytes, encoding: str) -> str:
    return text.decode(encoding) if isinstance(text, bytes) else text


def _add(doc: Any, body: bytes) -> Any:
    return doc.Reference(_Ready(body))


def _put(doc: Any, body: bytes) -> bytes:
    """Add an object to the document and return the reference to it."""
    reference: bytes = _add(doc, body).format(doc)
    return reference


def _put_stream(doc: Any, data: bytes, extra: bytes = b"") -> bytes:
    packed = zlib.compress(data, _level(doc))
    head = b"<< /Filter /FlateDecode /Length %d%b >>\nstream\n" % (len(packed), extra)
    return _put(doc, head + packed + b"\nendstream\n")


def _font_object(doc: Any, codes: _Codes) -> bytes:
    """Return the Type0 dictionary, everything below it already added to the document."""
    program = build_subset(codes.font, codes.gids)
    reading = _to_unicode(list(codes))
    name = _tag(program + reading) + codes.font.postscript.encode("ascii")
    file = _put_stream(doc, program, b" /Length1 %d" % len(program))
    descriptor = _put(doc, _descriptor(codes.font, name, file))
    descendant = _put(doc, _descendant(codes, name, descriptor))
    unicode = _put_stream(doc, reading)
    return (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /%b /Encoding /Identity-H"
        b" /DescendantFonts [ %b ] /ToUnicode %b >>" % (name, descendant, unicode)
    )


def _tag(content: bytes) -> bytes:
    """Return six capitals and a plus sign that depend on the content only."""
    return bytes(65 + byte % 26 for byte in sha256(content).digest()[:6]) + b"+"


def _descriptor(font: Face, name: bytes, file: bytes) -> bytes:
    head = font.head
    box = (head.x_min, head.y_min, head.x_max, head.y_max)
    heights = (head.ascent, head.descent, head.cap_height)
    numbers = [round(1000 * value / head.units) for value in (*box, *heights)]
    x0, y0, x1, y1, ascent, descent, capitals = numbers
    return (
        b"<< /Type /FontDescriptor /FontName /%b /Flags %d" % (name, _SYMBOLIC)
        + b" /FontBBox [ %d %d %d %d ]" % (x0, y0, x1, y1)
        + b" /Ascent %d /Descent %d /CapHeight %d" % (ascent, descent, capitals)
        + b" /ItalicAngle %d /StemV %d /FontFile2 %b >>" % (head.italic // 65536, head.stem, file)
    )


def _descendant(codes: _Codes, name: bytes, descriptor: bytes) -> bytes:
    return (
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /%b /CIDToGIDMap /Identity"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
        b" /FontDescriptor %b /DW 1000 /W [ %b ] >>" % (name, descriptor, _widths(codes))
    )


def _widths(codes: _Codes) -> bytes:
    """Return the widths that are not 1000, neighbours together."""
    advances, units = codes.font.index.advances, codes.font.units
    odd = [(cid, advances[gid]) for cid, gid in enumerate(codes.gids, 1) if advances[gid] != units]
    groups = groupby(enumerate(odd), key=lambda item: item[1][0] - item[0])
    return " ".join(_width_group([pair for _, pair in group], units) for _, group in groups).encode("ascii")


def _width_group(pairs: list[tuple[int, int]], units: int) -> str:
    return f"{pairs[0][0]} [{' '.join(f'{round(1000 * advance / units, 3):g}' for _, advance in pairs)}]"


def _to_unicode(texts: list[str]) -> bytes:
    """Return the CMap from each code to the code points it was made from."""
    return "\n".join(_cmap_lines(texts)).encode("ascii")


def _cmap_lines(texts: list[str]) -> Iterator[str]:
    yield "/CIDInit /ProcSet findresource begin 12 dict begin begincmap"
    yield "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def"
    yield "/CMapName /Adobe-Identity-UCS def /CMapType 2 def"
    yield "1 begincodespacerange <0000> <FFFF> endcodespacerange"
    for start in range(0, len(texts), _BLOCK):
        block = texts[start : start + _BLOCK]
        yield f"{len(block)} beginbfchar"
        for cid, text in enumerate(block, start + 1):
            yield f"<{cid:04X}> <{text.encode('utf-16-be').hex().upper()}>"
        yield "endbfchar"
    yield "endcmap CMapName currentdict /CMap defineresource pop end end"
