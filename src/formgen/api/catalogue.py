"""What there is to know before there is a profile: forms, their fields, samples, schemas."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Literal

from formgen.library import Library, OwnForms, open_library
from formgen.library.samples import sample_folder, sample_of
from formgen.profile.reading import ProfileFile, read_profile
from formgen.schema import fact_of, filled_from, form_schema, profile_schema
from formgen.spec.facts import FactCatalogue
from formgen.spec.form import Form
from formgen.spec.rules import ROUTES, in_force

__all__ = [
    "blank_facts", "fact_of", "forms", "handed_in", "routes_of", "sample", "sample_files",
    "sample_words", "schema",
]  # fmt: skip

_SYSTEMS = ("online", "toritsugi", "law", "free")

# For the outside by what it is about, as `fact_of` is.
blank_facts = filled_from


def forms(forms: OwnForms = None) -> tuple[Form, ...]:
    """The latest edition of every form, inner ones (`internal`) too. Raises `Broken` for a broken form file."""
    return tuple(open_library(forms).latest())


def handed_in(library: Library) -> tuple[Form, ...]:
    """The latest edition of every form that people hand in, in the order of systems."""
    found = [f for f in library.latest() if not f.internal]
    return tuple(sorted(found, key=lambda f: (_SYSTEMS.index(f.system), not f.lead, f.form)))


def routes_of(form: Form, among: Iterable[Form], day: date) -> tuple[str, ...]:
    """The routes on which a sheet is made, by the rules of a day (or of its first day, when that is later)."""
    lines = [line for f in among for line in in_force(f.packet, max(day, f.since)) if line.sheet == form.form]
    made = {r for line in lines if line.need not in ("not-needed", "not-possible") for r in line.routes}
    return tuple(r for r in ROUTES if r in made)


def sample(form: str, *, forms: OwnForms = None) -> dict[str, Any]:
    """The fictional sample profile of a form; a form without one of its own uses the lead form it goes with."""
    return sample_of(open_library(forms), form)


def sample_profile(form: str, *, forms: OwnForms = None) -> ProfileFile:
    """The fictional sample profile of a form with the folder in which the files that it names lie."""
    library = open_library(forms)
    return read_profile(sample_of(library, form), folder=sample_folder(library, form), declared=library.declared)


def sample_files(form: str, *, forms: OwnForms = None) -> dict[str, bytes]:
    """The files that the sample profile of a form names (a photograph), by their paths beside it."""
    return {name: path.read_bytes() for name, path in sample_profile(form, forms=forms).files.items()}


def sample_words(form: str, *, forms: OwnForms = None) -> tuple[Form, FactCatalogue]:
    """For the sample profile of a form: the form that it is filed with, and what each fact means."""
    library = open_library(forms)
    # A sheet that goes with others is filled by its lead form's sample, so that one stands in the heading.
    lead = str(sample_of(library, form).get("form"))
    return library.editions(lead if lead in library.files else form)[-1], library.facts


def schema(what: Literal["profile", "spec"], *, forms: OwnForms = None) -> dict[str, Any]:
    """The JSON Schema (draft-07) of a profile or of a form file."""
    library = open_library(forms)
    return profile_schema(library.latest(), library.facts) if what == "profile" else form_schema(library.parts)
