"""Which pages of a file come along as they are, so that they need not be held against the original.

A page is untouched when nothing lies over it that would have to become part of it (fields, stamps), no layer decides
what of it is seen, its boxes are as they should be, and its reader had nothing to mend: then its content, its resources
and its boxes are copied as they are. So a scan is never drawn.

In doubt are pages that are their own group of transparent things and become a form when they are put on A4, and those
of a file that was added to, which readers put together each in its own way: they are compared if there is time, and
nothing is said if there was none.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pikepdf

from formgen.attachments.pdf.boxes import is_plain

# A link draws nothing (but a frame on the screen), and a window that opens is no part of the page.
_NOT_DRAWN = ("/Link", "/Popup")


def changed(source: pikepdf.Pdf, *, mended: bool) -> tuple[int, ...]:
    """The pages (from 0) of which something is drawn otherwise than it stands in the file."""
    everything = mended or "/OCProperties" in source.Root
    return tuple(number for number, page in enumerate(source.pages) if everything or not untouched(page))


def untouched(page: pikepdf.Page) -> bool:
    """Whether nothing lies over a page that would have to become part of it, and all agree on where it ends."""
    found: Any = page.get("/Annots")
    if not is_plain(page):
        return False
    return not isinstance(found, pikepdf.Array) or not any(map(_draws, found))


def _draws(annotation: Any) -> bool:
    if not isinstance(annotation, pikepdf.Dictionary):
        return False
    return "/AP" in annotation or str(annotation.get("/Subtype")) not in _NOT_DRAWN


def doubtful(source: pikepdf.Pdf, places: Sequence[object], *, updated: bool) -> tuple[int, ...]:
    """The pages to be drawn if there is time. `updated`: the file was changed by adding to its end."""
    pages = zip(source.pages, places, strict=True)
    moved = (place is not None and "/Group" in page for page, place in pages)
    return tuple(number for number, group in enumerate(moved) if updated or group)
