"""Any form, route, kind of organisation and day: a plan or a refusal in known words, never a fault."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from plan_data import HERE, overlay, read

import formgen
from formgen.ground.explanations import EXPLAIN
from formgen.library import open_library
from formgen.profile.domains import domains
from formgen.spec.rules import ROUTES

PEOPLE = read(HERE / "people.yaml")
KINDS = (None, *domains()["organization.kind"].values)
BREAKS = sorted({date.fromisoformat(b["day"]) for b in read(HERE / "situations" / "breaks.yaml")["breaks"]})
AROUND = [day + timedelta(days) for day in BREAKS for days in (-1, 0)]
EVERY_15TH = [date(2022, 3, 16) + timedelta(15 * step) for step in range(124)]
every_start = pytest.mark.parametrize("start", PEOPLE)


@every_start
def test_around_every_break(start: str) -> None:
    for found in plans(start, AROUND):
        holds(*found)


@pytest.mark.slow
@every_start
def test_every_fifteenth_day(start: str) -> None:
    assert EVERY_15TH[-1] > date(2027, 3, 31)
    for found in plans(start, EVERY_15TH):
        holds(*found)


def plans(start: str, days: Iterable[date]) -> Iterator[tuple[date, Any]]:
    """The plan, or the refusal, of a profile over every kind of organisation, route and day; and with less said."""
    for kind in KINDS:
        whole = overlay(PEOPLE[start], {"organization": {"kind": kind}})
        # Whatever is not stated must come out as a question.
        silent = overlay(whole, {"filing": None, "office": None, "attachments": None})
        for profile in (whole, silent):
            for route in ROUTES:
                for day in days:
                    yield day, planned(profile, route, day)


def planned(profile: Any, route: Any, day: date) -> Any:
    try:
        return formgen.plan(profile, route=route, as_of=day)
    except formgen.Refused as refused:
        return refused


def holds(day: date, found: Any) -> None:
    problems = found.problems
    assert {p.code for p in problems} <= set(EXPLAIN)
    refused = [p for p in problems if p.severity == "error"]
    if isinstance(found, formgen.Refused):
        assert refused
        return
    # Nothing at all, without a word why, would be a "no" that nobody said.
    assert found.sheets or found.documents or refused
    assert all(in_force(sheet.form, day) == 1 for sheet in found.sheets)
    papers = [(s.form, s.case.user, s.case.permission, s.case.institution) for s in found.sheets]
    assert len(papers) == len(set(papers))
    assert {asked(p.pointer) for p in problems if p.code == "W-UNKNOWN"} <= set(open_library().facts.facts)


def in_force(form: str, day: date) -> int:
    """How many editions of a form hold on a day."""
    return sum(e.since <= day and (e.until is None or day <= e.until) for e in open_library().editions(form))


def asked(pointer: str | None) -> str:
    """The fact at a place of a profile: `/users/1/status` is `user.status`."""
    assert pointer
    name = pointer.strip("/").replace("/", ".")
    for many, one in (("users", "user"), ("institutions", "institution"), ("changes", "change")):
        name = re.sub(rf"^{many}\.\d+\.", f"{one}.", name)
    return re.sub(r"^permission\.\d+\.", "permission.", name)
