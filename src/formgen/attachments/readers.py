"""Readers of foreign files, several side by side: each has a worker, and a new one after a file that killed it."""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from queue import SimpleQueue
from typing import Any, TypeVar

from formgen.attachments import remarks, worker
from formgen.attachments.kinds import media_type
from formgen.attachments.server import Worker, new_worker

# On the clock, for one file. The worker's limit on computing time
# (worker.MAX_CPU) is shorter: this one ends a file that waits.
MAX_SECONDS = 30

File = TypeVar("File")
Result = TypeVar("Result")


class Reader:
    """One worker for one file after another: taken at the first question, a new one after a file that killed it."""

    def __init__(self) -> None:
        self.worker: Worker | None = None
        self._given_up = False

    def read(self, data: bytes, wanted: int = worker.PAGES) -> worker.Reply:
        """What became of a file. Never raises for a file or a worker."""
        # Known by its first bytes alone: no process is needed to refuse it.
        if not media_type(data):
            return worker.Reply("type")
        try:
            asked = self.worker = self.worker or new_worker()
        except OSError:  # no process may be started here: that is not the file's fault, and is told as such
            return worker.Reply("no-reader")
        # Asked after the worker is known to `give_up`, so that it is killed there or not used here.
        if self._given_up:
            return worker.Reply("no-reader")
        try:
            with asked.limited(MAX_SECONDS):
                return _asked(asked, data, wanted)
        # Killed for its time or memory. The next file gets a new worker, so one bad file spoils no other.
        except (OSError, EOFError):
            self.stop()
            return worker.Reply("too-heavy")
        # Not the answer of a worker of ours: what it has read has taken it over, and nothing it says counts.
        except (ValueError, TypeError, LookupError, AttributeError, MemoryError):
            self.stop()
            return worker.Reply("damaged")

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
def reader() -> Iterator[Reader]:
    """A reader, and the end of its worker."""
    made = Reader()
    try:
        yield made
    finally:
        made.stop()


def side_by_side(files: Sequence[File], read: Callable[[File, Reader], Result]) -> list[Result]:
    """What `read` makes of each file, in the order given, as many at once as this process has cores."""
    at_once = min(len(files), _cores())
    if at_once < 2:
        with reader() as one:
            return [read(file, one) for file in files]
    with ExitStack() as stack:
        return _shared_out(files, read, [stack.enter_context(reader()) for _ in range(at_once)])


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


def _asked(process: Worker, data: bytes, wanted: int = worker.PAGES) -> worker.Reply:
    process.write(worker.QUESTION.pack(wanted, len(data)))
    process.write(data)
    head: dict[str, Any] = json.loads(process.read(struct.unpack(">Q", process.read(8))[0]))
    pdf = process.read(head.pop("pdf"))
    return worker.Reply(**{**head, "pdf": pdf, "notes": remarks.told(head["notes"]), "picture": tuple(head["picture"])})
