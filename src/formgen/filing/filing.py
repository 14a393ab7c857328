"""One filing: this profile, this lead form, this route, this day. Everything else follows, each thing once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from formgen.filing.pictures import Pictures
from formgen.ground.problems import Problem, Refused, errors
from formgen.library import Library
from formgen.planning import Plan, Planning, cases
from formgen.planning.model import Chosen
from formgen.profile.facts import Facts
from formgen.profile.model import Route
from formgen.profile.reading import ProfileFile
from formgen.spec.form import Form

if TYPE_CHECKING:
    from formgen.attachments.again import Found
    from formgen.attachments.intake import Taken
    from formgen.filing.attached import Attached
    from formgen.sheet.make import FilledSheet


@dataclass(frozen=True)
class Filing:
    """A profile, the lead form, the route and the day whose rules count; the rest is worked out when it is asked for.

    One sheet, the plan, the check and the packet all start here. `before` knows what an earlier run has made of files.

    `fit`: scans are made lighter until they are within the limit of an upload. `near`: the folder in whose file system
    large files are kept until they are written.
    """

    source: ProfileFile = field(repr=False)
    library: Library = field(repr=False)
    lead: Form = field(repr=False)
    route: Route
    day: date
    day_from: Chosen
    before: Found | None = field(default=None, compare=False, repr=False)
    fit: bool = False
    near: Path | None = field(default=None, compare=False, repr=False)
    _editions: dict[str, Form] = field(default_factory=dict, compare=False, repr=False)

    def edition(self, form: str) -> Form:
        """The edition of a form in force on the day. Raises `Refused` (E-VALUE.form, E-EDITION)."""
        if form not in self._editions:
            # The very form that was chosen: `_cases_of` asks whether a form is that one.
            self._editions[form] = self.lead if form == self.lead.form else self.library.form(form, self.day)
        return self._editions[form]

    @cached_property
    def planning(self) -> Planning:
        """The plan in the making: cases, office and fee can be had without the rest."""
        profile, rules = self.source.profile, self.library.rules
        # No method of this filing is handed on: a circle would wait for the collector, which walks the whole library.
        known = partial(_known, self.library)
        return Planning(profile, self.lead, rules, self.route, self.day, self.day_from, known)

    @cached_property
    def plan(self) -> Plan:
        """What the filing needs, its findings with the lines of the profile."""
        plan = self.planning.plan
        return replace(plan, problems=self.placed(plan.problems), missing=self.placed(plan.missing))

    @cached_property
    def sheets(self) -> tuple[FilledSheet, ...]:
        """Every sheet of the plan, filled and laid out."""
        return tuple(self.sheet(self.edition(sheet.form), sheet.case) for sheet in self.plan.sheets)

    def taking_scans(self, *, before: Found | None, fit: bool, near: Path | None) -> Filing:
        """The same filing with its scans taken in so; what is worked out of the plan already stays."""
        made = replace(self, before=before, fit=fit, near=near)
        made.__dict__["planning"] = self.planning  # where `cached_property` keeps it
        return made

    @cached_property
    def scans(self) -> dict[int, Taken]:
        """The files of the profile that the plan asks for, taken in, by their place in `attachments`."""
        from formgen.filing.scans import take_in_scans  # a plan and a sheet read no scans

        found = take_in_scans(self.source, self.plan, self.before, self.near)
        if not self.fit:
            return found
        from formgen.filing.lighter import made_lighter

        return made_lighter(self.plan, found, self.planning.situation.file_limits)

    @cached_property
    def attached(self) -> tuple[Attached, ...]:
        """The report of each of these files."""
        from formgen.filing.attached import attached

        return tuple(attached(self.plan, self.scans))

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Every finding: data and rules, fit of every blank, attached files, and at last the missing documents."""
        from formgen.filing.scan_checks import scan_problems

        plan = self.plan
        limits = self.planning.situation.file_limits
        on_sheets = (p for sheet in self.sheets for p in sheet.problems)
        of_scans = scan_problems(plan, self.scans, limits, fit=self.fit)
        # The missing documents come last: they are the answer to "what is left", not a fault of what is stated.
        return self.placed([*plan.problems, *on_sheets, *of_scans, *plan.missing])

    def sheets_of(self, form: Form) -> tuple[FilledSheet, ...]:
        """The sheets of one form, whatever else is needed: one for each permission, else for the first person."""
        found = self._cases_of(form)
        return tuple(self.sheet(form, case) for case in (found if form.per == "permission" else found[:1]))

    def filled(self, form: Form) -> tuple[FilledSheet, ...]:
        """The sheets of one form, ready to be drawn. Raises `Refused` with every problem of this form."""
        if refused := self._refusals(form):
            raise Refused(self.placed(refused))
        made = self.sheets_of(form)
        if stopped := errors(p for sheet in made for p in sheet.problems):
            raise Refused(self.placed(stopped))
        return made

    @cached_property
    def pictures(self) -> Pictures:
        """The pictures of the profile that stand on sheets."""
        return Pictures(self.source.folder)

    def own_sheet(self, form: str) -> FilledSheet:
        """A sheet about the filing that is no part of it: what is left to do."""
        return self.sheet(self.edition(form), self.plan.cases[0])

    def placed(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """Problems with the lines of the profile, each once."""
        return tuple(dict.fromkeys(self.source.placed(problems)))

    def sheet(self, form: Form, case: Facts) -> FilledSheet:
        """A form filled for one case of this filing, with what the plan has worked out for it."""
        from formgen.sheet.make import make_sheet  # a plan draws nothing

        # A sheet that shows nothing of the plan does not wait for the whole of it.
        known = self.plan.facts(case) if form.shows_plan else self.planning.facts(case)
        return make_sheet(form, replace(case, extra=known), self.pictures)

    def _cases_of(self, form: Form) -> tuple[Facts, ...]:
        if form is self.lead:
            return self.planning.cases
        # What the plan has decided wins; a form it does not need is made all the same when somebody asks for it.
        planned = tuple(s.case for s in self.planning.papers.sheets if s.form == form.form)
        if planned or form.shows_plan:  # what shows the plan is about the plan's own cases, asked for or not
            return planned or self.planning.cases
        return cases(self.source.profile, form, self.day)

    def _refusals(self, form: Form) -> tuple[Problem, ...]:
        """Why a form is not made at all: the lead form's own line, and for a form that shows a fee, E-FEE."""
        if form is not self.lead:
            return ()
        return self.planning.closed or (errors(self.planning.fees[1]) if "fee.amount" in form.asked else ())


def _known(library: Library, name: str, day: date) -> Form | None:
    if name not in library.files:
        return None
    editions = library.editions(name)
    in_force = (e for e in editions if e.in_force(day))
    # Of a paper that nobody asks for yet there need be no sheet yet: its title is that of the first one.
    return next(in_force, editions[0])
