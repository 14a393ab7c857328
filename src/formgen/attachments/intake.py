"""Takes in the user's scans: has each read by a process apart, and says what is wrong with it."""

from __future__ import annotations

import hashlib
import json
import stat
import struct
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from formgen.attachments import worker
from formgen.ground.problems import Problem, problem

MAX_BYTES = 50_000_000
MAX_SECONDS = 30

_CASES = {
    "type": "E-FILE.type",
    "damaged": "E-FILE.damaged",
    "cut-off": "E-FILE.cut-off",
    "no-pages": "E-FILE.no-pages",
    "encrypted": "E-FILE.encrypted",
    "restricted": "E-FILE.restricted",
    "too-heavy": "E-FILE.too-heavy",
    "pages": "E-LIMIT.pages",
}


@dataclass(frozen=True, slots=True)
class Given:
    """A file as the profile names it: `shown` is the path the user wrote, `pointer` where it stands."""

    source: Path | bytes
    shown: str
    pointer: str


@dataclass(frozen=True, slots=True)
class Intake:
    """A scan as clean A4 pages; size and hash are those of the original file, which is never changed.

    `notes`: `signed`, `cropped`, `hidden-layers`, `undrawn-fields`, `repaired`, `coarse`; see `warnings`.
    """

    pdf: bytes
    pages: int
    media_type: str
    sha256: str
    size: int
    original_name: str
    notes: tuple[str, ...] = ()


Taken = Intake | tuple[Problem, ...]


def take_in(source: Path | bytes, *, shown: str, pointer: str) -> Taken:
    """One file; for several use `take_in_all`, which starts one process for all of them."""
    return take_in_all([Given(source, shown, pointer)])[0]


def take_in_all(files: Iterable[Given]) -> list[Taken]:
    """Every file as pages or as the problems that forbid it, in the order given. Never raises for a file."""
    with _reader() as reader:
        return [_take(given, reader) for given in files]


def warnings(taken: Intake, pointer: str) -> tuple[Problem, ...]:
    """What the user should look at although the file is taken."""
    return tuple(problem(f"W-FILE.{note}", pointer=pointer, value=taken.original_name) for note in taken.notes)


def _take(given: Given, reader: _Reader) -> Taken:
    data = _bytes(given.source)
    if isinstance(data, str):
        return (problem(data, pointer=given.pointer, value=given.shown, limit=MAX_BYTES // 1_000_000),)
    reply = reader.read(data)
    if reply.fault:
        case = _CASES.get(reply.fault, "E-FILE.damaged")
        return (problem(case, pointer=given.pointer, value=given.shown, limit=200),)
    digest = hashlib.sha256(data).hexdigest()
    return Intake(reply.pdf, reply.pages, reply.media_type, digest, len(data), given.shown, reply.notes)


def _bytes(source: Path | bytes) -> bytes | str:
    """The content, or the key of the problem."""
    try:
        if isinstance(source, Path):
            about = source.stat()
            if not stat.S_ISREG(about.st_mode):
                return "E-FILE.folder"
            if about.st_size > MAX_BYTES:
                return "E-LIMIT.file"
            source = source.read_bytes()
    except FileNotFoundError:
        return "E-FILE.not-found"
    except OSError:
        return "E-FILE.forbidden"
    if not source:
        return "E-FILE.empty"
    return source if len(source) <= MAX_BYTES else "E-LIMIT.file"


class _Reader:
    """The process apart: started at the first question, once more after each file that killed it."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None

    def read(self, data: bytes) -> worker.Reply:
        if not worker.media_type(data):
            return worker.Reply("type")
        process = self.process = self.process or _start()
        clock = threading.Timer(MAX_SECONDS, process.kill)
        clock.start()
        try:
            return _asked(process, data)
        except (OSError, EOFError):
            self.stop()
            return worker.Reply("too-heavy")
        finally:
            clock.cancel()

    def stop(self) -> None:
        if self.process:
            self.process.kill()
            self.process.communicate()
        self.process = None


@contextmanager
def _reader() -> Iterator[_Reader]:
    reader = _Reader()
    try:
        yield reader
    finally:
        reader.stop()


def _start() -> subprocess.Popen[bytes]:
    command: Sequence[str] = [sys.executable, "-I", "-S", str(worker.__file__), *filter(None, sys.path)]
    return subprocess.Popen(  # noqa: S603 - our own file, no shell
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )


def _asked(process: subprocess.Popen[bytes], data: bytes) -> worker.Reply:
    to, answers = process.stdin, process.stdout
    if to is None or answers is None:
        raise EOFError
    to.write(struct.pack(">Q", len(data)))
    to.write(data)
    to.flush()
    head: dict[str, Any] = json.loads(_exactly(answers, struct.unpack(">Q", _exactly(answers, 8))[0]))
    pdf = _exactly(answers, head.pop("pdf"))
    return worker.Reply(**{**head, "pdf": pdf, "notes": tuple(head["notes"])})


def _exactly(stream: IO[bytes], count: int) -> bytes:
    data = stream.read(count)
    if len(data) < count:
        raise EOFError
    return data
