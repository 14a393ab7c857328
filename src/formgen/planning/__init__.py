"""Plans: which sheets, which documents, which office, which fee, by when, each with its reason and source."""

from __future__ import annotations

from formgen.planning.cases import cases
from formgen.planning.fees import fee_of
from formgen.planning.make import direct_facts, make_plan, sheet_needed
from formgen.planning.model import (
    DeadlineFound,
    Exists,
    Fee,
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
    "FormHeader",
    "OfficeFound",
    "Plan",
    "PlannedDocument",
    "PlannedSheet",
    "Step",
    "cases",
    "direct_facts",
    "fee_of",
    "make_plan",
    "sheet_needed",
]
