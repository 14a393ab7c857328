"""Any text makes a name that every system can have, and no two files get the same."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formgen.ground.problems import Refused
from formgen.handover.naming import Namer, Rules
from formgen.handover.patterns import PLACEHOLDERS, faults, fill

KEY = "0123abcd"
# What no Windows file may be called, by Microsoft's list of names reserved for devices.
DEVICES = {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in "0123456789¹²³")}
MARKS = st.sampled_from(
    ["か\u3099", "葛\U000e0100", "e\u0301", "…", "/", "\\", "¥", "｜", "\u202e", "\ud800", ".", " ", "\u3000"]
)
WORDS = st.sampled_from(["con", "NUL.txt", "Com¹", "長い名前" * 30])
TEXTS = st.lists(st.one_of(st.characters(), MARKS, WORDS), max_size=8).map("".join)
RULES = st.builds(
    Rules,
    st.sampled_from(["", '¥/:;*?"<>｜', "_", "_-＿", "，,"]),
    st.sampled_from(["full-width", "~"]),
    st.integers(32, 255),
    st.sampled_from(["bytes", "characters"]),
)
PATTERNS = st.sampled_from(
    [
        "{title}",
        "{date}_{title}_{person}",
        "{person}（{title}）{key}",
        "con.{title}",
        "{title} ",
        "…{title}" + "x" * 300,
    ]
)


def values(**given: str) -> dict[str, str]:
    return dict.fromkeys(PLACEHOLDERS, "") | {"key": KEY, "number": "01"} | given


def alike(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


@given(RULES, PATTERNS, st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=6))
def test_any_name(rules: Rules, pattern: str, every: list[tuple[str, str]]) -> None:
    namer = Namer(rules)
    names = [namer.name(pattern, values(title=title, person=person), ".pdf") for title, person in every]
    assert len({alike(name) for name in names}) == len(names)
    for name in names:
        stem = name.removesuffix(".pdf")
        assert stem
        assert name != stem
        assert rules.length(name) <= rules.longest
        assert not set(name) & {*rules.forbidden, *'/\\:*?"<>|'}
        assert not [c for c in name if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")]
        assert stem.split(".")[0].strip().lower() not in DEVICES
        assert stem[0] not in " ."
        assert not stem.startswith("\u3000")
        name.encode()


def test_what_half_of_says_something_else_stays_whole() -> None:
    told = values(date="2026-11-24", title="誓約書", person="甲乙")
    name = Namer(Rules("", "full-width", 32, "bytes")).name("{key}_{date}_{title}_{person}", told, ".pdf")
    assert name.startswith(f"{KEY}_2026-11-24_")


@pytest.mark.parametrize(
    "given_, found",
    [
        ({"date": "2026-11-24", "title": "誓約書", "person": "甲"}, "2026-11-24_誓約書（甲）- 5円"),
        ({"title": "誓約書", "person": "甲"}, "誓約書（甲）- 5円"),
        ({"date": "2026-11-24"}, "2026-11-24- 5円"),
        ({"fee": "", "title": "誓約書"}, "誓約書"),
        ({"fee": "", "date": "2026-11-24", "person": "甲"}, "2026-11-24_（甲）"),
        ({"fee": ""}, ""),
    ],
)
def test_what_is_blank_takes_its_separators_along(given_: dict[str, str], found: str) -> None:
    assert fill("{date}_{title}（{person}）- {fee}円", values(**{"fee": "5", **given_})) == found


@pytest.mark.parametrize("text", ["", "-", "在留", "2026/11", "/a/", "No. 3.", "（）"])
def test_what_holds_no_placeholder_stays_as_it_is(text: str) -> None:
    assert fill(text, values()) == text


def test_a_value_is_put_in_as_it_is() -> None:
    odd = " _葛\U000e0100-か\u3099 {date}"
    assert fill("{title}", values(title=odd)) == odd
    assert fill("x_{title}_y", values(title=odd)) == f"x_{odd}_y"


def test_a_placeholder_that_nobody_knows_is_told_with_the_nearest() -> None:
    ((ja, en),) = faults("{titel}")
    assert "「title」" in ja
    assert "title" in en
    assert list(faults("{date"))
    assert list(faults("date}"))
    assert not list(faults("{date}"))


PLAIN = Rules("", "full-width", 200, "bytes")


def named(pattern: str, rules: Rules = PLAIN, **given: str) -> str:
    return Namer(rules).name(pattern, values(**given), ".pdf")


def test_characters_become_their_full_width_counterparts() -> None:
    assert named("{title}", title='a/b\\c:d*e?f"g<h>i|j') == "a／b＼c：d＊e？f＂g＜h＞i｜j.pdf"
    assert named("{title}", Rules("¥;｜", "full-width", 200, "bytes"), title="¥;｜|") == "￥；__.pdf"
    assert named("{title}", Rules("¥;", "-", 200, "bytes"), title="¥;/\n") == "----.pdf"


def test_what_is_refused_is_told_without_the_name() -> None:
    with pytest.raises(Refused) as caught:
        named("{title}", Rules("¥", "refuse", 200, "bytes"), title="甲/乙¥")
    (found,) = caught.value.problems
    assert found.key == "E-TARGET.forbidden"
    assert "U+00A5 U+002F" in found.message()
    assert "甲" not in found.message() + found.message("en")


def test_the_longest_value_is_shortened_and_letters_stay_whole() -> None:
    long = "葛\U000e0100" * 40
    name = named("{date}_{title}_{key}", Rules("", "full-width", 60, "characters"), date="2026-11-24", title=long)
    assert re.fullmatch(f"2026-11-24_(葛\U000e0100)+…_{KEY}.pdf", name)
    # As many as there is room for, and no more: three of UTF-16 each.
    assert 60 - 3 < len(name.encode("utf-16-le")) // 2 <= 60


def test_what_is_not_seen_does_not_stand_in_a_name() -> None:
    """U+202E would show gpj.exe as exe.jpg."""
    assert named("{title}", title="a\u202egpj\u200e\ufeff") == "agpj.pdf"


def test_a_day_is_never_cut() -> None:
    name = named("{date}_{title}{title}{title}_{key}", Rules("", "-", 32, "bytes"), date="2026-11-24", title="題名")
    assert name.startswith("2026-11-24_")


def test_two_files_never_get_one_name() -> None:
    namer = Namer(Rules("", "full-width", 40, "characters"))
    long = "長" * 60
    names = [namer.name("{title}", values(title=long + end), ".pdf") for end in ("甲", "乙", "丙")]
    assert len(set(names)) == 3
    assert names[1].endswith(f"…_{KEY}.pdf")
    assert names[2].endswith(f"…_{KEY}_2.pdf")
    assert namer.shortened == 3
    assert [namer.name("{title}", values(title=t), ".pdf") for t in ("Ab", "aB")] == ["Ab.pdf", f"aB_{KEY}.pdf"]


@pytest.mark.parametrize(
    "title, name", [("CON", "CON_"), ("nul.x", "nul_.x"), ("COM¹", "COM¹_"), ("CONE", "CONE"), ("lpt9 .a", "lpt9 _.a")]
)
def test_no_device_of_windows(title: str, name: str) -> None:
    assert named("{title}", title=title) == f"{name}.pdf"
