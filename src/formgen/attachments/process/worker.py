"""Reads foreign files in a process of its own that has little to lose, and may be killed.

Knows the bytes of the files only; neither the rest of formgen nor the user's environment is imported here.
"""

from __future__ import annotations

import json
import os
import signal
import struct
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from formgen.attachments.found import Note, Unfit
from formgen.attachments.kinds import media_type

QUESTION = struct.Struct(">BQ")

# In bytes. A4 in colour at 600 dpi is 100 MB decoded, and is held more than once on its way.
MAX_MEMORY = 1 << 30
MAX_DECODED = 160 << 20
# In seconds of computing, for one file; to hold it against what became of it belongs to it.
MAX_CPU = 4.5
# For pages that are made lighter: they were read before, and each is decoded and pressed again.
MAX_CPU_LIGHTER = 60.0


PAGES, PICTURE, TEXT, FONTS, SHRINK = 0, 1, 2, 3, 4
"""What a file is to become: A4 pages, one picture to be set on a sheet, the text of its first page, or (from SHRINK on)
pages that are lighter by this step of `steps.STEPS`, from 0; or it is not foreign, and has fonts for the next one."""


class Reply(NamedTuple):
    """What became of one file: `fault` is one word, or empty when `pdf` holds the pages.

    Of a picture `pdf` holds its data, and `picture` what it is (see `prints`); of a text it holds that, in UTF-8.
    `report`: see `describing`.
    `letters`: with fonts that have these it could be taken.
    """

    fault: str
    pdf: bytes = b""
    media_type: str = ""
    pages: int = 0
    notes: tuple[Note, ...] = ()
    picture: tuple[int, ...] = ()
    report: Any = None
    letters: tuple[str, ...] = ()


def load() -> None:
    """Import what reads PDFs."""
    import formgen.attachments.pdf.describing
    import formgen.attachments.pdf.pages  # noqa: F401


def load_all() -> None:
    """Import what reads pictures too, with Pillow's readers of every format: it asks all of them in any case."""
    from PIL import Image

    import formgen.attachments.pictures.prints  # noqa: F401

    Image.init()


def read(data: bytes, wanted: int = PAGES, fonts: bytes = b"") -> Reply:
    """The file as A4 pages or as a picture. Never raises: whatever goes wrong is a fault.

    `fonts`: for letters that it leaves to viewers to draw (see `lettering`).
    """
    kind = media_type(data)
    is_pdf = kind == "application/pdf"
    # A picture never is one, and pages that were taken in always are.
    if not kind or (wanted == PICTURE and is_pdf) or (wanted >= SHRINK and not is_pdf):
        return Reply("type")
    from pikepdf import settings

    # A stream that ran into a limit may end without an error, cut short: only this count tells.
    before = settings.qpdf_limit_errors()
    reply = _read(data, kind, wanted, fonts)
    if settings.qpdf_limit_errors() > before:
        return Reply("too-heavy", media_type=kind)
    return reply if reply.fault or wanted != PAGES else reply._replace(report=_described(data, reply))


def _described(data: bytes, reply: Reply) -> dict[str, Any]:
    from formgen.attachments.pdf import describing

    return describing.described(data, reply.media_type, reply.pdf)


def _read(data: bytes, kind: str, wanted: int, fonts: bytes) -> Reply:
    from formgen.attachments.pdf import pages

    try:
        if wanted == PICTURE:
            from formgen.attachments.pictures import prints

            shown, about = prints.from_picture(data, kind)
            return Reply("", shown, kind, picture=about)
        if wanted == TEXT:
            return Reply("", _text(data) if kind == "application/pdf" else b"", kind)
        if wanted >= SHRINK:
            from formgen.attachments.pdf import shrinking

            lighter, count = shrinking.shrunk(data, wanted - SHRINK)
            return Reply("", lighter, kind, count)
        if kind == "application/pdf":
            pdf, count, notes = pages.from_pdf(data, fonts)
        else:
            from formgen.attachments.pictures import pictures

            pdf, count, notes = pictures.from_picture(data, kind)
    except Unfit as unfit:
        return Reply(str(unfit), media_type=kind, notes=unfit.notes, letters=unfit.letters)
    except (MemoryError, RecursionError):
        return Reply("too-heavy", media_type=kind)
    except Exception as error:
        return Reply("too-heavy" if "limit exceeded" in str(error) else "damaged", media_type=kind)
    # Sorted, as sets have another order in each process.
    return Reply("", pdf, kind, count, tuple(sorted(notes)))


def _text(data: bytes) -> bytes:
    # Only here: it takes as long to load as many a file to read.
    from formgen.attachments.pdf import texts

    return texts.first_page(data)


def harden(spare: int = 0) -> None:
    """Take from this process what it does not need: memory, files, core dumps, boundless decoding.

    `spare`: what a process that was forked has mapped beyond one that starts to read by itself, in bytes.
    """
    _limit_decoding()
    if hasattr(signal, "SIGPROF"):
        # Whoever started all this may have said otherwise, and that is handed on.
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGPROF})
    try:
        import resource
    except ImportError:
        return
    # Address space, files it may write (none), core dumps (they would hold the file), open files.
    for kind, most in (("AS", MAX_MEMORY + spare), ("FSIZE", 0), ("CORE", 0), ("NOFILE", 64)):
        limit = getattr(resource, f"RLIMIT_{kind}")
        hard = resource.getrlimit(limit)[1]
        # A limit that is already lower cannot be raised.
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(limit, (most, most))


def _limit_decoding() -> None:
    import pikepdf

    # qpdf decodes without any limit unless it is told one.
    pikepdf.settings.set_qpdf_limits(
        flate_max_memory=MAX_DECODED,
        png_max_memory=MAX_DECODED,
        tiff_max_memory=MAX_DECODED,
        run_length_max_memory=MAX_DECODED,
        dct_max_memory=MAX_DECODED,
        parser_max_container_size=100_000,
        doc_max_warnings=10_000,
    )


def mapped() -> int:
    """How much memory this process has mapped, in bytes; 0 where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_bytes().split()[0])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGESIZE")


def _start_clock(seconds: float) -> None:
    """Of computing time, for one file. The system ends this process then, in the middle of whatever it does."""
    # Windows has no such clock; there the one of the other side has to do.
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)


def serve(asked: BinaryIO, answers: BinaryIO) -> None:
    """Answer until there are no more questions: what is wanted, length and bytes in, a JSON head and bytes out."""
    fonts = b""
    while head := asked.read(QUESTION.size):
        wanted, length = QUESTION.unpack(head)
        data = asked.read(length)
        # With fonts a file is read once more: it has one time for both.
        if not fonts and wanted != FONTS:
            _start_clock(MAX_CPU_LIGHTER if wanted >= SHRINK else MAX_CPU)
        if wanted == FONTS:
            fonts, reply = data, Reply("")
        else:
            fonts, reply = b"", read(data, wanted, fonts)
        words = json.dumps({**reply._asdict(), "pdf": len(reply.pdf)}).encode()
        answers.write(struct.pack(">Q", len(words)) + words)
        answers.write(reply.pdf)
        answers.flush()
