"""What is drawn over a page (fields, stamps, masks) and on its layers, made part of the page."""

from __future__ import annotations

from typing import Any

import pikepdf

from formgen.attachments.found import Note
from formgen.attachments.hidden import leave_out


def flatten(source: pikepdf.Pdf) -> set[Note]:
    """Everything drawn over the pages becomes part of them; tells what may look otherwise than in a viewer."""
    notes = leave_out(source) | _notes(source)
    root: Any = source.Root
    # With it qpdf leaves fields out when it flattens, as their pictures may
    # be old; `_undrawn` has told of those without one.
    if "/NeedAppearances" in root.get("/AcroForm", {}):
        del root.AcroForm["/NeedAppearances"]
    if any("/Annots" in page for page in source.pages):
        source.flatten_annotations("all")
    return notes


def _notes(source: pikepdf.Pdf) -> set[Note]:
    notes = set()
    if any(_undrawn(widget) for page in source.pages for widget in page.get("/Annots", ())):
        notes.add(Note("undrawn-fields"))
    return notes


def _undrawn(widget: Any) -> bool:
    # A value without a picture of it ("/AP") is drawn by some readers and not by others, so it would be lost here.
    if str(widget.get("/FT")) == "/Sig" or not str(widget.get("/V", "")):
        return False
    return str(widget.get("/Subtype")) == "/Widget" and "/N" not in widget.get("/AP", {})
