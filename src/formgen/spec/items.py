"""The things that stand on a sheet, ink and blanks together, told apart by the key that names their kind."""

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, TypeGuard

from pydantic import Discriminator, Tag

from formgen.spec.base import Align, Item, Model, Sources, Status, When
from formgen.spec.blanks import (
    AmountBlank,
    Blank,
    BoxesBlank,
    CheckBlank,
    ChoiceBlank,
    DateBlank,
    Option,
    PictureBlank,
    TextBlank,
    named_facts,
)
from formgen.spec.ink import Brace, Frame, Print, RuledLine, Stamp
from formgen.spec.lists import Column, RowsBlank

__all__ = [
    "ITEMS", "KINDS", "Align", "AmountBlank", "AnyBlank", "AnyItem", "Blank", "BoxesBlank", "Brace", "CheckBlank",
    "ChoiceBlank", "Column", "DateBlank", "Frame", "Item", "Model", "Option", "PictureBlank", "Print", "RowsBlank",
    "RuledLine", "Sources", "Stamp", "Status", "TextBlank", "When", "facts_in", "facts_of", "is_blank", "kind_of_item",
]  # fmt: skip

AnyBlank = TextBlank | DateBlank | AmountBlank | ChoiceBlank | CheckBlank | BoxesBlank | RowsBlank | PictureBlank

#: The key that names what a thing is -> its model. A check prints its sentence, so blanks come first.
KINDS: Mapping[str, type[Item]] = {
    "text": TextBlank,
    "template": TextBlank,
    "date": DateBlank,
    "amount": AmountBlank,
    "choice": ChoiceBlank,
    "check": CheckBlank,
    "boxes": BoxesBlank,
    "list": RowsBlank,
    "picture": PictureBlank,
    "print": Print,
    "rule": RuledLine,
    "frame": Frame,
    "brace": Brace,
    "stamp": Stamp,
}


def kind_of_item(value: Any) -> str:
    """The kind of a thing as written or as read; empty when it names none."""
    if isinstance(value, Mapping):
        return next((kind for kind in KINDS if kind in value), "")
    # Of the exact class, as some kinds derive from others.
    return next((kind for kind, model in KINDS.items() if type(value) is model), "")


ITEMS = (
    Annotated[TextBlank, Tag("text")]
    | Annotated[TextBlank, Tag("template")]
    | Annotated[DateBlank, Tag("date")]
    | Annotated[AmountBlank, Tag("amount")]
    | Annotated[ChoiceBlank, Tag("choice")]
    | Annotated[CheckBlank, Tag("check")]
    | Annotated[BoxesBlank, Tag("boxes")]
    | Annotated[RowsBlank, Tag("list")]
    | Annotated[PictureBlank, Tag("picture")]
    | Annotated[Print, Tag("print")]
    | Annotated[RuledLine, Tag("rule")]
    | Annotated[Frame, Tag("frame")]
    | Annotated[Brace, Tag("brace")]
    | Annotated[Stamp, Tag("stamp")]
)
AnyItem = Annotated[ITEMS, Discriminator(kind_of_item)]


def is_blank(item: object) -> TypeGuard[AnyBlank]:
    """Whether an item is a place for a value."""
    return isinstance(item, Blank)


_IN_TEMPLATE = re.compile(r"\{\{-?\s*([\w.]+)")


def facts_of(item: object) -> Iterator[str]:
    """The names of the facts an item asks for: its own, its ruby, those of its template and of its conditions."""
    yield from getattr(item, "when", None) or ()
    if isinstance(item, Blank):
        yield from item.required_when or ()
        yield from item.filled_when or ()
        yield from named_facts(item)
    if isinstance(item, TextBlank):
        yield from facts_in(item.template or "")


def facts_in(template: str) -> list[str]:
    """The names of the facts a template asks for, in order."""
    return _IN_TEMPLATE.findall(template)
