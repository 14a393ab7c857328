"""What everything on a sheet has in common: the words a sheet file uses for places, styles and sources."""

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
"""The id of one source, or of several."""


def source_ids(source: Sources | None) -> tuple[str, ...]:
    """The ids of the sources that are named, each by itself."""
    return () if source is None else (source,) if isinstance(source, str) else tuple(source)


class Model(BaseModel):
    """Unknown keys are errors; nothing changes after reading."""

    # The modules of models do without `from __future__ import annotations`: pydantic would have to compile every
    # annotation again, at every start.

    # Built when first used: a run whose forms are kept in the cache never needs most of these validators.
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Provenance(Model):
    """How far the wording and the place of something printed are known.

    `item` is its number in the list of printed items of this paper; `status` and `source` say who shows it. What is
    said for a table, a row or a group holds for everything in it that says nothing of its own.
    """

    item: str | None = None
    status: Status | None = None
    source: Sources | None = None
    when: When | None = None


class Item(Provenance):
    """One thing on a sheet.

    `when` prints it only for some cases. In a table, `height` (mm) is that of its row where it differs from the
    table's, `within` a rectangle inside its cell (left and top counted from the corner of the cell), `dotted` says
    that the rule above its row is dotted, as between parts of one answer, and `like` names a style of the sheet or of
    parts.yaml whose keys it takes over.
    """

    page: int = 1
    within: Rectangle | None = None
    height: float | None = None
    dotted: bool = False
    like: str | None = None


def wrong(ja: str, en: str) -> ValueError:
    """What a validator says against a file, in both languages."""
    return ValueError(f"{ja} / {en}")
