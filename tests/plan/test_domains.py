"""What each fact can be, as forms and rules are checked against it."""

from __future__ import annotations

from datetime import date

import pytest

from formgen.profile import facts
from formgen.profile.domains import Domain, asked_for, domain_of, domains
from formgen.profile.facts import Facts
from formgen.profile.validation import validate


def test_every_fact_has_a_domain_and_every_domain_is_of_a_fact() -> None:
    assert set(domains()) == facts.known() | {"user", "permission", "institution"}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("organization.name", "text"),
        ("organization.representative.title", "text"),
        ("users", "list"),
        ("organization", "group"),
        ("user.birth_date", "day"),
        ("user.training.completed_on", "day"),
        ("permission.granted_period", "period"),
        ("permission.result_mail_on", "day"),
        ("permission.amount", "int"),
        ("filing.user", "int"),
        ("filing.category_review", "bool"),
        ("route", "choice"),
        ("form", "form"),
        ("fee.amount", "int"),
        ("plan.checklist", "list"),
    ],
)
def test_kinds(name: str, kind: str) -> None:
    assert (domain_of(name) or Domain("text")).kind == kind


def test_values_are_those_of_the_profile() -> None:
    assert domain_of("organization.category") == Domain("choice", (1, 2, 3, 4, "none"))
    kinds = domain_of("permission.kind")
    assert kinds
    assert kinds.allows("extension")
    assert not kinds.allows("extention")
    assert not domain_of("filing.category_review").allows("true")  # type: ignore[union-attr]
    assert not domain_of("organization.category").allows(True)  # type: ignore[union-attr]
    assert not domain_of("user.birth_date").allows("1988-04-01")  # type: ignore[union-attr]
    assert domain_of("organization.nmae") is None


def test_columns_of_lists() -> None:
    assert {"name", "nationality", "birth_date"} <= set(domain_of("users").columns)  # type: ignore[union-attr]
    assert domain_of("user.career").columns.keys() == {"since", "kind", "text"}  # type: ignore[union-attr]
    assert "online" in domain_of("plan.checklist").columns  # type: ignore[union-attr]


def test_a_fact_inside_a_list_cannot_be_asked_for() -> None:
    assert domain_of("users.name").many  # type: ignore[union-attr]
    assert "users.name" not in asked_for()
    one = Facts(validate({"users": [{}], "permission": {}}), date(2026, 11, 22), user=0, permission=0)
    for name in asked_for() - set(facts.WORKED_OUT) - {"user", "permission"}:
        one.get(name)


@pytest.mark.parametrize(
    ("stated", "wanted", "holds"),
    [
        ({}, "reentry", None),
        ({"together": []}, "reentry", False),
        ({"together": ["extra-activity"]}, "reentry", False),
        ({"together": ["extra-activity", "reentry"]}, "reentry", True),
        ({"together": ["combined-card"]}, ["reentry", "combined-card"], True),
    ],
)
def test_of_several_choices_one_is_enough(stated: dict, wanted: object, holds: bool | None) -> None:
    one = Facts(validate({"permission": stated}), date(2026, 11, 22), permission=0)
    assert one.holds({"permission.together": wanted}) is holds
    assert domain_of("permission.together").allows("reentry")  # type: ignore[union-attr]
    assert not domain_of("permission.together").allows("re-entry")  # type: ignore[union-attr]


def test_documents_given_are_those_of_the_person_and_of_the_whole_filing() -> None:
    given = [{"document": d, "user": u, "enclosed": True} for d, u in (("a", 0), ("b", 1), ("c", None))]
    profile = validate({"users": [{}, {}], "attachments": given})
    assert Facts(profile, date(2026, 11, 22), user=1).get("attachments.given") == ("b", "c")
