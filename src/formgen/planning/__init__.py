"""Plans: which sheets, which documents, which office, which fee, by when, each with its reason and source."""

from __future__ import annotations

from formgen.planning.cases import cases
from formgen.planning.fees import fee_of
from formgen.planning.make import Planning, make_plan
from formgen.planning.model import (
    DeadlineFound,
    Exists,
    Fee,
    FilingKind,
    FormHeader,
    OfficeFound,
    Plan,
    PlannedDocument,
    PlannedSheet,
    Step,
)

__all__ = [
    "DeadlineFound",
    "Exists",
    "Fee",
    "FilingKind",
    "FormHeader",
    "OfficeFound",
    "Plan",
    "PlannedDocument",
    "PlannedSheet",
    "Planning",
    "Step",
    "cases",
    "fee_of",
    "make_plan",
]
