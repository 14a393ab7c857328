"""Many packets as one PDF for the printer (--print): in the order of the rows, a separator before each."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from formgen.batch.journal import NAME, Journal, Line, output_key
from formgen.batch.products import digest_at
from formgen.files.held import Content
from formgen.files.holding import held_from
from formgen.files.writing import opened
from formgen.filing.begin import begin_sheet
from formgen.ground.problems import Problem, Refused, errors, problem
from formgen.library import Library, open_library
from formgen.outputs.folder import manifest_in
from formgen.outputs.joining import Joined, join, pages_in
from formgen.outputs.manifest import MANIFEST, MOST_LISTED, read_manifest
from formgen.sheet.make import as_pdf

SEPARATOR = "pile-separator"
# A form like those of the user's own: what stands on it is not a fact of any profile.
_FORMS = Path(__file__).parent / "forms"
_PACKET = "packet.pdf"
# Its one edition is for every day; the rules of a day have no part in it.
_DAY = date(2026, 11, 24)


@dataclass(frozen=True)
class Pile:
    """What is to be printed: how many packets, how many pages without the separators, and how many of these."""

    packets: int
    pages: int
    separators: int
    problems: tuple[Problem, ...] = ()


def is_ours(path: Path, folder: Path) -> bool:
    """Whether what is at a path was printed from this folder, and nobody has changed it since."""
    if not (folder / NAME).is_file() or not path.is_file():
        return False
    with Journal(folder) as journal:
        line = journal.lines.get(_key(path))
    return line is not None and digest_at(path) == line.sha256


def write_down(path: Path, folder: Path, pile: Pile) -> None:
    """Keep in the journal of the folder what was printed, so that the next run may replace it."""
    with Journal(folder) as journal:
        journal.write([Line(_key(path), "", digest_at(path) or "", pile.pages)])


def _key(path: Path) -> str:
    # No name of an output is the same: what lies in the folder is not taken for a row that has gone.
    return f"print:{output_key(path.resolve())}"


@dataclass(frozen=True)
class _Packet:
    pdf: Content
    about: Mapping[str, Any]

    @property
    def papers(self) -> list[Mapping[str, Any]]:
        """What is bound in it, in order; nothing where only its PDF is there."""
        return [f for f in self.about.get("files", ()) if f.get("role") in ("sheet", "attachment")]


def print_all(outputs: Sequence[tuple[str, Path]], out: Path, *, force: bool = False) -> Pile:
    """Join what was made, each by its name and its place (a folder, a zip or one PDF), into one PDF of mode 0600.

    Memory does not grow with their number. Raises `Refused` (E-OUTPUT; E-PACKET for one that cannot be read).
    """
    printing = _Printing(len(outputs), open_library(_FORMS))
    with opened(out, force=force) as file:
        try:
            counts = join(printing.parts(outputs), file, title="一式")
        except OverflowError:
            raise Refused([problem("E-BATCH.pile-too-large")]) from None
    # Of each packet two parts: the separator's pages and its own.
    separators, pages = sum(counts[::2]), sum(counts[1::2])
    return Pile(len(outputs), pages, separators, tuple(printing.problems))


class _Printing:
    def __init__(self, of: int, library: Library) -> None:
        self._of, self._library = of, library
        self.problems: list[Problem] = []

    def parts(self, outputs: Sequence[tuple[str, Path]]) -> Iterator[Joined]:
        for number, (name, path) in enumerate(outputs, 1):
            packet = _read(path)
            yield Joined(f"{number}. {name}", self._separator(number, name, packet), label=f"{number}/")
            yield Joined(str(packet.about.get("title") or name), packet.pdf, tuple(_bookmarks(packet)), f"{number}-")

    def _separator(self, number: int, name: str, packet: _Packet) -> bytes:
        stated = _stated(number, self._of, name, packet)
        try:
            return self._drawn(stated)
        except Refused:
            # A name of a file can hold what no font has: the pile is printed all the same, and that is told.
            self.problems.append(problem("W-BATCH.separator", number=number))
            few = {key: stated["custom"]["pile"][key] for key in ("number", "of", "pages")}
            return self._drawn({"custom": {"pile": few}})

    def _drawn(self, stated: Mapping[str, Any]) -> bytes:
        filing = begin_sheet(SEPARATOR, stated, as_of=_DAY, library=self._library)
        made = filing.filled(filing.edition(SEPARATOR))
        if found := errors(p for sheet in made for p in sheet.problems):
            raise Refused(found)
        return as_pdf(made)


def _stated(number: int, of: int, name: str, packet: _Packet) -> dict[str, Any]:
    about, papers = packet.about, packet.papers
    pile: dict[str, Any] = {"number": number, "of": of, "name": name, "pages": pages_in(packet.pdf)}
    pile |= {"title": about["title"]} if about.get("title") else {}
    pile |= {"people": "、".join(about["people"])} if about.get("people") else {}
    pile |= {"papers": len(papers)} if papers else {}
    return {"organization": {"name": about.get("organization")}, "custom": {"pile": pile}}


def _bookmarks(packet: _Packet) -> Iterator[tuple[str, int]]:
    at = 0
    for paper in packet.papers:
        yield "・".join(filter(None, (str(paper.get("title", "")), paper.get("person")))), at
        at += int(paper.get("pages") or 0)


def _read(path: Path) -> _Packet:
    try:
        if path.is_dir():
            with (path / _PACKET).open("rb") as file:
                return _Packet(held_from(file), manifest_in(path) or {})
        if path.suffix.lower() == ".zip":
            with zipfile.ZipFile(path) as archive, archive.open(_PACKET) as inside:
                about = read_manifest(archive.open(MANIFEST).read(MOST_LISTED))
                return _Packet(held_from(inside), about or {})
        with path.open("rb") as file:
            return _Packet(held_from(file), {})
    # It has gone since it was made, or somebody has put something else there.
    except (OSError, LookupError, zipfile.BadZipFile):
        # Its own name may be that of a person.
        raise Refused([problem("E-PACKET.nothing", path=path.parent, value=path.name)]) from None
