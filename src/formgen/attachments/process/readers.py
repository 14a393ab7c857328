"""Readers of foreign files, several side by side: each has a worker, and a new one after a file that killed it."""

from __future__ import annotations

import io
import json
import os
import struct
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from queue import SimpleQueue
from typing import Any, NamedTuple, TypeVar

from formgen.attachments import remarks, report
from formgen.attachments.kinds import media_type
from formgen.attachments.process import worker
from formgen.attachments.process.server import Worker, exactly, new_worker
from formgen.attachments.sources import PIECE, Source, Unreadable
from formgen.files.held import Held
from formgen.files.holding import Holding, held_of

# On the clock, for one file. The worker's limit on computing time (worker.MAX_CPU) ends it before, unless the machine
# has so much else to do that it waits, which is not the fault of the file.
MAX_SECONDS = 30
# So many times as long for pages that are made lighter.
LONGER = 8

File = TypeVar("File")
Result = TypeVar("Result")


_NUMBER = struct.Struct(">Q")
# More than any answer of ours. What a worker says of a foreign file is bounded before it fills the memory or the disk.
_MOST_WORDS, _MOST_BYTES = 4 << 20, 400 << 20


class Answer(NamedTuple):
    """What became of a file: the worker's words, what it made, and size and SHA-256 (hex) of the file itself.

    `again`: it was made before (see `again.py`); `original`: the file itself, where it is kept.
    """

    reply: worker.Reply
    made: Held = held_of(b"")
    size: int = 0
    sha256: str = ""
    again: bool = False
    original: Held | None = None


class Reader:
    """One worker for one file after another: taken at the first question, a new one after a file that killed it."""

    def __init__(self, near: Path | None = None) -> None:
        self.near = near
        self.worker: Worker | None = None
        self._given_up = False

    def read(self, source: Source, wanted: int = worker.PAGES, fonts: bytes = b"") -> Answer:
        """What became of a file. Raises `Unreadable` for one that changes while it is read, and for nothing else.

        `fonts`: for letters that it leaves to viewers to draw (see `lettering`).
        """
        # Known by its first bytes alone: no process is needed to refuse it.
        if not media_type(source.head()):
            return Answer(worker.Reply("type"))
        try:
            asked = self.worker = self.worker or new_worker()
        except OSError:  # no process may be started here: that is not the file's fault, and is told as such
            return Answer(worker.Reply("no-reader"))
        # Asked after the worker is known to `give_up`, so that it is killed there or not used here.
        if self._given_up:
            return Answer(worker.Reply("no-reader"))
        try:
            with asked.limited(MAX_SECONDS * (LONGER if wanted >= worker.SHRINK else 1)):
                if fonts:
                    _asked(asked, Source(io.BytesIO(fonts), len(fonts)), worker.FONTS)
                return _asked(asked, source, wanted, self.near)
        # The worker waits for the rest of a file that has none.
        except Unreadable:
            self.stop()
            raise
        # Killed for its time or memory. The next file gets a new worker, so one bad file spoils no other.
        except (OSError, EOFError):
            self.stop()
            return Answer(worker.Reply("too-heavy"))
        # Not the answer of a worker of ours: what it has read has taken it over, and nothing it says counts.
        except (ValueError, TypeError, LookupError, AttributeError, MemoryError):
            self.stop()
            return Answer(worker.Reply("damaged"))

    def give_up(self) -> None:
        """No answer is wanted any more. May be called by another thread than the one that reads."""
        self._given_up = True
        if process := self.worker:
            process.kill()

    def stop(self) -> None:
        """End the worker and leave nothing behind."""
        if self.worker:
            self.worker.end()
        self.worker = None


@contextmanager
def reader(near: Path | None = None) -> Iterator[Reader]:
    """A reader, and the end of its worker. `near`: see `Holding`."""
    made = Reader(near)
    try:
        yield made
    finally:
        made.stop()


def side_by_side(
    files: Sequence[File], read: Callable[[File, Reader], Result], near: Path | None = None
) -> list[Result]:
    """What `read` makes of each file, in the order given, as many at once as this process has cores."""
    at_once = min(len(files), _cores())
    if at_once < 2:
        with reader(near) as one:
            return [read(file, one) for file in files]
    with ExitStack() as stack:
        return _shared_out(files, read, [stack.enter_context(reader(near)) for _ in range(at_once)])


def _shared_out(files: Sequence[File], read: Callable[[File, Reader], Result], readers: list[Reader]) -> list[Result]:
    from concurrent.futures import ThreadPoolExecutor  # most packets have no attachments

    free: SimpleQueue[Reader] = SimpleQueue()
    for one in readers:
        free.put(one)

    def work(file: File) -> Result:
        mine = free.get()
        try:
            return read(file, mine)
        finally:
            free.put(mine)

    with ThreadPoolExecutor(len(readers), "formgen-reader") as pool:
        try:
            return list(pool.map(work, files))
        # Interrupted: nobody waits for what is being read.
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for one in readers:
                one.give_up()
            raise


def _cores() -> int:
    """How many processes can compute at once: the cores this process may use, where the system tells."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _asked(process: Worker, source: Source, wanted: int, near: Path | None = None) -> Answer:
    process.write(worker.QUESTION.pack(wanted, source.size))
    for piece in source.pieces():
        process.write(piece)
    (length,) = _NUMBER.unpack(exactly(process, _NUMBER.size))
    head: dict[str, Any] = json.loads(exactly(process, _bounded(length, _MOST_WORDS)))
    pdf = wanted == worker.PAGES or wanted >= worker.SHRINK
    made = _received(process, _bounded(head.pop("pdf"), _MOST_BYTES), near, pdf=pdf)
    return Answer(parsed(head), made, source.size, source.sha256)


def parsed(head: Mapping[str, Any]) -> worker.Reply:
    """What a worker has said, now or before. Raises `ValueError`, `TypeError` or `LookupError` for what none says."""
    notes = remarks.told(head["notes"], refused=bool(head["fault"]))
    told: dict[str, Any] = {"notes": notes, "picture": tuple(head["picture"])}
    told["report"] = report.told(head["report"]) if head["report"] is not None else None
    told["letters"] = remarks.letters(head.get("letters", []))
    return worker.Reply(**{**head, **told})


def _bounded(number: int, most: int) -> int:
    if not 0 <= number <= most:
        raise ValueError
    return number


def _received(process: Worker, count: int, near: Path | None, *, pdf: bool) -> Held:
    """What the worker has made, never all of it in memory."""
    holding, room = Holding(near), memoryview(bytearray(min(PIECE, count)))
    while count:
        got = process.read_into(room[:count])
        holding.write(room[:got])
        count -= got
    if pdf:
        holding.identified()
    return holding.held()
