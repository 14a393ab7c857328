"""A table as cases: read, understood and checked, every fault of every row at once, each at its cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from formgen.batch.building import Building
from formgen.batch.case_names import Unique, row_name, safe
from formgen.batch.cases import Case, Cases, Finding
from formgen.batch.columns import REMARKS, Columns, columns_of, headed
from formgen.batch.gathering import gathered
from formgen.batch.keys import Row, joined
from formgen.batch.labels import Labels
from formgen.batch.layout import Layout, layout_of
from formgen.batch.tables.cells import Place, Table
from formgen.batch.tables.reading import read_table
from formgen.ground.problems import Problem, Refused, problem
from formgen.library import Library, open_library
from formgen.profile.reading import ProfileFile, read_profile
from formgen.profile.validation import validate


def read_cases(
    path: str | Path,
    *,
    form: str | None = None,
    route: str | None = None,
    base: Any = None,
    key: str | None = None,
    sheet: str | None = None,
    plain_names: bool = False,
    library: Library | None = None,
) -> Cases:
    """The cases of a table: one for each row, or for the rows that have the same text in the column `key`.

    `form` and `route` hold where no column says them; `base` is a profile (a path, or whatever `read_profile` takes)
    whose values hold where a row says nothing, and whose lists the rows add to. `sheet`: of a workbook, by its name.
    `plain_names`: no names of people in those of cases. Raises `Refused` for what cannot be read at all.
    """
    known = library or open_library()
    file = Path(path)
    table, notices = read_table(file, sheet)
    fixed = _base(base, file, known)
    labels = Labels(known, _forms(table, form, fixed))
    table = headed(table, labels)
    columns = columns_of(table, labels, key)
    found = _Reading(known, table, columns, layout_of(columns.every, cache(labels.per_of)), plain_names)
    found.findings += columns.findings
    found.read(_started(fixed, form, route))
    if not found.made and not any(f.problem.severity == "error" for f in found.findings):
        raise Refused([problem("E-TABLE.no-rows", file=table.path.name)])
    found.findings += [Finding(_titled(table, one, place), place=place) for one, place in notices if found.reads(place)]
    return found.cases()


def _titled(table: Table, found: Problem, place: Place | None) -> Problem:
    """What was told of a cell while nobody knew the heads."""
    within = place is not None and place.row > 1 and place.column <= len(table.heads)
    return replace(found, label=table.head(place.column - 1)) if place and within and not found.label else found


def _base(base: Any, table: Path, library: Library) -> Mapping[str, Any]:
    if base is None:
        return {}
    found = read_profile(base, declared=library.declared)
    # Paths of the two would start in two folders, and a case has one.
    if found.folder.resolve() != table.parent.resolve() and _names_files(found):
        raise Refused([problem("E-TABLE.base-elsewhere", file=table.name)])
    return found.data


def _names_files(found: ProfileFile) -> bool:
    profile = found.profile
    stated = [a.file for a in profile.attachments] + [u.photo for u in profile.users]
    return any(stated) or bool(found.data.get("pledge_text_file") or found.files)


def _started(base: Mapping[str, Any], form: str | None, route: str | None) -> Mapping[str, Any]:
    """What every case begins with."""
    given = {"form": form, "route": route}
    return {**base, **{name: value for name, value in given.items() if value is not None}}


def _forms(table: Table, form: str | None, base: Mapping[str, Any]) -> Iterator[str]:
    """The forms whose labels may stand in the heads: those that are named, in the table, too."""
    yield from (name for name in (form, base.get("form")) if isinstance(name, str))
    if "form" in table.heads:
        column = table.heads.index("form")
        yield from dict.fromkeys(text for row in table.rows if isinstance(text := row[column], str))


class _Reading:
    """Reads the rows of one table."""

    def __init__(self, library: Library, table: Table, columns: Columns, layout: Layout, plain_names: bool) -> None:
        self.library = library
        self.table = table
        self.columns = columns
        self.layout = layout
        self.plain_names = plain_names
        self.findings: list[Finding] = []
        self.made: list[Case] = []
        self.remarks: frozenset[int] = frozenset()
        # The row of the heads.
        self.first = 1

    def read(self, start: Mapping[str, Any]) -> None:
        """Make a case of the rows that belong together, for all of them."""
        names = Unique()
        for key, rows in joined(self.table, self._rows(), self.columns.key, self._tell):
            self._case(key, rows, _copied(start), names)

    def reads(self, place: Place | None) -> bool:
        """Whether a cell is one of those that are read: what stands in remarks is nobody's fault."""
        if place is None or place.row <= self.first:
            return True
        read = {column.index for column in self.columns.every} | {self.columns.key}
        # Of a line of CSV it is the line that is meant, whatever its first cell is.
        in_column = place.column - 1 in read or self.table.sheet is None
        return in_column and place.row not in self.remarks

    def cases(self) -> Cases:
        """What was read."""
        stopped = any(f.problem.severity == "error" for f in self.findings if _of_table(f))
        bad = {f.case for f in self.findings if f.case and f.problem.severity == "error"} | self._bad_by_notice()
        findings = gathered(self.table, self.findings)
        return Cases(tuple(self.made), findings, self.table, self.columns, frozenset(bad), stopped)

    def _bad_by_notice(self) -> set[str]:
        """The cases in whose rows something is wrong that was told while the table was read."""
        rows = {f.place.row for f in self.findings if f.place and not f.case and f.problem.severity == "error"}
        return {case.name for case in self.made if rows.intersection(case.rows)}

    def _rows(self) -> Iterator[Row]:
        remarks = []
        for row, cells in enumerate(self.table.rows):
            first = cells[0] if cells else None
            if isinstance(first, str) and first.lstrip().startswith(REMARKS):
                remarks.append(self.table.numbers[row])
            else:
                yield row
        self.remarks = frozenset(remarks)
        if remarks:
            about = {"file": self.table.path.name, "count": len(remarks), "first": remarks[0]}
            self.findings.append(Finding(problem("W-TABLE.remark-rows", **about), rows=tuple(remarks)))

    def _case(self, key: str | None, rows: Sequence[Row], data: dict[str, Any], names: Unique) -> None:
        told: list[tuple[Problem, Row, int]] = []
        case = Building(self.table, self.layout, data, lambda *one: told.append(one))
        for row in rows:
            case.add(row)
        self._about(case)
        first = self.table.numbers[rows[0]]
        # What joins rows may be a name as well.
        wanted = (safe(key) if key and not self.plain_names else "") or row_name(
            first, data, case.own_users[0] if case.own_users else 0, plain_names=self.plain_names
        )
        numbers = tuple(self.table.numbers[row] for row in rows)
        made = Case(names.name(wanted, first), numbers, data, case.cells())
        self.made.append(made)
        self.findings += [
            Finding(self._labelled(one, column), made.name, self.table.place(row, column), (self.table.numbers[row],))
            for one, row, column in told
        ]
        self.findings += self._checked(made)

    def _about(self, case: Building) -> None:
        """Whom the papers are about, where others stand in the fixed profile: the person of the row."""
        others = len(case.data.get("users") or ()) > len(case.own_users)
        if len(case.own_users) == 1 and others and self._of_a_person(case.data.get("form")):
            case.about(case.own_users[0])

    def _of_a_person(self, form: Any) -> bool:
        return isinstance(form, str) and form in self.library.files and self.library.editions(form)[-1].per == "person"

    def _checked(self, case: Case) -> Iterator[Finding]:
        """What is wrong with the profile as a whole."""
        try:
            validate(case.data, self.library.declared)
        except Refused as refused:
            for one in refused.problems:
                yield Finding(one, case.name, case.place(one.exact or one.pointer), case.rows)

    def _labelled(self, found: Problem, column: int) -> Problem:
        return replace(found, label=self.table.head(column))

    def _tell(self, found: Problem, row: Row, column: int) -> None:
        place = self.table.place(row, column)
        self.findings.append(Finding(self._labelled(found, column), place=place, rows=(self.table.numbers[row],)))


def _of_table(found: Finding) -> bool:
    """Whether it is about the whole table: its heads, or nothing in particular."""
    return found.case is None and (found.place is None or found.place.row == 1)


def _copied(data: Any) -> Any:
    if isinstance(data, Mapping):
        return {key: _copied(value) for key, value in data.items()}
    return [_copied(value) for value in data] if isinstance(data, list | tuple) else data
