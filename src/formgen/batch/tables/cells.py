"""A table as it was read: heads and cells, each with its address, before anybody knows what they mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from pathlib import Path

from formgen.ground.problems import Problem


class Odd(Enum):
    """What stands in a cell in the place of a value that could be used."""

    TIME = "a time of day"
    NO_VALUE = "an error (#N/A), or a formula without a saved value: told by whoever read the table"


TIME, NO_VALUE = Odd.TIME, Odd.NO_VALUE

Raw = str | int | float | bool | date | Odd | None
"""What a cell holds: text as it was typed (CSV: always text), a number, a day, yes or no; None: empty."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A cell by its row and column, both from 1 as people count them, the heads included. `sheet`: of a workbook."""

    row: int
    column: int
    sheet: str | None = None

    @property
    def address(self) -> str:
        """As Excel writes it (AB12), with the sheet before it where there is one."""
        letters, left = "", self.column
        while left:
            left, one = divmod(left - 1, 26)
            letters = chr(ord("A") + one) + letters
        return f"{self.sheet}!{letters}{self.row}" if self.sheet else f"{letters}{self.row}"


Notice = tuple[Problem, Place | None]
"""What was found while a table was read."""


@dataclass(frozen=True)
class Table:
    """A table that was read. `heads` are the texts of its first row, `rows` what stands below, as wide as the heads.

    An empty cell is None. A row without any value
    is left out of `rows`, so `numbers` gives the number of each row as people count it.
    """

    path: Path
    heads: tuple[str, ...]
    rows: Sequence[Sequence[Raw]] = field(repr=False)
    numbers: Sequence[int] = field(repr=False)
    sheet: str | None = None
    titles: tuple[str, ...] = ()
    """The heads as people read them, where `heads` are the names of facts below them."""

    def head(self, column: int) -> str:
        """The head of a column, for people."""
        return (self.titles or self.heads)[column].strip()

    def place(self, row: int, column: int) -> Place:
        """The place of a cell by its index in `rows` and in `heads`."""
        return Place(self.numbers[row], column + 1, self.sheet)
