"""From a profile to a plan: which form, which route, which day, and what follows. The start of every command."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from formgen.facts import Facts
from formgen.library import Library, open_library
from formgen.planning import Plan, cases, make_plan, sheet_needed
from formgen.problems import Broken, Problem, Refused, problem
from formgen.profile import Profile, Route
from formgen.reading import ProfileFile, read_profile
from formgen.sheet import Sheet, make_sheet
from formgen.spec.form import Form


@dataclass(frozen=True)
class Session:
    """A profile, the lead form, the day whose rules count, and the plan that follows from them."""

    source: ProfileFile
    library: Library
    lead: Form
    day: date
    plan: Plan

    def sheets(self, form: Form) -> tuple[Sheet, ...]:
        """The sheets of one form: one for each permission, else for the first person."""
        wanted = [s.case for s in self.plan.sheets if s.form == form.form]
        found = wanted or list(cases(self.source.profile, form, self.day))
        if form.per != "permission":
            found = found[:1]
        return tuple(make_sheet(form, self.case(c)) for c in found)

    def case(self, case: Facts) -> Facts:
        """A case with what the rules have worked out for it."""
        return replace(case, extra=self.plan.facts(case))

    def placed(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """Problems with the lines of the profile, each once."""
        return tuple(dict.fromkeys(self.source.placed(problems)))


def begin(
    profile: Any,
    *,
    form: str | None = None,
    route: Route | None = None,
    as_of: date | None = None,
    library: Library | None = None,
) -> Session:
    """Read, choose and plan. `form` wins over the profile's own. Raises `Refused`, with lines."""
    source = read_profile(profile)
    try:
        return _begin(source, form, route, as_of, library or open_library())
    except Refused as refused:
        raise type(refused)(source.placed(refused.problems)) from None


def _begin(source: ProfileFile, form: str | None, route: Route | None, as_of: date | None, library: Library) -> Session:
    stated = source.profile
    day, day_from = chosen_day(stated, as_of)
    missing = [] if form or stated.form else [problem("E-REQUIRED.form", pointer="/form")]
    way = route or stated.route or _pickup(stated)
    if way is None:
        missing.append(problem("E-REQUIRED.route", pointer="/route"))
    if missing or way is None:
        raise Refused(missing)
    lead = _edition(library, form or stated.form or "", day, None if form else "/form")
    plan = make_plan(
        stated,
        lead,
        library.rules,
        route=way,
        as_of=day,
        as_of_from=day_from,
        exists=lambda name, on: library.form(name, on) if name in library.files else None,
    )
    if not plan.cases or any(p.key in _NOBODY for p in plan.problems):
        raise Refused(plan.problems)
    return Session(source, library, lead, day, plan)


_NOBODY = ("E-VALUE.no-such-user", "E-REQUIRED.choose-user")


def _edition(library: Library, name: str, day: date, pointer: str | None) -> Form:
    try:
        return library.form(name, day)
    except Broken:
        raise
    except Refused as refused:
        raise Refused([replace(p, pointer=p.pointer or pointer) for p in refused.problems]) from None


def chosen_day(profile: Profile, as_of: date | None) -> tuple[date, Literal["profile", "option", "today"]]:
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


def refused_on_route(session: Session, form: Form) -> tuple[Problem, ...]:
    """Why a form is not made on this route (E-ROUTE)."""
    return sheet_needed(session.source.profile, form, route=session.plan.route, as_of=session.day)
