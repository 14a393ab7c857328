"""The text of a file's first page, to tell what kind of document it may be. Runs where foreign files are read."""

from __future__ import annotations

import pypdfium2 as pdfium
from pypdfium2 import raw

from formgen.attachments.pdf.opening import opened

# What a document is stands near its top; a page of print has some thousand characters.
MOST = 4_000


def first_page(data: bytes) -> bytes:
    """In UTF-8, so many characters at most; empty for a page that is a picture. Raises `Unfit`."""
    # What cannot be taken is told as it would be for a packet.
    opened(data)[0].close()
    pdf = pdfium.PdfDocument(data)
    page = raw.FPDF_LoadPage(pdf, 0)
    text = raw.FPDFText_LoadPage(page) if page else None
    if not text:
        return b""
    count = min(raw.FPDFText_CountChars(text), MOST)
    found = [raw.FPDFText_GetUnicode(text, number) for number in range(count)]
    # Half of a pair, and what no text holds.
    return "".join(chr(c) for c in found if 31 < c < 0xD800 or 0xDFFF < c < 0x110000).encode()
