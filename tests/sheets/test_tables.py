"""Tables written as rows: where cells, labels and shares stand, which rules are drawn, and what is inherited."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from formgen.ground.marks import Box, Line, Text
from formgen.layout import lay_out
from formgen.spec.form import Form
from formgen.spec.placed import Placed
from formgen.spec.sheet_file import SheetFile

HEAD = {
    "form": "f", "from": date(2020, 1, 1), "system": "free", "title": "試験票", "title_en": "Test", "layout": "free",
    "source": "s", "status": "inferred",
}  # fmt: skip


def form_of(*rows: dict[str, Any], **table: Any) -> Form:
    about = {"table": [20, 50], "columns": [10, 30, 100], "height": 8, "rows": list(rows), **table}
    return SheetFile.model_validate({**HEAD, "content": [about]}).as_form()


def text(name: str, **about: Any) -> dict[str, Any]:
    return {"text": "user.name", "blank": name, "label": name, **about}


def at(spec: Form, name: str) -> Placed:
    return next(p for p in spec.items if getattr(p.item, "blank", getattr(p.item, "print", "")) == name)


def rules(spec: Form) -> set[tuple[float, ...]]:
    page = lay_out(spec, range(len(spec.items)), {}).pages[0]
    return {tuple(round(v, 2) for v in (m.x0, m.y0, m.x1, m.y1)) for m in page.ink if isinstance(m, Line)}


def test_a_label_takes_the_columns_before_the_last() -> None:
    spec = form_of(text("a"))
    assert at(spec, "a").box == Box(60, 50, 100, 8)
    label = at(spec, "a").label
    assert label is not None
    assert (label.text, label.box) == ("a", Box(20, 50, 40, 8))


def test_rows_stand_one_below_the_other_and_gaps_between_them() -> None:
    spec = form_of(text("a"), {"gap": 3}, text("b", height=12), text("c"))
    assert [at(spec, n).box.y for n in "abc"] == [50, 61, 73]  # type: ignore[union-attr]
    assert spec.grids[0].whole == Box(20, 50, 140, 31)


def test_inserting_a_row_moves_all_below_it() -> None:
    before, after = form_of(text("a"), text("b")), form_of(text("a"), text("new"), text("b"))
    assert at(after, "b").box.y - at(before, "b").box.y == 8  # type: ignore[union-attr]
    assert at(after, "a") == at(before, "a")


def test_a_row_without_a_label_takes_the_whole_width() -> None:
    spec = form_of({"inside": [text("a", within=[2, 1, 50, 6])]})
    assert at(spec, "a").box == Box(22, 51, 50, 6)
    assert at(spec, "a").label is None
    assert at(spec, "a").cells == (Box(20, 50, 140, 8),)


def test_a_side_label_spans_its_rows_and_narrows_their_labels() -> None:
    spec = form_of({"side": "側", "side_box": [1, 2, 8, 12], "rows": [text("a"), text("b")]}, text("c"))
    side = at(spec, "側")
    assert (side.box, side.cells) == (Box(21, 52, 8, 12), (Box(20, 50, 10, 16),))
    assert side.item.vertical
    assert at(spec, "a").label.box == Box(30, 50, 30, 8)  # type: ignore[union-attr]
    assert at(spec, "c").label.box == Box(20, 66, 40, 8)  # type: ignore[union-attr]


def test_cells_part_by_rules_and_split_without() -> None:
    ruled = form_of({"label": "欄", "cells": [30], "inside": [text("a", label=""), text("b")]})
    plain = form_of({"label": "欄", "split": [30], "inside": [text("a", label=""), text("b")]})
    for spec in (ruled, plain):
        assert at(spec, "a").box == Box(60, 50, 30, 8)
        assert at(spec, "b").box == Box(90, 50, 70, 8)
    assert rules(ruled) - rules(plain) == {(90.0, 50.0, 90.0, 58.0)}


def test_the_label_of_a_row_is_that_of_the_first_blank_without_one() -> None:
    spec = form_of({"label": "所在地", "inside": [text("code"), text("place", label="")]})
    assert at(spec, "code").label is None
    assert (at(spec, "place").label.text, at(spec, "place").item.label) == ("所在地", "所在地")  # type: ignore[union-attr]


def test_what_is_said_around_holds_inside_unless_said_otherwise() -> None:
    rows = ({"side": "側", "item": "7", "rows": [text("a"), text("b", item="8", status="confirmed")]},)
    spec = form_of(*rows, source="t", status="inferred", page=2)
    a, b = at(spec, "a").item, at(spec, "b").item
    assert (a.item, a.source, a.status, a.page) == ("7", "t", "inferred", 2)
    assert (b.item, b.source, b.status) == ("8", "t", "confirmed")


def test_conditions_around_and_inside_hold_together() -> None:
    spec = form_of(text("a", when={"route": "mail"}), when={"filing.kind": "new"})
    assert at(spec, "a").item.when == {"route": "mail", "filing.kind": "new"}
    with pytest.raises(ValueError, match=r"filing\.kind"):
        form_of(text("a", when={"filing.kind": "additional"}), when={"filing.kind": "new"})


def test_rules_between_used_cells_only() -> None:
    spec = form_of(text("a"), text("b"))
    inner = rules(spec) - rules(form_of(text("a"), text("b"), ruled=False))
    assert (60.0, 50.0, 60.0, 66.0) in inner
    assert (20.0, 58.0, 160.0, 58.0) in inner
    half = lay_out(form_of(text("a"), text("b"), text("c")), [0, 2], {}).pages[0]
    assert {(20.0, 58.0), (20.0, 66.0)} <= {(m.x0, m.y0) for m in half.ink if isinstance(m, Line)}


@pytest.mark.parametrize(
    ("active", "top", "bottom"), [((0, 1, 2), 50, 74), ((1, 2), 58, 74), ((0, 1), 50, 66), ((1,), 58, 66)]
)
def test_rows_at_the_edge_that_are_not_printed_leave_no_frame(
    active: tuple[int, ...], top: float, bottom: float
) -> None:
    page = lay_out(form_of(text("a"), text("b"), text("c")), active, {}).pages[0]
    frame = [m for m in page.ink if isinstance(m, Line) and m.weight > 0.9]
    assert {round(m.y0) for m in frame if m.y0 == m.y1} == {top, bottom}
    assert all(top - 0.3 < m.y0 <= m.y1 < bottom + 0.3 for m in page.ink if isinstance(m, Line))


def test_either_row_has_the_place_of_both() -> None:
    one, other = text("b", when={"route": "mail"}), text("c", when={"route": "counter"}, height=12)
    spec = form_of(text("a"), {"either": [one, other], "item": "7"}, text("d"))
    assert [at(spec, n).box.y for n in "abcd"] == [50, 58, 58, 70]  # type: ignore[union-attr]
    assert at(spec, "b").box.h == at(spec, "c").box.h == 12  # type: ignore[union-attr]
    assert (at(spec, "b").item.item, at(spec, "b").item.when) == ("7", {"route": "mail"})
    assert spec.grids[0].whole.h == 28


def test_either_needs_two_rows() -> None:
    with pytest.raises(ValueError, match="either"):
        form_of({"either": [text("a")]})


def test_a_table_none_of_whose_rows_is_printed_has_no_rules() -> None:
    spec = form_of(text("a"))
    assert lay_out(spec, [], {}).pages[0].ink == ()


def test_labels_and_words_of_a_blank_bear_its_name() -> None:
    spec = form_of(text("a"), {"date": "user.birth_date", "label": "生年月日"})
    ink = [m for m in lay_out(spec, [0, 1], {}).pages[0].ink if isinstance(m, Text)]
    assert {(m.text, m.field) for m in ink} >= {("a", "a"), ("年", "user-birth-date"), ("生年月日", "user-birth-date")}


def test_notes_are_numbered_and_a_single_one_is_not() -> None:
    many = SheetFile.model_validate(
        {**HEAD, "content": [{"notes": ["い\nろ", {"print": "は", "source": "t"}], "at": [25, 200]}]}
    ).as_form()
    assert [p.item.print for p in many.items] == ["（注）", "１", "い", "ろ", "２", "は"]
    assert [p.item.at for p in many.items] == [
        (25, 200),
        (35, 200),
        (39.5, 200),
        (39.5, 204.6),
        (35, 209.2),
        (39.5, 209.2),
    ]
    assert many.items[5].item.source == "t"
    one = SheetFile.model_validate({**HEAD, "content": [{"notes": ["い"], "at": [25, 200]}]}).as_form()
    assert [p.item.print for p in one.items] == ["（注）", "い"]


def test_what_leads_a_label_stands_before_it_in_one_cell() -> None:
    led = {"label": "a", "lead": {"check": "filing.terms_accepted", "label": "a"}, "cells": [60],
           "inside": [text("b"), text("c")]}  # fmt: skip
    spec = form_of(led)
    box, value = at(spec, "filing-terms-accepted"), at(spec, "b")
    assert (box.box, box.label, box.cells) == (Box(20, 50, 9, 8), None, ())
    assert value.label is not None
    assert (value.label.text, value.label.box) == ("a", Box(29, 50, 31, 8))
    # The label cell is whole: no rule parts the box from its label.
    assert value.cells == (Box(20, 50, 40, 8), Box(60, 50, 60, 8))
    assert (value.item.label, at(spec, "c").item.label) == ("b", "c")


def test_what_leads_needs_a_label() -> None:
    with pytest.raises(ValueError, match="lead stands before a label"):
        form_of({"lead": {"check": "filing.terms_accepted", "label": "a"}, "inside": [text("b")]})
