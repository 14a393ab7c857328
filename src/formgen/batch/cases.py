"""What a batch is made of: cases (one packet or sheet each), and what is found in them, by cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from formgen.batch.tables.cells import Place
from formgen.ground.problems import Problem


@dataclass(frozen=True)
class Case:
    """One packet or sheet to be made: the profile as plain data, and which cell said what.

    `name` is that of its output, without an ending, the same at every run; `rows` are the numbers of its rows as people
    count them; `cells` leads from a JSON Pointer into `data` to the cell it was read from (what came from the fixed
    organisation's profile has none).
    """

    name: str
    rows: tuple[int, ...]
    data: Mapping[str, Any] = field(repr=False)
    cells: Mapping[str, Place] = field(repr=False)

    def place(self, pointer: str | None) -> Place | None:
        """The cell of a JSON Pointer, else of the nearest part of it that has one; None for what no cell said."""
        here = pointer or ""
        while here:
            if here in self.cells:
                return self.cells[here]
            here = here.rpartition("/")[0]
        return None


@dataclass(frozen=True)
class Finding:
    """A problem and where it stands in the table. Without a place it is about the whole case, or the whole table."""

    problem: Problem
    case: str | None = None
    place: Place | None = None
    rows: tuple[int, ...] = ()
