"""Reads the rule files and answers what is in force on a day, and which text says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar

from formgen.ground.dates import Period
from formgen.profile.model import Route
from formgen.spec.rules import (
    ApplicationRoute,
    Deadline,
    DocumentKind,
    FeeRule,
    Hours,
    Limit,
    Marking,
    Office,
    Payment,
    Settlement,
    Source,
    SpecialAddress,
    Tier,
    Words,
    in_force,
)


@dataclass(frozen=True)
class Rules:
    """Every rule that is not about one form: what holds on a day, and which text says so."""

    sources: Mapping[str, Source]
    offices: Mapping[str, Office]
    documents: Mapping[str, DocumentKind]
    addresses: tuple[SpecialAddress, ...]
    usage_request_forms: tuple[str, ...]
    fees: tuple[FeeRule, ...]
    tiers: tuple[Tier, ...]
    settlements: tuple[Settlement, ...]
    payments: tuple[Payment, ...]
    limits: tuple[Limit, ...]
    hours: tuple[Hours, ...]
    deadlines: tuple[Deadline, ...]
    markings: tuple[Marking, ...]

    def fee(self, kind: str, route: str | None, day: date, *, reduced: bool = False) -> FeeRule | None:
        """The fee of a kind of permission (or a form) on the day it was accepted."""
        return _fee(self.fees, kind, route, day, reduced)

    def settlement(self, kind: str, route: str, day: date) -> Settlement | None:
        """What settling an online fee costs on top."""
        return _fee(self.settlements, kind, route, day, False)

    def payment(self, route: ApplicationRoute, day: date) -> Payment | None:
        """How a fee is paid."""
        return next((p for p in in_force(self.payments, day) if p.route == route), None)

    def tier(self, granted: Period) -> Tier | None:
        """The range a granted period falls in; None when the calendar cannot tell."""
        found = [t for t in self.tiers if t.holds(granted)]
        return found[0] if len(found) == 1 else None

    def limit(self, name: str, day: date, form: str = "", route: Route | None = None) -> Limit | None:
        """A limit by its id, for a form and a route."""
        for rule in in_force(self.limits, day):
            fits = not rule.forms or form in rule.forms
            if rule.id == name and fits and (route is None or route in rule.routes):
                return rule
        return None

    def title(self, document: str, lang: str = "ja") -> str:
        """The title of a document in one language."""
        return self.titles(document).text(lang)

    def titles(self, document: str) -> Words:
        """The title of a document; its id when the list does not have it."""
        found = self.documents.get(document)
        return Words(ja=found.title, en=found.title_en) if found else Words(ja=document, en=document)

    @cached_property
    def ids(self) -> frozenset[str]:
        """The ids of the sources."""
        return frozenset(self.sources)


FeeT = TypeVar("FeeT", bound=FeeRule)


def _fee(rules: Iterable[FeeT], kind: str, route: str | None, day: date, reduced: bool) -> FeeT | None:
    for rule in in_force(rules, day):
        if kind in rule.kinds and rule.route in ("any", route) and rule.reduced == reduced:
            return rule
    return None
