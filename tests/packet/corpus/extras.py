"""What a document holds besides what is drawn: signatures, files, scripts."""

from __future__ import annotations

import foreign
import pikepdf


def flags_say_signed() -> bytes:
    pdf = foreign.pages(foreign.A4)
    pdf.Root.AcroForm = pikepdf.Dictionary(SigFlags=3, Fields=[])
    return foreign.saved(pdf)
