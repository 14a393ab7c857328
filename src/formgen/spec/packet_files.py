"""How a packet file is written: each paper once, its cases below it. What is said nearer to a case wins."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from pydantic import Field, model_validator

from formgen.profile.model import Route
from formgen.spec.items import Model, Sources, Status, When
from formgen.spec.rules import ROUTES, ChecklistRow, Need, Per, PeriodText, Words


class Said(Model):
    """What may be said of a paper, of a case, or of a case on one route."""

    since: date | None = Field(default=None, alias="from")
    until: date | None = None
    when: When | None = None
    clients: When | None = None
    per: Per | None = None
    need: Need | None = None
    handed: Literal["original", "copy", "scan", "original-shown"] | None = Field(default=None, alias="as")
    copies: int | str | None = None
    max_age: PeriodText | None = None
    by: Literal["filing", "acceptance"] | None = None
    because: Words | None = None
    question: Words | None = None
    status: Status | None = None
    source: Sources | None = None


Rows = ChecklistRow | Mapping[str, ChecklistRow] | None


class Case(Said):
    """One case of a paper. `counter`, `mail`, `online` say what differs on that route.

    `only` narrows a choice of papers to one of them; `checklist` is another row of the check sheet in this case.
    """

    routes: tuple[Route, ...] | None = None
    only: str | None = None
    checklist: Rows = None
    counter: Said | None = None
    mail: Said | None = None
    online: Said | None = None


class Paper(Case):
    """A paper that goes with the form: a sheet, a document, or `one_of` several of them (a `group` with a name).

    A sheet among several is made unless another one of them is given.
    """

    sheet: str | None = None
    document: str | None = None
    one_of: tuple[str, ...] = ()
    group: str | None = None
    wrapper: bool = False
    cut_from: str | None = None
    cases: tuple[Case, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The ids of the sheet or documents."""
        return self.one_of or tuple(n for n in (self.sheet, self.document) if n)

    @model_validator(mode="after")
    def _one_paper(self) -> Paper:
        if len([n for n in (self.sheet, self.document, self.one_of or None) if n]) != 1:
            raise ValueError("a paper is one of: sheet, document, one_of")
        if bool(self.one_of) != bool(self.group):
            raise ValueError("one_of needs the name of its group, and only one_of has one")
        if self.one_of and len(set(self.one_of)) < 2:
            raise ValueError("one_of needs at least two different documents")
        if isinstance(self.checklist, Mapping) and set(self.checklist) != set(self.one_of):
            raise ValueError("checklist: one row for each of one_of, or one for all; and one for any other paper")
        for case in self.cases:
            taken = {case.only} if case.only else set(self.one_of)
            if isinstance(case.checklist, Mapping) and set(case.checklist) != taken:
                raise ValueError("checklist: one row for each of one_of, or one for all; and one for any other paper")
        return self


@dataclass(frozen=True)
class Written:
    """One line as written: its keys, and where each of them stands in the file (JSON Pointer)."""

    place: str
    keys: Mapping[str, Any]
    places: Mapping[str, str]


def written_lines(paper: Paper, place: str, forms: Collection[str]) -> Iterator[Written]:
    """The lines of a paper, one for each case, route that differs, and paper of a choice; `forms` are all sheets."""
    cases = [(case, f"{place}/cases/{n}") for n, case in enumerate(paper.cases)] or [(Case(), place)]
    for case, here in cases:
        for routes, own in _routes(paper, case):
            keys, places = _merged(_layers(paper, case, own, place, here))
            for name in (case.only,) if case.only else paper.names:
                fixed = _fixed(paper, case, name, paper.sheet is not None or name in forms)
                yield Written(here, {**keys, "routes": routes, **fixed}, places)


def _routes(paper: Paper, case: Case) -> Iterator[tuple[tuple[Route, ...], Route | None]]:
    """The routes of a case, in their order: alone those that have something of their own, the others together."""
    every = case.routes or paper.routes or ROUTES
    alone = [r for r in every if getattr(paper, r) or getattr(case, r)]
    found: list[tuple[tuple[Route, ...], Route | None]] = [((r,), r) for r in alone]
    if rest := tuple(r for r in every if r not in alone):
        found.append((rest, None))
    # Always in one order, whichever of the routes say something of their own.
    yield from sorted(found, key=lambda f: ROUTES.index(f[0][0]))


def _layers(paper: Paper, case: Case, route: Route | None, place: str, here: str) -> Iterator[tuple[Said, str]]:
    """What is said of one line, the more general first: of the paper, of its case, of the route in both."""
    yield paper, place
    if here != place:
        yield case, here
    for said, at in ((paper, place), (case, here)):
        if route and (own := getattr(said, route)):
            yield own, f"{at}/{route}"


def _merged(layers: Iterable[tuple[Said, str]]) -> tuple[dict[str, Any], dict[str, str]]:
    """The keys of a line and their places; conditions add up."""
    keys: dict[str, Any] = {}
    places: dict[str, str] = {}
    for said, at in layers:
        stated = said.model_dump(include=_STATED, exclude_unset=True, by_alias=True)
        for key, value in stated.items():
            # A case narrows what the paper says; everything else it replaces.
            keys[key] = {**(keys.get(key) or {}), **(value or {})} if key == "when" else value
            places[key] = f"{at}/{key}"
            if key == "when":
                places |= {f"when/{name}": f"{at}/when" for name in value or {}}
    return keys, places


_STATED = set(Said.model_fields)


def _fixed(paper: Paper, case: Case, name: str, sheet: bool) -> dict[str, Any]:
    return {
        "sheet" if sheet else "document": name,
        # Where only one of the papers is taken there is no choice left.
        "group": None if case.only else paper.group,
        "wrapper": paper.wrapper,
        "cut_from": paper.cut_from,
        "checklist": _row(paper, case, name),
    }


def _row(paper: Paper, case: Case, name: str) -> ChecklistRow | None:
    rows = case.checklist or paper.checklist
    if isinstance(rows, Mapping):
        return rows.get(name)
    first = (case.only,) if case.only else paper.names
    # One row for several papers is that of the first; the others share it.
    return rows if rows is None or name == first[0] else ChecklistRow.model_validate({"with": first[0]})
