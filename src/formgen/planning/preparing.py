"""Who prepared the papers, and whether the rules of the day let them."""

from __future__ import annotations

from collections.abc import Iterator

from formgen.ground.problems import Problem, problem
from formgen.planning.decisions import both
from formgen.planning.situation import Situation
from formgen.spec.rules import in_force


def preparing(now: Situation) -> Iterator[Problem]:
    """Papers prepared by somebody who may not; a question where one fact of several is missing."""
    case = now.cases[0]
    for rule in in_force(now.rules.preparing, now.day):
        answer, unknown = case.holds(rule.when), case.unknown(rule.when)
        place = case.pointer(next(iter(unknown or rule.when)))
        if answer:
            yield problem("W-PREPARED.not-allowed", form=now.form.form, pointer=place, **both(because=rule.because))
        # While nothing is said of who prepared the papers, nothing points to a rule: nobody is asked.
        elif answer is None and len(unknown) < len(rule.when):
            question = now.rules.facts.question(unknown[0])
            yield problem("W-UNKNOWN.prepared", form=now.form.form, pointer=place, **both(question=question))
