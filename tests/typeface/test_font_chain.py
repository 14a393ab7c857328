"""Which font draws what, what is refused, and how wide it is."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formgen.typeface import (
    RARE,
    STYLES,
    Chain,
    MissingGlyphs,
    Run,
    advances,
    clusters,
    face,
    ink,
    missing,
    runs,
    simplified,
    who_draws,
    width,
)

WATANABE = "邊\U000e0102"  # a variant only the last-resort font draws
KATSURAGI = "葛\U000e0100"  # drawn by the main font
MINCHO, GOTHIC, BOLD = "BIZUDMincho-Regular", "BIZUDGothic-Regular", "BIZUDGothic-Bold"
LATIN, MJ, HANA = "NotoSerif-Light", *RARE


@pytest.mark.parametrize(
    "text, parts",
    [
        ("", ()),
        ("山田", ("山", "田")),
        ("渡" + WATANABE + "様", ("渡", WATANABE, "様")),
        ("か\u3099く", ("か\u3099", "く")),
        ("e\u0302\u0303n", ("e\u0302\u0303", "n")),
        ("\U00020bb7田", ("\U00020bb7", "田")),
        ("\ufe00A", ("\ufe00", "A")),
        ("邊\U000e0102\U000e0103", (WATANABE, "\U000e0103")),
        ("\n\u0301", ("\n\u0301",)),
        ("神\ufa19\uf9dc\ufa11\ufa10", ("神", "\ufa19", "\uf9dc", "\ufa11", "\ufa10")),
    ],
)
def test_clusters(text: str, parts: tuple[str, ...]) -> None:
    assert clusters(text) == parts


@given(st.text())
def test_clusters_lose_nothing(text: str) -> None:
    assert "".join(clusters(text)) == text
    assert all(clusters(text))


@pytest.mark.parametrize(
    "text, style, expected",
    [
        ("髙橋花子", "mincho", [(MINCHO, "髙橋花子")]),
        ("髙橋花子", "gothic", [(GOTHIC, "髙橋花子")]),
        ("髙橋花子", "bold", [(BOLD, "髙橋花子")]),
        ("\U00020bb7田", "mincho", [(MJ, "\U00020bb7田")]),  # the whole name, not the one character
        ("\U00020bb7田", "gothic", [(MJ, "\U00020bb7田")]),
        ("\U00020bb7町1-2 ABC", "mincho", [(MJ, "\U00020bb7町1-2 ABC")]),
        ("渡" + WATANABE, "mincho", [(HANA, "渡" + WATANABE)]),
        (KATSURAGI + "城", "mincho", [(MINCHO, KATSURAGI + "城")]),
        ("Nguyễn Văn", "mincho", [(LATIN, "Nguyễn Văn")]),
        ("Smith, J.", "gothic", [(GOTHIC, "Smith, J.")]),
        ("Иван", "bold", [(LATIN, "Иван")]),
        ("AB1234567CD", "mincho", [(MINCHO, "AB1234567CD")]),
        ("090-1234-5678", "mincho", [(MINCHO, "090-1234-5678")]),
        ("4 × 3", "gothic", [(GOTHIC, "4 × 3")]),
        ("090-1234-5678", "latin", [(LATIN, "090-1234-5678")]),
        ("ＡＢＣ", "mincho", [(MINCHO, "ＡＢＣ")]),
        ("ABC商事", "mincho", [(MINCHO, "ABC商事")]),
        ("田中 Nguyễn", "mincho", [(MINCHO, "田中 "), (LATIN, "Nguyễn")]),  # no word of two fonts
        ("\U00020bb7田Nguyễn", "mincho", [(MJ, "\U00020bb7田"), (LATIN, "Nguyễn")]),
        ("\U00020bb7" + WATANABE, "mincho", [(HANA, "\U00020bb7" + WATANABE)]),
        ("㋿元年", "mincho", [(MINCHO, "㋿元年")]),
        ("\U00020bb7㋿", "mincho", [(MJ, "\U00020bb7"), (MINCHO, "㋿")]),
        ("か\u3099", "mincho", [(MINCHO, "か\u3099")]),
        ("Nguye\u0302\u0303n", "mincho", [(LATIN, "Nguye\u0302\u0303n")]),
        ("\ufa19\uf9dc\ufa11\ufa10", "mincho", [(MINCHO, "\ufa19\uf9dc\ufa11\ufa10")]),
        (" \u3000", "mincho", [(MINCHO, " \u3000")]),
        ("", "mincho", []),
    ],
)
def test_runs(text: str, style: str, expected: list[tuple[str, str]]) -> None:
    assert [(run.face, run.text) for run in runs(text, style)] == expected


@pytest.mark.parametrize(
    "refused",
    [
        "\ue000", "\uf8ff", "\U000f0000", "\U00100000",  # private use
        "\x00", "\t", "\n", "\x7f", "\x85",  # control
        "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad",  # no width
        "\u200e", "\u200f", "\u202a", "\u202e", "\u2066", "\u2069", "\u061c",  # direction
        "\u2028", "\u2029", "\ufffd", "\uffff", "\u0378",  # nothing at all
        "\u0301", "\u3099", "x\u20dd", "山\u0301", "\ufe0f", "\U000e0100",  # marks and selectors alone
        "山\U000e01ef", "A\ufe00",  # sequences nobody draws
        "ไ", "한", "अ", "မ", "ខ", "ع", "ㅎ", "ﾡ", "Ա", "ᚠ",  # scripts nobody shapes
        "✔",
    ],
)  # fmt: skip
@pytest.mark.parametrize("style", STYLES)
def test_refused(refused: str, style: str) -> None:
    assert missing(refused, style) == clusters(refused)
    with pytest.raises(MissingGlyphs):
        runs(refused, style)


def test_half_a_character_is_refused() -> None:
    assert missing("山" + chr(0xD800)) == (chr(0xD800),)


def test_every_missing_cluster_is_named() -> None:
    with pytest.raises(MissingGlyphs) as caught:
        runs("山한\u200b한本山\U000e01ef")
    assert caught.value.clusters == ("한", "\u200b", "山\U000e01ef")
    assert caught.value.faces_tried == STYLES["mincho"]
    assert not caught.value.rare_absent
    assert "U+5C71 U+E01EF" in str(caught.value)


def test_without_the_rare_fonts() -> None:
    chain = Chain(STYLES["mincho"], absent=RARE)
    assert chain.missing(clusters("\U00020bb7田" + WATANABE)) == ("\U00020bb7", WATANABE)
    error = chain.refusal(("\U00020bb7",))
    assert error.rare_absent
    assert error.faces_tried == (MINCHO, LATIN)
    assert "formgen-fonts-rare" in str(error)
    assert not chain.refusal(("한",)).rare_absent


@pytest.mark.parametrize("style", STYLES)
@given(text=st.text(st.sampled_from("山田\U00020bb7邊葛\U000e0100\U000e0102かー\u3099e\u0302Aя1 -\u3000한\ue000")))
def test_missing_and_runs_agree(style: str, text: str) -> None:
    lacking = missing(text, style)
    owners = who_draws(text, style)
    assert [part for part, _ in owners] == list(clusters(text))
    assert {part for part, owner in owners if owner is None} == set(lacking)
    if lacking:
        with pytest.raises(MissingGlyphs) as caught:
            runs(text, style)
        assert caught.value.clusters == lacking
    else:
        pieces = runs(text, style)
        assert "".join(piece.text for piece in pieces) == text
        assert all(face(piece.face).has(clusters(piece.text)) for piece in pieces)


def test_gothic_and_mincho_have_the_same_characters() -> None:
    assert len({bytes(memoryview(face(name).index.chars)) for name in (MINCHO, GOTHIC, BOLD)}) == 1


def test_unknown_style() -> None:
    with pytest.raises(ValueError, match="italic"):
        runs("山", "italic")


def test_simplified() -> None:
    assert simplified("张三国語") == ("张",)
    assert simplified("髙橋\U00020bb7Aか" + WATANABE) == ()


def test_widths() -> None:
    text = runs("髙橋12")
    assert width(text) == 3.0
    assert advances(text[0]) == (1.0, 1.0, 0.5, 0.5)
    assert advances(Run(HANA, "渡" + WATANABE)) == (1.0, 1.0)
    assert width(runs("\U00020bb7田")) == 2.0  # beyond the last entry of hmtx
    assert width(()) == 0


def test_ink() -> None:
    left, bottom, right, top = ink(runs("山田"))
    assert 0 <= left < 0.3
    assert 1.5 < right <= 2.0
    assert -0.13 < bottom < top < 0.9
    assert ink(runs(" \u3000")) == (0.0, 0.0, 0.0, 0.0)
    one = face(MINCHO)
    assert one.ink("か\u3099") == one.ink("が")
    assert 0.7 < one.cap_height < 0.8
    assert one.ascent - one.descent == 1.0


@settings(max_examples=30)
@given(st.text(st.sampled_from("山田国ABCxyz123 、。"), min_size=1))
def test_ink_is_the_union_of_its_parts(text: str) -> None:
    box, pen, edges = ink([Run(MINCHO, text)]), 0.0, []
    for part in text:
        inked = face(MINCHO).ink(part)
        if inked:
            edges += [pen + inked[0], pen + inked[2]]
        pen += face(MINCHO).advance(part)
    assert (box[0], box[2]) == ((min(edges), max(edges)) if edges else (0.0, 0.0))


@pytest.mark.parametrize("encoding, core", [("cp932", True), ("euc_jp", False)])
def test_japanese_standards_are_covered(encoding: str, core: bool) -> None:
    chain = Chain(STYLES["mincho"], absent=RARE if core else ())
    signs = [chr(code) for code in range(0xA0, 0x30000) if not 0xD800 <= code < 0xF900]
    standard = [sign for sign in signs if len(sign.encode(encoding, "ignore")) > 1 and sign.isprintable()]
    assert len(standard) > 6000
    assert [sign for sign in chain.missing(standard) if unicodedata.category(sign)[0] != "M"] == []
