"""What is to be drawn because a viewer would draw it, in plain values. Trusts no byte of a file."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import pikepdf

from formgen.attachments.found import Unfit
from formgen.attachments.pdf.names import as_text
from formgen.attachments.showing.appearances import Sketch, Type
from formgen.attachments.showing.letters import are_usual
from formgen.attachments.showing.shown import numbers
from formgen.attachments.showing.typed import is_symbols

_LONGEST = 100_000


@dataclass(frozen=True)
class Wanted:
    """What is to be drawn, and the text that must then be read there (None: any).

    `kind`: what it is, in the words of `undrawn`; `letters`: all that a font must have for it.
    """

    sketch: Sketch
    kind: str
    text: str | None = None
    letters: str = ""

    @property
    def place(self) -> list[float] | None:
        """Where the picture of a field comes to stand; pictures of other things say it themselves."""
        return self.sketch.keys["Rect"] if self.sketch.type else None

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing to see: no text and no frame."""
        return self.text == "" and "MK" not in self.sketch.keys

    def set_in_own(self) -> Sketch | None:
        """As the file would have it; None where the usual fonts have no such letters."""
        return self.sketch if (self.sketch.type and self.sketch.type.instead) or are_usual(self.letters) else None

    def set_in_usual(self) -> Sketch | None:
        """The same in one of the usual fonts; None where that would be no other."""
        kind = self.sketch.type
        if kind is None or not kind.instead or not are_usual(self.letters):
            return None
        return replace(self.sketch, type=replace(kind, font=kind.instead))

    def set_in(self, font: Any, share: float) -> Sketch:
        """The same in a font that has any letter and needs none that stand in for others, at a share of its size."""
        keys = dict(self.sketch.keys)
        if self.text is not None:
            keys["V"] = self.text
        if str(keys["FT"]) == "/Btn":
            # pdfium sets what stands on a button in the usual fonts only.
            keys |= {"FT": pikepdf.Name.Tx, "Ff": 0, "Q": 1}
        assert self.sketch.type is not None
        kind = replace(self.sketch.type, font=font, size=self.sketch.type.size * share, any_letter=True)
        return replace(self.sketch, keys=keys, type=kind, codes={})

    def reads(self, found: str) -> bool:
        """Whether this is what stands in the picture: letter by letter, spaces and hyphens at ends of lines apart."""
        return self.text is None or _letters(found) == _letters(self.text)


def _letters(text: str) -> Counter[str]:
    return Counter(c for c in text if c.isprintable() and not c.isspace() and c not in "-\u00ad\ufffe\u2010")


def read_back(text: str, style: Type) -> str | None:
    """The text to be read in a picture; None where its letters are pictures themselves."""
    return None if is_symbols(style) else text


def border(annot: Any) -> dict[str, Any]:
    """Its border, by either of the keys that can say it."""
    style = annot.get("/BS")
    if isinstance(style, pikepdf.Dictionary):
        kept: dict[str, Any] = {}
        if isinstance(width := style.get("/W"), (int, Decimal)):
            kept["W"] = width
        if isinstance(look := style.get("/S"), pikepdf.Name):
            kept["S"] = look
        if dashes := numbers(style.get("/D")):
            kept["D"] = dashes
        return {"BS": pikepdf.Dictionary(**kept)}
    border = annot.get("/Border")
    return {"Border": pikepdf.Array(numbers(border)[:3])} if len(numbers(border)) >= 3 else {}


def string(value: Any) -> str:
    """A text, however it is written; empty where it is none. Raises `Unfit` for one that nobody reads."""
    if isinstance(value, pikepdf.Stream):
        value = pikepdf.String(value.read_bytes())
    text = as_text(value).removeprefix("/") if isinstance(value, (str, pikepdf.String, pikepdf.Name)) else ""
    if len(text) > _LONGEST:
        raise Unfit("field")
    return text
