"""One thing on a sheet with its place, in mm: what layout works with, however the sheet file wrote it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from formgen.ground.marks import Box

LEFT, RIGHT = 20.0, 190.0
"""The sides of the frame of a sheet, in mm."""


@dataclass(frozen=True, slots=True)
class Label:
    """The words in a label cell: size in pt; `even` spreads them (均等割付), `ruled` tells a cell with rules."""

    text: str
    box: Box
    size: float = 10.0
    even: bool = True
    ruled: bool = True


@dataclass(frozen=True, slots=True)
class Placed:
    """One thing on a sheet and its rectangle; None for what has a point, or parts with places of their own.

    `cells` are the ruled cells it makes appear in table number `table`; `origin` is the JSON Pointer of what it was
    written as. `below` names the list that grows with its entries under which it stands.
    """

    item: Any
    box: Box | None = None
    label: Label | None = None
    cells: tuple[Box, ...] = ()
    table: int | None = None
    origin: str = ""
    below: str | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """The outline of a table, the weights of its rules in pt, and the heights at which a rule is dotted."""

    whole: Box
    outer: float
    inner: float
    page: int
    dotted: tuple[float, ...] = ()
