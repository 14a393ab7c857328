"""What stands in each rule file."""

from __future__ import annotations

from collections.abc import Mapping

from formgen.library.sections import Section
from formgen.spec.derivations import DerivedRule
from formgen.spec.fees import FeeElsewhere, FeeRule, FeeWords, Payment, Settlement, Stamps, Surcharge, Tier
from formgen.spec.limits import KnownLimit
from formgen.spec.packets import Stage, StepRule
from formgen.spec.rules import DocumentKind, Hours, Office, OfficeRule, Postage, Source, SpecialAddress, Words
from formgen.spec.who import CertificateNumbers, FilingCondition, MayFile, PreparingRule

FILES: Mapping[str, Mapping[str, Section]] = {
    "sources": {"sources": Section(Source)},
    "offices": {
        "special_addresses": Section(SpecialAddress),
        "counter_hours": Section(Hours),
        "jurisdiction": Section(OfficeRule, optional=True),
        "offices": Section(Office),
    },
    "fees": {
        "tiers": Section(Tier),
        "fees": Section(FeeRule),
        "settlements": Section(Settlement),
        "elsewhere": Section(FeeElsewhere, optional=True),
        "surcharges": Section(Surcharge, optional=True),
        "payments": Section(Payment),
        "stamps": Section(Stamps, optional=True),
        "words": Section(FeeWords),
    },
    "postage": {"postage": Section(Postage)},
    "limits": {"limits": Section(KnownLimit)},
    "documents": {"documents": Section(DocumentKind)},
    "steps": {"stages": Section(Stage), "places": Section(Words), "steps": Section(StepRule)},
    "derived": {"derived": Section(DerivedRule)},
    "who": {
        "may_file": Section(MayFile),
        "conditions": Section(FilingCondition),
        "preparing": Section(PreparingRule),
        "certificate_numbers": Section(CertificateNumbers),
    },
}
