"""By when something must be done: from the day of an event, where the profile states it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from formgen.ground.dates import Period, add
from formgen.planning.model import DeadlineFound
from formgen.planning.papers import Situation
from formgen.spec.packets import Deadline
from formgen.spec.rules import in_force


def find_deadlines(now: Situation) -> tuple[DeadlineFound, ...]:
    """The deadlines of a filing: once for each day that the cases come to, without a day where none is known."""
    rules = (d for d in in_force(now.form.packet.deadlines, now.day) if now.route in d.routes)
    return tuple(DeadlineFound(d.what, on, d.because, d.sources) for d in rules for on in _days(now, d))


def _days(now: Situation, rule: Deadline) -> Iterator[date | None]:
    if rule.within is None or rule.after is None:
        yield None
        return
    # Each day once: several people may have left together.
    events = dict.fromkeys(case.get(rule.after) for case in now.cases)
    for event in events:
        yield add(event, Period.parse(rule.within)) if event is not None else None
