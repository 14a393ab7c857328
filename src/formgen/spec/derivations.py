"""Facts that follow from stated ones by law: the rules that say how, each with its days and source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pydantic import model_validator

from formgen.ground.dates import Period, parse_day
from formgen.spec.rules import DatedRule, PeriodText, in_force


class DerivedRule(DatedRule):
    """How a fact follows from a stated one, by law.

    By a table, up to a period, before a day, unless it is one of some words, or where it begins with one of some. Or a
    day: what `lasts` a period `counted_from` a day ends on it; the rule is that of the stated day.
    """

    fact: str
    values: dict[str, str] | None = None
    at_most: PeriodText | None = None
    before: date | None = None
    unless: tuple[str, ...] = ()
    begins: tuple[str, ...] = ()
    lasts: PeriodText | None = None
    counted_from: str | None = None

    @model_validator(mode="after")
    def _one_way(self) -> DerivedRule:
        ways = (self.values, self.at_most, self.before, self.unless, self.begins, self.lasts)
        if sum(bool(x) for x in ways) != 1:
            raise ValueError("a fact follows by one of: values, at_most, before, unless, begins, lasts")
        if (self.lasts is None) != (self.counted_from is None):
            raise ValueError("lasts and counted_from go together: how long, from which day")
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
        return stated.startswith(self.begins) if self.begins else stated not in self.unless


@dataclass(frozen=True)
class Derivations:
    """How facts follow from others, on each day."""

    rules: tuple[DerivedRule, ...] = ()

    def derive(self, fact: str, stated: str, day: date) -> str | bool | None:
        """A fact by the rule of a day. Raises `LookupError` when no rule says how it follows."""
        found = self._rule(fact, day)
        return found.of(stated) if found else None

    def lasting(self, fact: str, day: date) -> tuple[Period, str] | None:
        """How long something lasts and from which fact it is counted, by the rule of a day. Raises `LookupError`."""
        found = self._rule(fact, day)
        return (Period.parse(found.lasts), found.counted_from) if found and found.lasts and found.counted_from else None

    def _rule(self, fact: str, day: date) -> DerivedRule | None:
        own = [r for r in self.rules if r.fact == fact]
        # A fact without any rule is a fault of the files; a rule for other days is an answer: not known.
        if not own:
            raise LookupError(fact)
        return next(iter(in_force(own, day)), None)
