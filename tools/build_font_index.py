"""Writes the glyph index of every font; run it after a font file or the list of allowed scripts changes.

Needs fontTools. The index holds numbers and places only: no outline and no altered font is written.
"""

from __future__ import annotations

import hashlib
import struct
import sys
import unicodedata
from array import array
from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.unicodedata import script

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from formgen.typeface.index import HEADER, MAGIC, VERSION, Header, sequence_key  # noqa: E402
from formgen.typeface.locate import CORE, RARE, font_file, index_file  # noqa: E402

# General categories that are never drawn: control, format, surrogate, private, unassigned,
# line and paragraph separators; and marks, which only exist composed with their base.
REFUSED = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Mn", "Mc", "Me"}

JAPANESE = {"Hani", "Hira", "Kana", "Latn", "Cyrl", "Grek", "Zyyy"}
LATIN = {"Latn", "Cyrl", "Grek", "Zyyy"}
RARE_ALWAYS = {"Hani", "Hira", "Kana"}
RARE_BLOCKS = (
    (0x0020, 0x007E), (0x00A0, 0x00BF), (0x00D7, 0x00D7), (0x00F7, 0x00F7),
    (0x2010, 0x205E), (0x20A0, 0x20BF), (0x2100, 0x214F), (0x2150, 0x218F), (0x2190, 0x21FF),
    (0x2200, 0x22FF), (0x2300, 0x23FF), (0x2460, 0x24FF), (0x2500, 0x27BF),
    (0x3000, 0x303F), (0x30A0, 0x30FF), (0x3190, 0x319F), (0x31C0, 0x31EF), (0x3200, 0x33FF),
    (0xFE30, 0xFE4F), (0xFF00, 0xFFEF), (0x1F100, 0x1F2FF),
)  # fmt: skip


def allowed(name: str, char: int) -> bool:
    """Tell whether a font may draw a character; scripts that need shaping are nobody's."""
    text = chr(char)
    if char == 0xFFFD or unicodedata.category(text) in REFUSED:
        return False
    kind = script(text)
    if name in RARE:
        in_block = any(first <= char <= last for first, last in RARE_BLOCKS)
        return kind in RARE_ALWAYS or (in_block and kind in {"Zyyy", "Latn"})
    return kind in (LATIN if name == "NotoSerif-Light" else JAPANESE)


class Source:
    """One font file seen through fontTools."""

    def __init__(self, path: Path) -> None:
        self.name = path.stem
        self.data = path.read_bytes()
        self.font = TTFont(path, lazy=True)
        self.places = list(self.font["loca"].locations)
        self.tables = self.font.reader.tables

    def blank(self, gid: int) -> bool:
        """Tell whether a glyph has no outline."""
        start, end = self.places[gid], self.places[gid + 1]
        return start == end or self._numbers(gid)[0] == 0

    def _numbers(self, gid: int) -> tuple[int, ...]:
        return struct.unpack_from(">5h", self.data, self.tables["glyf"].offset + self.places[gid])

    def usable(self, char: int, gid: int) -> bool:
        """Tell whether drawing this glyph for this character shows what was meant."""
        space = unicodedata.category(chr(char)) == "Zs"
        return gid != 0 and allowed(self.name, char) and (space or not self.blank(gid))

    def chars(self) -> dict[int, int]:
        """Return code point to glyph."""
        number = self.font.getReverseGlyphMap()
        found = {char: number[glyph] for char, glyph in self.font.getBestCmap().items()}
        return {char: gid for char, gid in sorted(found.items()) if self.usable(char, gid)}

    def sequences(self, chars: dict[int, int]) -> dict[int, int]:
        """Return filed variation sequence to glyph; a default form is the glyph of its base."""
        number = self.font.getReverseGlyphMap()
        out: dict[int, int] = {}
        for table in self.font["cmap"].tables:
            for selector, pairs in (table.uvsDict if table.format == 14 else {}).items():
                for base, glyph in pairs:
                    gid = chars.get(base) if glyph is None else number[glyph]
                    key = sequence_key(base, selector)
                    if key is not None and gid is not None and self.usable(base, gid):
                        out[key] = gid
        return dict(sorted(out.items()))

    def verticals(self) -> dict[int, int]:
        """Return glyph to glyph for vertical writing (GSUB vert, single substitutions)."""
        if "GSUB" not in self.font:
            return {}
        number, table = self.font.getReverseGlyphMap(), self.font["GSUB"].table
        lookups = {
            index
            for record in table.FeatureList.FeatureRecord
            if record.FeatureTag == "vert"
            for index in record.Feature.LookupListIndex
        }
        out: dict[int, int] = {}
        for index in sorted(lookups):
            for subtable in table.LookupList.Lookup[index].SubTable:
                actual = getattr(subtable, "ExtSubTable", subtable)
                for old, new in getattr(actual, "mapping", {}).items():
                    out.setdefault(number[old], number[new])
        return dict(sorted(out.items()))

    def cap_height(self) -> int:
        """Return the height of capitals, measured on H where the font does not say."""
        said = getattr(self.font["OS/2"], "sCapHeight", 0)
        return said or self._numbers(self.font.getReverseGlyphMap()[self.font.getBestCmap()[ord("H")]])[4]

    def header(self, chars: int, sequences: int, verticals: int) -> Header:
        """Return the fixed part of the index."""
        font, tables = self.font, self.tables
        head, os2 = font["head"], font["OS/2"]
        return Header(
            magic=MAGIC,
            version=VERSION,
            file_size=len(self.data),
            checksum_adjust=struct.unpack_from(">I", self.data, tables["head"].offset + 8)[0],
            sha256=hashlib.sha256(self.data).digest(),
            postscript=font["name"].getDebugName(6).encode("ascii"),
            units=head.unitsPerEm,
            loca_format=head.indexToLocFormat,
            weight=os2.usWeightClass,
            stem=50 + round((os2.usWeightClass / 65) ** 2),  # the usual guess from the weight
            ascent=os2.sTypoAscender,
            descent=os2.sTypoDescender,
            cap_height=self.cap_height(),
            x_min=head.xMin,
            y_min=head.yMin,
            x_max=head.xMax,
            y_max=head.yMax,
            spare=0,
            italic=round(font["post"].italicAngle * 65536),
            glyphs=font["maxp"].numGlyphs,
            glyf=tables["glyf"].offset,
            glyf_length=tables["glyf"].length,
            loca=tables["loca"].offset,
            loca_length=tables["loca"].length,
            head=tables["head"].offset,
            hhea=tables["hhea"].offset,
            maxp=tables["maxp"].offset,
            chars=chars,
            sequences=sequences,
            verticals=verticals,
        )


def build(path: Path) -> bytes:
    """Return the index of one font file."""
    source = Source(path)
    chars = source.chars()
    sequences = source.sequences(chars)
    verticals = source.verticals()
    metrics = source.font["hmtx"].metrics
    advances = [metrics[glyph][0] for glyph in source.font.getGlyphOrder()]
    parts = [HEADER.pack(*source.header(len(chars), len(sequences), len(verticals)))]
    parts += [numbers("I", chars), numbers("I", sequences)]
    parts += [numbers("H", part) for part in (chars.values(), sequences.values(), advances)]
    parts += [numbers("H", verticals), numbers("H", verticals.values())]
    return b"".join(parts)


def numbers(kind: str, values: object) -> bytes:
    """Return numbers as little-endian bytes."""
    out = array(kind, values)  # type: ignore[call-overload]
    if sys.byteorder == "big":
        out.byteswap()
    return out.tobytes()


def main() -> None:
    """Write every index whose font file is there."""
    for name in CORE + RARE:
        path = font_file(name)
        if path is None:
            print(f"{name}: no font file, index left as it is")
            continue
        data = build(path)
        index_file(name).parent.mkdir(exist_ok=True)
        index_file(name).write_bytes(data)
        print(f"{name}: {len(data):,} bytes")


if __name__ == "__main__":
    main()
