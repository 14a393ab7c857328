"""The things that stand on a sheet: printed ink and blanks of every kind, as a form file names them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeGuard

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

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


class Print(Item):
    """Printed text. `at`: left edge and the height of the middle of the characters; or a `box` or `cell`.

    `spread` sets the characters evenly (均等割付): over that many mm, or over the box when true.
    `vertical` stacks the characters.
    """

    print: str
    at: Point | None = None
    box: Rectangle | None = None
    cell: str | None = None
    size: float = 10.5
    style: Style = "mincho"
    align: Align = "left"
    valign: Literal["top", "middle", "bottom"] = "middle"
    spread: bool | float = False
    leading: float = 1.5
    pad: float = 0.0
    vertical: bool = False
    wrap: bool = False


class Rule(Item):
    """A straight line from point to point; weight in pt."""

    rule: Rectangle
    weight: float = 0.5


class Frame(Item):
    """A rectangle; `double` draws a second line inside."""

    frame: Rectangle | None = None
    cell: str | None = None
    weight: float = 0.5
    double: bool = False


class Brace(Item):
    """A curly brace in a box; `opens` says to which side it is open."""

    brace: Rectangle
    opens: Literal["left", "right"]
    weight: float = 0.6


class Stamp(Item):
    """An area for the office or for stamps, never filled: a frame with its name."""

    stamp: str
    box: Rectangle | None = None
    cell: str | None = None
    size: float = 9.0
    weight: float = 0.5
    framed: bool = True
    label_at: Literal["top", "middle"] = "top"


class Blank(Item):
    """A place for one value. `label` is the wording printed on the sheet; `label_cell` prints it there.

    `required` blanks without a value are refused (E-REQUIRED); `required_when` narrows that to some cases.
    """

    blank: str
    label: str
    fact: str | None = None
    box: Rectangle | None = None
    cell: str | None = None
    label_cell: str | None = None
    label_box: Rectangle | None = None
    label_spread: bool = True
    label_size: float = 10.0
    required: bool = False
    required_when: When | None = None
    size: float = 10.5
    min_size: float = Field(default=6.0, ge=6.0)
    style: Style = "mincho"
    align: Align = "left"
    pad: float = 2.0


class TextBlank(Blank):
    """Text, in one line (`shrink`, `refuse`) or several (`wrap`). `otherwise` is printed while it is empty.

    `template` builds the text from several facts; if one of them is not stated the blank stays empty.
    `letters` asks for full-width or half-width characters where the form does.
    """

    kind: Literal["text"] = "text"
    template: str | None = None
    prefix: str = ""
    suffix: str = ""
    otherwise: str = ""
    fit: Literal["shrink", "wrap", "refuse"] = "shrink"
    valign: Literal["top", "middle"] = "middle"
    leading: float = 1.45
    letters: Literal["full", "half"] | None = None
    ruby: str | None = None


class DateBlank(Blank):
    """A day: 年 月 日 printed, the numbers filled in. `parts` puts each number at a place of its own.

    `era` writes the Japanese calendar (令和) instead of western years.
    """

    kind: Literal["date"]
    era: bool = False
    parts: dict[Literal["year", "month", "day"], Point] | None = None
    prefix: str = ""
    suffix: str = ""


class AmountBlank(Blank):
    """An amount of yen with separators."""

    kind: Literal["amount"]
    prefix: str = ""
    suffix: str = ""


class Option(Model):
    """One choice. `ring` (centre and half axes) or `strike` (a line) name its place when it is printed apart."""

    value: Any
    print: str = ""
    ring: Rectangle | None = None
    strike: Rectangle | None = None


class ChoiceBlank(Blank):
    """One of several printed words, marked with a ring, a tick, or by striking out the others."""

    kind: Literal["choice"]
    options: tuple[Option, ...]
    mark: Literal["ring", "tick", "strike-others"] = "ring"
    separator: str = "　・　"
    prefix: str = ""
    suffix: str = ""
    rows: int = 1


class CheckBlank(Blank):
    """A box to tick, with its sentence after it."""

    kind: Literal["check"]
    print: str = ""
    is_value: Any = True


class BoxesBlank(Blank):
    """One character in each box; `groups` parts them, `prefix` (〒) stands before them."""

    kind: Literal["boxes"]
    groups: tuple[int, ...]
    separator: str = "－"
    prefix: str = ""
    box_width: float = 5.5
    box_height: float = 6.0
    drop: str = ""


class Column(Model):
    """A column of a list: the key of the row it shows, its heading and its width in mm."""

    key: str
    label: str = ""
    width: float
    align: Align = "left"
    kind: Literal["text", "check", "date", "number", "month"] = "text"
    size: float | None = None
    style: Style | None = None


class RowsBlank(Blank):
    """A list: a heading row and rows of the given height, filled from the top.

    `grow` draws only as many rows as there are entries; `after` (以上) is printed under the last row, at the right.
    """

    kind: Literal["rows"]
    columns: tuple[Column, ...]
    rows: int
    row_height: float = 8.0
    header_height: float = 8.0
    outer: float = 1.0
    inner: float = 0.5
    grow: bool = False
    after: str = ""


def _kind(value: Any) -> str:
    if isinstance(value, Blank):
        return str(value.kind)  # type: ignore[attr-defined]
    if not isinstance(value, Mapping):
        return "print" if isinstance(value, Print) else type(value).__name__.lower()
    if "blank" in value:
        return str(value.get("kind", "text"))
    return next((k for k in ("print", "rule", "frame", "brace", "stamp") if k in value), "print")


Content = Annotated[
    Annotated[Print, Tag("print")]
    | Annotated[Rule, Tag("rule")]
    | Annotated[Frame, Tag("frame")]
    | Annotated[Brace, Tag("brace")]
    | Annotated[Stamp, Tag("stamp")]
    | Annotated[TextBlank, Tag("text")]
    | Annotated[DateBlank, Tag("date")]
    | Annotated[AmountBlank, Tag("amount")]
    | Annotated[ChoiceBlank, Tag("choice")]
    | Annotated[CheckBlank, Tag("check")]
    | Annotated[BoxesBlank, Tag("boxes")]
    | Annotated[RowsBlank, Tag("rows")],
    Discriminator(_kind),
]
AnyBlank = TextBlank | DateBlank | AmountBlank | ChoiceBlank | CheckBlank | BoxesBlank | RowsBlank


def is_blank(item: object) -> TypeGuard[AnyBlank]:
    """Whether an item is a place for a value."""
    return isinstance(item, Blank)
