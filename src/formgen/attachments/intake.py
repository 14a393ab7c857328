"""Takes in the user's scans: has each read by a process apart, and says what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from formgen.attachments import again, lettering, remarks
from formgen.attachments.found import MAX_PAGES, RISKY, SIGNATURES, Note
from formgen.attachments.lighter import Shrunk
from formgen.attachments.naming import not_taken
from formgen.attachments.process import worker
from formgen.attachments.process.readers import Answer, Reader, reader, side_by_side
from formgen.attachments.report import NOTHING, Report
from formgen.attachments.sources import MAX_BYTES, Unreadable, opened
from formgen.files.held import Held
from formgen.ground.bitmaps import Bitmap
from formgen.ground.problems import Problem, problem

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
    "undrawn": "E-FILE.undrawn",
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

    `original`: a signed file itself, as the pages are a copy of what is seen of it and prove nothing.
    `notes`: each word with its number and pages, as `W-FILE.word` says it (`signed`, `cropped`); see `remarked`.
    `again`: its pages were made by an earlier run.
    `shrunk`: what was done to its scans so that they weigh less.
    """

    held: Held
    pages: int
    media_type: str
    sha256: str
    size: int
    original_name: str
    notes: tuple[Note, ...] = ()
    report: Report = NOTHING
    again: bool = field(default=False, compare=False)
    original: Held | None = None
    shrunk: Shrunk | None = None

    @property
    def untouched(self) -> Held | None:
        """A signed file itself where it can be handed in for the pages."""
        return None if any(note.word in RISKY for note in self.notes) else self.original

    @property
    def pdf(self) -> bytes:
        """The pages."""
        return self.held.read()


Taken = Intake | tuple[Problem, ...]
TakenPicture = Bitmap | tuple[Problem, ...]


def take_in(source: Path | bytes, *, shown: str, pointer: str) -> Taken:
    """One file; for several use `take_in_all`, which starts one process for all of them."""
    return take_in_all([Given(source, shown, pointer)])[0]


def take_in_all(files: Iterable[Given], found: again.Found | None = None, near: Path | None = None) -> list[Taken]:
    """Every file as pages or as the problems that forbid it, in the order given. Never raises for a file.

    `found` knows what was made of files before; `near` as for `Holding`.
    """
    return side_by_side(list(files), partial(_take, found=found), near)


def first_texts(files: Iterable[Given]) -> list[str | Problem]:
    """The text of each file's first page (empty for a picture), or why it cannot be taken. Never raises for a file."""
    return side_by_side(list(files), _text)


def _text(given: Given, by: Reader) -> str | Problem:
    found = _answer(given, by, worker.TEXT, _CASES)
    return found if isinstance(found, Problem) else found.made.read().decode("utf-8", "replace")


def take_picture(given: Given) -> TakenPicture:
    """One file as a picture to be set on a sheet, or the problems that forbid it. Never raises for a file."""
    with reader() as one:
        found = _answer(given, one, worker.PICTURE, _OF_PICTURES)
    if isinstance(found, Problem):
        return (found,)
    shown = _bitmap(found)
    return shown or (problem("E-FILE.damaged", pointer=given.pointer, value=given.shown),)


def _bitmap(answer: Answer) -> Bitmap | None:
    """The picture, if the worker's numbers can be those of one: it has read a foreign file."""
    try:
        width, height, colours, jpeg, turn, profile = answer.reply.picture
        data = answer.made.read()
        end = len(data) - profile
        sound = 0 < width * height <= _MOST_DOTS and colours in (1, 3) and 0 < turn < 9 and 0 <= profile < end
    except (TypeError, ValueError):
        return None
    if not sound or min(width, height) < 1:
        return None
    return Bitmap(data[:end], width, height, colours, bool(jpeg), turn, data[end:])


def warnings(taken: Intake, pointer: str, forbidden: frozenset[str] = frozenset()) -> tuple[Problem, ...]:
    """What the user should look at although the file is taken; an error for a word that is forbidden."""
    place = {"pointer": pointer, "value": taken.original_name}
    return tuple(remarks.problems(taken.notes, forbidden=forbidden, **place))


def _take(given: Given, by: Reader, found: again.Found | None) -> Taken:
    answer = _answer(given, by, worker.PAGES, _CASES, found)
    if isinstance(answer, Problem):
        return (answer,)
    reply = answer.reply
    # Hash and size of the file the user has, so that the manifest can be held against it; the pages are others.
    about = (answer.sha256, answer.size, given.shown, reply.notes, reply.report or NOTHING)
    taken = Intake(answer.made, reply.pages, reply.media_type, *about)
    return replace(taken, again=answer.again, original=answer.original)


def _answer(
    given: Given, by: Reader, wanted: int, cases: Mapping[str, str], found: again.Found | None = None
) -> Answer | Problem:
    """What the worker makes of a file, or why it cannot be taken."""
    try:
        with opened(given.source) as source:
            answer = (again.answer(source, found) if found else None) or by.read(source, wanted)
            if answer.reply.letters and (fonts := lettering.fonts(answer.reply.letters)):
                answer = by.read(source, wanted, fonts)
            if answer.reply.fault == "type":
                return not_taken(source.whole(), given.shown, given.pointer, picture=wanted == worker.PICTURE)
            if any(note.word in SIGNATURES for note in answer.reply.notes):
                answer = answer._replace(original=source.kept())
    except Unreadable as fault:
        return problem(str(fault), pointer=given.pointer, value=given.shown, limit=MAX_BYTES // 1_000_000)
    if not answer.reply.fault:
        return answer
    # The worker has read a foreign file: what it says is held against a fixed list before it becomes a message.
    case = cases.get(answer.reply.fault, "E-FILE.damaged")
    about = remarks.words(next(iter(answer.reply.notes), Note(answer.reply.fault)))
    return problem(case, pointer=given.pointer, value=given.shown, limit=f"{MAX_PAGES:,}", **about)
