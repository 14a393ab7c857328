"""Line breaking: what may stand at a line start and end, what stays whole, and that nothing is dropped."""

from __future__ import annotations

import pytest
from covered import LATIN, SIGNS, covered_text
from hypothesis import given, settings
from hypothesis import strategies as st

from formgen.ground.kinsoku import NOT_FIRST, NOT_LAST
from formgen.layout.breaking import break_lines, units
from formgen.typeface import clusters

CLOSING = "、。，．）」』】〉》〕］｝・ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ"
OPENING = "（「『【〈《〔［｛"


def wide(text: str) -> float:
    return sum(0.5 if part.isascii() else 1.0 for part in clusters(text))


def heads_and_tails(lines: list[str]) -> tuple[set[str], set[str]]:
    """First characters of all lines but the first, last ones of all but the last; spaces are not seen."""
    heads = {line.strip()[0] for line in lines[1:] if line.strip()}
    tails = {clusters(line.strip())[-1][0] for line in lines[:-1] if line.strip()}
    return heads, tails


@pytest.mark.parametrize("sign", CLOSING)
def test_never_at_a_line_start(sign: str) -> None:
    for before in range(1, 6):
        lines = break_lines("山" * before + sign + "川川川", 5, wide)
        assert lines is not None
        assert sign not in heads_and_tails(lines)[0]


@pytest.mark.parametrize("sign", OPENING)
def test_never_at_a_line_end(sign: str) -> None:
    for before in range(6):
        lines = break_lines("山" * before + sign + "川川川", 5, wide)
        assert lines is not None
        assert sign not in heads_and_tails(lines)[1]


@pytest.mark.parametrize(
    "text, lines",
    [
        ("東京都新宿区四谷一丁目（本社）、大阪", ["東京都新宿区四谷一丁", "目（本社）、大阪"]),
        ("電話 03-0000-0000 内線 12", ["電話 03-0000-0000 内", "線 12"]),
        ("株式会社International", ["株式会社", "International"]),
        ("あいうえおかきくけ「こ」", ["あいうえおかきくけ", "「こ」"]),
        ("あいうえおかきくけこ　　さ", ["あいうえおかきくけこ　　", "さ"]),
        ("あいうえおかきくけこ 、さ", ["あいうえおかきくけ", "こ 、さ"]),
        ("あいうえおかきく（ abcd）", ["あいうえおかきく", "（ abcd）"]),
        ("一\n二、\n\n三", ["一", "二、", "", "三"]),
        ("葛\U000e0100" * 12, ["葛\U000e0100" * 10, "葛\U000e0100" * 2]),
        ("か\u3099" * 11, ["か\u3099" * 10, "か\u3099"]),
        ("価格は全部で約10\u00a0000円、", ["価格は全部で約", "10\u00a0000円、"]),
    ],
)
def test_lines(text: str, lines: list[str]) -> None:
    assert break_lines(text, 10, wide) == lines


def test_a_word_wider_than_the_line() -> None:
    address = "taro.yamada-long@mail.example.co.jp"
    assert break_lines(address, 10, wide) is None
    assert break_lines(address, 10, wide, anywhere=True) == ["taro.yamada-long@", "mail.example.co.jp"]
    assert break_lines("A" * 25, 10, wide, anywhere=True) == ["A" * 20, "A" * 5]
    assert break_lines("」" * 12, 10, wide, anywhere=True) == ["」" * 10, "」" * 2]
    assert break_lines("山", 0.5, wide, anywhere=True) is None


TEXTS = st.one_of(st.text(st.sampled_from(SIGNS + CLOSING + OPENING + LATIN + "山川東京　 \n")), covered_text)


@settings(max_examples=300)
@given(text=TEXTS, room=st.integers(1, 30), anywhere=st.booleans())
def test_nothing_is_dropped_and_nothing_is_too_wide(text: str, room: int, anywhere: bool) -> None:
    lines = break_lines(text, room, wide, anywhere=anywhere)
    if lines is None:
        assert any(wide(unit.rstrip()) > room for part in text.split("\n") for unit in units(part))
        return
    assert "".join(lines) == text.replace("\n", "")
    assert all(wide(line.rstrip()) <= room for line in lines)


@settings(max_examples=300)
@given(text=TEXTS.map(lambda text: text.replace("\n", "")), room=st.integers(1, 30))
def test_rules_hold_whenever_words_stay_whole(text: str, room: int) -> None:
    lines = break_lines(text, room, wide)
    if lines is None:
        return
    heads, tails = heads_and_tails(lines)
    assert not heads & NOT_FIRST
    assert not tails & NOT_LAST
    ends = [len("".join(lines[:n])) for n in range(1, len(lines))]
    assert all(not _inside_a_word(text, end) for end in ends)
    assert all(not line[0].isspace() or line[0] in "\u00a0\u202f" for line in lines[1:])


def _inside_a_word(text: str, end: int) -> bool:
    return text[end - 1 : end + 1].isascii() and text[end - 1 : end + 1].isalnum()
