"""The changes a notice is about: which the form takes, and what cannot be right about them."""

from __future__ import annotations

from collections.abc import Iterator

from formgen.ground.problems import Problem, problem
from formgen.planning.contradictions import corporate_number
from formgen.planning.decisions import both
from formgen.planning.situation import Situation
from formgen.profile.changes import FACT_OF, change_of
from formgen.profile.model import Change
from formgen.spec.rules import in_force


def change_problems(now: Situation) -> Iterator[Problem]:
    """Nothing to tell, a change that goes another way, one item twice, and values that do not agree."""
    if not in_force(now.form.packet.changes, now.as_of):
        return
    if not now.profile.changes:
        yield problem("E-REQUIRED.changes", form=now.form.form, pointer="/changes")
    for number, change in enumerate(now.profile.changes):
        yield from _way(now, change, f"/changes/{number}")
        yield from _values(now, change, f"/changes/{number}")
        first = change_of(now.profile, change.item)
        if first and first[0] != number:
            yield problem("E-VALUE.change-twice", form=now.form.form, pointer=f"/changes/{number}/item")


def _way(now: Situation, change: Change, place: str) -> Iterator[Problem]:
    """A change that is not made on paper, by the rules of the day."""
    found = now.form.packet.change_way(change.item, now.as_of)
    about = {"form": now.form.form, "pointer": f"{place}/item"}
    name = now.rules.facts.word("changes.item", change.item)
    if found is None:
        yield problem("E-VALUE.change-not-taken", **about, **both(name=name))
    elif found.way == "screen":
        yield problem("E-ROUTE.on-screen", **about, **both(name=name, because=found.because))


def _values(now: Situation, change: Change, place: str) -> Iterator[Problem]:
    if change.before is not None and change.before == change.after:
        yield problem("E-VALUE.change-none", form=now.form.form, pointer=f"{place}/after")
    if change.changed_on and change.changed_on > now.day:
        yield problem("W-VALUE.change-to-come", form=now.form.form, pointer=f"{place}/changed_on")
    if change.item == "corporation.number":
        yield from corporate_number(f"{place}/after", change.after)
    fact = FACT_OF[change.item]
    stated = next((case.get(fact) for case in now.cases if fact), None)
    # The address may stand behind its postal code.
    if change.after and isinstance(stated, str) and not change.after.endswith(stated):
        yield problem("W-CONTRADICTION.change-after", form=now.form.form, pointer=f"{place}/after", fact=fact)
