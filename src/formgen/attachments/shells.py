"""PDFs whose pages are the cover of something else: portfolios, forms that one program alone draws, sealed wrappers."""

from __future__ import annotations

import re
from typing import Any

import pikepdf

from formgen.attachments.walking import name_of

_RENDERED = re.compile(rb"<dynamicRender>\s*(required|forbidden)")


def shell(source: pikepdf.Pdf) -> str:
    """Why the pages are not what the file is about, in one word; empty when they are."""
    if _sealed(source):
        return "own-lock"
    if isinstance(source.Root.get("/Collection"), pikepdf.Dictionary):
        return "portfolio"
    return "xfa" if _drawn_elsewhere(source) else ""


def _sealed(source: pikepdf.Pdf) -> bool:
    """A wrapper: the page says that the document itself lies encrypted within (ISO 32000-2, 7.6.7)."""
    files = source.Root.get("/AF")
    held = list(files)[:100] if isinstance(files, pikepdf.Array) else []
    dictionaries = (file for file in held if isinstance(file, pikepdf.Dictionary))
    return any(name_of(file, "/AFRelationship") == "/EncryptedPayload" for file in dictionaries)


def _drawn_elsewhere(source: pikepdf.Pdf) -> bool:
    """An XFA form whose pages are made when it is opened: in the file there is only one that says "please wait"."""
    form = source.Root.get("/AcroForm")
    xfa = form.get("/XFA") if isinstance(form, pikepdf.Dictionary) else None
    if not isinstance(xfa, pikepdf.Array | pikepdf.Stream):
        return False
    said, fields = _rendering(xfa), any(map(_has_fields, source.pages))
    if bool(source.Root.get("/NeedsRendering") or False):
        return not fields or said == b"required"
    # Pages that were made flat keep the XFA of a form that is drawn like any other.
    return not fields and said != b"forbidden"


def _has_fields(page: Any) -> bool:
    annotations = page.get("/Annots")
    drawn = annotations if isinstance(annotations, pikepdf.Array) else ()
    return any(isinstance(one, pikepdf.Dictionary) and name_of(one, "/Subtype") == "/Widget" for one in drawn)


def _rendering(xfa: Any) -> bytes:
    """What the form says of itself: whether it is drawn when it is opened."""
    parts = [part for part in xfa if isinstance(part, pikepdf.Stream)] if isinstance(xfa, pikepdf.Array) else [xfa]
    for part in parts[:50]:
        try:
            found = _RENDERED.search(part.read_bytes())
        except pikepdf.PdfError:
            continue
        if found:
            return found[1]
    return b""
