"""What every part of the profile keeps to: the kinds of values, no unknown keys, no change, no coercion."""

import re
from datetime import date
from typing import Annotated
from unicodedata import category

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from formgen.ground.dates import Period, parse_day


def _day(value: object) -> object:
    if isinstance(value, str):
        try:
            return parse_day(value)
        except ValueError:
            # An error type of our own, told in our words: pydantic's would quote the value.
            raise PydanticCustomError("iso_day", "not a day") from None
    if value is None or isinstance(value, date):
        return value
    raise PydanticCustomError("iso_day", "not a day")


def _period(value: object) -> object:
    if isinstance(value, str):
        try:
            Period.parse(value)
        except ValueError:
            raise PydanticCustomError("iso_period", "not a period") from None
    return value


def is_period(constraint: object) -> bool:
    """Whether this, among the metadata of a field, makes its text a period (P1Y3M)."""
    return isinstance(constraint, BeforeValidator) and constraint.func is _period


def several(value: object) -> object:
    """A list of what may be written alone (`permission: {…}`); nothing is an empty one."""
    return value if isinstance(value, tuple | list) else () if value is None else (value,)


def is_blank(text: str | None) -> bool:
    """Whether a text states nothing: left out, empty, or nothing but spaces of any width and what nobody sees."""
    # Of most texts the first letter settles it, fast.
    return not text or (not _SEEN.match(text) and all(map(_is_unseen, text)))


def _is_unseen(sign: str) -> bool:
    return sign.isspace() or sign in _UNSEEN or category(sign) in ("Cc", "Cf")


# Printed ASCII, kana and kanji: anything else is looked at one by one.
_SEEN = re.compile("[!-~\u3041-\u3160\u4e00-\u9fa5]")
# Letters by name only: fillers of hangul, and the cell of braille without a dot.
_UNSEEN = "\u115f\u1160\u2800\u3164\uffa0"


class Spaces(str):
    """A text of nothing but spaces: empty, so that nobody takes it for a value, and known to have been written."""

    __slots__ = ()


def _seen(text: str | None) -> str | None:
    return Spaces() if text and is_blank(text) else text


def is_several(model: type[BaseModel], name: str) -> bool:
    """Whether a key takes one thing alone as well as a list of them."""
    found = model.model_fields.get(name)
    return found is not None and any(isinstance(m, BeforeValidator) and m.func is several for m in found.metadata)


Day = Annotated[date | None, BeforeValidator(_day)]
StatedPeriod = Annotated[str | None, BeforeValidator(_period)]
# Numbers such as 法人番号 and telephone numbers, too: they may begin with 0, and nothing is reckoned with them.
Text = Annotated[str | None, AfterValidator(_seen)]
Word = Annotated[str, AfterValidator(_seen)]
Lax = Field(strict=False)
"""Lists are tuples here; what stands in them stays strict."""


class ProfilePart(BaseModel):
    """What every part of the profile keeps to: no unknown keys, no change after reading, no coercion."""

    # The input is hidden in errors, as one that nobody caught would carry the profile into a log.
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, hide_input_in_errors=True)
