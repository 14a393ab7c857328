"""The index says what the font files say, and the font files are the ones we mean."""

from __future__ import annotations

import hashlib
import importlib.util
import re
import struct
import unicodedata
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from formgen.typeface import CORE, RARE, VERTICAL, Face, FontBroken, font_file
from formgen.typeface.index import HEADER, Index, selector_number, sequence_key
from formgen.typeface.locate import index_file

ROOT = Path(__file__).resolve().parents[2]
NAMES = CORE + RARE


def _sums() -> dict[str, str]:
    text = (ROOT / "fonts" / "README.md").read_text(encoding="utf-8")
    return dict(re.findall(r"^\| `([^`/]+)\.ttf` \| `([0-9a-f]{64})` \|$", text, re.MULTILINE))


@pytest.mark.parametrize("name", NAMES)
def test_font_file_is_the_published_one(name: str) -> None:
    path = font_file(name)
    assert path is not None
    total = hashlib.sha256(path.read_bytes()).hexdigest()
    assert total == _sums()[name]
    assert total == Index(index_file(name)).head.sha256.hex()


@pytest.fixture(params=NAMES, scope="module")
def pair(request: pytest.FixtureRequest) -> tuple[Face, TTFont]:
    return Face(request.param), TTFont(font_file(request.param), lazy=True)


def test_chars_and_advances(pair: tuple[Face, TTFont]) -> None:
    one, font = pair
    cmap, number, metrics = font.getBestCmap(), font.getReverseGlyphMap(), font["hmtx"].metrics
    assert len(one.index.chars) > 2000
    assert list(one.index.chars) == sorted(one.index.chars)
    for char in one.index.chars:
        glyph = cmap[char]
        assert one.gid(chr(char)) == number[glyph] != 0
        assert one.advance(chr(char)) == metrics[glyph][0] / one.units
    assert [metrics[name][0] for name in font.getGlyphOrder()] == list(one.index.advances)


def test_sequences(pair: tuple[Face, TTFont]) -> None:
    one, font = pair
    number, cmap = font.getReverseGlyphMap(), font.getBestCmap()
    subtables = [table for table in font["cmap"].tables if table.format == 14]
    seen = 0
    for selector, base, glyph in (
        (selector, base, glyph)
        for table in subtables
        for selector, entries in table.uvsDict.items()
        for base, glyph in entries
    ):
        assert one.gid(chr(base) + chr(selector)) == number[glyph or cmap[base]]
        seen += 1
    assert seen == len(one.index.sequences)


def test_blanks_are_spaces(pair: tuple[Face, TTFont]) -> None:
    one, _ = pair
    blanks = {chr(char) for char in one.index.chars if one.ink(chr(char)) is None}
    assert " " in blanks
    assert {unicodedata.category(char) for char in blanks} == {"Zs"}


def test_bearing_is_the_left_edge(pair: tuple[Face, TTFont]) -> None:
    """The subset and ``ink`` rely on it."""
    one, font = pair
    metrics, order = font["hmtx"].metrics, font.getGlyphOrder()
    for gid in list(one.index.char_glyphs)[::7]:
        raw = one.outline(gid)
        if raw:
            assert struct.unpack_from(">h", raw, 2)[0] == metrics[order[gid]][1]


@pytest.mark.parametrize("name", NAMES)
def test_committed_index_is_what_the_tool_writes(name: str) -> None:
    if unicodedata.unidata_version != "14.0.0":
        pytest.skip("assigned characters differ between versions of Python")
    spec = importlib.util.spec_from_file_location("tool", ROOT / "tools" / "build_font_index.py")
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    assert tool.build(font_file(name)) == index_file(name).read_bytes()


@pytest.mark.parametrize("name", CORE[:3] + RARE)
def test_spaces_are_covered(name: str) -> None:
    one = Face(name)
    assert one.has((" ", "\u3000"))
    assert one.advance("\u3000") == 1.0
    assert one.ink("\u3000") is None


def test_vertical_bracket_and_kana() -> None:
    flat, upright = Face("BIZUDMincho-Regular"), Face("BIZUDMincho-Regular" + VERTICAL)
    for sign in "「」（）ー、。ゃ":
        assert upright.need(sign) != flat.need(sign), sign
    assert upright.need("山") == flat.need("山")
    assert upright.outline(upright.need("「")) != flat.outline(flat.need("「"))


def test_selector_numbers_are_one_to_one() -> None:
    selectors = [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]
    assert [selector_number(one) for one in selectors] == list(range(256))
    assert selector_number(0x20) is None
    assert sequence_key(0x908A, ord("a")) is None


def test_index_cut_short(tmp_path: Path) -> None:
    whole = index_file("NotoSerif-Light").read_bytes()
    for size in (0, 10, HEADER.size, len(whole) - 2):
        path = tmp_path / f"{size}.idx"
        path.write_bytes(whole[:size])
        with pytest.raises(FontBroken, match=path.name):
            Index(path)
    (tmp_path / "other.idx").write_bytes(b"X" + whole[1:])
    with pytest.raises(FontBroken, match="another version"):
        Index(tmp_path / "other.idx")


@pytest.mark.parametrize("spoil", ["shorter", "changed", "empty"])
def test_font_that_does_not_fit_its_index(spoil: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = font_file("NotoSerif-Light")
    assert source is not None
    data = bytearray(source.read_bytes())
    if spoil == "changed":
        data[Face("NotoSerif-Light").head.head + 9] ^= 1
    path = tmp_path / "NotoSerif-Light.ttf"
    path.write_bytes({"shorter": data[:-4], "changed": data, "empty": b""}[spoil])
    monkeypatch.setattr("formgen.typeface.faces.font_file", lambda name: path)
    one = Face("NotoSerif-Light")
    assert one.advance("A") > 0  # the index alone answers this
    with pytest.raises(FontBroken, match=r"NotoSerif-Light\.ttf"):
        one.ink("A")


def test_font_that_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("formgen.typeface.faces.font_file", lambda name: None)
    with pytest.raises(FontBroken, match="not installed"):
        Face("ipamjm").ink("山")


def test_unknown_font_name() -> None:
    with pytest.raises(FontBroken, match="Comic"):
        font_file("Comic")


def test_rare_package_carries_the_licences() -> None:
    for text in (ROOT / "fonts" / "rare").glob("*.txt"):
        copy = ROOT / "packages" / "fonts-rare" / "licenses" / text.name
        assert copy.read_bytes() == text.read_bytes()
