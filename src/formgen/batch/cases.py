"""What a batch is made of: cases (one packet or sheet each), and what is found in them, by cell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from formgen.batch.tables.cells import Place, Table
from formgen.ground.problems import Problem

if TYPE_CHECKING:
    from formgen.batch.columns import Columns


@dataclass(frozen=True)
class Case:
    """One packet or sheet to be made: the profile as plain data, and which cell said what.

    `name` is that of its output, without an ending, the same at every run; `rows` are the numbers of its rows as people
    count them; `cells` leads from a JSON Pointer into `data` to the cell it was read from, or would be if that were not
    empty (what came from the fixed organisation's profile has none).
    """

    name: str = field(repr=False)
    rows: tuple[int, ...]
    data: Mapping[str, Any] = field(repr=False)
    cells: Mapping[str, Place] = field(repr=False)

    def place(self, pointer: str | None) -> Place | None:
        """The cell of a JSON Pointer, else of the nearest part that has one; None for what no column is about."""
        here = pointer or ""
        while here:
            if here in self.cells:
                return self.cells[here]
            here = here.rpartition("/")[0]
        # A document that is missing, and has no column: of its person.
        if pointer and "/attachment/" in pointer:
            pointer = None
        # Of a whole part (one without a key it needs) the first cell that says something of it.
        inside = next((name for name in self.cells if pointer and name.startswith(f"{pointer}/")), None)
        return self.cells[inside] if inside else None

    def rows_of(self, pointer: str | None) -> tuple[int, ...]:
        """The row of the person (permission, institution) that a JSON Pointer leads into, else all of the case."""
        own = _OF_ONE.match(pointer or "") if len(self.rows) > 1 else None
        first = next((name for name in self.cells if name.startswith(own[0])), None) if own else None
        return (self.cells[first].row,) if first else self.rows


_OF_ONE = re.compile(r"/(users|permission|institutions)/[0-9]+/")


@dataclass(frozen=True)
class Finding:
    """A problem and where it stands in the table. Without a place it is about the whole case, or the whole table."""

    problem: Problem
    case: str | None = field(default=None, repr=False)
    place: Place | None = None
    rows: tuple[int, ...] = ()


@dataclass(frozen=True)
class Cases:
    """Every case of a table and everything that was found in it, in the order of its rows.

    `bad` are the names of the cases in which an error was found. Of a table that is `stopped` none is to be made: a
    head is not understood, and what stands below it would be left out of all of them.
    """

    cases: tuple[Case, ...]
    findings: tuple[Finding, ...]
    table: Table = field(repr=False)
    columns: Columns = field(repr=False)
    bad: frozenset[str] = field(default=frozenset(), repr=False)
    stopped: bool = False

    @property
    def good(self) -> tuple[Case, ...]:
        """The cases that can be made as far as the table tells."""
        return () if self.stopped else tuple(case for case in self.cases if case.name not in self.bad)
