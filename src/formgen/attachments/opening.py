"""Opens a PDF that nobody vouches for, and says why it cannot be taken. Trusts no byte of it."""

from __future__ import annotations

from io import BytesIO

import pikepdf

from formgen.attachments.found import Note, Unfit
from formgen.attachments.locks import locked
from formgen.attachments.shells import shell

MAX_PAGES = 200

# qpdf's own words: it gives these warnings no code.
_BROKEN_OFF = ("error decoding", "input stream is complete but output")


def opened(data: bytes) -> pikepdf.Pdf:
    """The document. Raises `Unfit`."""
    try:
        source = pikepdf.open(BytesIO(data))
    except (pikepdf.PasswordError, pikepdf.PdfError) as error:
        if lock := locked(error, data):
            raise Unfit(lock) from None
        kind = "no-pages" if "no pages" in str(error) else "damaged"
        # A file without its end was cut off on the way: say that rather than "damaged", as getting it again helps.
        raise Unfit(kind if b"%%EOF" in data[-2048:] else "cut-off") from None
    try:
        _admit(source, data)
    except Unfit:
        source.close()
        raise
    return source


def _admit(source: pikepdf.Pdf, data: bytes) -> None:
    # qpdf opens half a file and rebuilds what it can: pages would be missing and nobody would know.
    if b"%%EOF" not in data[-2048:]:
        raise Unfit("cut-off")
    if not len(source.pages):
        raise Unfit("no-pages")
    if len(source.pages) > MAX_PAGES:
        raise Unfit("pages")
    if cover := shell(source):
        raise Unfit(cover)


def mended(source: pikepdf.Pdf) -> set[Note]:
    """A stream that broke off was read as far as it went: half a page must not pass for a whole one. Raises `Unfit`."""
    # Asked for once, then gone: each caller hears what is new since the last.
    said = [str(w) for w in source.get_warnings()]
    if any(sign in w for w in said for sign in _BROKEN_OFF):
        raise Unfit("damaged")
    return {Note("repaired")} if said else set()
