"""Every form file, and ways to make its sheets, for the tests that hold for all of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from formgen.api.catalogue import sample_profile
from formgen.filing.begin import begin
from formgen.library import library_in
from formgen.sheet.make import FilledSheet
from formgen.spec.form import Form

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted((ROOT / "form_specs" / "sheets").glob("*@*.yaml"))
NAMES = [path.stem for path in FILES]


@cache
def form(name: str) -> Form:
    form_id, _, day = name.partition("@")
    return library_in(ROOT / "form_specs").form(form_id, date.fromisoformat(day))


@cache
def filled(name: str) -> tuple[FilledSheet, ...]:
    """The sheets of the form's sample profile (or of the sample of a lead form it goes with)."""
    spec = form(name)
    filing = begin(sample_profile(spec.form))
    planned = [s.case for s in filing.plan.sheets if s.form == spec.form] or [filing.plan.cases[0]]
    return tuple(filing.sheet(spec, case) for case in planned)


def placed_blanks(spec: Form):
    """Every blank that has a rectangle, with it."""
    return [(b, spec.boxes[b.blank]) for b in spec.blanks if b.blank in spec.boxes]


__all__ = ["FILES", "NAMES", "filled", "form", "placed_blanks", "replace"]
