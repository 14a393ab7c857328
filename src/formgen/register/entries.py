"""One rule as the register lists it: where it stands, what it is about, what it says, its days and its sources."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from formgen.ground.dates import lasts_on
from formgen.spec.rules import Words


@dataclass(frozen=True)
class Subject:
    """What a rule is about. Rules of one file, section and key are the same rule at different times."""

    key: str
    title: Words


@dataclass(frozen=True)
class Said:
    """A rule in words: what it is about, what it says of it, and the reason that it gives."""

    subjects: tuple[Subject, ...]
    says: Words
    why: Words | None = None


@dataclass(frozen=True)
class RuleEntry:
    """One rule of a file. `since` and `until` are its first and its last day, None where it has none.

    `status` is None for what no law sets, such as what counts as a document.
    """

    file: str
    section: str
    said: Said
    since: date | None
    until: date | None
    status: str | None
    sources: tuple[str, ...]
    rule: object = field(compare=False, repr=False)

    def in_force(self, day: date) -> bool:
        """Whether it holds on a day."""
        return lasts_on(day, self.since, self.until)

    @property
    def content(self) -> tuple[object, ...]:
        """What it says, whenever: two entries that differ only in their days and sources have the same."""
        return self.said.says.ja, self.said.says.en, self.said.why, self.status

    def as_json(self, lang: str = "ja") -> dict[str, object]:
        """As in `formgen sources --json`."""
        return {
            "file": self.file,
            "section": self.section,
            "about": [s.title.text(lang) for s in self.said.subjects],
            "says": self.said.says.text(lang),
            "because": self.said.why.text(lang) if self.said.why else None,
            "from": self.since.isoformat() if self.since else None,
            "until": self.until.isoformat() if self.until else None,
            "status": self.status,
            "source": list(self.sources),
        }
