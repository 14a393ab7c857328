"""Facts that follow from others: what the profile does not say is unknown, never "no"."""

from __future__ import annotations

from datetime import date

import pytest

import formgen
from formgen.profile.facts import Facts
from formgen.profile.validation import validate


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
