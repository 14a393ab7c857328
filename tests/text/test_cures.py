"""A refused character comes with what Japanese papers expect instead, by kind of character."""

from __future__ import annotations

import pytest

from formgen.layout.refusals import missing_words
from formgen.typeface import RARE, STYLES, Chain, MissingGlyphs, runs

KINDS = {
    "passport": "김ไअမខعԱ",
    "private-use": "\ue000\U000f0000",
    "line break": "\n",
    "invisible": ("\u200b", "\u202e", "\ufeff", "\x07", "\ufe0f", "\U000e0100"),
    "variation sequence": ("山\U000e01ef", "A\ufe00"),
    "one character": ("x\u20dd", "\u0301"),
    "residence card": "\U00030edd",
    "words": "✔",
}


@pytest.mark.parametrize("kind", KINDS)
def test_cure(kind: str) -> None:
    for part in KINDS[kind]:
        with pytest.raises(MissingGlyphs) as caught:
            runs(part)
        words = missing_words(caught.value)
        assert kind in words["cure_en"].lower()
        assert words["cure"].endswith("。")
        assert all(f"U+{ord(char):04X}" in words["characters"] for char in part)


def test_cures_of_several_kinds_are_all_told_once() -> None:
    with pytest.raises(MissingGlyphs) as caught:
        runs("김화자\u200b")
    words = missing_words(caught.value)
    assert words["cure"].count("旅券") == 1
    assert "見えない" in words["cure"]


def test_without_the_rare_fonts_their_package_is_the_cure() -> None:
    error = Chain(STYLES["mincho"], absent=RARE).refusal(["𠮷"])
    assert "formgen-fonts-rare" in missing_words(error)["cure"]
