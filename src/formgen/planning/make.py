"""Profile + form + rules + route + day -> what is needed, and why. Pure; reads no file and no clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from formgen.ground.problems import Problem, Refused, errors
from formgen.library.rules import Rules
from formgen.planning.attachments import attachment_problems
from formgen.planning.blanks import blank_texts
from formgen.planning.cases import cases
from formgen.planning.changes import change_problems
from formgen.planning.checklist import checklist, enclosures
from formgen.planning.contradictions import inferred, kind_fact, value_problems
from formgen.planning.deadlines import find_deadlines, too_early, too_late, unknown_days
from formgen.planning.decisions import closed_for, edition_problems
from formgen.planning.fee_list import fee_list
from formgen.planning.fees import Found, find_fees
from formgen.planning.findings import OfficeFound, Step
from formgen.planning.missing import missing
from formgen.planning.model import Chosen, Exists, FilingKind, FormHeader, Plan
from formgen.planning.naming import on_page
from formgen.planning.offices import find_office
from formgen.planning.order_of_days import days_out_of_order
from formgen.planning.papers import Papers, find_papers
from formgen.planning.plausibility import implausible
from formgen.planning.preparing import preparing
from formgen.planning.situation import Situation
from formgen.planning.stamps import to_buy
from formgen.planning.steps import Result, next_steps
from formgen.profile.facts import Facts
from formgen.profile.model import Profile, Route
from formgen.spec.packets import Marking
from formgen.spec.rules import in_force


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
    return Planning(profile, form, rules, route, as_of, as_of_from, exists).plan


@dataclass(frozen=True)
class Planning:
    """A plan in the making: each part is worked out once, when it is first asked for.

    One sheet alone asks for its cases, its office and its fee; the whole plan asks for everything.
    """

    profile: Profile
    form: FormHeader
    rules: Rules
    route: Route
    as_of: date
    as_of_from: Chosen
    exists: Exists

    @cached_property
    def _covered(self) -> tuple[tuple[Facts, ...], tuple[Problem, ...]]:
        try:
            return cases(self.profile, self.form, self.as_of), ()
        except Refused as refused:
            # A case about nobody, so that whatever else is wrong can be told with it.
            return (Facts(self.profile, self.as_of, law=self.form.law),), refused.problems

    @property
    def cases(self) -> tuple[Facts, ...]:
        """The persons and permissions it is about."""
        return self._covered[0]

    @property
    def unclear(self) -> tuple[Problem, ...]:
        """Why it cannot be told whom it is about; empty when it can."""
        return self._covered[1]

    @cached_property
    def situation(self) -> Situation:
        """Everything that decides what is needed."""
        return Situation(self.profile, self.form, self.rules, self.route, self.as_of, self.exists, self.cases)

    @cached_property
    def closed(self) -> tuple[Problem, ...]:
        """Why the lead form itself is not made on this route and day (E-EDITION, E-ROUTE); empty when it is."""
        closed = closed_for(self.form, route=self.route, as_of=self.as_of, all_cases=self.cases)
        # A change that the sheet has no room for would be missing on it without a word.
        return closed or errors(change_problems(self.situation))

    @cached_property
    def papers(self) -> Papers:
        """The sheets and documents."""
        # The lines of an edition that is not in force would name papers of another time.
        return Papers() if edition_problems(self.form, self.as_of) else find_papers(self.situation)

    @cached_property
    def office(self) -> tuple[OfficeFound | None, tuple[Problem, ...]]:
        """Where the papers go, and what is doubtful about it."""
        return find_office(self.situation)

    @cached_property
    def fees(self) -> Found:
        """What is to be paid, and what is missing to tell it."""
        return find_fees(self.situation)

    @cached_property
    def plan(self) -> Plan:
        """The whole plan."""
        return _plan(self)

    @cached_property
    def result(self) -> Result:
        """What the plan has come to before its steps are written."""
        now, found, fees = self.situation, self.papers, self.fees[0]
        lacking = tuple(missing(now, found)) if self._decided else ()
        bought = to_buy(fees, now.rules.stamps_on(now.day))
        deadlines = find_deadlines(now)
        return Result(now, found, self.office[0], _markings(now), deadlines, fees, self._problems, lacking, bought)

    @property
    def _decided(self) -> bool:
        """Whether there are papers: without them nothing can be missing or left over."""
        return not self.unclear and bool(self.papers.sheets or self.papers.documents)

    @property
    def _problems(self) -> tuple[Problem, ...]:
        now, found = self.situation, self.papers
        return _unique(
            *self.unclear,
            *edition_problems(self.form, self.as_of),
            *blank_texts(self.profile),
            *value_problems(now),
            *change_problems(now),
            *implausible(now),
            *days_out_of_order(now),
            *too_early(now),
            *too_late(now),
            *preparing(now),
            *unknown_days(now),
            *found.problems,
            *(attachment_problems(now, found) if self._decided else ()),
            *self.office[1],
            *self.fees[1],
            *inferred(now, found),
        )

    def facts(self, case: Facts) -> Mapping[str, object]:
        """`form`, `route`, `office.*` and `fee.*` of a case: what a sheet asks for that shows nothing of the plan."""
        shared = {"form": self.form.form, "route": self.route, **_office_facts(self.office[0])}
        return {**shared, "fee.amount": self._amounts.get(case.permission)}

    @cached_property
    def _amounts(self) -> Mapping[int | None, object]:
        return {f.permission: f.amount for f in self.fees[0]}


def _unique(*problems: Problem) -> tuple[Problem, ...]:
    seen: dict[object, Problem] = {}
    for found in problems:
        # Two cases may meet the same fault: what would read the same is told once.
        seen.setdefault((found.key, found.pointer, tuple(sorted(found.words.items()))), found)
    return tuple(seen.values())


def _markings(now: Situation) -> tuple[Marking, ...]:
    return tuple(m for m in in_force(now.form.packet.envelope, now.day) if now.route in m.routes)


def filing_kind(now: Situation) -> FilingKind:
    """新規, 追加, 更新 or 再交付, and whether that was stated or follows from the people's data."""
    stated, fact = now.profile.filing.kind, kind_fact(now.form)
    if stated is None and fact is None:
        return FilingKind(None, False)
    # The kind is one for the whole filing.
    return FilingKind(now.cases[0].get(fact or "filing.kind"), stated is None)


def _plan(made: Planning) -> Plan:
    now, result = made.situation, made.result
    steps = next_steps(result)
    shared = _shared_facts(result, steps)
    return Plan(
        profile=now.profile,
        form=now.form.form,
        title=now.form.title,
        title_en=now.form.title_en,
        route=now.route,
        as_of=now.as_of,
        as_of_from=made.as_of_from,
        filing=filing_kind(now),
        cases=now.cases,
        sheets=tuple(result.found.sheets),
        documents=tuple(result.found.documents),
        office=result.office,
        markings=result.markings,
        deadlines=result.deadlines,
        fees=result.fees,
        problems=result.problems,
        missing=_unique(*(found for found, _ in result.missing)),
        next_steps=steps,
        stamps=result.stamps,
        worked_out={(c.user, c.permission): _case_facts(made, c, shared) for c in now.cases},
    )


def _shared_facts(result: Result, steps: tuple[Step, ...]) -> Mapping[str, object]:
    """`plan.*` that is the same for all cases."""
    now, rows = result.now, [_row(result.now, s) for s in steps]
    unfinished = next((s.label for s in steps if s.kind == "unfinished"), None)
    return {
        "plan.lead_title": now.form.title,
        "plan.enclosures": enclosures(result.found),
        "plan.envelope": "　".join(m.text for m in result.markings) or None,
        "plan.next_steps": rows,
        "plan.unfinished": f"【{unfinished}】" if unfinished else None,
        **fee_list(now, result.fees, result.stamps),
    }


def _row(now: Situation, step: Step) -> dict[str, object]:
    return {"check": False, "kind": step.label, "text": on_page(step, now.profile, now.cases)}


def _case_facts(made: Planning, case: Facts, shared: Mapping[str, object]) -> Mapping[str, object]:
    rows = checklist(made.situation, made.papers, case)
    return {**made.facts(case), **shared, "plan.checklist": rows}


def _office_facts(office: OfficeFound | None) -> Mapping[str, object]:
    names = ("name", "head", "section", "postal_code", "address")
    return office.facts() if office else {f"office.{n}": None for n in names}
