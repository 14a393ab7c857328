"""Every rule that is not about one lead form, and what of it is in force on a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from formgen.ground.dates import Period
from formgen.spec.derivations import Derivations
from formgen.spec.fees import (
    ApplicationRoute,
    FeeElsewhere,
    FeeRule,
    FeeWords,
    Payment,
    Settlement,
    Stamps,
    Surcharge,
    Tier,
)
from formgen.spec.limits import EVERY_FORM, KnownLimit
from formgen.spec.packets import PacketRules, Stage, StepRule
from formgen.spec.rules import DocumentKind, Hours, Office, OfficeRule, Postage, Source, SpecialAddress, Words, in_force

if TYPE_CHECKING:
    from formgen.spec.facts import FactCatalogue
from formgen.spec.who import CertificateNumbers, FilingCondition, MayFile, PreparingRule


@dataclass(frozen=True)
class Rules:
    """Every rule that is not about one form: what holds on a day, and which text says so.

    `read_facts` reads the facts that they may ask for; None where there are none.
    """

    sources: Mapping[str, Source]
    offices: Mapping[str, Office]
    jurisdiction: tuple[OfficeRule, ...]
    documents: Mapping[str, DocumentKind]
    addresses: tuple[SpecialAddress, ...]
    hours: tuple[Hours, ...]
    fees: tuple[FeeRule, ...]
    tiers: tuple[Tier, ...]
    settlements: tuple[Settlement, ...]
    surcharges: tuple[Surcharge, ...]
    fees_elsewhere: tuple[FeeElsewhere, ...]
    payments: tuple[Payment, ...]
    stamps: tuple[Stamps, ...]
    fee_words: tuple[FeeWords, ...]
    limits: tuple[KnownLimit, ...]
    postage: tuple[Postage, ...]
    stages: tuple[Stage, ...]
    places: tuple[Words, ...]
    steps: tuple[StepRule, ...]
    may_file: tuple[MayFile, ...]
    conditions: tuple[FilingCondition, ...]
    preparing: tuple[PreparingRule, ...]
    certificate_numbers: tuple[CertificateNumbers, ...]
    derivations: Derivations
    read_facts: Callable[[], FactCatalogue] | None = None

    @cached_property
    def facts(self) -> FactCatalogue:
        """Every fact a form or a rule may ask for. Raises `Broken`."""
        if self.read_facts:
            return self.read_facts()
        from formgen.spec.facts import FactCatalogue

        return FactCatalogue({})

    def fees_of(self, kind: str, route: str | None, day: date, *, reduced: bool = False) -> tuple[FeeRule, ...]:
        """The fees of a kind of permission on the day it was accepted; several where conditions tell them apart."""
        return tuple(r for r in _fees(self.fees, kind, route, day) if r.reduced == reduced)

    def settlement(self, kind: str, route: str, day: date) -> Settlement | None:
        """What settling an online fee costs on top."""
        return next(_fees(self.settlements, kind, route, day), None)

    def surcharges_of(self, kind: str, route: str, day: date) -> tuple[Surcharge, ...]:
        """What may be added to a fee because of what was filed together with it."""
        return tuple(_fees(self.surcharges, kind, route, day))

    def payment(self, route: ApplicationRoute, day: date) -> Payment | None:
        """How a fee is paid."""
        return next((p for p in in_force(self.payments, day) if p.route == route), None)

    def stamps_on(self, day: date) -> Stamps | None:
        """The revenue stamps that are sold."""
        return next(iter(in_force(self.stamps, day)), None)

    def fee_text(self, name: str, day: date) -> Words:
        """A sentence about a fee, as worded on a day. Raises `KeyError` when no file has it."""
        found = next((w for w in in_force(self.fee_words, day) if w.id == name), None)
        if found is None:
            raise KeyError(name)
        return found.text

    def tier(self, granted: Period) -> Tier | None:
        """The range a granted period falls in; None when the calendar cannot tell."""
        if granted not in self._tier_of:
            found = [t for t in self.tiers if t.holds(granted)]
            # In no tier, or in two, for certain: then the user is asked.
            self._tier_of[granted] = found[0] if len(found) == 1 else None
        return self._tier_of[granted]

    @cached_property
    def _tier_of(self) -> dict[Period, Tier | None]:
        """What was asked before: the same few periods come again and again in a batch."""
        return {}

    def limit(self, name: str, day: date) -> KnownLimit | None:
        """A limit by its id, as it stands on a day."""
        return next((found for found in in_force(self.limits, day) if found.id == name), None)

    def limits_about(self, paper: str, packet: PacketRules, day: date) -> tuple[KnownLimit, ...]:
        """What is to be known of a form or procedure on a day: the limits of its packet, and those of several."""
        shared = (found for found in self.limits if found.is_about(paper))
        # What holds for every form is about papers that are handed in: a sheet alone has none.
        return in_force((*packet.limits, *(x for x in shared if packet or x.about != EVERY_FORM)), day)

    def registered_letter(self, day: date) -> Postage | None:
        """What a registered letter (簡易書留) of the lightest rate costs."""
        rates = (p for p in in_force(self.postage, day) if p.id == "registered-letter")
        return min(rates, key=lambda rate: rate.up_to_grams or 0, default=None)

    def letter_pack(self, sort: str, day: date) -> Postage | None:
        """What a Letter Pack costs; `sort` is `plus` (red) or `light` (blue)."""
        return next((p for p in in_force(self.postage, day) if p.id == f"letter-pack-{sort}"), None)

    def special_addresses(self, name: str, day: date) -> Iterator[SpecialAddress]:
        """The special address of an id, as it stands on a day."""
        return (a for a in in_force(self.addresses, day) if a.id == name)

    def title(self, document: str, lang: str = "ja") -> str:
        """The title of a document in one language."""
        return self.titles(document).text(lang)

    def titles(self, document: str) -> Words:
        """The title of a document; its id when the list does not have it."""
        found = self.documents.get(document)
        return Words(ja=found.title, en=found.title_en) if found else Words(ja=document, en=document)

    @cached_property
    def ids(self) -> frozenset[str]:
        """The ids of the sources."""
        return frozenset(self.sources)


FeeT = TypeVar("FeeT", bound=FeeRule)


def _fees(rules: Iterable[FeeT], kind: str, route: str | None, day: date) -> Iterator[FeeT]:
    return (r for r in in_force(rules, day) if kind in r.kinds and r.route in ("any", route))
