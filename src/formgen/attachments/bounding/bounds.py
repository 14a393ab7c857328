"""Bounds on what drawing a page may cost: a small file can hold a great deal."""

from __future__ import annotations

from typing import Any

import pikepdf

from formgen.attachments.bounding.costs import MAX_COST, Drawings
from formgen.attachments.bounding.decoding import Decoder
from formgen.attachments.bounding.images import Picture
from formgen.attachments.found import Note, Unfit

# A plan of a large building has some thousands, a dictionary with links some ten thousands.
MAX_ANNOTATIONS = 50_000
MAX_OBJECTS = 1_000_000


def counted(source: pikepdf.Pdf) -> None:
    """Before anything is done with the pages: that there are not too many things on them. Raises `Unfit`."""
    if len(source.objects) > MAX_OBJECTS:
        raise Unfit("too-heavy")
    found = 0
    for page in source.pages:
        annotations = page.obj.get("/Annots")
        found += len(annotations) if isinstance(annotations, pikepdf.Array) else 0
        if found > MAX_ANNOTATIONS:
            raise Unfit("too-heavy")


def bounded(pages: pikepdf.Pdf) -> set[Note]:
    """Decode what pages need within limits here, and not first in whoever opens the packet.

    `pages`: nothing but the pages. Content and pictures that were broken off are refused; content whose end alone is
    wrong is written anew. Raises `Unfit`.
    """
    decoder = Decoder(pages)
    drawings = Drawings(decoder)
    for page in pages.pages:
        drawings.add(page)
    if drawings.cost() > MAX_COST:
        raise Unfit("too-heavy")
    broken = False
    for one in pages.objects:
        if isinstance(one, pikepdf.Stream) and not drawings.read(one.objgen):
            broken |= not _is_whole(one, drawings, decoder)
    return {Note("repaired")} if broken or decoder.mended else set()


def _is_whole(stream: Any, drawings: Drawings, decoder: Decoder) -> bool:
    """Of what is not content: pictures, fonts, tables of colours."""
    if str(stream.get("/Subtype")) != "/Image":
        return decoder.measure(stream)[1]
    drawn = drawings.pictures.get(stream.objgen)
    if drawn and not drawn.whole():
        raise Unfit("damaged")
    if not drawn:
        # Nothing draws it: it must not be too large, and that is all.
        Picture(stream, decoder).whole()
    return True
