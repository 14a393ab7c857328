"""Holds what became of a file against the file itself, page by page, as both are drawn.

Drawing is left to a process apart where there can be one: what a page does to pdfium costs the comparison, not the
file. A page that comes along as it is cannot differ and is not drawn (see `untouched`), so a scan costs nothing.
"""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial

import pikepdf

from formgen.attachments.found import Note
from formgen.files.dying import die_with, prctl

# Of computing time, for all pages of a file; and for those on which nothing was done.
MOST_SECONDS = 2.0
SECONDS_OF_DOUBT = 0.5

Place = Sequence[float] | None
Drawings = Callable[[], Iterator[tuple[int, bool]]]
"""Draws one page after the other: its number from 0, and whether both drawings of it show the same."""


def updated(source: pikepdf.Pdf, data: bytes) -> bool:
    """Whether a PDF was changed by adding to its end."""
    if "/Prev" not in source.trailer:
        return False
    # One that is laid out for the web has two tables from the beginning; it says how long it was then (ISO 32000-1,
    # annex F.3.3). To count the tables would be to look through the whole of it.
    linear = re.search(rb"/Linearized\b.*?/L\s+(\d+)", data[:1024], re.DOTALL)
    return linear is None or int(linear[1]) != len(data)


def of_document(original: bytes, result: bytes, places: Sequence[Place], pages: Iterable[int]) -> Drawings:
    """The pages of a PDF, in the order wanted."""

    def drawn() -> Iterator[tuple[int, bool]]:
        # Only where a page is drawn at all: it takes as long to load as many a file to read.
        from formgen.attachments.self_check.drawing import Pair

        pair = Pair(original, result)
        for number in pages:
            yield number, pair.alike(number, places[number])
        # What had to be mended may have lost a page on the way.
        yield from ((number, False) for number in range(len(places), pair.pages))

    return drawn


def compared(drawings: Drawings, changed: Collection[int]) -> set[Note]:
    """The pages that differ, and those of the changed ones (from 0) that could not be drawn in time or at all."""
    here = partial(_here, drawings, frozenset(changed))
    alike = dict(_apart(here) if hasattr(os, "fork") else here())
    differing = [number for number, same in alike.items() if not same]
    unseen = [number for number in changed if number not in alike]
    return {*_note("differs", differing), *_note("not-compared", unseen)}


def _note(word: str, numbers: list[int]) -> Iterator[Note]:
    if numbers:
        yield Note(word, pages=tuple(number + 1 for number in sorted(numbers)))


def _here(drawings: Drawings, changed: frozenset[int]) -> Iterator[tuple[int, bool]]:
    # Whatever it is that pdfium cannot do: the pages that are left count as not drawn.
    with suppress(Exception):
        start = time.process_time()
        for number, same in drawings():
            yield number, same
            # The changed ones come first.
            if time.process_time() - start > (MOST_SECONDS if number in changed else SECONDS_OF_DOUBT):
                return


def _apart(drawings: Drawings) -> Iterator[tuple[int, bool]]:
    ours, theirs = os.pipe()
    worker, left = os.getpid(), _left()
    prctl()
    try:
        child = os.fork()
    # No room for one more process: then nobody has compared the pages, and that is said.
    except OSError:
        os.close(ours)
        os.close(theirs)
        return
    if not child:
        _work(drawings, theirs, worker, left)
    os.close(theirs)
    with os.fdopen(ours, "rb") as said:
        for line in said:
            number, _, same = line.strip().partition(b" ")
            # Half a line is the last word of one that was ended.
            if same in (b"0", b"1") and line.endswith(b"\n"):
                yield int(number), same == b"1"
    os.waitpid(child, 0)


def _left() -> float:
    """How much of its time for this file the worker has left, in seconds: drawing is a part of reading."""
    return signal.getitimer(signal.ITIMER_PROF)[0] or MOST_SECONDS


def _work(drawings: Drawings, answers: int, worker: int, left: float) -> None:
    """What the process apart does; never returns."""
    try:
        die_with(worker)
        # It must not hold the worker's own channel open after the worker is gone.
        os.closerange(3, answers)
        os.closerange(answers + 1, answers + 64)
        # A single page may take for ever.
        signal.setitimer(signal.ITIMER_PROF, min(MOST_SECONDS + 0.5, left))
        for number, same in drawings():
            os.write(answers, b"%d %d\n" % (number, same))
    finally:
        os._exit(0)
