"""PDFs whose pages are the cover of something else: portfolios, forms that one program alone draws, sealed wrappers."""

from __future__ import annotations

import re
from typing import Any

import pikepdf

from formgen.attachments.beside.walking import inherited
from formgen.attachments.pdf.names import name_of

_RENDERED = re.compile(rb"<dynamicRender\b[^>]*>\s*(required|forbidden)")
# What Acrobat's forms say on the page that stands for theirs, without spaces: it stays when the form itself is lost.
_WAITING = (b"ifthismessageisnoteventuallyreplaced", b"requiresadobereader8orhigher")
_TEXT = re.compile(rb"\(((?:[^\\()]|\\.)*)\)", re.DOTALL)
# In bytes, packed: such a page is short.
_SHORT = 8192


def shell(source: pikepdf.Pdf) -> str:
    """Why the pages are not what the file is about, in one word; empty when they are."""
    if _sealed(source):
        return "own-lock"
    if isinstance(source.Root.get("/Collection"), pikepdf.Dictionary):
        return "portfolio"
    return "xfa" if _drawn_elsewhere(source) or _says_wait(source) else ""


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


def _says_wait(source: pikepdf.Pdf) -> bool:
    if len(source.pages) > 1:
        return False
    contents = source.pages[0].get("/Contents")
    parts = contents if isinstance(contents, pikepdf.Array) else [contents]
    said = b"".join(map(_written, parts))
    letters = re.sub(rb"[^a-z0-9]", b"", said.lower())
    return any(phrase in letters for phrase in _WAITING)


def _written(stream: Any) -> bytes:
    """The plain text of a short stream of page contents."""
    try:
        short = isinstance(stream, pikepdf.Stream) and len(stream.read_raw_bytes()) <= _SHORT
        return b"".join(_TEXT.findall(stream.read_bytes())) if short else b""
    # Told by whoever needs the page.
    except pikepdf.PdfError:
        return b""


def _has_fields(page: Any) -> bool:
    annotations = page.get("/Annots")
    return isinstance(annotations, pikepdf.Array) and any(map(_seen_field, annotations))


def _seen_field(annotation: Any) -> bool:
    if not isinstance(annotation, pikepdf.Dictionary) or name_of(annotation, "/Subtype") != "/Widget":
        return False
    # A signature may be invisible, and says nothing about the form.
    return bool(inherited(annotation, "/FT") != "/Sig")


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
