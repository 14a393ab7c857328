"""What planning finds beside the papers: office, fees, stamps, deadlines, steps. Plain data; it decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from formgen.profile.model import Profile
from formgen.profile.people import name_of, place_of
from formgen.spec.packets import DayKind
from formgen.spec.rules import Words

Way = Literal["revenue-stamp", "convenience-or-bank", "none"]


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

    `amount` is None while it cannot be told. `stamps` are the fewest revenue stamps for its sheet. `left_out` is what
    would be added for what was filed together, of which nothing is said.
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
    left_out: tuple[FeePart, ...] = ()

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

    `kind`: only a `limit` binds (spec.packets.Deadline). `past`: the day lies before the day of the rules.
    """

    what: Words
    on: date | None
    because: Words
    source: tuple[str, ...]
    kind: DayKind = "limit"
    status: str = "confirmed"
    past: bool = False

    def as_json(self, lang: str = "ja") -> dict[str, object]:
        """As in `plan --json`."""
        return {
            "what": self.what.text(lang),
            "on": self.on.isoformat() if self.on else None,
            "kind": self.kind,
            "past": self.past,
            "because": self.because.text(lang),
            "source": ", ".join(self.source),
            "status": self.status,
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
