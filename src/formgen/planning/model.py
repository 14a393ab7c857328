"""What a plan holds: sheets, documents, office, fee, deadlines, steps. Plain data; it decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, Protocol

from formgen.ground.problems import Problem
from formgen.profile.facts import Facts
from formgen.profile.model import Profile, Route
from formgen.profile.people import name_of, place_of
from formgen.spec.derivations import Derivations
from formgen.spec.packets import PacketRules
from formgen.spec.rules import PacketLine, Per, TitleWhen, Words

DocumentNeed = Literal["required", "alternative", "show", "not-needed", "unknown"]
Handed = Literal["original", "copy", "scan"]
Way = Literal["revenue-stamp", "convenience-or-bank", "none"]
Chosen = Literal["profile", "option", "today"]


class FormHeader(Protocol):
    """What a plan asks of a form: what it is, one sheet for what, and what goes with it."""

    @property
    def form(self) -> str:
        """Its id."""

    @property
    def since(self) -> date:
        """The first day of this edition."""

    @property
    def until(self) -> date | None:
        """The last day of this edition."""

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
class OfficeFound:
    """Where the papers go. `address` is None when it is not confirmed, and `unconfirmed` then what is said of it.

    `because` and `decided_by` say by which rule the office follows; they are empty when the profile names it.
    """

    name: str
    section: str | None
    postal_code: str | None
    address: str | None
    phone: str | None
    status: str
    source: tuple[str, ...]
    unconfirmed: str | None = None
    because: Words | None = None
    decided_by: tuple[str, ...] = ()

    def as_json(self, lang: str = "ja") -> dict[str, object]:
        """As in `plan --json`."""
        out: dict[str, object] = {
            "name": self.name,
            "section": self.section,
            "postal_code": self.postal_code,
            "address": self.address,
            "status": self.status,
            "source": ", ".join(self.source),
        }
        if self.unconfirmed:
            out["unconfirmed_address"] = self.unconfirmed
        if self.because:
            out |= {"because": self.because.text(lang), "decided_by": ", ".join(self.decided_by)}
        return out

    def facts(self) -> dict[str, object]:
        """The facts forms ask for."""
        return {
            "office.name": self.name,
            # The addressee (宛先) is the head of the office: 地方出入国在留管理局長.
            "office.head": f"{self.name}長",
            "office.section": self.section,
            "office.postal_code": self.postal_code,
            "office.address": self.address,
        }


@dataclass(frozen=True)
class StampCount:
    """So many revenue stamps (収入印紙) of one denomination, in yen."""

    value: int
    count: int

    def as_json(self) -> dict[str, object]:
        """As in `plan --json`."""
        return {"value_jpy": self.value, "count": self.count}


@dataclass(frozen=True)
class StampsToBuy:
    """The revenue stamps for all sheets of a filing."""

    stamps: tuple[StampCount, ...]
    sheets: int
    source: tuple[str, ...]
    status: str

    @property
    def amount(self) -> int:
        """What they come to, in yen."""
        return sum(s.value * s.count for s in self.stamps)

    def as_json(self) -> dict[str, object]:
        """As in `plan --json`."""
        return {
            "amount_jpy": self.amount,
            "sheets": self.sheets,
            "stamps": [s.as_json() for s in self.stamps],
            "source": ", ".join(self.source),
            "status": self.status,
        }


@dataclass(frozen=True)
class FeePart:
    """One part of a fee, in yen: that of the permission, or what was filed together with it."""

    what: Words
    amount: int
    source: tuple[str, ...]
    status: str

    def as_json(self, lang: str = "ja") -> dict[str, object]:
        """As in `plan --json`."""
        source = ", ".join(self.source)
        return {"what": self.what.text(lang), "amount_jpy": self.amount, "source": source, "status": self.status}


@dataclass(frozen=True)
class Fee:
    """The fee of one permission, or of the filing, in yen: what is paid in all, and its parts.

    `amount` is None while it cannot be told. `stamps` are the fewest revenue stamps for its sheet.
    """

    amount: int | None
    payment: Way | None
    because: Words
    source: tuple[str, ...]
    status: str
    settlement: int | None = None
    permission: int | None = None
    parts: tuple[FeePart, ...] = ()
    stamps: tuple[StampCount, ...] = ()

    def as_json(self, lang: str = "ja") -> dict[str, object]:
        """As in `plan --json`."""
        out: dict[str, object] = {
            "amount_jpy": self.amount,
            "payment": self.payment,
            "because": self.because.text(lang),
            "source": ", ".join(self.source),
            "status": self.status,
            "settlement_jpy": self.settlement,
            "permission": self.permission,
        }
        # The fee of a form has no parts, nor has one that cannot be told yet.
        out |= {"parts": [part.as_json(lang) for part in self.parts]} if self.parts else {}
        return out | ({"stamps": [s.as_json() for s in self.stamps]} if self.stamps else {})


@dataclass(frozen=True)
class DeadlineFound:
    """By when something must be done; `on` is None when no day is set, or when the profile does not state the event.

    `first_day`: not the last day on which it may be done, but the first.
    """

    what: Words
    on: date | None
    because: Words
    source: tuple[str, ...]
    first_day: bool = False

    def as_json(self, lang: str = "ja") -> dict[str, object]:
        """As in `plan --json`."""
        return {
            "what": self.what.text(lang),
            "on": self.on.isoformat() if self.on else None,
            "because": self.because.text(lang),
            "source": ", ".join(self.source),
        }


@dataclass(frozen=True)
class Step:
    """One thing to do by hand; `kind` is a verb (print, stick, mask, enclose, show, write, send, bring, ...).

    `label` is its Japanese word; `of` names the persons and permissions it is about, as (user, permission), and is
    empty for what is about the whole filing. A `duty` is something to know rather than a handling of papers.
    """

    kind: str
    ja: str
    en: str
    label: str
    source: tuple[str, ...]
    status: str
    of: tuple[tuple[int | None, int | None], ...] = ()
    duty: bool = False

    def text(self, lang: str) -> str:
        """The step in a language; it names nobody."""
        return self.en if lang == "en" else self.ja

    def with_names(self, profile: Profile) -> str:
        """The Japanese step with the names (and receipt numbers) of those it is about, for the page."""
        # The page is the user's own and never handed in, so it may name people; messages may not.
        who = "、".join(name_of(profile, *one) or place_of(profile, *one)[0] for one in self.of)
        return f"【{who}】{self.ja}" if who else self.ja

    def as_json(self, lang: str = "ja") -> dict[str, object]:
        """As in `plan --json`."""
        return {"kind": self.kind, "text": self.text(lang), "of": [{"user": u, "permission": p} for u, p in self.of]}


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
    envelope: tuple[str, ...]
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
