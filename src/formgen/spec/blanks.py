"""Places for values, one model for each kind. The key that names the fact names the kind: `date: user.birth_date`."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, WithJsonSchema, field_validator, model_validator

from formgen.spec.base import Align, Item, Model, Point, Rectangle, Style, When, wrong

BlankKind = Literal["text", "template", "date", "amount", "choice", "check", "boxes", "list", "picture"]


class Blank(Item):
    """A place for one value. `label` is the wording printed on the sheet: in its row's label cell, or in `label_box`.

    A label is spread over a width that follows from its cell (`layout/labels.py`) unless `label_spread` is false.
    `blank` is its name, by default the fact's (`user-birth-date` for user.birth_date). `required` blanks without a
    value are refused (E-REQUIRED); `required_when` narrows that to some cases.
    `filled_when`: label and cell are printed in every case, the value in these only.
    """

    kind: ClassVar[BlankKind]
    fact: str | None = None
    blank: str = ""
    label: str = ""
    box: Rectangle | None = None
    label_box: Rectangle | None = None
    label_spread: bool = True
    label_size: float = 10.0
    required: bool = False
    required_when: When | None = None
    filled_when: When | None = None
    size: float = 10.5
    min_size: float = Field(default=8.0, ge=6.0)
    style: Style = "mincho"
    align: Align = "left"
    pad: float = 2.0

    @model_validator(mode="before")
    @classmethod
    def _named(cls, data: Any) -> Any:
        # Most blanks need no name of their own; a template has no fact it could be named after.
        if isinstance(data, Mapping) and not data.get("blank"):
            fact = data.get(cls.kind, data.get("fact"))
            if isinstance(fact, str) and cls.kind != "template":
                return {**data, "blank": fact.replace(".", "-").replace("_", "-")}
        return data


#: One name of a fact, or several.
_NAMES = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}

_SMALLEST_BLOCK = 8.0
"""Of text in several lines, in points, where its blank names no size."""


class TextBlank(Blank):
    """Text, in one line (`refuse`), in one or where that is too narrow two (`shrink`), in several (`wrap`).

    `otherwise` is printed while it is empty. `led_by` names a fact (or several) that stands before the value in the
    same text (職 before 氏名), `followed_by` one that stands after it, parted by `joint`: two em spaces, or a line
    end. All are set in one size; what is not stated is left out, and `suffix` follows whatever is last.
    `framed` draws a frame of that weight (pt) around a value; an empty blank has none.
    `valign: bottom` sets one line, however small, on the lower edge of its box, as on a writing line.

    `continue` wraps too, and a text that does not fit goes whole to an attached sheet (別紙). Text in several lines
    gets no smaller than 8 pt unless `min_size` says so.
    `letters` asks for full-width or half-width characters where the form does.
    `ruby` names the fact with the reading that stands in small kana above a text of one line.
    """

    kind: ClassVar[BlankKind] = "text"
    fact: str | None = Field(default=None, alias="text")
    template: str | None = None
    prefix: str = ""
    suffix: str = ""
    otherwise: str = ""
    fit: Literal["shrink", "wrap", "continue", "refuse"] = "shrink"
    valign: Literal["top", "middle", "bottom"] = "middle"
    leading: float = 1.45
    led_by: Annotated[tuple[str, ...], WithJsonSchema(_NAMES)] = ()
    followed_by: Annotated[tuple[str, ...], WithJsonSchema(_NAMES)] = ()
    joint: str = "　　"
    letters: Literal["full", "half"] | None = None
    ruby: str | None = None
    framed: float = 0.0

    @field_validator("led_by", "followed_by", mode="before")
    @classmethod
    def _one_or_more(cls, given: Any) -> Any:
        return (given,) if isinstance(given, str) else given

    @model_validator(mode="before")
    @classmethod
    def _readable(cls, data: Any) -> Any:
        # A line of 6 points can be read; a block of such lines hardly.
        if isinstance(data, Mapping) and data.get("fit") in ("wrap", "continue") and "min_size" not in data:
            return {**data, "min_size": _SMALLEST_BLOCK}
        return data

    @model_validator(mode="after")
    def _ruby_in_one_line(self) -> Self:
        if self.ruby and self.fit in ("wrap", "continue"):
            raise wrong(
                "ruby は1行の欄（fit: shrink か refuse）に付けます。",
                "ruby stands above one line only: fit shrink or refuse",
            )
        if (self.fact is None) == (self.template is None):
            raise wrong("text か template のどちらか1つを書きます。", "a text names one fact or a template, not both")
        if not self.blank:
            raise wrong(
                "template の欄には名前（blank）が要ります。", "a template has no fact to be named after: give `blank`"
            )
        return self


class DateBlank(Blank):
    """A day: 年 月 日 printed, the numbers filled in. `parts` puts each number at a place of its own.

    The year begins at the left edge of the cell as every value does; 年, 月 and 日 stand `pitch` mm apart.
    `era` writes the Japanese calendar (令和) instead of western years.
    """

    kind: ClassVar[BlankKind] = "date"
    fact: str = Field(alias="date")
    era: bool = False
    parts: dict[Literal["year", "month", "day"], Point] | None = None
    pitch: float = 13.0
    prefix: str = ""
    suffix: str = ""


class AmountBlank(Blank):
    """An amount of yen with separators."""

    kind: ClassVar[BlankKind] = "amount"
    fact: str = Field(alias="amount")
    prefix: str = ""
    suffix: str = ""


class Option(Model):
    """One choice: the value of the fact and the word printed for it; empty when the word is printed apart."""

    value: str | int | bool | None
    print: str = ""


#: How the options of a choice are written: the word of each value.
WORD_OF_EACH = {"type": "object", "additionalProperties": {"type": "string"}}


class ChoiceBlank(Blank):
    """One of several printed words, marked with a ring, or by striking out the others.

    The ring of the first word begins where every value of a column does; what has no room in one row of words goes
    on in a second one, where the cell is high enough.

    `options` maps each value of the fact to its word. Where the words are printed apart, as texts with `chooses`,
    there are no options here and the marks follow from those texts; `ring` is then the half axis of a ring in mm.
    `refuses` are the values of the fact that this sheet does not take: a profile that states one is refused.
    """

    kind: ClassVar[BlankKind] = "choice"
    fact: str = Field(alias="choice")
    options: Annotated[tuple[Option, ...], WithJsonSchema(WORD_OF_EACH)] = ()
    mark: Literal["ring", "strike-others"] = "ring"
    refuses: tuple[str | int | bool, ...] = ()
    ring: float = 2.5
    separator: str = "　・　"
    prefix: str = ""
    suffix: str = ""

    @field_validator("options", mode="before")
    @classmethod
    def _by_value(cls, given: Any) -> Any:
        return options_of(given)


def options_of(given: Any) -> Any:
    """Choices by the word of each value; as they are where they were read already."""
    if isinstance(given, Mapping):
        return tuple(Option(value=_scalar(key), print=word) for key, word in given.items())
    return given


def _scalar(key: object) -> object:
    """A key of YAML is text; the value it stands for is what YAML would read there."""
    # The reader gives every key as text; true must ring the option of the fact True.
    words = {"true": True, "false": False, "null": None}
    if not isinstance(key, str):
        return key
    return words[key] if key in words else int(key) if key.isascii() and key.isdigit() else key


class CheckBlank(Blank):
    """A box to tick, with its sentence after it; ticked when the fact is `is_value`."""

    kind: ClassVar[BlankKind] = "check"
    fact: str = Field(alias="check")
    print: str = ""
    is_value: str | int | bool = True


class BoxesBlank(Blank):
    """One character in each box; `groups` parts them, `prefix` (〒) stands before them."""

    kind: ClassVar[BlankKind] = "boxes"
    fact: str = Field(alias="boxes")
    groups: tuple[int, ...]
    separator: str = "－"
    prefix: str = ""
    box_width: float = 5.8
    box_height: float = 6.4
    drop: str = ""


class PictureBlank(Blank):
    """A picture from a file of the profile, in its own proportions: once in its box, or as prints of a stated size.

    `print_width` and `print_height` (mm) are those of one print, by default of the box; `prints` of them stand in a
    row, `gap` mm apart. `cut_marks` draws the marks to cut along. A picture of other proportions than the print is
    refused, and one of fewer dots per inch than `min_dpi`; with fewer than `dpi` it is taken with a warning.
    """

    kind: ClassVar[BlankKind] = "picture"
    fact: str = Field(alias="picture")
    print_width: float | None = Field(default=None, gt=0)
    print_height: float | None = Field(default=None, gt=0)
    prints: int = Field(default=1, ge=1)
    gap: float = Field(default=12.0, ge=0)
    cut_marks: bool = False
    dpi: int = Field(default=300, ge=1)
    min_dpi: int = Field(default=150, ge=1)
    align: Align = "center"
    pad: float = 0.0

    @model_validator(mode="after")
    def _of_one_size(self) -> Self:
        if (self.print_width is None) != (self.print_height is None):
            raise wrong(
                "print_width と print_height は両方書くか、両方書きません。",
                "print_width and print_height: both or neither",
            )
        if self.prints > 1 and self.print_width is None:
            raise wrong(
                "2枚以上（prints）なら print_width と print_height が要ります。",
                "several prints need print_width and print_height",
            )
        if self.min_dpi > self.dpi:
            raise wrong("min_dpi は dpi 以下です。", "min_dpi is at most dpi")
        return self


def named_facts(blank: Blank) -> Iterator[str]:
    """The facts a blank takes its own value from, templates apart."""
    if blank.fact:
        yield blank.fact
    if isinstance(blank, TextBlank):
        yield from (blank.ruby,) if blank.ruby else ()
        yield from (*blank.led_by, *blank.followed_by)
