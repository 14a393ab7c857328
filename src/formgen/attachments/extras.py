"""What a PDF holds besides what is drawn: counted, as it does not come along with the pages."""

from __future__ import annotations

from typing import Any

import pikepdf

from formgen.attachments.found import Note


def extras(source: pikepdf.Pdf) -> set[Note]:
    """What is left behind, each kind with its number."""
    root: Any = source.Root
    form = root.get("/AcroForm", {})
    # Bit 1: there are signatures (ISO 32000-1, table 219). They do not survive a copy of the page.
    return {Note("signed")} if int(form.get("/SigFlags", 0)) & 1 else set()
