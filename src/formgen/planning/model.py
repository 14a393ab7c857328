"""What a plan holds: sheets, documents, and what was found beside them. Plain data; it decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, Protocol

from formgen.ground.problems import Problem
from formgen.planning.findings import DeadlineFound, Fee, OfficeFound, StampsToBuy, Step
from formgen.profile.facts import Facts, When
from formgen.profile.model import Profile, Route
from formgen.spec.derivations import Derivations
from formgen.spec.packets import Marking, PacketRules
from formgen.spec.rules import PacketLine, Per, TitleWhen, Words

DocumentNeed = Literal["required", "alternative", "show", "not-needed", "unknown"]
Handed = Literal["original", "copy", "scan"]
Chosen = Literal["profile", "option", "today"]


class FormHeader(Protocol):
    """What a plan asks of a form: what it is, one sheet for what, and what goes with it."""

    @property
    def form(self) -> str:
        """Its id."""

    @property
    def since(self) -> date:
        """The first day of this edition."""

    def in_force(self, day: date, /) -> bool:
        """Whether this edition is that of a day."""

    @property
    def title(self) -> str:
        """The official title."""

    @property
    def title_en(self) -> str:
        """The title in English."""

    @property
    def titles(self) -> tuple[TitleWhen, ...]:
        """Its title in some cases."""

    @property
    def layout(self) -> Literal["official", "reconstructed", "free"]:
        """How far the layout is known."""

    @property
    def draft_when(self) -> When | None:
        """In which cases its wording is a draft (案)."""

    @property
    def per(self) -> Per:
        """What one sheet is about."""

    @property
    def person(self) -> Literal["applying", "approved", "left"] | None:
        """The status of the person it is about when the profile names none."""

    @property
    def packet(self) -> PacketRules:
        """What goes with it, in filing order, and all else the rules say of it."""

    @property
    def law(self) -> Derivations:
        """How facts follow from others."""


WorkedOut = Mapping[tuple[int | None, int | None], Mapping[str, object]]
Exists = Callable[[str, date], "FormHeader | None"]


@dataclass(frozen=True)
class PlannedSheet:
    """A sheet to fill for one case. `certain` is False when the profile does not say whether it is needed.

    `draft_wording`: its text is ours (案), because the official one is not known and the profile gives none.
    """

    form: str
    title: str
    title_en: str
    layout: str
    copies: int
    case: Facts
    user: int | None
    permission: int | None
    line: PacketLine
    certain: bool = True
    draft_wording: bool = False
    institution: int | None = None

    @property
    def titles(self) -> Words:
        """Its title in both languages."""
        return Words(ja=self.title, en=self.title_en)

    @property
    def wrapper(self) -> bool:
        """Whether it holds the other papers and is none of them."""
        return self.line.wrapper

    def as_json(self, lang: str = "ja") -> dict[str, object]:
        """As in `plan --json`."""
        return {
            "form": self.form,
            "title": self.title_en if lang == "en" else self.title,
            "copies": self.copies,
            "layout": self.layout,
            "user": self.user,
            "permission": self.permission,
            "institution": self.institution,
            "because": self.line.because.text(lang),
            "source": ", ".join(self.line.sources),
            "status": self.line.status,
            "draft_wording": self.draft_wording,
        }


@dataclass(frozen=True)
class PlannedDocument:
    """A document to supply; `attachments` are the places in `profile.attachments` that supply it.

    `certain` is False when the profile does not say whether it is needed. `cut`: it is cut from a sheet that is made.
    """

    document: str
    title: str
    title_en: str
    need: DocumentNeed
    handed: Handed
    copies: int
    case: Facts
    user: int | None
    permission: int | None
    line: PacketLine
    attachments: tuple[int, ...] = ()
    certain: bool = True
    institution: int | None = None
    cut: bool = False

    @property
    def titles(self) -> Words:
        """Its title in both languages."""
        return Words(ja=self.title, en=self.title_en)

    @property
    def words(self) -> Words:
        """Why it is needed; while that cannot be told, the question."""
        return self.line.because if self.certain else self.line.question or self.line.because

    @property
    def supplied(self) -> bool:
        """Whether the profile gives it, as a file or as paper put in by hand, or it is cut from a sheet."""
        return bool(self.attachments) or self.cut

    def as_json(self, lang: str = "ja") -> dict[str, object]:
        """As in `plan --json`."""
        return {
            "document": self.document,
            "title": self.title_en if lang == "en" else self.title,
            "need": self.need,
            "form": self.handed,
            "copies": self.copies,
            "user": self.user,
            "permission": self.permission,
            "institution": self.institution,
            "group": self.line.group,
            "max_age": self.line.max_age,
            "because": self.words.text(lang),
            "source": ", ".join(self.line.sources),
            "status": self.line.status,
            "supplied": self.supplied,
        }


@dataclass(frozen=True)
class FilingKind:
    """新規, 追加, 更新 or 再交付; None where the form knows no kinds. `derived`: it follows from the people's data."""

    kind: Literal["new", "additional", "renewal", "reissue"] | None
    derived: bool

    def as_json(self) -> dict[str, object]:
        """As in `plan --json`."""
        return {"kind": self.kind, "derived": self.derived}


@dataclass(frozen=True, repr=False)
class Plan:
    """What is needed for one filing, on one route, by the rules of one day, and why.

    A document that is not there yet is an answer (`supplied` is False); what a packet is refused for is in `missing`.
    """

    profile: Profile
    form: str
    title: str
    title_en: str
    route: Route
    as_of: date
    as_of_from: Chosen
    filing: FilingKind
    cases: tuple[Facts, ...]
    sheets: tuple[PlannedSheet, ...]
    documents: tuple[PlannedDocument, ...]
    office: OfficeFound | None
    markings: tuple[Marking, ...]
    deadlines: tuple[DeadlineFound, ...]
    fees: tuple[Fee, ...]
    problems: tuple[Problem, ...]
    missing: tuple[Problem, ...]
    next_steps: tuple[Step, ...]
    stamps: StampsToBuy | None = None
    worked_out: WorkedOut = field(default_factory=dict)

    def __repr__(self) -> str:
        # A log or a notebook must not show what the papers are about.
        found = f"sheets={len(self.sheets)} documents={len(self.documents)} problems={len(self.problems)}"
        return f"<Plan {self.form} route={self.route} as_of={self.as_of} {found}>"

    @property
    def envelope(self) -> tuple[str, ...]:
        """What is written on the front of the envelope (表書き)."""
        return tuple(m.text for m in self.markings)

    def facts(self, case: Facts) -> Mapping[str, object]:
        """The worked-out facts (`office.*`, `fee.*`, `plan.*`) of a case of this plan."""
        return self.worked_out.get((case.user, case.permission), {})

    def as_json(self, lang: Literal["ja", "en"] = "ja", *, show_values: bool = False) -> dict[str, object]:
        """The one JSON object of `plan --json`."""
        out: dict[str, object] = {
            "schema_version": 1,
            "form": self.form,
            "title": self.title_en if lang == "en" else self.title,
            "route": self.route,
            "as_of": self.as_of.isoformat(),
            "as_of_from": self.as_of_from,
            "filing": self.filing.as_json(),
            "sheets": [s.as_json(lang) for s in self.sheets],
            "documents": [d.as_json(lang) for d in self.documents],
            "office": self.office.as_json(lang) if self.office else None,
            "envelope": list(self.envelope),
            "envelope_details": [_marking_json(m, lang) for m in self.markings],
            "deadlines": [d.as_json(lang) for d in self.deadlines],
            # `fee` for the one of nearly every filing; `fees` when there are several.
            "fee": self.fees[0].as_json(lang) if self.fees else None,
        }
        if len(self.fees) > 1:
            out["fees"] = [f.as_json(lang) for f in self.fees]
        if self.stamps:
            out["revenue_stamps"] = self.stamps.as_json()
        out["next_steps"] = [s.as_json(lang) for s in self.next_steps]
        out["problems"] = [p.as_json(lang, show_values=show_values) for p in self.problems]
        return out


def _marking_json(marking: Marking, lang: str) -> dict[str, object]:
    return {
        "text": marking.text,
        "because": marking.because.text(lang) if marking.because else None,
        "source": ", ".join(marking.sources),
        "status": marking.status,
    }
