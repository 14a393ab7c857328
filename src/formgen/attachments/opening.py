"""Opens a PDF that nobody vouches for, and says why it cannot be taken. Trusts no byte of it."""

from __future__ import annotations

from io import BytesIO

import pikepdf

from formgen.attachments.found import Note, Unfit

MAX_PAGES = 200

# qpdf's own words: it gives these warnings no code.
_BROKEN_OFF = ("error decoding", "input stream is complete but output")


def opened(data: bytes) -> pikepdf.Pdf:
    """The document. Raises `Unfit`."""
    try:
        source = pikepdf.open(BytesIO(data))
    except pikepdf.PasswordError:
        raise Unfit("encrypted") from None
    except pikepdf.PdfError as error:
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
    # No password is needed to open such a file, but what its owner forbids stays forbidden.
    allowed = source.allow
    if source.is_encrypted and not (allowed.extract and allowed.print_lowres and allowed.print_highres):
        raise Unfit("restricted")
    if not len(source.pages):
        raise Unfit("no-pages")
    if len(source.pages) > MAX_PAGES:
        raise Unfit("pages")


def mended(source: pikepdf.Pdf) -> set[Note]:
    """A stream that broke off was read as far as it went: half a page must not pass for a whole one. Raises `Unfit`."""
    # Asked for once, then gone: each caller hears what is new since the last.
    said = [str(w) for w in source.get_warnings()]
    if any(sign in w for w in said for sign in _BROKEN_OFF):
        raise Unfit("damaged")
    return {Note("repaired")} if said else set()
