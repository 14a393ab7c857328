"""From a profile to a filing: which day, which form, which route. The start of every command."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from formgen.filing.filing import Filing
from formgen.ground.dates import day_fault, parse_day
from formgen.ground.problems import Broken, Problem, Refused, problem
from formgen.ground.suggestions import did_you_mean
from formgen.library import Library, open_library
from formgen.planning.model import Chosen
from formgen.profile.model import Profile, Route
from formgen.profile.reading import ProfileFile, read_profile
from formgen.spec.form import Form
from formgen.spec.rules import ROUTES


def begin(
    profile: Any,
    *,
    form: str | None = None,
    route: str | None = None,
    as_of: date | str | None = None,
    library: Library | None = None,
) -> Filing:
    """The filing of a lead form; `form` wins over the profile's own. Raises `Refused`, with lines."""

    def lead(stated: Profile, day: date, known: Library) -> Form:
        found = _edition(known, form or stated.form or "", day, None if form else "/form")
        if not found.packet:
            raise Refused([_no_lead(known, found, None if form else "/form")])
        return found

    return _begin(profile, form, route, as_of, library, lead)


def begin_sheet(
    form: str,
    profile: Any,
    *,
    route: str | None = None,
    as_of: date | str | None = None,
    library: Library | None = None,
) -> Filing:
    """The filing one sheet is made for: its own when it is a lead form, else that of the profile's form.

    A sheet that shows nothing of a plan can also stand alone. Raises `Refused`, with lines.
    """

    def lead(stated: Profile, day: date, known: Library) -> Form:
        found = known.form(form, day)
        if found.packet or (not found.shows_plan and stated.form in (None, "", form)):
            return found
        named = _edition(known, stated.form or "", day, "/form")
        if found.shows_plan and not named.packet:
            raise Refused([_no_lead(known, named, "/form")])
        return named

    return _begin(profile, form, route, as_of, library, lead)


Lead = Callable[[Profile, date, Library], Form]


def _begin(
    profile: Any, form: str | None, route: str | None, as_of: date | str | None, library: Library | None, lead: Lead
) -> Filing:
    known = library or open_library()
    source = read_profile(profile, declared=known.declared)
    with _with_lines(source):
        stated = source.profile
        day, day_from = chosen_day(stated, as_of)
        # A fee sheet goes the way the result is fetched, so a profile need not say it twice.
        way = _known_route(route) or stated.route or _pickup(stated)
        if not form and not stated.form:
            absent = [] if way else [problem("E-REQUIRED.route", pointer="/route")]
            raise Refused([problem("E-REQUIRED.form", pointer="/form"), *absent])
        found = lead(stated, day, known)
        filing = Filing(source, known, found, way or _any_route(found), day, day_from)
        # Whom it is about decides about every paper: without that there is nothing true to tell.
        if filing.planning.unclear:
            raise Refused(filing.plan.problems)
    return filing


def _any_route(form: Form) -> Route:
    """A route for a sheet that is the same on all: it stands alone and asks for none. Raises `Refused` for others."""
    if form.packet or any(name == "route" or name.startswith("office.") for name in form.asked):
        raise Refused([problem("E-REQUIRED.route", pointer="/route")])
    return "counter"


@contextmanager
def _with_lines(source: ProfileFile) -> Iterator[None]:
    try:
        yield
    except Refused as refused:
        raise refused.with_problems(source.placed(refused.problems)) from None


def _edition(library: Library, name: str, day: date, pointer: str | None) -> Form:
    if not name:
        raise Refused([problem("E-REQUIRED.form", pointer="/form")])
    try:
        return library.form(name, day)
    # A form file that is broken has its own line; the profile's would mislead.
    except Broken:
        raise
    except Refused as refused:
        raise Refused([replace(p, pointer=p.pointer or pointer) for p in refused.problems]) from None


def _no_lead(library: Library, form: Form, pointer: str | None) -> Problem:
    leads = [f.form for f in library.latest() if f.packet]
    ja, en = library.packet_wanted(form.form) or did_you_mean(form.form, leads)
    return problem("E-VALUE.no-lead", form=form.form, pointer=pointer, suggestion=ja, suggestion_en=en)


def _known_route(route: str | None) -> Route | None:
    if route is None or route in ROUTES:
        return route
    ja, en = did_you_mean(str(route), ROUTES)
    raise Refused([problem("E-ROUTE.unknown", field="route", suggestion=ja, suggestion_en=en)])


def chosen_day(profile: Profile, as_of: date | str | None) -> tuple[date, Chosen]:
    """The day whose rules count, and where it comes from. Raises `Refused` (E-DATE) for what is no day."""
    if as_of is not None:
        return _day(as_of), "option"
    if profile.date is not None:
        return profile.date, "profile"
    # The only look at the clock on the way to a paper; where the day comes from is told with it.
    return date.today(), "today"


def _day(given: object) -> date:
    # A datetime is a date to Python, but cannot be compared with one.
    if isinstance(given, datetime):
        return given.date()
    if isinstance(given, date):
        return given
    try:
        return parse_day(str(given))
    except ValueError:
        raise Refused([problem(day_fault(str(given)), field="as_of")]) from None


def _pickup(profile: Profile) -> Route | None:
    return next((p.pickup for p in profile.permission if p.pickup), None)
