"""Many at once: a table becomes packets or sheets, each once, and every fault of every row is told at its cell."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from formgen.batch.cases import Cases, Finding
from formgen.batch.choosing import chosen
from formgen.batch.driver import Driver, Output
from formgen.batch.engines import engine_for
from formgen.batch.printing import Pile, is_ours, print_all, write_down
from formgen.batch.reading import read_cases
from formgen.batch.tables.cells import Place
from formgen.batch.work import Kind, Recipe
from formgen.files.writing import free, write_file
from formgen.ground.dates import parse_day
from formgen.ground.problems import Language, Problem, Refused, errors
from formgen.library import Library, OwnForms, open_library
from formgen.library.own import own_folder
from formgen.outputs.inputs import ends_in, spare
from formgen.profile.model import Route
from formgen.profile.reading import files_named, identity, read_profile

# As the outside calls them: a finding of a table, its cell, the output of a case.
BatchFinding = Finding
BatchPlace = Place
BatchOutput = Output


@dataclass(frozen=True, repr=False)
class Batch:
    """What became of a table: each chosen case with its output, in the order of the rows, and everything found.

    `out`: the folder it was written into; None: it was only checked. `pile`: what the PDF at `print_to` holds.
    """

    cases: Cases
    outputs: tuple[Output, ...]
    findings: tuple[Finding, ...]
    out: Path | None
    pile: Pile | None = None
    print_to: Path | None = None

    def __repr__(self) -> str:
        return f"<Batch outputs={len(self.outputs)} findings={len(self.findings)}>"

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything found, without where it stands in the table."""
        return tuple(finding.problem for finding in self.findings)


def make_batch(
    table: str | Path,
    out: str | Path | None = None,
    *,
    form: str | None = None,
    route: Route | None = None,
    base: Any = None,
    key: str | None = None,
    sheet_name: str | None = None,
    plain_names: bool = False,
    sheet: bool = False,
    kind: Kind | None = None,
    executor: Executor | None = None,
    jobs: int = 1,
    dask: str | None = None,
    only: str | None = None,
    limit: int | None = None,
    force: bool = False,
    print_to: str | Path | None = None,
    as_of: date | str | None = None,
    progress: Callable[[int, int], None] | None = None,
    forms: OwnForms = None,
) -> Batch:
    """A packet for each case of a table (Excel or CSV) in the folder `out`; without `out` all is only checked.

    `form`, `route`, `base`, `key` and `sheet_name` (of a workbook) as for the command. `sheet`: one sheet of `form`,
    as for a form that leads no packet. `kind`: `folder` (packets), `zip` or `pdf`. Cases are made by this process, by
    `jobs` processes, by a Dask scheduler at the address `dask`, or by any `executor`, which need not share a folder
    with this process; `jobs` is then how many it makes at once. A second run makes what is missing or has changed;
    what somebody else has changed is replaced with `force` only. `only`: rows (3,5-9) or names; `limit`: so many.
    `print_to`: one PDF of all, with separators; one of the run before is replaced if nobody has changed it. What is
    wrong with a row is no exception: see `findings`. Raises `Refused` for a table that cannot be read, a place that
    cannot be written, workers that do not live; `Broken`.
    """
    library = open_library(forms)
    alone = _alone(library, form, sheet)
    cases = _read(Path(table), form, route, base, key, sheet_name, plain_names, alone, library)
    some = chosen(cases.cases, only, limit)
    target, printed = (Path(place) if place is not None else None for place in (out, print_to))
    again = force or bool(printed and target and is_ours(printed, target))
    if printed and target:
        _printable(printed, Path(table), cases, again)
    recipe = Recipe(
        kind=kind or ("pdf" if alone else "folder"),
        folder=Path(table).resolve().parent,
        out=target,
        sheet=alone,
        forms=own_folder(forms) if forms is not None else None,
        check=target is None,
        force=force,
    )
    day = parse_day(as_of) if isinstance(as_of, str) else as_of
    driver = Driver(recipe, library, target, engine_for(executor, jobs, dask), day, progress=progress)
    outcome = driver.run(cases.cases, some, cases.findings, bad=cases.bad, stopped=cases.stopped)
    pile = _printed(outcome.outputs, printed, target, again)
    told = tuple(Finding(p) for p in (pile.problems if pile else ()))
    return Batch(cases, outcome.outputs, (*outcome.findings, *told), target, pile, printed)


def _alone(library: Library, form: str | None, sheet: bool) -> str | None:
    """The form of which one sheet is made for each case; None for packets. Raises `Refused` (E-VALUE.form)."""
    if form is None:
        return None
    leads = bool(library.editions(form)[-1].packet)
    return form if sheet or not leads else None


def _read(
    table: Path,
    form: str | None,
    route: Route | None,
    base: Any,
    key: str | None,
    sheet_name: str | None,
    plain_names: bool,
    alone: str | None,
    library: Library,
) -> Cases:
    fixed = None if base is None else read_profile(base, declared=library.declared)
    # A sheet that goes with others is filled as the filing of its lead form says, where the base has one.
    lead = None if alone and fixed and fixed.data.get("form") else form
    about: dict[str, Any] = {"route": route, "base": fixed, "key": key, "sheet": sheet_name, "library": library}
    return read_cases(table, form=lead, plain_names=plain_names, **about)


def _printable(path: Path, table: Path, cases: Cases, force: bool) -> None:
    """Before the work: what cannot be written is told at once."""
    ends_in(path, (".pdf",))
    named = (file for case in cases.cases for file in files_named(case.data, table.parent).values()) if force else ()
    spare(path, [one for one in map(identity, (table, *named)) if one])
    free(path, force=force)


def _printed(outputs: tuple[Output, ...], path: Path | None, folder: Path | None, force: bool) -> Pile | None:
    there = [(one.case, one.path) for one in outputs if one.there and one.path]
    if path is None or folder is None or not there:
        return None
    pile = print_all(there, path, force=force)
    write_down(path, folder, pile)
    return pile


def write_template(
    path: Path,
    form: str,
    *,
    route: Route | None = None,
    base: Any = None,
    as_of: date | None = None,
    force: bool = False,
    forms: OwnForms = None,
) -> Path:
    """The empty workbook of a form; what `base` states has no columns. Raises `Refused` (E-OUTPUT, E-EXTRA)."""
    from formgen.batch.tables.template import template

    ends_in(path, (".xlsx",))
    library = open_library(forms)
    fixed = None if base is None else read_profile(base, declared=library.declared)
    if fixed:
        spare(path, fixed.inputs)
    free(path, force=force)
    write_file(path, template(form, route, library, base=fixed.data if fixed else None, day=as_of), force=force)
    return path


@dataclass(frozen=True)
class MarkedTable:
    """Where a table was given back, and what of the user's workbook it could not keep."""

    path: Path
    problems: tuple[Problem, ...] = ()


def write_marked(
    made: Batch, path: Path | None = None, *, lang: Language = "ja", force: bool = False
) -> MarkedTable | None:
    """The table of a batch as a workbook in which each cell with a finding is coloured, and says what is wrong.

    Without a path it goes beside the output when something is wrong, under a name that is free; None: it was not
    needed, or openpyxl is not installed. Raises `Refused` (E-OUTPUT, E-EXTRA).
    """
    from formgen.batch.tables.marked import marked

    if path is None and not errors(made.problems):
        return None
    table = made.cases.table
    if path is not None:
        ends_in(path, (".xlsx",))
        spare(path, [one for one in (identity(table.path),) if one])
    # What is about no cell in particular is told on the screen: every row would be coloured for it.
    told = (f for f in made.findings if f.place or f.problem.severity == "error")
    try:
        found = marked(table, told, lang)
    except Refused as refused:
        if path is None and [p.code for p in refused.problems] == ["E-EXTRA"]:
            return None
        raise
    target = path or _beside(made.out or table.path, table.path.stem, found.content)
    if path is not None or not target.exists():
        write_file(target, found.content, force=force and path is not None)
    return MarkedTable(target, found.problems)


def _beside(output: Path, stem: str, content: bytes) -> Path:
    """A name that nobody has, or has for the same: somebody may be mending the workbook of the run before."""
    first = f"{stem.partition('-checked')[0]}-checked"
    names = (first, *(f"{first}-{number}" for number in range(2, 1000)))
    places = (output.parent / f"{name}.xlsx" for name in names)
    return next(place for place in places if not os.path.lexists(place) or _holds(place, content))


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:
        return False
