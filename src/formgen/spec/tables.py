"""Tables the way a person reads them: rows of label and value, from top to bottom."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag, model_validator

from formgen.spec.base import Point, Provenance, Rectangle, wrong
from formgen.spec.items import ITEMS, AnyItem, kind_of_item


def _kind_of_row(value: Any) -> str:
    for key, model in (("gap", Gap), ("inside", Inside), ("either", Either), ("side", Side)):
        if isinstance(value, model) or (isinstance(value, dict) and key in value):
            return key
    return kind_of_item(value)


class Gap(Provenance):
    """An empty band between two rows, in mm."""

    gap: float


class Inside(Provenance):
    """A row whose value cell holds several things.

    `cells` parts it by rules into cells of these widths (mm), `split` without rules; the last width may be left out.
    Otherwise each thing stands where its `within` says. `label` is that of the first blank without one of its own;
    `lead` stands before it in the label cell, as the box that is ticked for this row.
    """

    inside: tuple[AnyItem, ...]
    lead: AnyItem | None = None
    label: str | None = None
    label_spread: bool = True
    label_size: float = 10.0
    height: float | None = None
    dotted: bool = False
    cells: tuple[float, ...] = ()
    split: tuple[float, ...] = ()
    like: str | None = None

    @model_validator(mode="after")
    def _parted_one_way(self) -> Inside:
        if self.cells and self.split:
            raise wrong("cells と split はどちらか1つです。", "either cells or split")
        if self.lead and not self.label:
            raise wrong("lead には見出し（label）が要ります。", "lead stands before a label")
        widths = self.cells or self.split
        # A width too many or too few would push everything behind it into another cell.
        if widths and len(widths) not in (len(self.inside), len(self.inside) - 1):
            raise wrong(
                "中のもの1つに幅1つです（最後は省けます）。",
                "one width for each thing inside (the last may be left out)",
            )
        return self


class Either(Provenance):
    """Rows for one place, each for other cases (`when`): no two of them are ever printed together."""

    either: tuple[Annotated[Annotated[Inside, Tag("inside")] | ITEMS, Discriminator(_kind_of_row)], ...] = Field(
        min_length=2
    )


class Side(Provenance):
    """Rows under one vertical label at their side, which is centred in its cell, or stands in `side_box` of it."""

    side: str
    side_box: Rectangle | None = None
    side_size: float = 9.5
    rows: tuple[Row, ...]


Row = Annotated[
    Annotated[Gap, Tag("gap")]
    | Annotated[Inside, Tag("inside")]
    | Annotated[Either, Tag("either")]
    | Annotated[Side, Tag("side")]
    | ITEMS,
    Discriminator(_kind_of_row),
]


class Table(Provenance):
    """A ruled grid: its upper left corner, the widths of its columns and the usual height of a row, in mm.

    The last column holds the values; those before it a label each row, or the vertical labels of `side` groups.
    Weights of rules in pt; `ruled: false` sets rows without rules, each label spread to 4 mm before its value. Where
    the first or last rows are not printed for a case, the table begins later or ends earlier.
    """

    table: Point
    columns: tuple[float, ...] = Field(min_length=1)
    height: float
    rows: tuple[Row, ...]
    outer: float = 1.2
    inner: float = 0.5
    ruled: bool = True
    page: int = 1
