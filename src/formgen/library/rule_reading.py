"""Reads and checks the rule files."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from formgen.ground.problems import Broken
from formgen.library.rule_checks import check
from formgen.library.rule_files import FILES
from formgen.library.rules import Rules
from formgen.library.sections import SectionedFile, read_sections
from formgen.spec.derivations import Derivations, DerivedRule
from formgen.spec.facts import FactCatalogue
from formgen.spec.fees import FeeElsewhere, FeeRule, FeeWords, Payment, Settlement, Stamps, Surcharge, Tier
from formgen.spec.limits import KnownLimit
from formgen.spec.packets import Stage, StepRule
from formgen.spec.rules import DocumentKind, Hours, Office, OfficeRule, Postage, Source, SpecialAddress, Words
from formgen.spec.who import CertificateNumbers, FilingCondition, MayFile, PreparingRule


def read_rules(folder: Path, papers: Collection[str] | None = None, facts: FactCatalogue | None = None) -> Rules:
    """All rule files of a folder, checked. Raises `Broken` with every fault, each with file and line.

    `papers` are the ids of all forms and procedures, `facts` the catalogue; None when they are not at hand.
    """
    files = {name: read_sections(folder / f"{name}.yaml", shape) for name, shape in FILES.items()}
    check(files, papers, facts)
    if faults := [fault for file in files.values() for fault in file.in_order()]:
        raise Broken(faults)
    return _rules(files)


def _rules(files: Mapping[str, SectionedFile]) -> Rules:
    offices, fees, steps = files["offices"], files["fees"], files["steps"]
    return Rules(
        sources={s.id: s for s in files["sources"].of("sources", Source)},
        offices={o.name: o for o in offices.of("offices", Office)},
        jurisdiction=offices.of("jurisdiction", OfficeRule),
        documents={d.id: d for d in files["documents"].of("documents", DocumentKind)},
        addresses=offices.of("special_addresses", SpecialAddress),
        hours=offices.of("counter_hours", Hours),
        fees=fees.of("fees", FeeRule),
        tiers=fees.of("tiers", Tier),
        settlements=fees.of("settlements", Settlement),
        surcharges=fees.of("surcharges", Surcharge),
        fees_elsewhere=fees.of("elsewhere", FeeElsewhere),
        payments=fees.of("payments", Payment),
        stamps=fees.of("stamps", Stamps),
        fee_words=fees.of("words", FeeWords),
        limits=files["limits"].of("limits", KnownLimit),
        postage=files["postage"].of("postage", Postage),
        stages=steps.of("stages", Stage),
        places=steps.of("places", Words),
        steps=steps.of("steps", StepRule),
        may_file=files["who"].of("may_file", MayFile),
        conditions=files["who"].of("conditions", FilingCondition),
        preparing=files["who"].of("preparing", PreparingRule),
        certificate_numbers=files["who"].of("certificate_numbers", CertificateNumbers),
        derivations=Derivations(files["derived"].of("derived", DerivedRule)),
    )
