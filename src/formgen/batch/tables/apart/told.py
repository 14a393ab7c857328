"""What the XML of a sheet tells besides its values."""

from __future__ import annotations

from dataclasses import dataclass, field

Cell = list[int]
"""Row and column, from 0."""


@dataclass
class Told:
    """Cells with an error in the place of a value, formulas without a saved value, formulas with one; what is hidden.

    `merged`: first row and column, last row and column, where calamine does not tell them.
    """

    errors: list[Cell] = field(default_factory=list)
    unsaved: list[Cell] = field(default_factory=list)
    formulas: list[Cell] = field(default_factory=list)
    merged: list[list[int]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
