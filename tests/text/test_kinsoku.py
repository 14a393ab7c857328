"""Line breaking: what may stand at a line start and end, what stays whole, and that nothing is dropped."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from covered import LATIN, SIGNS, covered_text
from hypothesis import given, settings
from hypothesis import strategies as st

from formgen.ground.kinsoku import NOT_FIRST, NOT_LAST
from formgen.ground.marks import MM
from formgen.layout.breaking import WholeLine, filled_lines, paragraphs, units
from formgen.layout.measuring import MeasuredText
from formgen.layout.remnants import behind_space, without_remnant
from formgen.layout.setting import MIDDLE, Look, extent, fonts
from formgen.typeface import clusters, ink

CLOSING = "、。，．）」』】〉》〕］｝・ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ"
OPENING = "（「『【〈《〔［｛"


def wide(text: str) -> float:
    return sum(0.5 if part.isascii() else 1.0 for part in clusters(text))


def break_lines(text: str, room: float, *, anywhere: bool = False) -> list[str] | None:
    return filled_lines(paragraphs(text), room, WholeLine(wide), anywhere=anywhere)


def heads_and_tails(lines: list[str]) -> tuple[set[str], set[str]]:
    """First characters of all lines but the first, last ones of all but the last; spaces are not seen."""
    heads = {line.strip()[0] for line in lines[1:] if line.strip()}
    tails = {clusters(line.strip())[-1][0] for line in lines[:-1] if line.strip()}
    return heads, tails


@pytest.mark.parametrize("sign", CLOSING)
def test_never_at_a_line_start(sign: str) -> None:
    for before in range(1, 6):
        lines = break_lines("山" * before + sign + "川川川", 5)
        assert lines is not None
        assert sign not in heads_and_tails(lines)[0]


@pytest.mark.parametrize("sign", OPENING)
def test_never_at_a_line_end(sign: str) -> None:
    for before in range(6):
        lines = break_lines("山" * before + sign + "川川川", 5)
        assert lines is not None
        assert sign not in heads_and_tails(lines)[1]


@pytest.mark.parametrize(
    "text, lines",
    [
        ("東京都新宿区四谷一丁目（本社）、大阪", ["東京都新宿区四谷", "一丁目（本社）、大阪"]),
        ("電話 03-0000-0000 内線 12", ["電話 03-0000-0000 ", "内線 12"]),
        ("株式会社International", ["株式会社", "International"]),
        ("あいうえおかきくけ「こ」", ["あいうえおかきくけ", "「こ」"]),
        ("あいうえおかきくけこ　　さ", ["あいうえおかきく", "けこ　　さ"]),
        ("あいうえおかきくけこ 、さ", ["あいうえおかきく", "けこ 、さ"]),
        ("東京都千代田区見本町4番5号", ["東京都千代田区見本町", "4番5号"]),
        ("愛知県名古屋市中区栄四丁目5番6号", ["愛知県名古屋市中区栄", "四丁目5番6号"]),
        ("見本町5番6号 栄会館七階", ["見本町5番6号 ", "栄会館七階"]),
        ("県見本町5番6号 名古屋駅前中央会館東棟七階", ["県見本町5番6号 ", "名古屋駅前中央会", "館東棟七階"]),
        ("受入機関、未提出の機関の名簿", ["受入機関、", "未提出の機関の名簿"]),
        ("外国人名簿（第２号様式）", ["外国人名簿", "（第２号様式）"]),
        ("受入 機関の名簿を出した。", ["受入 機関の名簿を", "出した。"]),
        ("見本 会館新館三十七階東側", ["見本 会館新館", "三十七階東側"]),
        ("見本会館新館第三十七階東側", ["見本会館新館", "第三十七階東側"]),
        ("取扱いを希望するカテゴリー", ["取扱いを希望する", "カテゴリー"]),
        ("原本を手続まで保管します。", ["原本を手続まで", "保管します。"]),
        ("受入機関の名簿（別記第２号）", ["受入機関の名簿", "（別記第２号）"]),
        ("提出する書類一覧・確認表（新規）", ["提出する書類一覧・", "確認表（新規）"]),
        ("技術・人文知識・国際業務", ["技術・人文知識・", "国際業務"]),
        ("あいうえおかきく（ abcd）", ["あいうえおかきく", "（ abcd）"]),
        ("一\n二、\n\n三", ["一", "二、", "", "三"]),
        ("葛\U000e0100" * 12, ["葛\U000e0100" * 7, "葛\U000e0100" * 5]),
        ("か\u3099" * 11, ["か\u3099" * 6, "か\u3099" * 5]),
        ("価格は全部で約10\u00a0000円、", ["価格は全部で約", "10\u00a0000円、"]),
    ],
)
def test_lines(text: str, lines: list[str]) -> None:
    assert break_lines(text, 10) == lines


def test_a_word_wider_than_the_line() -> None:
    address = "taro.yamada-long@mail.example.co.jp"
    assert break_lines(address, 10) is None
    assert break_lines(address, 10, anywhere=True) == ["taro.yamada-long@", "mail.example.co.jp"]
    assert break_lines("A" * 25, 10, anywhere=True) == ["A" * 20, "A" * 5]
    assert break_lines("」" * 12, 10, anywhere=True) == ["」" * 10, "」" * 2]
    assert break_lines("山", 0.5, anywhere=True) is None


TEXTS = st.one_of(st.text(st.sampled_from(SIGNS + CLOSING + OPENING + LATIN + "山川東京　 \n")), covered_text)


@settings(max_examples=300)
@given(text=TEXTS, room=st.integers(1, 30), anywhere=st.booleans())
def test_nothing_is_dropped_and_nothing_is_too_wide(text: str, room: int, anywhere: bool) -> None:
    lines = break_lines(text, room, anywhere=anywhere)
    if lines is None:
        assert any(wide(unit.rstrip()) > room for part in text.split("\n") for unit in units(part))
        return
    assert "".join(lines) == text.replace("\n", "")
    assert all(wide(line.rstrip()) <= room for line in lines)


@settings(max_examples=300)
@given(text=TEXTS.map(lambda text: text.replace("\n", "")), room=st.integers(1, 30))
def test_rules_hold_whenever_words_stay_whole(text: str, room: int) -> None:
    lines = break_lines(text, room)
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


def plainly_filled(parts: list[str], room: float, width: Callable[[str], float]) -> list[list[str]] | None:
    """What breaking means, said plainly: for each unit the whole line is measured again."""
    lines: list[list[str]] = [[]]
    for part in parts:
        if lines[-1] and width("".join([*lines[-1], part]).rstrip()) > room:
            lines.append([])
        if not lines[-1] and width(part.rstrip()) > room:
            return None
        lines[-1].append(part)
    return lines


def plainly_broken(text: str, room: float, width: Callable[[str], float], anywhere: bool) -> list[str] | None:
    lines: list[str] = []
    for paragraph in text.split("\n"):
        found = plainly_filled(units(paragraph), room, width)
        if found:
            found = plainly_parted(found, room, width)
            found[-2:] = without_remnant(found[-2:], lambda rest: width("".join(rest).rstrip()) <= room)
        elif anywhere:
            parts = [piece for unit in units(paragraph) for piece in plain_pieces(unit, room, width)]
            found = plainly_filled(parts, room, width)
        if found is None:
            return None
        lines += ("".join(line) for line in found)
    return lines


def plainly_parted(found: list[list[str]], room: float, width: Callable[[str], float]) -> list[list[str]]:
    """Three lines, the first of them ended at its last space, if that takes no fourth one."""
    rest = [unit for line in found[1:] for unit in line]
    start = behind_space(found[0], rest)
    if len(found) != 3 or 2 * start < len(found[0]):
        return found
    again = plainly_filled([*found[0][start:], *rest], room, width)
    return [found[0][:start], *again] if again and len(again) <= 2 else found


def plain_pieces(unit: str, room: float, width: Callable[[str], float]) -> Iterator[str]:
    if width(unit.rstrip()) <= room:
        yield unit
        return
    signs = "'’.,:/@&+_#\\\\-"
    for piece in re.findall(rf"[^{signs}]*[{signs}]+|[^{signs}]+", unit):
        yield from [piece] if width(piece.rstrip()) <= room else clusters(piece)


OVERHANG = "fjſÝįÎƑʅʆӁKỵ"
"""Letters whose ink reaches out of their width, or far down; some of them in one of the fonts only."""


def words(letters: str) -> st.SearchStrategy[str]:
    word = st.text(st.sampled_from(letters), min_size=1, max_size=3)
    return st.lists(word, min_size=1, max_size=12).map(" ".join)


@settings(max_examples=800)
@given(
    text=st.one_of(TEXTS, words(OVERHANG), words("jſKo"), words(OVERHANG + "gb山川東ー、（")),
    start=st.integers(0, 3),
    count=st.integers(1, 8),
    slack=st.sampled_from([-1e-6, 1e-6]),
    size=st.integers(8, 32).map(lambda n: n / 2),
    style=st.sampled_from(["mincho", "bold", "latin"]),
    anywhere=st.booleans(),
)
def test_lines_measured_once_are_those_measured_whole(
    text: str, start: int, count: int, slack: float, size: float, style: str, anywhere: bool
) -> None:
    """In rooms that some of the units just fill, or just do not."""
    measured = MeasuredText(text, style)
    look = Look(size, style, face=measured.face)

    def width(line: str) -> float:
        return sum(extent(line, look))

    filling = "".join(units(text.replace("\n", ""))[start : start + count])
    room = max(1.0, width(filling.rstrip()) + slack)
    lines = measured.lines(room, look, anywhere=anywhere)
    assert lines == plainly_broken(text, room, width, anywhere)
    if lines:
        blacks = [ink(fonts(line, look)) for line in lines]
        reach = max(max(y1 - MIDDLE, MIDDLE - y0, 0.5) for _, y0, _, y1 in blacks)
        assert measured.half(lines, look) == pytest.approx(reach * size / MM)
