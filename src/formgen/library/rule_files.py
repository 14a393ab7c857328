"""What stands in each rule file."""

from __future__ import annotations

from collections.abc import Mapping

from formgen.spec.items import Model
from formgen.spec.rules import (
    Deadline,
    DocumentKind,
    FeeRule,
    Hours,
    Limit,
    Marking,
    Office,
    Payment,
    Settlement,
    Source,
    SpecialAddress,
    Tier,
)


class SourcesFile(Model):
    """sources.yaml"""

    sources: tuple[Source, ...]


class OfficesFile(Model):
    """offices.yaml"""

    usage_request_forms: tuple[str, ...]
    special_addresses: tuple[SpecialAddress, ...]
    offices: tuple[Office, ...]


class FeesFile(Model):
    """fees.yaml"""

    tiers: tuple[Tier, ...]
    fees: tuple[FeeRule, ...]
    settlements: tuple[Settlement, ...]
    payments: tuple[Payment, ...]


class LimitsFile(Model):
    """limits.yaml"""

    limits: tuple[Limit, ...]
    counter_hours: tuple[Hours, ...]
    deadlines: tuple[Deadline, ...]
    markings: tuple[Marking, ...]


class DocumentsFile(Model):
    """documents.yaml"""

    documents: tuple[DocumentKind, ...]


FILES: Mapping[str, type[Model]] = {
    "sources": SourcesFile,
    "offices": OfficesFile,
    "fees": FeesFile,
    "limits": LimitsFile,
    "documents": DocumentsFile,
}
