"""What people call: plan, check, render, blank, sample, preview. Each reads top to bottom.

Everywhere `forms` is a folder of the user's own forms, added to ours. Raises `Refused` (E-FILE.forms) when it cannot
be read and `Broken` (E-SPEC) for what is wrong in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from formgen.filing.filing import Filing, begin, chosen_day, lead_of
from formgen.ground.problems import Problem, Refused, errors
from formgen.library import Library, open_library
from formgen.pdf.draw import draw
from formgen.planning import Plan
from formgen.profile.model import Route
from formgen.profile.reading import read_profile
from formgen.sheet.make import FilledSheet, about, as_pdf, blank_sheet, pages_of
from formgen.spec.form import Form


@dataclass(frozen=True, slots=True)
class FittedBlank:
    """The smallest type used in one blank, in points, and the size its form asks for."""

    form: str
    user: int | None
    blank: str
    label: str
    size: float
    wished: float


@dataclass(frozen=True, slots=True)
class Adapted:
    """What was done to a value so that it stands as its form asks; no fault.

    `kind`: `letters` (made `full` or `half` wide, as `words` says), `attached` (it stands on the sheet `words`
    names, 別紙１), `further` (its rows go on over `words` pages more).
    """

    form: str
    user: int | None
    blank: str
    label: str
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Checked:
    """Every finding about a profile, the type sizes that were needed, and what was adapted to its form."""

    problems: tuple[Problem, ...]
    sizes: tuple[FittedBlank, ...]
    notes: tuple[Adapted, ...]
    plan: Plan

    @property
    def as_of(self) -> date:
        """The day whose rules were used."""
        return self.plan.as_of


OwnForms = str | Path | None


def forms(forms: OwnForms = None) -> tuple[Form, ...]:
    """The latest edition of every form, inner ones (`internal`) too. Raises `Broken` for a broken form file."""
    return tuple(open_library(forms).latest())


def plan(
    profile: Any,
    *,
    form: str | None = None,
    route: Route | None = None,
    as_of: date | None = None,
    forms: OwnForms = None,
) -> Plan:
    """Which sheets, documents, office, deadlines and fee, each with reason and source. Raises `Refused`."""
    filing = begin(profile, form=form, route=route, as_of=as_of, library=open_library(forms))
    return _with_lines(filing)


def _with_lines(filing: Filing) -> Plan:
    return replace(filing.plan, problems=filing.placed(filing.plan.problems))


def check(
    profile: Any,
    *,
    form: str | None = None,
    route: Route | None = None,
    as_of: date | None = None,
    forms: OwnForms = None,
) -> Checked:
    """Every finding at once: data, rules, attachments, fit of every blank, missing glyphs."""
    from formgen.filing.packet import attached_problems, sheets_of

    filing = begin(profile, form=form, route=route, as_of=as_of, library=open_library(forms))
    made = sheets_of(filing)
    found = [*filing.plan.problems, *(p for s in made for p in s.problems), *attached_problems(filing)]
    return Checked(filing.placed(found), tuple(_sizes(made)), tuple(_notes(made)), _with_lines(filing))


def _notes(made: tuple[FilledSheet, ...]) -> Iterator[Adapted]:
    for sheet in made:
        user = sheet.case.user if sheet.case else None
        for note in sheet.laid.notes:
            yield Adapted(sheet.form.form, user, note.blank, note.label, note.kind, note.words)


def _sizes(made: tuple[FilledSheet, ...]) -> list[FittedBlank]:
    out = []
    for sheet in made:
        for blank in sheet.form.blanks:
            if blank.blank in sheet.laid.sizes:
                user = sheet.case.user if sheet.case else None
                size = sheet.laid.sizes[blank.blank]
                out.append(FittedBlank(sheet.form.form, user, blank.blank, blank.label, size, blank.size))
    return out


@dataclass(frozen=True, slots=True)
class Rendered:
    """One form as PDF, and the warnings about what stands on it."""

    pdf: bytes
    problems: tuple[Problem, ...]


def render(
    form: str,
    profile: Any,
    *,
    route: Route | None = None,
    as_of: date | None = None,
    verify: bool = False,
    forms: OwnForms = None,
) -> bytes:
    """One form as PDF. Raises `Refused` with every problem of this form; attachments are not asked for."""
    return rendered(form, profile, route=route, as_of=as_of, verify=verify, forms=forms).pdf


def rendered(
    form: str,
    profile: Any,
    *,
    route: Route | None = None,
    as_of: date | None = None,
    verify: bool = False,
    forms: OwnForms = None,
) -> Rendered:
    """As `render`, with the warnings that leave the sheet as it is (W-GLYPH: a simplified Chinese character)."""
    filing, made = _sheets(form, profile, route, as_of, open_library(forms))
    pdf = as_pdf(made)
    if verify:
        from formgen.sheet.verify import differences

        if found := differences(pdf, pages_of(made), form):
            raise Refused(filing.placed(found))
    return Rendered(pdf, filing.placed(p for sheet in made for p in sheet.problems))


def render_many(
    form: str,
    profiles: Iterable[Any],
    out: str | Path | BinaryIO,
    *,
    route: Route | None = None,
    as_of: date | None = None,
    verify: bool = False,
    force: bool = False,
    forms: OwnForms = None,
) -> int:
    """One form for many profiles in one PDF, page by page as they come; returns how many pages it has.

    `out`: a path (written whole or not at all, mode 0600; an existing file only with `force`) or an open binary
    file. Memory does not grow with the number of pages. Raises `Refused` with the problems of the first profile
    that has any; their pointers begin with its number, as in a list of profiles.
    """
    from formgen.filing.many import draw_many

    library = open_library(forms)

    def make(profile: Any) -> tuple[FilledSheet, ...]:
        return _sheets(form, profile, route, as_of, library)[1]

    return draw_many(form, profiles, out, make, verify=verify, force=force)


def _sheets(
    form: str, profile: Any, route: Route | None, as_of: date | None, library: Library
) -> tuple[Filing, tuple[FilledSheet, ...]]:
    source = read_profile(profile, declared=library.facts.own)
    day, _ = chosen_day(source.profile, as_of)
    edition = library.form(form, day)
    filing = begin(source, form=lead_of(edition, source.profile) or None, route=route, as_of=as_of, library=library)
    if refused := filing.stopping(edition):
        raise Refused(filing.placed(refused))
    made = filing.sheets(edition)
    if stopped := errors(p for sheet in made for p in sheet.problems):
        raise Refused(filing.placed(stopped))
    return filing, made


def blank(form: str, *, as_of: date | None = None, forms: OwnForms = None) -> bytes:
    """The empty form as PDF, in the edition of a day (default: the latest)."""
    return as_pdf([blank_sheet(_edition(form, as_of, open_library(forms)))])


def _edition(form: str, as_of: date | None, library: Library) -> Form:
    return library.form(form, as_of) if as_of else library.editions(form)[-1]


def sample(form: str, *, forms: OwnForms = None) -> dict[str, Any]:
    """The fictional sample profile of a form; a form without one of its own uses the lead form it goes with."""
    return open_library(forms).sample_of(form)


_sample_of = sample


def preview(
    form: str,
    profile: Any = None,
    *,
    blank: bool = False,
    sample: bool = False,
    grid: bool = False,
    dpi: int = 110,
    as_of: date | None = None,
    forms: OwnForms = None,
) -> tuple[bytes, ...]:
    """PNG pictures, one for each page: empty, with the sample profile, or with a profile."""
    from formgen.sheet.pictures import pictures, with_grid

    if blank or (profile is None and not sample):
        made: tuple[FilledSheet, ...] = (blank_sheet(_edition(form, as_of, open_library(forms))),)
    else:
        given = _sample_of(form, forms=forms) if profile is None else profile
        _, made = _sheets(form, given, None, as_of, open_library(forms))
    pages = pages_of(made)
    if grid:
        pages = tuple(with_grid(page) for page in pages)
    return pictures(draw(pages, about(made[0].form)), dpi)
