"""Facts that follow from stated ones by law: the rules that say how, each with its days and source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pydantic import model_validator

from formgen.ground.dates import Period, parse_day
from formgen.spec.rules import DatedRule, PeriodText, in_force


class DerivedRule(DatedRule):
    """How a fact follows from a stated one, by law.

    By a table, up to a period, before a day, or unless it is one of some words.
    """

    fact: str
    values: dict[str, str] | None = None
    at_most: PeriodText | None = None
    before: date | None = None
    unless: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _one_way(self) -> DerivedRule:
        if sum(bool(x) for x in (self.values, self.at_most, self.before, self.unless)) != 1:
            raise ValueError("a fact follows by one of: values, at_most, before, unless")
        return self

    def of(self, stated: str) -> str | bool | None:
        """The fact for what is stated; None where the table has nothing."""
        if self.values is not None:
            return self.values.get(stated)
        if self.at_most is not None:
            # What the calendar cannot tell (None) is not "at most".
            return Period.parse(stated).compare(Period.parse(self.at_most)) in (-1, 0)
        if self.before is not None:
            return parse_day(stated) < self.before
        return stated not in self.unless


@dataclass(frozen=True)
class Derivations:
    """How facts follow from others, on each day."""

    rules: tuple[DerivedRule, ...] = ()

    def derive(self, fact: str, stated: str, day: date) -> str | bool | None:
        """A fact by the rule of a day. Raises `LookupError` when no rule says how it follows."""
        own = [r for r in self.rules if r.fact == fact]
        # A fact without any rule is a fault of the files; a rule for other days is an answer: not known.
        if not own:
            raise LookupError(fact)
        found = in_force(own, day)
        return found[0].of(stated) if found else None
