"""Which pages of a file come along as they are, so that they need not be held against the original.

A page is untouched when nothing lies over it that would have to become part of it (fields, stamps), no layer decides
what of it is seen, its reader had nothing to mend, and it is its own sheet: then its content, its resources and its
boxes are copied as they are. A page that is put into a form to be placed on A4 keeps them too, but is drawn in a
group of its own; such a page is compared if there is time, and nothing is said if there was none.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pikepdf

# A link draws nothing (but a frame on the screen), and a window that opens is no part of the page.
_NOT_DRAWN = ("/Link", "/Popup")


def changed(source: pikepdf.Pdf, *, mended: bool) -> tuple[int, ...]:
    """The pages (from 0) of which something is drawn otherwise than it stands in the file."""
    everything = mended or "/OCProperties" in source.Root
    return tuple(number for number, page in enumerate(source.pages) if everything or not untouched(page))


def untouched(page: pikepdf.Page) -> bool:
    """Whether nothing lies over a page that would have to become part of it."""
    found: Any = page.get("/Annots")
    return not isinstance(found, pikepdf.Array) or not any(map(_draws, found))


def _draws(annotation: Any) -> bool:
    if not isinstance(annotation, pikepdf.Dictionary):
        return False
    return "/AP" in annotation or str(annotation.get("/Subtype")) not in _NOT_DRAWN


def to_compare(changed: Sequence[int], places: Sequence[object], *, updated: bool) -> list[int]:
    """The pages to be drawn, those first that are changed. `updated`: of a file that was changed by adding to it."""
    moved = [number for number, place in enumerate(places) if updated or place is not None]
    return [*changed, *(number for number in moved if number not in set(changed))]
