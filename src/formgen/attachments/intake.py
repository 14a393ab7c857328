"""Takes in the user's scans: has each read by a process apart, and says what is wrong with it."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from formgen.attachments import remarks, worker
from formgen.attachments.found import Note
from formgen.attachments.naming import not_taken
from formgen.attachments.readers import Reader, reader, side_by_side
from formgen.files.held import Held, Holding
from formgen.ground.bitmaps import Bitmap
from formgen.ground.problems import Problem, problem

MAX_BYTES = 50_000_000

_CASES = {
    "damaged": "E-FILE.damaged",
    "cut-off": "E-FILE.cut-off",
    "no-pages": "E-FILE.no-pages",
    "encrypted": "E-FILE.encrypted",
    "certificate": "E-FILE.certificate",
    "own-lock": "E-FILE.own-lock",
    "portfolio": "E-FILE.portfolio",
    "xfa": "E-FILE.xfa",
    "too-heavy": "E-FILE.too-heavy",
    "unusual": "E-FILE.unusual",
    "no-reader": "E-FILE.no-reader",
    "pages": "E-LIMIT.pages",
}


_OF_PICTURES = _CASES | {"frames": "E-PICTURE.frames"}
# As pictures.MAX_PIXELS; that module is for the worker only.
_MOST_DOTS = 120_000_000


@dataclass(frozen=True, slots=True)
class Given:
    """A file as the profile names it: `shown` is the path the user wrote, `pointer` where it stands."""

    source: Path | bytes
    shown: str
    pointer: str


@dataclass(frozen=True, slots=True)
class Intake:
    """A scan as clean A4 pages; size and hash are those of the original file, which is never changed.

    `notes`: each word with its number and pages, as `W-FILE.word` says it (`signed`, `cropped`); see `remarked`.
    """

    held: Held
    pages: int
    media_type: str
    sha256: str
    size: int
    original_name: str
    notes: tuple[Note, ...] = ()

    @property
    def pdf(self) -> bytes:
        """The pages."""
        return self.held.read()


Taken = Intake | tuple[Problem, ...]
TakenPicture = Bitmap | tuple[Problem, ...]


def take_in(source: Path | bytes, *, shown: str, pointer: str) -> Taken:
    """One file; for several use `take_in_all`, which starts one process for all of them."""
    return take_in_all([Given(source, shown, pointer)])[0]


def take_in_all(files: Iterable[Given]) -> list[Taken]:
    """Every file as pages or as the problems that forbid it, in the order given. Never raises for a file."""
    return side_by_side(list(files), _take)


def take_picture(given: Given) -> TakenPicture:
    """One file as a picture to be set on a sheet, or the problems that forbid it. Never raises for a file."""
    with reader() as one:
        found = _answer(given, one, worker.PICTURE, _OF_PICTURES)
    if isinstance(found, Problem):
        return (found,)
    _, reply = found
    shown = _bitmap(reply)
    return shown or (problem("E-FILE.damaged", pointer=given.pointer, value=given.shown),)


def _bitmap(reply: worker.Reply) -> Bitmap | None:
    """The picture, if the worker's numbers can be those of one: it has read a foreign file."""
    try:
        width, height, colours, jpeg, turn, profile = reply.picture
        end = len(reply.pdf) - profile
        sound = 0 < width * height <= _MOST_DOTS and colours in (1, 3) and 0 < turn < 9 and 0 <= profile < end
    except (TypeError, ValueError):
        return None
    if not sound or min(width, height) < 1:
        return None
    return Bitmap(reply.pdf[:end], width, height, colours, bool(jpeg), turn, reply.pdf[end:])


def warnings(taken: Intake, pointer: str, forbidden: frozenset[str] = frozenset()) -> tuple[Problem, ...]:
    """What the user should look at although the file is taken; an error for a word that is forbidden."""
    place = {"pointer": pointer, "value": taken.original_name}
    return tuple(remarks.problems(taken.notes, forbidden=forbidden, **place))


def _take(given: Given, by: Reader) -> Taken:
    found = _answer(given, by, worker.PAGES, _CASES)
    if isinstance(found, Problem):
        return (found,)
    data, reply = found
    # Of the file the user has, so that the manifest can be held against it; the pages made of it are others.
    digest = hashlib.sha256(data).hexdigest()
    return Intake(_held(reply.pdf), reply.pages, reply.media_type, digest, len(data), given.shown, reply.notes)


def _held(pdf: bytes) -> Held:
    holding = Holding()
    holding.write(pdf)
    holding.identified()
    return holding.held()


def _answer(given: Given, by: Reader, wanted: int, cases: Mapping[str, str]) -> tuple[bytes, worker.Reply] | Problem:
    """The content of a file and what the worker makes of it, or why it cannot be taken."""
    data = _bytes(given.source)
    if isinstance(data, str):
        return problem(data, pointer=given.pointer, value=given.shown, limit=MAX_BYTES // 1_000_000)
    reply = by.read(data, wanted)
    if not reply.fault:
        return data, reply
    if reply.fault == "type":
        return not_taken(data, given.shown, given.pointer, picture=wanted == worker.PICTURE)
    # The worker has read a foreign file: what it says is held against a fixed list before it becomes a message.
    case = cases.get(reply.fault, "E-FILE.damaged")
    # As pages.MAX_PAGES; that module is for the worker only.
    return problem(case, pointer=given.pointer, value=given.shown, limit=200)


def _bytes(source: Path | bytes) -> bytes | str:
    """The content, or the key of the problem."""
    try:
        if isinstance(source, Path):
            about = source.stat()
            # A pipe or a device might never end.
            if not stat.S_ISREG(about.st_mode):
                return "E-FILE.folder"
            # Asked before it is read: a mistaken file must not fill the memory.
            if about.st_size > MAX_BYTES:
                return "E-LIMIT.file"
            source = source.read_bytes()
    except FileNotFoundError:
        return "E-FILE.not-found"
    except OSError:
        return "E-FILE.forbidden"
    if not source:
        return "E-FILE.empty"
    # Again, as a file can grow between the two looks.
    return source if len(source) <= MAX_BYTES else "E-LIMIT.file"
