"""Which value stands in which blank, what is asked for, and what no case of the sheet can carry."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from formgen.ground.problems import problem
from formgen.ground.values import Value
from formgen.profile.facts import Facts
from formgen.profile.validation import validate
from formgen.sheet.fill import Filled, blank_form, fill
from formgen.spec.form import Form
from formgen.spec.sheet_file import SheetFile

BORN = date(1988, 5, 3)
POSTAL = "organization.postal_code"
STATED: dict[str, Any] = {
    "route": "mail",
    "date": "2026-11-24",
    "organization": {"name": "さくら商事株式会社", "postal_code": "100-0001"},
    "users": [{"name": "甲"}, {"name": "乙", "name_kana": "オツ", "birth_date": "1988-05-03"}],
    "permission": [{"amount": 4000}, {"amount": 6000}],
    "filing": {"kind": "new"},
    "custom": {"host": "受入先"},
    "application": {"receipt_number": "東労一E 1"},
}


def sheet(*content: dict[str, Any], **keys: Any) -> Form:
    places = ({"box": [30, 20 + 10 * n, 60, 8]} for n in range(len(content)))
    file = SheetFile.model_validate(
        {
            "form": "f", "from": date(2020, 1, 1), "system": "free", "title": "試験票", "title_en": "Test",
            "layout": "free", "source": "s", "status": "inferred", **keys,
            "content": [item if "at" in item else place | item for item, place in zip(content, places, strict=True)],
        }
    )  # fmt: skip
    return file.as_form()


def case(extra: dict[str, object] | None = None, **change: Any) -> Facts:
    return Facts(validate({**STATED, **change}), date(2026, 11, 24), 1, 1, extra or {})


def only(blank: dict[str, Any], facts: Facts | None = None) -> Value | None:
    """What stands in a blank when it is the only one; nothing is asked for."""
    filled, problems = fill(sheet({"blank": "b", **blank}), facts or case())
    assert problems == ()
    assert filled.active == (0,)
    return filled.values.get("b")


@pytest.mark.parametrize(
    ("blank", "value"),
    [
        ({"text": "user.name"}, Value("乙", "/users/1/name", "")),
        ({"text": "user.name", "ruby": "user.name_kana"}, Value("乙", "/users/1/name", "オツ")),
        ({"text": "user.name", "ruby": "user.title"}, Value("乙", "/users/1/name", "")),
        ({"text": "permission.amount"}, Value("6000", "/permission/1/amount")),
        ({"amount": "permission.amount"}, Value(6000, "/permission/1/amount")),
        ({"date": "user.birth_date"}, Value(BORN, "/users/1/birth_date")),
        ({"text": "user.title"}, None),
        ({"check": "filing.kind", "is_value": "new"}, Value(True, "/filing/kind")),
        ({"check": "filing.kind", "is_value": "additional"}, None),
        ({"boxes": POSTAL, "groups": [3, 4], "drop": "-"}, Value("1000001", "/organization/postal_code")),
        ({"boxes": POSTAL, "groups": [8]}, Value("100-0001", "/organization/postal_code")),
        ({"choice": "filing.kind", "options": {"new": "新規", "renewal": "更新"}}, Value("new", "/filing/kind")),
    ],
)
def test_what_stands_in_a_blank(blank: dict[str, Any], value: Value | None) -> None:
    found = only(blank)
    assert found == value
    assert value is None or type(found.content) is type(value.content)


@pytest.mark.parametrize("nothing", [(), [], None])
def test_an_empty_list_is_nothing_to_show(nothing: object) -> None:
    listed = {"list": "plan.enclosures", "rows": 2, "columns": [{"key": "title", "width": 30}], "box": [30, 40, 60, 40]}
    assert only(listed, case({"plan.enclosures": nothing})) is None
    rows = ({"title": "願書"},)
    assert only(listed, case({"plan.enclosures": rows})) == Value(rows, "/plan/enclosures")


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{ organization.name }}", "さくら商事株式会社"),
        ("{{ user.name }}&{{ user.birth_date }}", "乙&1988年5月3日"),
        ("{{ filing.kind }}", "new"),
        ("{{ office.name }}", "東京出入国在留管理局"),
        ("{{ permission.amount }}", "6000"),
        ("{{ application.receipt_number }}", "東労一E 1"),
        ("{{ fee.amount }}", "5500"),
        ("{{ plan.lead_title }}", "願書"),
        ("{{ date }}", "2026年11月24日"),
        ("{{ route }}", "mail"),
        ("{{ custom.host }}", "受入先"),
    ],
)
def test_a_template_may_begin_with_every_kind_of_fact(template: str, text: str) -> None:
    worked_out = {"office.name": "東京出入国在留管理局", "fee.amount": 5500, "plan.lead_title": "願書"}
    assert only({"template": template}, case(worked_out)) == Value(text, "", "")


@pytest.mark.parametrize(
    "template", ["{{ user.title }}", "係：{{ user.title }}", "{{ user.title }}{{ user.name }}", ""]
)
def test_half_a_sentence_is_not_printed(template: str) -> None:
    assert only({"template": template}) is None


def test_a_blank_that_is_needed_is_asked_for_with_its_label_and_place() -> None:
    named = {"blank": "b", "label": "職名"}
    for when in ({"required": True}, {"required_when": {"filing.kind": "new"}}):
        filled, problems = fill(sheet({"text": "user.title", **named, **when}), case())
        about = {"form": "f", "field": "b", "label": "職名", "pointer": "/users/1/title"}
        assert problems == (problem("E-REQUIRED.field", **about),)
        assert filled == Filled((0,), {})
        _, problems = fill(sheet({"template": "{{ user.title }}", **named, **when}), case())
        assert problems == (problem("E-REQUIRED.field", **about | {"pointer": ""}),)


def test_a_blank_is_not_asked_for_when_its_case_is_another_or_unknown() -> None:
    for when in ({"filing.kind": "additional"}, {"user.status": "left"}):
        assert only({"text": "user.title", "required_when": when}) is None


def test_what_only_other_cases_ask_for_leaves_its_printed_cell_empty() -> None:
    for wanted, value in (("new", Value("乙", "/users/1/name", "")), ("additional", None)):
        assert only({"text": "user.name", "filled_when": {"filing.kind": wanted}}) == value
    assert fill(sheet({"text": "user.name", "filled_when": {"user.status": "left"}}), case())[0] == Filled((0,), {})


def test_every_blank_of_the_sheet_is_looked_at() -> None:
    missing = {"text": "user.title", "required": True}
    form = sheet(missing | {"blank": "a"}, {"text": "user.name", "blank": "b"}, missing | {"blank": "c"})
    filled, problems = fill(form, case())
    assert [p.field for p in problems] == ["a", "c"]
    assert list(filled.values) == ["b"]


def test_what_is_not_of_this_case_is_neither_printed_nor_asked_for() -> None:
    other, unknown = {"when": {"filing.kind": "additional"}}, {"when": {"user.status": "left"}}
    form = sheet(
        {"text": "user.title", "required": True, **other},
        {"text": "user.name", **unknown},
        {"print": "新規", "at": [30, 200], "when": {"filing.kind": "new"}},
        {"print": "追加", "at": [30, 210], **other},
        {"date": "user.birth_date"},
    )
    assert fill(form, case()) == (Filled((2, 4), {"user-birth-date": Value(BORN, "/users/1/birth_date")}), ())


def test_a_value_without_a_word_on_the_sheet_is_told_with_the_words_there_are() -> None:
    form = sheet({"choice": "filing.kind", "label": "区分", "options": {"additional": "追加", "renewal": "更新"}})
    filled, problems = fill(form, case())
    about = {"form": "f", "field": "filing-kind", "label": "区分", "pointer": "/filing/kind"}
    assert problems == (problem("E-VALUE.option", **about, choices="additional（追加）, renewal（更新）"),)
    assert list(filled.values) == ["filing-kind"]


@pytest.mark.parametrize(
    ("assumed", "printed"),
    [({"filing.kind": "new"}, (0, 2, 3)), ({"filing.kind": "additional"}, (1, 2, 3)), ({}, (3,))],
)
def test_the_empty_sheet_is_that_of_the_case_it_names(assumed: dict[str, str], printed: tuple[int, ...]) -> None:
    kinds = ("new", "additional", ["new", "additional"])
    items = ({"print": "字", "at": [30, 20 + n], "when": {"filing.kind": kind}} for n, kind in enumerate(kinds))
    assert blank_form(sheet(*items, {"text": "user.name"}, blank_as=assumed)) == Filled(printed, {})


def test_an_item_of_the_empty_sheet_needs_every_condition() -> None:
    when = {"filing.kind": "new", "route": "mail"}
    form = sheet({"print": "字", "at": [30, 20], "when": when}, blank_as={"filing.kind": "new", "route": "counter"})
    assert blank_form(form) == Filled((), {})
