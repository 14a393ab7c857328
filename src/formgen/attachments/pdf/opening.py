"""Opens a PDF that nobody vouches for, and says why it cannot be taken. Trusts no byte of it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from io import BytesIO

import pikepdf

from formgen.attachments.beside.shells import shell
from formgen.attachments.bounding.decoding import Decoder
from formgen.attachments.found import MAX_PAGES, Note, Unfit
from formgen.attachments.pdf.locks import locked
from formgen.attachments.pdf.mending import END, ends, rebuilt, without_tail

_HOLDING = (pikepdf.Name.ObjStm, pikepdf.Name.XRef)
# qpdf's own words: it gives its warnings no code.
_PUT_TOGETHER = "reconstruct"
_BROKEN_OFF = ("error decoding", "input stream is complete but output")


def opened(data: bytes) -> tuple[pikepdf.Pdf, set[Note]]:
    """The document, and `repaired` when it had to be mended for that. Raises `Unfit`."""
    data = without_tail(data)
    try:
        source = _open(data)
    except (pikepdf.PasswordError, pikepdf.PdfError) as error:
        raise Unfit(_fault(error, data)) from None
    try:
        said = [str(warning) for warning in source.get_warnings()]
        # qpdf opens half a file and rebuilds what it can: pages would be missing and nobody would know.
        if any(_PUT_TOGETHER in warning for warning in said) and not ends(data):
            raise Unfit("cut-off")
        _admit(source)
        return source, mended(source, said)
    except Unfit:
        source.close()
        raise


def _open(data: bytes) -> pikepdf.Pdf:
    try:
        return pikepdf.open(BytesIO(data))
    except pikepdf.PdfError:
        again = rebuilt(data)
        if again is None:
            raise
        # The first complaint tells more than the second.
        with suppress(pikepdf.PdfError):
            return pikepdf.open(BytesIO(again))
        raise


def _fault(error: Exception, data: bytes) -> str:
    if lock := locked(error, data):
        return lock
    if "no pages" in str(error):
        return "no-pages"
    # A file without its end was cut off on the way: say that rather than "damaged", as getting it again helps.
    return "damaged" if END in data[-2048:] or ends(data) else "cut-off"


def _admit(source: pikepdf.Pdf) -> None:
    if not len(source.pages):
        raise Unfit("no-pages")
    if len(source.pages) > MAX_PAGES:
        raise Unfit("pages")
    if cover := shell(source):
        raise Unfit(cover)


def mended(source: pikepdf.Pdf, said: Sequence[str] = ()) -> set[Note]:
    """`repaired`, when qpdf had something to mend since this was asked last. `said`: what it told before.

    What is decoded without being asked for are streams that hold objects, or the table of them. Raises `Unfit` when
    one of them was broken off: half a page must not pass for a whole one.
    """
    said = [*said, *(str(warning) for warning in source.get_warnings())]
    if any(sign in warning for warning in said for sign in _BROKEN_OFF):
        decoder = Decoder(source)
        holding = (one for one in source.objects if isinstance(one, pikepdf.Stream) and one.get("/Type") in _HOLDING)
        if not all(decoder.measure(stream)[1] for stream in holding):
            raise Unfit("damaged")
    return {Note("repaired")} if said else set()
