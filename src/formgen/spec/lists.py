"""Lists on a sheet (繰り返す行): their columns, the parts they may fall into, how they go on."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, WithJsonSchema, field_validator, model_validator

from formgen.spec.base import Align, Model, Style, wrong
from formgen.spec.blanks import WORD_OF_EACH, Blank, BlankKind, Option, options_of


class Column(Model):
    """A column of a list: the key of the row it shows, its heading and its width in mm.

    `ordinal` counts the rows through all pages and needs no key. `choice` prints the words of its options in every
    row, with a ring round the one that holds; between them stands `separator`.
    """

    key: str = ""
    label: str = ""
    width: float
    align: Align = "left"
    kind: Literal["text", "check", "date", "number", "month", "ordinal", "choice"] = "text"
    size: float | None = None
    style: Style | None = None
    options: Annotated[tuple[Option, ...], WithJsonSchema(WORD_OF_EACH)] = ()
    separator: str = "・"

    @field_validator("options", mode="before")
    @classmethod
    def _by_value(cls, given: Any) -> Any:
        return options_of(given)

    @model_validator(mode="after")
    def _says_what_it_shows(self) -> Self:
        if bool(self.key) == (self.kind == "ordinal"):
            raise wrong(
                "列には key を書きます（ordinal の列だけは書きません）。", "a column needs a key, unless it is ordinal"
            )
        if bool(self.options) != (self.kind == "choice"):
            raise wrong(
                "options は choice の列に書きます。", "options belong to a column of kind choice, which needs them"
            )
        return self


class Sections(Model):
    """How the entries of a list are parted: `by` is the key that tells the section of an entry, `heads` the words over
    each, in their order. Entries of no section stand before all of them; an empty section has no head.
    """

    by: str
    heads: Mapping[str, str] = Field(min_length=1)


class RowsBlank(Blank):
    """A list: a heading row and rows of the given height, filled from the top.

    `dotted_rows` parts the rows by dotted rules (one entry goes on in the next).

    `grow` draws only as many rows as there are entries; `after` (以上) is printed under the last row, at the right,
    `closing` in a row of its own behind the last entry. `sections` parts the entries, each part under a head.
    `continue` sets the entries that find no row on further pages, under the same headings: each page alone with its
    list, or, where `further` is `alike`, with everything that stands on the first one.
    """

    kind: ClassVar[BlankKind] = "list"
    fact: str = Field(alias="list")
    columns: tuple[Column, ...]
    rows: int
    row_height: float = 8.0
    header_height: float = 8.0
    min_size: float = Field(default=6.0, ge=6.0)
    outer: float = 1.2
    inner: float = 0.5
    dotted_rows: bool = False
    grow: bool = False
    after: str = ""
    sections: Sections | None = None
    closing: str = ""
    fit: Literal["refuse", "continue"] = "refuse"
    further: Literal["own", "alike"] = "own"
