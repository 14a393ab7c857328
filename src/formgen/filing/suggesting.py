"""Which file of a folder may be which document: by its name and the words on its first page. It never decides."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from formgen.attachments.intake import Given, first_texts
from formgen.filing.filing import Filing
from formgen.filing.matching import Doubt, Sign, Where, match
from formgen.ground.problems import Problem
from formgen.planning.model import PlannedDocument
from formgen.profile.reading import identity

# Beyond it a folder is none of scans for one filing.
MOST_FILES = 200


@dataclass(frozen=True)
class Suggestion:
    """A file, and the open documents it may be: exactly one, or a `doubt` says why it cannot be told.

    `file` is as a profile would name it; None for one outside of the profile's folder, which a profile cannot name.
    `person_by`: where the person's name was found, of several that the document may be of.
    """

    path: Path
    file: str | None
    documents: tuple[PlannedDocument, ...] = ()
    signs: tuple[Sign, ...] = ()
    doubt: Doubt | None = None
    person_by: Where | None = None
    problem: Problem | None = None

    def as_json(self, lang: str = "ja") -> dict[str, object]:
        """As in `check --json`."""
        about = [
            {
                "document": d.document,
                "title": d.titles.text(lang),
                "user": d.user,
                "permission": d.permission,
                "institution": d.institution,
            }
            for d in self.documents
        ]
        return {
            "file": self.file or str(self.path),
            "in_profile_folder": self.file is not None,
            "documents": about,
            "because": [sign.as_json() for sign in self.signs],
            "person_by": self.person_by,
            "doubt": self.doubt,
            "problem": self.problem.code if self.problem else None,
        }


@dataclass(frozen=True)
class Suggestions:
    """What was found in a folder.

    `known`: how many files the profile names already; `left_out`: how many more there are than are looked at.
    """

    folder: Path
    files: tuple[Suggestion, ...]
    open_documents: tuple[PlannedDocument, ...]
    known: int = 0
    left_out: int = 0

    @property
    def snippet(self) -> list[dict[str, object]]:
        """What could be added to `attachments`: the files that were told, each for one document."""
        return [_entry(s.documents[0], s.file) for s in self.files if s.doubt is None and s.file is not None]

    def as_json(self, lang: str = "ja") -> dict[str, object]:
        """As in `check --json`."""
        return {
            "folder": str(self.folder),
            "files": [one.as_json(lang) for one in self.files],
            "already_named": self.known,
            "left_out": self.left_out,
            "attachments": self.snippet,
        }


def suggest(filing: Filing, folder: Path) -> Suggestions:
    """What the files of a folder (not of those in it) may be, for what the profile does not supply. Writes nothing.

    Raises `OSError` for a folder that cannot be read.
    """
    paths = sorted(Path(entry.path) for entry in os.scandir(folder) if entry.is_file() and entry.name[0] != ".")
    # The profile itself, its photographs and whatever else it names are no news.
    named = filing.source.inputs
    new = [path for path in paths if identity(path) not in named]
    wanted = tuple(_open(filing))
    texts = first_texts(Given(path, path.name, "") for path in new[:MOST_FILES])
    found = [_told(filing, path, text, wanted) for path, text in zip(new, texts, strict=False)]
    return Suggestions(folder, tuple(_once(found)), wanted, len(paths) - len(new), max(0, len(new) - MOST_FILES))


def _open(filing: Filing) -> Iterator[PlannedDocument]:
    """The documents that are still to be supplied, or may be."""
    for document in filing.plan.documents:
        if not document.supplied and document.need not in ("not-needed", "show"):
            yield document


def _told(filing: Filing, path: Path, text: str | Problem, wanted: Sequence[PlannedDocument]) -> Suggestion:
    file = _as_named(filing.source.folder, path)
    if isinstance(text, Problem):
        return Suggestion(path, file, doubt="unreadable", problem=text)
    found = match(path.stem, text, wanted, filing.library.rules.documents, filing.source.profile)
    doubt = found.doubt
    if doubt is None and found.documents[0].handed == "original" and filing.plan.route != "online":
        doubt = "original"
    return Suggestion(path, file, found.documents, found.signs, doubt, found.person_by)


def _as_named(root: Path, path: Path) -> str | None:
    inside, found = root.resolve(), path.resolve()
    return found.relative_to(inside).as_posix() if found.is_relative_to(inside) else None


def _once(found: Sequence[Suggestion]) -> Iterator[Suggestion]:
    """Where several files may be one document, none of them is told to be."""
    told = Counter(_entry_key(s) for s in found if s.doubt is None)
    for one in found:
        several = one.doubt is None and told[_entry_key(one)] > 1
        yield replace(one, doubt="several-files") if several else one


def _entry_key(one: Suggestion) -> tuple[object, ...]:
    document = one.documents[0]
    return document.document, document.user, document.permission, document.institution


def _entry(document: PlannedDocument, file: str) -> dict[str, object]:
    of = {"user": document.user, "permission": document.permission, "institution": document.institution}
    return {"document": document.document, **{k: v for k, v in of.items() if v is not None}, "file": file}
