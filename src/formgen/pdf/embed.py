"""What a font needs to stand in a PDF: a small font file, widths, and what each code reads as. Plain bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby

from formgen.pdf.deflate import stream
from formgen.typeface import Face, build_subset, clusters, face

# A block of a CMap may hold no more (Adobe Technical Note 5014).
_BLOCK = 100
# The flag of a font whose characters are not those of the standard Latin set (ISO 32000-1, table 123).
_SYMBOLIC = 4


class Codes(dict[str, str]):
    """Cluster to four hexadecimal digits for one font in one document, numbered from 1 on first use."""

    def __init__(self, font: Face, name: str) -> None:
        self.font = font
        self.name = name
        self.gids: list[int] = []
        self.closed = False

    def __missing__(self, cluster: str) -> str:
        gid = self.font.need(cluster)
        # Better an error than a character that nobody sees.
        if self.closed:
            raise ValueError(f"the document is finished: {self.font.name} takes no new characters")
        self.gids.append(gid)
        # From 1 on: 0 is .notdef, the box for what a font does not have.
        code = self[cluster] = f"{len(self.gids):04X}"
        return code

    def encode(self, text: str) -> str:
        """Return the codes of a text; raise MissingGlyphs rather than draw a box."""
        return "".join(map(self.__getitem__, clusters(text)))


class Fonts(dict[str, Codes]):
    """The fonts of one document, or of one piece of ink, by the names of their faces, in the order of first use.

    Each is called by a prefix and a number in content streams, such as F1.
    """

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix

    def __missing__(self, face_name: str) -> Codes:
        codes = self[face_name] = Codes(face(face_name), f"{self._prefix}{len(self) + 1}")
        return codes


@dataclass(frozen=True, slots=True)
class FontObjects:
    """The bodies of the objects of one embedded font; the references between them are filled in by `add`."""

    name: bytes
    program: bytes
    reading: bytes
    descriptor: bytes
    descendant: bytes

    def add(self, put: Callable[[bytes], bytes]) -> bytes:
        """Return the Type0 dictionary, everything below it handed to `put`, which returns a reference."""
        descriptor = put(self.descriptor + put(self.program) + b" >>")
        descendant = put(self.descendant + descriptor + b" >>")
        return (
            b"<< /Type /Font /Subtype /Type0 /BaseFont /%b /Encoding /Identity-H"
            b" /DescendantFonts [ %b ] /ToUnicode %b >>" % (self.name, descendant, put(self.reading))
        )


def embedded(codes: Codes, level: int) -> FontObjects:
    """Return the font objects for everything these codes have met."""
    program = build_subset(codes.font, codes.gids)
    reading = _to_unicode(list(codes))
    # Six capitals before the name mark a subset (ISO 32000-1, 9.6.4).
    name = _tag(program + reading) + codes.font.postscript.encode("ascii")
    return FontObjects(
        name=name,
        # Readers ask for the length before compression, too.
        program=stream(program, level, b" /Length1 %d" % len(program)),
        reading=stream(reading, level),
        descriptor=_descriptor(codes.font, name),
        descendant=_descendant(codes, name),
    )


def _tag(content: bytes) -> bytes:
    """Return six capitals and a plus sign that depend on the content only."""
    return bytes(65 + byte % 26 for byte in sha256(content).digest()[:6]) + b"+"


def _descriptor(font: Face, name: bytes) -> bytes:
    head = font.head
    box = (head.x_min, head.y_min, head.x_max, head.y_max)
    heights = (head.ascent, head.descent, head.cap_height)
    numbers = [round(1000 * value / head.units) for value in (*box, *heights)]
    x0, y0, x1, y1, ascent, descent, capitals = numbers
    return (
        b"<< /Type /FontDescriptor /FontName /%b /Flags %d" % (name, _SYMBOLIC)
        + b" /FontBBox [ %d %d %d %d ]" % (x0, y0, x1, y1)
        + b" /Ascent %d /Descent %d /CapHeight %d" % (ascent, descent, capitals)
        + b" /ItalicAngle %d /StemV %d /FontFile2 " % (head.italic // 65536, head.stem)
    )


def _descendant(codes: Codes, name: bytes) -> bytes:
    return (
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /%b /CIDToGIDMap /Identity"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
        b" /DW 1000 /W [ %b ] /FontDescriptor " % (name, _widths(codes))
    )


def _widths(codes: Codes) -> bytes:
    """Return the widths that are not 1000, neighbours together."""
    advances, units = codes.font.index.advances, codes.font.units
    # Most characters of a Japanese text are one em wide, which is what /DW says of all that are not listed.
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
            # In UTF-16: 𠮷 takes two units. Its five digits as they are would read back as another character.
            yield f"<{cid:04X}> <{text.encode('utf-16-be').hex().upper()}>"
        yield "endbfchar"
    yield "endcmap CMapName currentdict /CMap defineresource pop end end"
