"""The report of each file that a profile attaches: what it is for, whose it is, and what it was found to be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from formgen.attachments.found import SIGNATURES, Note
from formgen.attachments.intake import Intake, Taken
from formgen.planning import Plan
from formgen.planning.model import PlannedDocument

_REMOVED = "-removed"


@dataclass(frozen=True)
class Attached:
    """One file of `attachments`: `number` is its place there. `intake` is None for a file that could not be taken."""

    number: int
    document: PlannedDocument
    intake: Intake | None

    @property
    def pointer(self) -> str:
        """Where it stands in the profile."""
        return f"/attachments/{self.number}/file"

    def as_json(self, lang: str = "ja") -> dict[str, object]:
        """As in `check --json`."""
        return {
            "document": self.document.document,
            "title": self.document.titles.text(lang),
            "user": self.document.user,
            "permission": self.document.permission,
            "institution": self.document.institution,
            "pointer": self.pointer,
            "taken": self.intake is not None,
            **(file_json(self.intake) if self.intake else {}),
        }


def attached(plan: Plan, taken: Mapping[int, Taken]) -> Iterator[Attached]:
    """Of every file that was asked for, in the order of the profile."""
    documents = {number: document for document in reversed(plan.documents) for number in document.attachments}
    for number, one in sorted(taken.items()):
        yield Attached(number, documents[number], one if isinstance(one, Intake) else None)


def file_json(intake: Intake) -> dict[str, object]:
    """What a file is: figures and hashes, not a word of it and not its name."""
    notes = [note for note in intake.notes if note.word != "repaired"]
    return {
        "media_type": intake.media_type,
        "bytes": intake.size,
        "sha256": intake.sha256,
        "pages": intake.pages,
        **intake.report.as_json(),
        "repaired": any(note.word == "repaired" for note in intake.notes),
        "signatures": {note.word: note.number or 1 for note in notes if note.word in SIGNATURES},
        "removed": {n.word.removesuffix(_REMOVED): n.number or 1 for n in notes if n.word.endswith(_REMOVED)},
        "notes": [_note(note) for note in notes],
    }


def _note(note: Note) -> dict[str, object]:
    return {"what": note.word, "count": note.number, "pages": list(note.pages), "kinds": list(note.kinds)}
