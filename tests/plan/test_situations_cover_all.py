"""The situations leave nothing out: every form, route, kind of organisation and break in time is among them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest
from plan_data import HERE, overlay, read, situations

from formgen.library import open_library
from formgen.profile.domains import domains
from formgen.spec.rules import ROUTES

KINDS = domains()["organization.kind"].values
BREAKS = read(HERE / "situations" / "breaks.yaml")["breaks"]
LEADS = [form.form for form in open_library().latest() if form.packet]


@dataclass(frozen=True)
class Case:
    """What tells a case apart from others."""

    form: str
    route: str
    kind: str | None
    day: date
    accepted: date | None


@cache
def cases() -> tuple[Case, ...]:
    people = read(HERE / "people.yaml")
    return tuple(_case(told, people[told["start"]]) for _, told in situations())


def _case(told: dict[str, Any], start: dict[str, Any]) -> Case:
    profile = overlay(start, told.get("change", {}))
    permissions = profile.get("permission", {})
    one = permissions if isinstance(permissions, dict) else {}
    return Case(
        form=profile["form"],
        route=told.get("route", profile["route"]),
        kind=profile.get("organization", {}).get("kind"),
        day=date.fromisoformat(str(told.get("day", profile["date"]))),
        accepted=date.fromisoformat(one["accepted_on"]) if one.get("accepted_on") else None,
    )


def test_there_are_many() -> None:
    names = [f"{name}: {told['it']}" for name, told in situations()]
    assert len(names) == len(set(names))
    assert len(names) >= 500
    # Written ones alone, without what `over` makes of them.
    written = [read(path) for path in (HERE / "situations").glob("*.yaml")]
    assert sum(len(file) for file in written if isinstance(file, list)) >= 200


@pytest.mark.parametrize("form", LEADS)
def test_every_form_on_every_route(form: str) -> None:
    assert {case.route for case in cases() if case.form == form} == set(ROUTES)


@pytest.mark.parametrize("form", LEADS)
def test_every_form_for_every_kind_of_organisation(form: str) -> None:
    assert {case.kind for case in cases() if case.form == form} >= set(KINDS)


@pytest.mark.parametrize("turn", BREAKS, ids=lambda turn: f"{turn['day']}-{turn['source']}")
def test_both_sides_of_every_break(turn: dict[str, Any]) -> None:
    assert turn["source"] in open_library().rules.sources
    day = date.fromisoformat(turn["day"])
    for form in turn["forms"]:
        before, after = (_on(form, when, turn) for when in (day - timedelta(1), day))
        assert before & after, form


def _on(form: str, day: date, turn: dict[str, Any]) -> set[tuple[str, str | None]]:
    by = "accepted" if turn.get("by") == "acceptance" else "day"
    return {(case.route, case.kind) for case in cases() if case.form == form and getattr(case, by) == day}


def test_every_break_of_a_packet_is_among_them() -> None:
    """A line that begins or ends on a day of its own needs cases of both sides of it."""
    listed = {(form, turn["day"]) for turn in BREAKS for form in turn["forms"]}
    for form in open_library().latest():
        first = form.since.isoformat()
        for line in form.packet.lines if form.packet else ():
            begins = {line.since} | ({line.until + timedelta(1)} if line.until else set())
            days = {day.isoformat() for day in begins if day and day.isoformat() > first}
            assert {(form.form, day) for day in days} <= listed
