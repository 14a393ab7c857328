"""How a filing begins: form, route and day from the call or the profile, and what is refused, each at its place."""

from __future__ import annotations

import copy
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

import formgen
from example_profiles import ROOT
from formgen.filing.begin import begin, begin_sheet, chosen_day
from formgen.profile.validation import validate

USAGE = {"form": "usage-request", "route": "mail"}
TWO = {"users": [{"name": "甲"}, {"name": "乙"}]}


def usage(**change: Any) -> dict[str, Any]:
    whole = {**copy.deepcopy(formgen.sample("usage-request")), **change}
    return {k: v for k, v in whole.items() if v is not None}


def refused(call: Any) -> list[tuple[str, str | None]]:
    with pytest.raises(formgen.Refused) as caught:
        call()
    return [(p.key, p.pointer) for p in caught.value.problems if p.severity == "error"]


@pytest.mark.parametrize(
    ("profile", "form", "expected"),
    [
        ({}, None, [("E-REQUIRED.form", "/form"), ("E-REQUIRED.route", "/route")]),
        ({"route": "mail"}, None, [("E-REQUIRED.form", "/form")]),
        ({"permission": {"pickup": "mail"}}, None, [("E-REQUIRED.form", "/form")]),
        ({"form": ""}, None, [("E-REQUIRED.form", "/form"), ("E-REQUIRED.route", "/route")]),
        ({"form": "usage-request"}, None, [("E-REQUIRED.route", "/route")]),
        ({}, "usage-request", [("E-REQUIRED.route", "/route")]),
        ({**USAGE, "form": "usage-reqest"}, None, [("E-VALUE.form", "/form")]),
        (USAGE, "usage-reqest", [("E-VALUE.form", None)]),
        ({**USAGE, "form": "pledge"}, None, [("E-VALUE.no-lead", "/form")]),
        (USAGE, "pledge", [("E-VALUE.no-lead", None)]),
        ({**USAGE, "route": None}, None, [("E-REQUIRED.route", "/route")]),
        ({**USAGE, **TWO}, None, [("E-REQUIRED.choose-user", "/filing/user")]),
        ({**USAGE, "filing": {"user": 7}}, None, [("E-VALUE.no-such-user", "/filing/user")]),
    ],
)
def test_a_filing_without_a_beginning(profile: Any, form: str | None, expected: list[Any]) -> None:
    stated = {k: v for k, v in profile.items() if v is not None}
    assert refused(lambda: begin(stated, form=form))[: len(expected)] == expected
    assert len(refused(lambda: begin(stated, form=form))) == len(expected) or "users" in stated or "filing" in stated


@pytest.mark.parametrize(
    ("form", "profile", "expected"),
    [
        ("usage-checklist", {**USAGE, "form": "pledge"}, [("E-VALUE.no-lead", "/form")]),
        ("usage-checklist", {**USAGE, "form": "nonsense"}, [("E-VALUE.form", "/form")]),
        ("usage-checklist", {"route": "mail", "form": ""}, [("E-REQUIRED.form", "/form")]),
        ("usage-checklist", {"route": "mail"}, [("E-REQUIRED.form", "/form")]),
        ("pledge", {**USAGE, "form": "nonsense"}, [("E-VALUE.form", "/form")]),
        ("nonsense", USAGE, [("E-VALUE.form", None)]),
        ("usage-request", {}, [("E-REQUIRED.route", "/route")]),
        ("pledge", {"form": "pledge"}, [("E-REQUIRED.route", "/route")]),
    ],
)
def test_a_sheet_without_a_beginning(form: str, profile: Any, expected: list[Any]) -> None:
    assert refused(lambda: begin_sheet(form, profile)) == expected


def test_what_the_call_says_wins() -> None:
    filing = begin(usage(form=None, route="mail"), form="usage-request", route="counter", as_of="2025-06-01")
    assert (filing.lead.form, filing.route, filing.day, filing.day_from) == (
        "usage-request",
        "counter",
        date(2025, 6, 1),
        "option",
    )
    other = begin(usage(form="resignation-report"), form="usage-request")
    assert other.lead.form == "usage-request"


def test_a_sheet_begins_where_its_filing_does() -> None:
    of_the_filing = begin_sheet("pledge", usage(), route="counter", as_of="2025-06-01")
    assert (of_the_filing.lead.form, of_the_filing.route, of_the_filing.day) == (
        "usage-request",
        "counter",
        date(2025, 6, 1),
    )
    assert begin_sheet("usage-request", usage(form="resignation-report")).lead.form == "usage-request"
    assert begin_sheet("usage-request", usage(form=None)).lead.form == "usage-request"


@pytest.mark.parametrize("form", [None, "", "employment-certificate"])
def test_a_sheet_alone_takes_any_route(form: str | None) -> None:
    filing = begin_sheet("employment-certificate", usage(form=form, route=None))
    assert (filing.lead.form, filing.route) == ("employment-certificate", "counter")


def test_the_route_follows_from_how_the_result_is_received() -> None:
    fee = formgen.sample("fee-payment-sheet")
    fee.pop("route", None)
    fee["permission"] = {**fee["permission"], "pickup": "mail"}
    assert begin(fee).route == "mail"
    assert begin({**fee, "route": "counter"}).route == "counter"


def test_the_library_that_is_given_is_the_one_that_counts() -> None:
    library = formgen.Library(ROOT / "form_specs")
    assert begin(usage(), library=library).library is library
    assert begin_sheet("pledge", usage(), library=library).library is library


@pytest.mark.parametrize(
    ("stated", "asked", "day"),
    [
        (None, "2025-06-01", (date(2025, 6, 1), "option")),
        ("2026-01-05", date(2025, 6, 1), (date(2025, 6, 1), "option")),
        ("2026-01-05", datetime(2025, 6, 1, 9), (date(2025, 6, 1), "option")),
        ("2026-01-05", None, (date(2026, 1, 5), "profile")),
    ],
)
def test_the_day(stated: str | None, asked: Any, day: Any) -> None:
    profile = validate({"date": stated} if stated else {})
    assert chosen_day(profile, asked) == day


def test_without_a_day_it_is_today() -> None:
    before = date.today()
    day, chosen = chosen_day(validate({}), None)
    assert before <= day <= date.today()
    assert chosen == "today"


@pytest.mark.parametrize(
    ("asked", "key"),
    [("2025-13-01", "E-DATE.no-such-day"), ("", "E-DATE.iso"), ("1.6.2025", "E-DATE.iso"), (20250601, "E-DATE.iso")],
)
def test_what_is_no_day(asked: Any, key: str) -> None:
    with pytest.raises(formgen.Refused) as caught:
        chosen_day(validate({}), asked)
    assert [(p.key, p.field) for p in caught.value.problems] == [(key, "as_of")]


def test_every_refusal_has_its_line(tmp_path: Path) -> None:
    path = tmp_path / "profile.json"
    path.write_text(json.dumps(usage(form="usage-reqest"), indent=1, ensure_ascii=False), encoding="utf-8")
    with pytest.raises(formgen.Refused) as caught:
        begin(path)
    (found,) = caught.value.problems
    lines = path.read_text(encoding="utf-8").splitlines()
    assert '"form"' in lines[(found.line or 0) - 1]
    assert found.file is not None
    assert found.file.endswith("profile.json")


def test_a_route_that_is_none_says_which_there_are() -> None:
    with pytest.raises(formgen.Refused) as caught:
        begin(usage(), route="mial")
    (found,) = caught.value.problems
    assert (found.key, found.field, found.pointer) == ("E-ROUTE.unknown", "route", None)
    assert "mail" in found.fix("ja")
    assert "mail" in found.fix("en")


def test_a_form_that_is_no_lead_says_which_there_are() -> None:
    with pytest.raises(formgen.Refused) as caught:
        begin(usage(form="usage-checklist"))
    (found,) = caught.value.problems
    assert found.form == "usage-checklist"
    assert "usage-request" in found.words["suggestion"]
    assert "usage-request" in found.words["suggestion_en"]
    assert found.words["suggestion"] != found.words["suggestion_en"]
