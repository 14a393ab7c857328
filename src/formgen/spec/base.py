"""What everything on a sheet has in common: the words a form file uses for places, styles and sources."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

Style = Literal["mincho", "gothic", "bold", "latin"]
Align = Literal["left", "center", "right"]
Status = Literal["confirmed", "inferred"]
Point = tuple[float, float]
Rectangle = tuple[float, float, float, float]
When = Mapping[str, Any]
Sources = str | tuple[str, ...]


class Model(BaseModel):
    """Unknown keys are errors; nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Item(Model):
    """What every item may say.

    `item` is its number in the list of printed items of this paper; `status` and `source` say how far the
    wording is known. `when` prints it only for some cases. `within` is a rectangle inside its cell, for several
    items in one cell: left and top counted from the corner of the cell.
    """

    page: int = 1
    when: When | None = None
    within: Rectangle | None = None
    item: str | None = None
    status: Status | None = None
    source: Sources | None = None
