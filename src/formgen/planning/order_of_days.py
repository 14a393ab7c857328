"""Days of a profile in an order that cannot be: told as warnings, as a person may know better."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from formgen.ground.problems import Problem, problem
from formgen.planning.situation import Situation
from formgen.profile.derived import counted_end
from formgen.profile.facts import Facts


def days_out_of_order(now: Situation) -> Iterator[Problem]:
    """What happened cannot lie after the day of filing, nor an end disagree with what it is counted from."""
    yield from _to_come(now, "W-VALUE.left-to-come", "/filing/left_on", now.profile.filing.left_on)
    for number, user in enumerate(now.profile.users):
        done = user.training.completed_on if user.training else None
        yield from _to_come(now, "W-VALUE.training-to-come", f"/users/{number}/training/completed_on", done)
    for case in now.cases:
        yield from _accepted(now, case)
        yield from _approval(now, case)


def _to_come(now: Situation, key: str, place: str, day: date | None) -> Iterator[Problem]:
    if day and day > now.day:
        yield problem(key, pointer=place, value=day.isoformat())


def _accepted(now: Situation, case: Facts) -> Iterator[Problem]:
    """受付日: an application is accepted before its result is told, and before that is fetched."""
    given = case.fee_case()
    if given is None or given.accepted_on is None:
        return
    about = {"pointer": case.pointer("permission.accepted_on"), "value": given.accepted_on.isoformat()}
    if given.accepted_on > now.day:
        yield problem("W-VALUE.accepted-to-come", **about)
    if given.result_mail_on and given.accepted_on > given.result_mail_on:
        yield problem("W-VALUE.accepted-after-result", **about)


def _approval(now: Situation, case: Facts) -> Iterator[Problem]:
    """The end of an approval, beside the one counted from the day it was given."""
    user, counted = case.person(), counted_end(case)
    stated = user.approval.expires_on if user and user.approval else None
    if counted is None:
        return
    place = case.pointer("user.approval.expires_on")
    # The day itself or the one before: both ways to count are in use.
    if stated and not 0 <= (stated - counted).days <= 1:
        yield problem("W-CONTRADICTION.approval-end", pointer=place, value=stated.isoformat())
    elif stated is None and any("user.approval.ends_on" in d.days for d in now.form.packet.deadlines):
        yield problem("W-INFERRED.approval-end", pointer=place)
