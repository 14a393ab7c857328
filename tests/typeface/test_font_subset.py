"""The embedded font opens with fontTools and shows the same outlines and widths."""

from __future__ import annotations

import io
import struct

import pytest
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont

from formgen.typeface import CORE, RARE, build_subset, face, font_file

SAMPLES = {
    "NotoSerif-Light": "ABễ Яα9ặÅ",
    "ipamjm": "\U00020bb7山 １",
    "HanaMinA": "邊边 A",
}


def _drawn(font: TTFont, gid: int) -> list[object]:
    glyphs = font.getGlyphSet()
    pen = DecomposingRecordingPen(glyphs)
    glyphs[font.getGlyphOrder()[gid]].draw(pen)
    return pen.value


@pytest.mark.parametrize("name", CORE + RARE)
def test_same_outlines_and_widths(name: str) -> None:
    one = face(name)
    gids = [one.need(char) for char in SAMPLES.get(name, "山田A ｱが「、")]
    data = build_subset(one, [*gids, gids[0]])
    small, full = TTFont(io.BytesIO(data), checkChecksums=2), TTFont(font_file(name), lazy=True)
    assert set(small.reader.tables) == {"head", "hhea", "maxp", "hmtx", "loca", "glyf"}
    assert small["maxp"].numGlyphs >= len(gids) + 2
    order, source = small.getGlyphOrder(), full.getGlyphOrder()
    for new, gid in enumerate([*gids, gids[0]], 1):
        assert _drawn(small, new) == _drawn(full, gid)
        assert small["hmtx"][order[new]] == full["hmtx"][source[gid]]
        assert not getattr(small["glyf"][order[new]], "program", None)
    assert _drawn(small, 0) == []
    assert data == build_subset(one, [*gids, gids[0]])


def test_checksum_of_the_file() -> None:
    data = build_subset(face("NotoSerif-Light"), [face("NotoSerif-Light").need("ễ")])
    assert sum(struct.unpack(f">{len(data) // 4}I", data)) & 0xFFFFFFFF == 0xB1B0AFBA


def test_parts_of_a_composite_are_appended() -> None:
    one = face("NotoSerif-Light")
    small = TTFont(io.BytesIO(build_subset(one, [one.need("é")])))
    assert small["glyf"][small.getGlyphOrder()[1]].isComposite()
    assert small["maxp"].numGlyphs == 4
    with_base = TTFont(io.BytesIO(build_subset(one, [one.need("é"), one.need("e")])))
    assert with_base["maxp"].numGlyphs == 4  # the letter asked for serves as the part


def test_too_many_glyphs() -> None:
    with pytest.raises(ValueError, match="more than one font"):
        build_subset(face("NotoSerif-Light"), [1] * 65535)


def test_nothing_asked() -> None:
    assert TTFont(io.BytesIO(build_subset(face("ipamjm"), [])))["maxp"].numGlyphs == 1
