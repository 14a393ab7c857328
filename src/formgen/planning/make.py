"""Profile + form + rules + route + day -> what is needed, and why. Pure; reads no file and no clock."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from formgen.ground.problems import Problem, Refused
from formgen.library.rules import Rules
from formgen.planning.attachments import attachment_problems
from formgen.planning.cases import cases
from formgen.planning.checklist import checklist, enclosures
from formgen.planning.contradictions import inferred, value_problems
from formgen.planning.deadlines import find_deadlines
from formgen.planning.decisions import closed_for, edition_problems
from formgen.planning.fees import find_fees
from formgen.planning.model import Chosen, Exists, FormHeader, OfficeFound, Plan
from formgen.planning.offices import find_office
from formgen.planning.papers import Papers, Situation, find_papers, missing
from formgen.planning.steps import Result, next_steps
from formgen.profile.facts import Facts
from formgen.profile.model import Profile, Route
from formgen.spec.rules import in_force

_NO_PROBLEMS: tuple[Problem, ...] = ()

WorkedOut = dict[tuple[int | None, int | None], Mapping[str, object]]


def make_plan(
    profile: Profile,
    form: FormHeader,
    rules: Rules,
    *,
    route: Route,
    as_of: date,
    as_of_from: Chosen,
    exists: Exists,
) -> Plan:
    """What a filing needs. Every finding is in `problems`; nothing is raised for what the user can mend."""
    try:
        covered, early = cases(profile, form, as_of), _NO_PROBLEMS
    except Refused as refused:
        covered, early = (Facts(profile, as_of, law=form.law),), refused.problems
    now = Situation(profile, form, rules, route, as_of, exists, covered)
    closed = edition_problems(form, as_of)
    found = Papers() if closed else find_papers(now)
    office, office_problems = find_office(now)
    fees, fee_problems = find_fees(now)
    problems = _unique(
        *early,
        *closed,
        *value_problems(now),
        *found.problems,
        *(() if early else _document_problems(now, found)),
        *office_problems,
        *fee_problems,
        *inferred(now, found),
    )
    result = Result(now, found, office, _envelope(now), find_deadlines(now), fees, problems)
    return _plan(result, as_of_from)


def direct_facts(
    profile: Profile, form: FormHeader, rules: Rules, *, route: Route, as_of: date, exists: Exists
) -> tuple[WorkedOut, tuple[Problem, ...]]:
    """`office.*` and `fee.*` for every case, without a plan: all that one sheet asks for that shows no plan.

    With them what is wrong with the fee. Raises `Refused` when it is not clear whom the form is about.
    """
    covered = cases(profile, form, as_of)
    now = Situation(profile, form, rules, route, as_of, exists, covered)
    office, _ = find_office(now)
    fees, problems = find_fees(now)
    amounts = {f.permission: f.amount for f in fees}
    shared = {"form": form.form, "route": route, **_office_facts(office)}
    return {(c.user, c.permission): {**shared, "fee.amount": amounts.get(c.permission)} for c in covered}, problems


def sheet_needed(profile: Profile, form: FormHeader, *, route: Route | None, as_of: date) -> tuple[Problem, ...]:
    """Why a form must not be made on this route and day (E-EDITION, E-ROUTE); empty when it may be.

    Raises `Refused` when it is not clear whom it is about.
    """
    return closed_for(form, route=route, as_of=as_of, all_cases=cases(profile, form, as_of))


def _document_problems(now: Situation, found: Papers) -> Iterator[Problem]:
    if found.sheets or found.documents:
        yield from missing(found.documents, now.route, now.form.form)
        yield from attachment_problems(now, found)


def _unique(*problems: Problem) -> tuple[Problem, ...]:
    seen: dict[object, Problem] = {}
    for found in problems:
        seen.setdefault((found.key, found.pointer, tuple(sorted(found.words.items()))), found)
    return tuple(seen.values())


def _envelope(now: Situation) -> tuple[str, ...]:
    return tuple(m.text for m in in_force(now.form.packet.envelope, now.day) if now.route in m.routes)


def _plan(result: Result, as_of_from: Chosen) -> Plan:
    now = result.now
    steps = next_steps(result)
    unfinished = next((s.label for s in steps if s.kind == "unfinished"), None)
    shared: dict[str, object] = {
        "form": now.form.form,
        "route": now.route,
        "plan.lead_title": now.form.title,
        "plan.enclosures": enclosures(result.found),
        "plan.envelope": "　".join(result.envelope) or None,
        "plan.next_steps": [{"check": False, "kind": s.label, "text": s.ja} for s in steps],
        "plan.unfinished": f"【{unfinished}】" if unfinished else None,
        **_office_facts(result.office),
    }
    return Plan(
        profile=now.profile,
        form=now.form.form,
        title=now.form.title,
        title_en=now.form.title_en,
        route=now.route,
        as_of=now.as_of,
        as_of_from=as_of_from,
        cases=now.cases,
        sheets=tuple(result.found.sheets),
        documents=tuple(result.found.documents),
        office=result.office,
        envelope=result.envelope,
        deadlines=result.deadlines,
        fees=result.fees,
        problems=result.problems,
        next_steps=steps,
        worked_out=_worked_out(now, result.found, result, shared),
    )


def _office_facts(office: OfficeFound | None) -> Mapping[str, object]:
    names = ("name", "head", "section", "postal_code", "address")
    return office.facts() if office else {f"office.{n}": None for n in names}


def _worked_out(now: Situation, found: Papers, result: Result, shared: Mapping[str, object]) -> WorkedOut:
    amounts = {f.permission: f.amount for f in result.fees}
    return {
        (case.user, case.permission): {
            **shared,
            "fee.amount": amounts.get(case.permission),
            "plan.checklist": checklist(now, found, case),
        }
        for case in now.cases
    }
