"""Plans: which sheets, which documents, which office, which fee, by when, each with its reason and source."""

from __future__ import annotations

from formgen.planning.cases import cases
from formgen.planning.fees import fee_of
from formgen.planning.make import Planning, make_plan
from formgen.planning.model import Plan

__all__ = ["Plan", "Planning", "cases", "fee_of", "make_plan"]
