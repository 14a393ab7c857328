"""What a problem tells a clerk to write: the right key, the word beside a code, paper where paper is wanted."""

from __future__ import annotations

import pytest

import formgen
from formgen.profile.validation import validate


def refused(data):
    with pytest.raises(formgen.Refused) as caught:
        validate(data)
    return caught.value.problems


@pytest.mark.parametrize("day", ["令和8年4月1日", "昭和64年1月7日", "平成元年"])
def test_a_day_of_an_era_is_told_how_to_be_written(day):
    (found,) = refused({"date": day})
    assert found.key == "E-DATE.era-year"
    assert "2018" in found.fix("ja")
    assert day not in found.message("ja") + found.fix("ja")


def test_a_plural_is_told_that_one_may_stand_alone():
    (found,) = refused({"permissions": []})
    assert "「permission」" in found.fix("ja")
    assert "一覧" in found.fix("ja")
    (other,) = refused({"user": []})
    assert "一覧" not in other.fix("ja")


def test_a_line_break_in_a_cell_of_one_line_is_called_so():
    profile = formgen.sample("usage-request")
    profile["users"][0]["name"] = "甲\n乙"
    found = {p.key for p in formgen.check(profile).problems if p.pointer == "/users/0/name"}
    assert found == {"E-FIT.line-break"}


def test_a_kind_the_sheet_has_no_word_for():
    profile = formgen.sample("usage-request")
    profile["filing"]["kind"] = "renewal"
    found = formgen.check(profile).problems
    (option,) = [p for p in found if p.key == "E-VALUE.option"]
    assert "new（新規利用申出）" in option.fix("ja")
    assert not [p for p in found if "この提出方法では" in p.message("ja")]


def test_the_kind_by_the_roster_is_told_with_its_word(plan_of):
    (found,) = [
        p for p in plan_of("usage", {"filing": {"kind": "additional"}}).problems if p.key.endswith("filing-kind")
    ]
    assert "new（新規）" in found.message("ja")


@pytest.mark.parametrize(
    "start, document, given",
    [
        ("agent-leaving", "returned-certificate", '"enclosed": true'),
        ("agent", "company-registry", '"enclosed": true'),
        ("agent", "training-certificate", '"file": "…"'),
    ],
)
def test_an_original_is_put_in_as_paper(plan_of, start, document, given):
    missing = plan_of(start, {"attachments": []}).missing
    (found,) = [p for p in missing if p.words.get("document") == document]
    assert f'{{"document": "{document}", {given}}}' in found.fix("ja")
    assert ("file の代わりに" in found.fix("ja")) is given.startswith('"file')


@pytest.mark.parametrize(
    "kind, stated, told",
    [("support", True, True), ("public-interest", True, True), ("employer", True, False), ("support", False, False)],
)
def test_a_duty_that_does_not_concern_the_body_is_not_ticked(kind, stated, told):
    profile = formgen.sample("periodic-report")
    profile["organization"]["kind"] = kind
    profile["filing"]["acceptance_reported"] = stated
    found = [p.pointer for p in formgen.check(profile).problems if p.key == "W-CONTRADICTION.not-concerned"]
    assert found == (["/filing/acceptance_reported"] if told else [])
