"""What has no picture of itself although a viewer draws it, and is drawn by pdfium. Trusts no byte of it."""

from __future__ import annotations

from typing import Any

import pikepdf

from formgen.attachments.found import Unfit
from formgen.attachments.showing.appearances import Sketch
from formgen.attachments.showing.fields import field
from formgen.attachments.showing.letters import with_stand_ins
from formgen.attachments.showing.plain import Wanted, border, read_back, string
from formgen.attachments.showing.shown import integer, kind, numbers, rectangle
from formgen.attachments.showing.typed import styled, type_of

_MARKS = frozenset(["Highlight", "Underline", "StrikeOut", "Squiggly", "Square", "Circle", "Ink", "Text"])
_BY_NOBODY = {"Stamp": "stamp", "Redact": "redaction"}
# ISO 32000-1, table 228.
_SEVERAL_LINES = 1 << 12
_MOST_NUMBERS = 100_000
# In points.
_NOTE, _FARTHEST = 20.0, 1e6


def wanted(annot: Any, form: Any) -> Wanted | None:
    """What is to be drawn of an annotation, or None. `form`: that of the file. Raises `Unfit` for what cannot be."""
    match kind(annot):
        case "Widget":
            return field(annot, form)
        case "FreeText":
            return _free_text(annot, form)
        case name if name in _MARKS:
            return _mark(annot)
        case name if name in _BY_NOBODY and rectangle(annot):
            raise Unfit(_BY_NOBODY[name])
    return None


def _free_text(annot: Any, form: Any) -> Wanted | None:
    """A text that stands on the page by itself: drawn as a field of several lines."""
    rect = rectangle(annot)
    if rect is None:
        return None
    off = numbers(annot.get("/RD"))
    if len(off) == 4 and off[0] + off[2] < rect[2] - rect[0] and off[1] + off[3] < rect[3] - rect[1]:
        rect = rect[0] + off[0], rect[1] + off[1], rect[2] - off[2], rect[3] - off[3]
    text = string(annot.get("/Contents"))
    style = styled(type_of(annot, form, text, size=12), annot)
    *colour, _ = style.colour.split()
    frame: dict[str, Any] = {"BC": [*map(float, colour)], "BG": numbers(annot.get("/C"))}
    if turn := integer(annot.get("/Rotate")) % 360:
        frame["R"] = turn
    keys = {
        "Subtype": pikepdf.Name.Widget, "FT": pikepdf.Name.Tx, "Rect": [*rect], "Ff": _SEVERAL_LINES,
        "Q": integer(annot.get("/Q")), "MK": pikepdf.Dictionary(**frame), **border(annot),
    }  # fmt: skip
    shown, codes = with_stand_ins(text)
    return Wanted(Sketch(keys | {"V": shown}, style, codes=codes), "text", read_back(text, style), text)


def _mark(annot: Any) -> Wanted | None:
    rect = rectangle(annot) or _note(annot)
    if rect is None:
        return None
    keys = {"Subtype": annot.get("/Subtype"), "Rect": [*rect], **border(annot)}
    for key in ("C", "IC", "QuadPoints"):
        if f"/{key}" in annot:
            keys[key] = numbers(annot.get(f"/{key}"))
    if "/CA" in annot:
        keys["CA"] = min(max(numbers(pikepdf.Array([annot.get("/CA")]))[0:1] or [1.0]), 1.0)
    if kind(annot) == "Ink":
        keys["InkList"] = pikepdf.Array([stroke for stroke in _strokes(annot) if len(stroke)])
        if not len(keys["InkList"]):
            return None
    return Wanted(Sketch(keys), "shape")


def _note(annot: Any) -> tuple[float, float, float, float] | None:
    """The sign of a note is of one size, however small its place."""
    place = numbers(annot.get("/Rect"))
    if kind(annot) != "Text" or len(place) != 4 or max(map(abs, place)) > _FARTHEST:
        return None
    return place[0], place[1], place[0] + _NOTE, place[1] + _NOTE


def _strokes(annot: Any) -> list[Any]:
    found = annot.get("/InkList")
    strokes = [numbers(stroke) for stroke in found] if isinstance(found, pikepdf.Array) else []
    if sum(map(len, strokes)) > _MOST_NUMBERS:
        raise Unfit("shape")
    return [pikepdf.Array(stroke) for stroke in strokes]
