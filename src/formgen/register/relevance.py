"""Which entries of the register have to do with a form: its sheet, its packet, and what that makes use of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from formgen.library import Library
from formgen.register.entries import RuleEntry
from formgen.spec.derivations import DerivedRule
from formgen.spec.limits import EVERY_FORM, KnownLimit
from formgen.spec.packets import AddressUse, PacketRules
from formgen.spec.rules import PacketLine, Postage, SpecialAddress

#: What concerns every filing, whatever its form.
_SHARED = frozenset({"rules/steps.yaml", "rules/offices.yaml"})


def concerning(form: str, entries: Iterable[RuleEntry], library: Library) -> Iterator[RuleEntry]:
    """The entries about a form, in their order."""
    reach = _reach(form, library)
    return (entry for entry in entries if reach.has(entry))


@dataclass(frozen=True)
class _Reach:
    form: str
    lead: bool
    sheets: frozenset[str]
    documents: frozenset[str]
    addresses: frozenset[str]
    facts: frozenset[str]
    paid: bool
    lists: frozenset[str]

    def has(self, entry: RuleEntry) -> bool:
        rule, keys = entry.rule, {s.key for s in entry.said.subjects}
        if entry.section == "sheet":
            return bool(keys & self.sheets)
        if entry.file.startswith(("packets/", "procedures/")):
            return self._of_packet(entry, keys)
        if isinstance(rule, DerivedRule):
            return rule.fact in self.facts
        if isinstance(rule, SpecialAddress):
            return rule.id in self.addresses
        if isinstance(rule, Postage):
            return "return-envelope" in self.documents
        if entry.file == "rules/fees.yaml":
            return self.paid
        if entry.section == "documents":
            return bool(keys & self.documents)
        if isinstance(rule, KnownLimit):
            return rule.is_about(self.form) and (self.lead or rule.about != EVERY_FORM)
        return self.lead and entry.file in _SHARED

    def _of_packet(self, entry: RuleEntry, keys: set[str]) -> bool:
        """Of its own packet everything; of others what they say of this sheet, and the rows it prints."""
        if entry.file in (f"packets/{self.form}.yaml", f"procedures/{self.form}.yaml"):
            return True
        row = isinstance(entry.rule, PacketLine) and entry.rule.checklist is not None
        return entry.section == "papers" and (self.form in keys or (row and entry.file in self.lists))


def _reach(form: str, library: Library) -> _Reach:
    known = form in library.procedure_files
    packet = library.procedure(form).packet if known else library.packet(form)
    asked = {name for edition in (() if known else library.editions(form)) for name in edition.asked}
    return _Reach(
        form=form,
        lead=bool(packet),
        sheets=frozenset({form, *(line.sheet for line in packet if line.sheet)}),
        documents=frozenset(line.document for line in packet if line.document),
        addresses=frozenset(use.use for use in packet.addresses if isinstance(use, AddressUse)),
        facts=frozenset({*asked, *_conditions(packet)}),
        # The fee of a permission, not that of a form, which stands in its packet.
        paid=any(name.startswith("fee.") for name in asked),
        lists=frozenset(_packets_with(form, library) if "plan.checklist" in asked else ()),
    )


def _packets_with(sheet: str, library: Library) -> Iterator[str]:
    """The packets a sheet goes with: a check sheet prints their rows."""
    for lead in library.packet_files:
        if any(line.sheet == sheet for line in library.packet(lead)):
            yield f"packets/{lead}.yaml"


def _conditions(packet: PacketRules) -> Iterator[str]:
    for line in packet:
        yield from line.when or ()
