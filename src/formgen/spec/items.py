"""The things that stand on a sheet: printed ink and blanks of every kind, as a form file names them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, TypeGuard

from pydantic import Discriminator, Field, Tag, model_validator

from formgen.spec.base import Align, Item, Model, Point, Rectangle, Sources, Status, Style, When
from formgen.spec.ink import Brace, Frame, Print, RuledLine, Stamp

__all__ = [
    "AmountBlank", "AnyBlank", "Blank", "BoxesBlank", "Brace", "CheckBlank", "ChoiceBlank", "Column", "Content",
    "DateBlank", "Frame", "Item", "Model", "Option", "Print", "RowsBlank", "RuledLine", "Sources", "Stamp", "Status",
    "TextBlank", "When", "is_blank",
]  # fmt: skip


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

    `continue` wraps too, and a text that does not fit goes whole to an attached sheet (別紙).
    `template` builds the text from several facts; if one of them is not stated the blank stays empty.
    `letters` asks for full-width or half-width characters where the form does.
    `ruby` names the fact with the reading that stands in small kana above a text of one line.
    """

    kind: Literal["text"] = "text"
    template: str | None = None
    prefix: str = ""
    suffix: str = ""
    otherwise: str = ""
    fit: Literal["shrink", "wrap", "continue", "refuse"] = "shrink"
    valign: Literal["top", "middle"] = "middle"
    leading: float = 1.45
    letters: Literal["full", "half"] | None = None
    ruby: str | None = None

    @model_validator(mode="after")
    def _ruby_in_one_line(self) -> TextBlank:
        if self.ruby and self.fit in ("wrap", "continue"):
            raise ValueError("ruby stands above one line only: fit shrink or refuse")
        return self


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
    `continue` sets the entries that find no row on further pages, under the same headings.
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
    fit: Literal["refuse", "continue"] = "refuse"


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
    | Annotated[RuledLine, Tag("rule")]
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


_IN_TEMPLATE = re.compile(r"\{\{\s*([\w.]+)")


def facts_of(item: object) -> Iterator[str]:
    """The names of the facts an item asks for: its own, its ruby, those of its template and of its conditions."""
    yield from getattr(item, "when", None) or ()
    if isinstance(item, Blank):
        yield from item.required_when or ()
        if item.fact:
            yield item.fact
    if isinstance(item, TextBlank):
        yield from _IN_TEMPLATE.findall(item.template or "")
        if item.ruby:
            yield item.ruby
