"""Which rules there are and who says so; what changed for a form between two days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from formgen.ground.dates import Period, parse_day, subtract
from formgen.library import OwnForms, open_library
from formgen.register.differences import Change, differences_between
from formgen.register.entries import RuleEntry
from formgen.register.reading import read_register, used_sources
from formgen.spec.rules import Source

__all__ = ["Register", "Stale", "differences", "sources", "used_sources"]


@dataclass(frozen=True)
class Register:
    """Every source and every rule. `last_checked` says when somebody last read what a rule rests on."""

    sources: Mapping[str, Source]
    rules: tuple[RuleEntry, ...]

    def last_checked(self, rule: RuleEntry) -> date | None:
        """The day on which the latest of its sources was read; None where nobody said."""
        days = [day for name in rule.sources if (day := self.sources[name].checked)]
        return max(days, default=None)

    def stale(self, age: Period, today: date) -> Stale:
        """Only what was last read longer ago than `age`, or nobody knows when."""
        bound = subtract(today, age)
        old = tuple(s for s in self.sources.values() if s.checked is None or s.checked < bound)
        rules = (r for r in self.rules if (day := self.last_checked(r)) is None or day < bound)
        return Stale(old, tuple(rules))


@dataclass(frozen=True)
class Stale:
    """The sources nobody has read for long, and the rules that rest on nothing else."""

    sources: tuple[Source, ...]
    rules: tuple[RuleEntry, ...]


def sources(forms: OwnForms = None) -> Register:
    """Every source and every rule that rests on one, with its days and status. Raises `Broken`."""
    library = open_library(forms)
    return Register(library.rules.sources, read_register(library))


def differences(form: str, first: date | str, second: date | str, *, forms: OwnForms = None) -> tuple[Change, ...]:
    """What is not the same for a form on two days: sheet, papers, fees, limits, deadlines, steps.

    Raises `Refused` (E-VALUE) for an unknown id, `ValueError` for a text that is no day, `Broken`.
    """
    one, two = (parse_day(day) if isinstance(day, str) else day for day in (first, second))
    return differences_between(form, one, two, open_library(forms))
