"""By when something must be done: from the day of an event, where the profile states it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from formgen.ground.dates import Period, add, subtract
from formgen.ground.problems import Problem, problem
from formgen.planning.decisions import both
from formgen.planning.findings import DeadlineFound
from formgen.planning.situation import Situation
from formgen.profile.facts import Facts
from formgen.spec.packets import Deadline
from formgen.spec.rules import Words, in_force


def find_deadlines(now: Situation) -> tuple[DeadlineFound, ...]:
    """The deadlines of a filing: once for each day that the cases come to, without a day where none is known."""
    return tuple(
        DeadlineFound(d.what, on, d.because, d.sources, d.kind, d.status, on is not None and on < now.day)
        for d in _rules(now)
        for on in _days(now, d)
    )


def too_early(now: Situation) -> Iterator[Problem]:
    """A warning where the papers would be handed in before the first day on which that may be done."""
    for rule in _rules(now):
        if rule.first_day and any(on is not None and now.day < on for on in _days(now, rule)):
            yield problem("W-CONTRADICTION.too-early", form=now.form.form, pointer="/date", **both(what=rule.what))


def too_late(now: Situation) -> Iterator[Problem]:
    """A warning at the day each deadline follows from, where the papers would be handed in after it."""
    for rule in _rules(now):
        for case in _cases(now, rule):
            on = _day(rule, case)
            if on is not None and on < now.day and rule.kind in ("limit", "validity"):
                place = case.pointer(min(rule.days, key=case.get))
                yield problem("W-CONTRADICTION.too-late", form=now.form.form, pointer=place, **both(what=rule.what))


def unknown_days(now: Situation) -> Iterator[Problem]:
    """W-UNKNOWN for each day that a deadline is counted from, is asked for, and is not stated."""
    asked: dict[str, tuple[Words, Words]] = {}
    for rule in _rules(now):
        if rule.question is None:
            continue
        for case in _cases(now, rule):
            for name in (n for n in rule.days if case.get(n) is None):
                # One answer serves every deadline that is counted from it.
                asked.setdefault(case.pointer(name), (rule.what, rule.question))
    for place, (what, question) in asked.items():
        yield problem("W-UNKNOWN.deadline", form=now.form.form, pointer=place, **both(what=what, question=question))


def _cases(now: Situation, rule: Deadline) -> list[Facts]:
    """The cases a deadline is about; of a filing about nobody in particular, every person it may be about."""
    people = [n for n, u in enumerate(now.profile.users) if u.status == now.form.person]
    everybody = [replace(now.cases[0], user=n) for n in people] if now.form.per == "filing" else []
    return [case for case in everybody or now.cases if case.holds(rule.when) is True]


def _rules(now: Situation) -> Iterator[Deadline]:
    return (d for d in in_force(now.form.packet.deadlines, now.day) if now.route in d.routes)


def _days(now: Situation, rule: Deadline) -> Iterator[date | None]:
    # Each day once: several people may have left together.
    yield from dict.fromkeys(_day(rule, case) for case in _cases(now, rule))


def _day(rule: Deadline, case: Facts) -> date | None:
    events = [case.get(name) for name in rule.days]
    # The earliest of several cannot be told while one of them is not stated.
    if not events or None in events:
        return None
    period = Period.parse(rule.within) if rule.within else Period(0, 0)
    return add(min(events), period) if rule.after else subtract(min(events), period)
