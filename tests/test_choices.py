"""Of several printed words one is chosen: which are marked, where, and what no sheet can mark."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pypdfium2
import pytest
from pypdfium2 import raw

import formgen
from example_profiles import beside, example
from formgen.ground.marks import MM, Box, Curve, Ellipse, Line, Mark, Text
from formgen.layout import ink
from formgen.layout.choices import choice
from formgen.spec.blanks import ChoiceBlank
from formgen.spec.ink import Print
from formgen.spec.placed import Placed
from readers import length

MAIL = "usage-request-by-mail/profile"


def test_an_option_the_sheet_does_not_have_is_refused() -> None:
    """更新: a kind of filing that the profile knows and the usage request does not."""
    data = example(MAIL)
    data["filing"]["kind"] = "renewal"
    with pytest.raises(formgen.Refused) as refused:
        formgen.render("usage-request", beside(MAIL, data))
    (found,) = (p for p in refused.value.problems if p.key == "E-VALUE.option")
    assert found.pointer == "/filing/kind"
    assert "new（新規利用申出）, additional（追加利用申出）" in found.fix("en") + found.message("en")
    assert "renewal" not in found.fix("en") + found.message("en")
    assert "E-VALUE.option" in [p.key for p in formgen.check(beside(MAIL, data)).problems]


@pytest.mark.parametrize("kind", ["new", "additional"])
def test_the_options_of_the_sheet_are_taken(kind: str) -> None:
    data = example(MAIL)
    data["filing"]["kind"] = kind
    assert "E-VALUE.option" not in [p.key for p in formgen.check(beside(MAIL, data)).problems]


Bounds = tuple[float, ...]


def strokes(kind: str) -> Counter[Bounds]:
    """What is drawn on the fee sheet for a kind of permission: left, top, right, bottom of each stroke in mm."""
    profile = example("fee-sheets/profile")
    first = {**profile["permission"][0], "kind": kind}
    page = pypdfium2.PdfDocument(formgen.render("fee-payment-sheet", {**profile, "permission": first}))[0]
    bounds = (o.get_bounds() for o in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]))
    return Counter(tuple(round(v / MM, 1) for v in (x0, 841.89 - y1, x1, 841.89 - y0)) for x0, y0, x1, y1 in bounds)


@pytest.mark.parametrize(("kind", "other"), [("reentry-single", "multiple"), ("reentry-multiple", "single")])
def test_the_other_kind_of_reentry_is_struck_out_and_nothing_else(kind: str, other: str) -> None:
    """One ring more and one line more than on the sheet for 永住許可, which has its own ring instead."""
    drawn, elsewhere = strokes(kind), strokes("permanent")
    assert len(elsewhere - drawn) == 1
    more = sorted((drawn - elsewhere).elements(), key=lambda b: b[3] - b[1])
    assert len(more) == 2
    x0, y0, _, y1 = more[0]
    assert y1 - y0 < 1
    other_kind = {"reentry-single": "reentry-multiple", "reentry-multiple": "reentry-single"}[kind]
    (mirrored,) = (b for b in strokes(other_kind) - drawn if b[3] - b[1] < 1)
    assert (x0 > mirrored[2]) is (other == "multiple"), "single is printed before multiple"
    assert y0 == mirrored[1]


BOX = Box(10, 20, 100, 8)
MIDDLE = 24.0
THREE = {"a": "甲", "b": "乙乙乙乙乙乙", "c": "丙"}
SIZE = 10.5
EM = SIZE / MM


def marked(content: Any, apart: Any = (), ink: bool = True, **keys: Any) -> list[Mark]:
    blank = ChoiceBlank.model_validate({"choice": "filing.kind", "pad": 2.0, **keys})
    return list(choice(blank, BOX, content, apart, ink))


def inside(content: Any, **keys: Any) -> list[Mark]:
    return marked(content, options=THREE, separator="・", **keys)


def texts(marks: list[Mark]) -> list[tuple[str, float]]:
    assert all(m.role == "ink" and m.field == "filing-kind" for m in marks if isinstance(m, Text))
    return [(m.text, round(m.x, 2)) for m in marks if isinstance(m, Text)]


def others(marks: list[Mark]) -> list[Mark]:
    found = [m for m in marks if not isinstance(m, Text)]
    assert all(m.role == "value" and m.field == "filing-kind" for m in found)
    return found


@pytest.mark.parametrize(("align", "left"), [("left", 12.9), ("center", 60 - 5 * EM), ("right", 107.1 - 10 * EM)])
def test_the_words_stand_in_a_row(align: str, left: float) -> None:
    places = [left + n * EM for n in (0, 1, 2, 8, 9)]
    pieces = list(zip(["甲", "・", "乙乙乙乙乙乙", "・", "丙"], [round(x, 2) for x in places], strict=True))
    found = inside(None, align=align)
    assert texts(found) == pieces
    assert others(found) == []
    assert all(m.y == pytest.approx(MIDDLE + 0.38 * EM) for m in found)


def test_what_stands_around_the_words() -> None:
    found = texts(inside(None, prefix="（", suffix="）"))
    assert [text for text, _ in found] == ["（", "甲", "・", "乙乙乙乙乙乙", "・", "丙", "）"]
    assert found[1][1] == round(12 + EM, 2)


def test_an_option_without_a_word_is_not_printed() -> None:
    found = texts(marked(None, options={"a": "甲", "b": "", "c": "丙"}, separator="・"))
    assert [text for text, _ in found] == ["甲", "・", "丙"]


@pytest.mark.parametrize(("content", "left", "wide"), [("a", 0, 1), ("b", 2, 6), ("c", 9, 1)])
def test_the_ring_is_around_the_chosen_word(content: str, left: float, wide: float) -> None:
    (ring,) = others(inside(content))
    middle = 12.9 + (left + wide / 2) * EM
    if isinstance(ring, Ellipse):
        assert (ring.x, ring.y) == (pytest.approx(middle), pytest.approx(MIDDLE))
        assert ring.rx == ring.ry == pytest.approx(EM / 2 + 0.9)
    else:
        assert isinstance(ring, Curve)
        xs, ys = zip(*ring.points, strict=True)
        assert (min(xs) + max(xs)) / 2 == pytest.approx(middle)
        assert (min(ys) + max(ys)) / 2 == pytest.approx(MIDDLE)
        assert max(xs) - min(xs) == pytest.approx(wide * EM + 2.8)
        assert max(ys) - min(ys) == pytest.approx(EM + 1.8)


def test_without_ink_only_the_ring_is_drawn() -> None:
    assert marked("b", options=THREE, ink=False) == others(marked("b", options=THREE))
    assert len(marked("b", options=THREE, ink=False)) == 1


def test_a_value_that_is_not_there_marks_nothing() -> None:
    assert others(inside("d")) == []
    assert marked("d", APART) == []
    assert marked(None, APART) == []
    assert marked(None, APART, mark="strike-others") == []


APART = [
    ("a", Print(print="甲甲", at=(10, 50), size=SIZE)),
    ("b", Print(print="乙", at=(30, 60), size=SIZE)),
    ("c", Print(print="丙", at=(50, 70), spread=12.0, size=SIZE)),
]
PLACES = {"a": (10, 50, 2 * EM), "b": (30, 60, EM), "c": (50, 70, 12)}


@pytest.mark.parametrize("content", ["a", "b", "c"])
def test_of_words_printed_apart_exactly_the_others_are_struck_out(content: str) -> None:
    found = others(marked(content, APART, mark="strike-others"))
    wanted = [PLACES[value] for value in PLACES if value != content]
    assert len(found) == len(wanted)
    for line, (x, y, wide) in zip(found, wanted, strict=True):
        assert isinstance(line, Line)
        assert (line.x0, line.y0, line.x1, line.y1) == pytest.approx((x - 0.5, y, x + wide + 0.5, y))
        assert line.weight == 0.9


@pytest.mark.parametrize("content", ["a", "b", "c"])
def test_of_words_printed_apart_exactly_the_chosen_one_has_a_ring(content: str) -> None:
    (ring,) = others(marked(content, APART, ring=3.35))
    x, y, wide = PLACES[content]
    assert ring == Ellipse(pytest.approx(x + wide / 2), y, 3.35, 3.35, 0.9, "value", "filing-kind")


def test_a_small_word_in_another_style_is_as_wide_as_it_is_printed() -> None:
    word = Print(print="!!!!", at=(10, 50), size=7.0, style="latin")
    (line,) = others(marked("a", [("b", word)], mark="strike-others"))
    (printed,) = ink.printed(Placed(word))
    assert isinstance(printed, Text)
    assert line.x1 - line.x0 - 1.0 == pytest.approx(length(printed) / MM, abs=0.1)
