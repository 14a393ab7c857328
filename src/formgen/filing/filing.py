"""From a profile to a plan: which form, which route, which day, and what follows. The start of every command."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from formgen.ground.problems import Broken, Problem, Refused, errors, problem
from formgen.library import Library, open_library
from formgen.planning import Plan, cases, direct_facts, make_plan, sheet_needed
from formgen.planning.make import WorkedOut
from formgen.planning.model import Chosen
from formgen.profile.facts import Facts
from formgen.profile.model import Profile, Route
from formgen.profile.reading import ProfileFile, read_profile
from formgen.sheet.make import FilledSheet, make_sheet
from formgen.spec.form import Form


@dataclass(frozen=True)
class Filing:
    """A profile, the lead form, the route and the day whose rules count; the plan is made when it is asked for."""

    source: ProfileFile
    library: Library
    lead: Form
    route: Route
    day: date
    day_from: Chosen

    @cached_property
    def plan(self) -> Plan:
        """What the filing needs."""
        return make_plan(
            self.source.profile,
            self.lead,
            self.library.rules,
            route=self.route,
            as_of=self.day,
            as_of_from=self.day_from,
            exists=self._exists,
        )

    def sheets(self, form: Form) -> tuple[FilledSheet, ...]:
        """The sheets of one form: one for each permission, else for the first person."""
        if form is self.lead and not form.shows_plan:
            found = [replace(case, extra=self._direct[0][case.user, case.permission]) for case in self._cases(form)]
        else:
            planned = [s.case for s in self.plan.sheets if s.form == form.form]
            found = [self.case(case) for case in planned or self._cases(form)]
        return tuple(make_sheet(form, case) for case in (found if form.per == "permission" else found[:1]))

    def case(self, case: Facts) -> Facts:
        """A case with what the plan has worked out for it."""
        return replace(case, extra=self.plan.facts(case))

    def stopping(self, form: Form) -> tuple[Problem, ...]:
        """Why a form is not made at all: E-ROUTE, E-EDITION, and for a form that shows a fee, E-FEE."""
        closed = sheet_needed(self.source.profile, form, route=self.route, as_of=self.day)
        return closed or (errors(self._direct[1]) if form is self.lead and "fee.amount" in form.asked else ())

    def placed(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """Problems with the lines of the profile, each once."""
        return tuple(dict.fromkeys(self.source.placed(problems)))

    def _cases(self, form: Form) -> tuple[Facts, ...]:
        return cases(self.source.profile, form, self.day)

    @cached_property
    def _direct(self) -> tuple[WorkedOut, tuple[Problem, ...]]:
        return direct_facts(
            self.source.profile,
            self.lead,
            self.library.rules,
            route=self.route,
            as_of=self.day,
            exists=self._exists,
        )

    def _exists(self, name: str, day: date) -> Form | None:
        return self.library.form(name, day) if name in self.library.files else None


def begin(
    profile: Any,
    *,
    form: str | None = None,
    route: Route | None = None,
    as_of: date | None = None,
    library: Library | None = None,
) -> Filing:
    """Read and choose. `form` wins over the profile's own. Raises `Refused`, with lines."""
    library = library or open_library()
    source = read_profile(profile, declared=library.facts.own)
    try:
        return _begin(source, form, route, as_of, library)
    except Refused as refused:
        raise type(refused)(source.placed(refused.problems)) from None


def _begin(source: ProfileFile, form: str | None, route: Route | None, as_of: date | None, library: Library) -> Filing:
    stated = source.profile
    day, day_from = chosen_day(stated, as_of)
    missing = [] if form or stated.form else [problem("E-REQUIRED.form", pointer="/form")]
    way = route or stated.route or _pickup(stated)
    if way is None:
        missing.append(problem("E-REQUIRED.route", pointer="/route"))
    if missing or way is None:
        raise Refused(missing)
    lead = _edition(library, form or stated.form or "", day, None if form else "/form")
    filing = Filing(source, library, lead, way, day, day_from)
    try:
        cases(stated, lead, day)
    except Refused:
        raise Refused(filing.plan.problems) from None
    return filing


def _edition(library: Library, name: str, day: date, pointer: str | None) -> Form:
    try:
        return library.form(name, day)
    except Broken:
        raise
    except Refused as refused:
        raise Refused([replace(p, pointer=p.pointer or pointer) for p in refused.problems]) from None


def chosen_day(profile: Profile, as_of: date | None) -> tuple[date, Chosen]:
    """The day whose rules count, and where it comes from."""
    if as_of is not None:
        return as_of, "option"
    if profile.date is not None:
        return profile.date, "profile"
    return date.today(), "today"


def _pickup(profile: Profile) -> Route | None:
    return next((p.pickup for p in profile.permission if p.pickup), None)


def lead_of(form: Form, profile: Profile) -> str:
    """The lead form whose plan a form is made by: itself, or the one the profile names."""
    return form.form if form.lead else profile.form or ""
