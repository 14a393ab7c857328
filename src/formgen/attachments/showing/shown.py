"""Annotations as viewers take them: which of them are shown, and by which of their pictures. Trusts no byte of them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pikepdf

from formgen.attachments.pdf.names import as_text, under

# ISO 32000-1, table 165. A viewer that knows a kind of annotation shows it although it is "invisible".
_HIDDEN, _NO_VIEW = 1 << 1, 1 << 5
# Drawn upright or at one size whatever the page's: the flags that concern a picture.
_KEPT_FLAGS = 1 << 3 | 1 << 4

# A tree of fields that goes deeper goes round in a circle.
_DEEPEST = 50


def shown(page: pikepdf.Page) -> list[Any]:
    """The annotations of a page that a viewer shows, lowest first."""
    annots = page.get("/Annots")
    if not isinstance(annots, pikepdf.Array):
        return []
    return [annot for annot in annots if isinstance(annot, pikepdf.Dictionary) and _is_shown(annot)]


def _is_shown(annot: Any) -> bool:
    # A popup is a window of the viewer; what it says belongs to the annotation beside it.
    return kind(annot) != "Popup" and not integer(annot.get("/F")) & (_HIDDEN | _NO_VIEW)


def kind(annot: Any) -> str:
    """`Widget`, `FreeText` …: its subtype."""
    return as_text(annot.get("/Subtype", "")).removeprefix("/")


def inherited(field: Any, key: str) -> Any:
    """A key of a field, or of the field it is part of."""
    return next((node.get(key) for node in _family(field) if key in node), None)


def _family(field: Any) -> Iterator[Any]:
    for _ in range(_DEEPEST):
        if not isinstance(field, pikepdf.Dictionary):
            return
        yield field
        field = field.get("/Parent")


def integer(value: Any) -> int:
    """A number without its fraction; 0 where it is none."""
    return int(value) if isinstance(value, (int, Decimal)) else 0


def numbers(found: Any) -> list[float]:
    """An array of numbers; empty where it is none, or holds anything else."""
    values = list(found) if isinstance(found, pikepdf.Array) else []
    try:
        return [float(value) for value in values]
    except (TypeError, ValueError):
        return []


def rectangle(annot: Any) -> tuple[float, float, float, float] | None:
    """Left, low, right, high in units of the page; None where it has no extent."""
    corners = numbers(annot.get("/Rect"))
    if len(corners) != 4 or max(map(abs, corners)) > 1e6:
        return None
    x0, y0, x1, y1 = corners
    found = min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
    return found if found[0] < found[2] and found[1] < found[3] else None


def has_pictures(annot: Any) -> bool:
    """Whether it says itself how it is drawn: with one picture, or with one for each state."""
    normal = _normal(annot)
    return isinstance(normal, pikepdf.Stream) or bool(normal is not None and len(normal))


def picture(annot: Any) -> Any:
    """The picture that is shown, a stream; None where the state it is in has none."""
    normal = _normal(annot)
    if isinstance(normal, pikepdf.Stream) or normal is None:
        return normal
    found = under(normal, state(annot))
    return found if isinstance(found, pikepdf.Stream) else None


def _normal(annot: Any) -> Any:
    pictures = annot.get("/AP")
    normal = pictures.get("/N") if isinstance(pictures, pikepdf.Dictionary) else None
    return normal if isinstance(normal, (pikepdf.Stream, pikepdf.Dictionary)) else None


def state(annot: Any) -> str:
    """The state it is shown in (`/Yes`, `/Off`): the one it names, else the one its field has for a value."""
    said, value = annot.get("/AS"), inherited(annot, "/V")
    if isinstance(said, pikepdf.Name):
        return as_text(said)
    normal = _normal(annot)
    known = isinstance(normal, pikepdf.Dictionary) and isinstance(value, pikepdf.Name) and as_text(value) in normal
    return as_text(value) if known else "/Off"


def contradicts_itself(annot: Any) -> bool:
    """Whether a box to tick shows another state than the value of its field."""
    said, value, normal = annot.get("/AS"), inherited(annot, "/V"), _normal(annot)
    if not isinstance(value, pikepdf.Name) or not isinstance(normal, pikepdf.Dictionary):
        return False
    # A box without a picture for the value is one of several, and off by the value.
    meant = as_text(value) if as_text(value) in normal else "/Off"
    return meant != (as_text(said) if isinstance(said, pikepdf.Name) else "/Off")


def show_with(annot: Any, drawn: Any) -> None:
    """Have it shown by this picture."""
    annot.AP = pikepdf.Dictionary(N=drawn)
    annot.F = integer(annot.get("/F")) & _KEPT_FLAGS
    if "/AS" in annot:
        del annot["/AS"]
