"""Facts that follow from others: what the profile does not say is unknown, never "no"."""

from __future__ import annotations

from datetime import date

import pytest

import formgen
from formgen.library import Library
from formgen.profile.facts import Facts
from formgen.profile.validation import validate
from formgen.spec.derivations import Derivations, DerivedRule


def fact(name: str, **profile: object) -> object:
    return Facts(validate(profile), date(2026, 11, 22), user=0).get(name)


@pytest.mark.parametrize(
    ("user", "holds"),
    [
        ({"agent_certificate": {"number": "見本第1号"}}, True),
        ({"agent_certificate": {"expires_on": "2028-05-20"}}, True),
        ({"agent_certificate": {"number": ""}}, False),
        ({"agent_certificate": {}}, None),
        ({"training": {"name": "研修会"}}, None),
        ({}, None),
    ],
)
def test_whether_somebody_holds_a_certificate(user: dict, holds: bool | None) -> None:
    assert fact("user.holds_agent_certificate", users=[user]) is holds


@pytest.mark.parametrize(
    ("filing", "others", "remain"),
    [
        ({}, [{"status": "approved"}], True),
        ({}, [], None),
        ({}, [{"status": "left"}], None),
        ({"others_remain": False}, [], False),
        ({"others_remain": True}, [], True),
    ],
)
def test_whether_other_users_remain(filing: dict, others: list, remain: bool | None) -> None:
    """A list of users may not be the whole roster: only an approved one in it tells anything."""
    assert fact("filing.others_remain", filing=filing, users=[{"status": "left"}, *others]) is remain


def test_a_report_that_cannot_know_about_others_asks() -> None:
    profile = formgen.sample("resignation-report")
    profile["users"] = profile["users"][:1]
    with pytest.raises(formgen.Refused) as refused:
        formgen.render("resignation-report", profile)
    assert [(p.key, p.pointer) for p in refused.value.problems] == [("E-REQUIRED.field", "/filing/others_remain")]
    profile["filing"] = {**profile["filing"], "others_remain": False}
    assert formgen.render("resignation-report", profile)


def test_a_statement_against_the_roster_is_told() -> None:
    profile = formgen.sample("resignation-report")
    profile["filing"] = {**profile["filing"], "others_remain": False}
    found = formgen.plan(profile).problems
    assert ("W-CONTRADICTION.others-remain", "/filing/others_remain") in [(p.key, p.pointer) for p in found]


def test_a_certificate_that_expires_has_a_number() -> None:
    profile = formgen.sample("usage-request")
    profile["users"] = [{**profile["users"][0], "agent_certificate": {"expires_on": "2028-05-20"}}]
    with pytest.raises(formgen.Refused) as refused:
        formgen.render("usage-request", profile)
    assert [p.pointer for p in refused.value.problems] == ["/users/0/agent_certificate/number"]


def by_rules(name: str, library: Library, **profile: object) -> object:
    return Facts(validate(profile), date(2026, 11, 22), user=0, permission=0, law=library.rules.derivations).get(name)


@pytest.mark.parametrize(
    ("kind", "user_type"),
    [
        ("employer", "staff"),
        ("supervising", "staff"),
        ("public-interest", "public-interest"),
        ("support", "support"),
        ("travel-agency", "travel-agency"),
        (None, None),
    ],
)
def test_the_kind_of_user_follows_from_the_kind_of_body(library: Library, kind: str | None, user_type: object) -> None:
    assert by_rules("organization.user_type", library, organization={"kind": kind}, users=[{}]) == user_type


@pytest.mark.parametrize(
    ("granted", "short"),
    [("P3M", True), ("P90D", True), ("P3M1D", False), ("P91D", False), ("P1Y", False), (None, None)],
)
def test_a_short_stay_is_three_months_at_most(library: Library, granted: str | None, short: object) -> None:
    assert by_rules("permission.short_stay", library, users=[{}], permission={"granted_period": granted}) is short


@pytest.mark.parametrize(
    ("user", "foreign"),
    [
        ({"nationality": "日本"}, False),
        ({"nationality": "Japan"}, False),
        ({"nationality": "ベトナム"}, True),
        ({"nationality": "日本", "residence_card": {}}, True),
        ({"nationality": ""}, None),
        ({}, None),
    ],
)
def test_who_is_a_foreign_national(library: Library, user: dict, foreign: object) -> None:
    assert by_rules("user.foreign", library, users=[user]) is foreign


def test_a_fact_by_law_is_never_guessed_without_the_law() -> None:
    with pytest.raises(LookupError):
        fact("organization.user_type", organization={"kind": "employer"}, users=[{}])
    assert fact("organization.user_type", users=[{}]) is None


def test_a_rule_of_derivation_holds_on_its_days_only() -> None:
    old = DerivedRule(fact="permission.short_stay", at_most="P1M", until="2026-01-04", status="confirmed", source="law")
    new = DerivedRule.model_validate(
        {
            "fact": "permission.short_stay",
            "at_most": "P3M",
            "from": "2026-01-05",
            "status": "confirmed",
            "source": "law",
        }
    )
    law = Derivations((old, new))
    days = (date(2026, 1, 4), date(2026, 1, 5))
    assert [law.derive("permission.short_stay", "P2M", day) for day in days] == [False, True]
    with pytest.raises(LookupError):
        law.derive("user.foreign", "日本", days[0])
