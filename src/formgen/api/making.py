"""The papers themselves: one form as PDF, many, empty, as pictures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from formgen.filing.begin import begin_sheet
from formgen.ground.problems import Problem, Refused
from formgen.library import Library, OwnForms, open_library
from formgen.pdf.draw import draw
from formgen.profile.model import Route
from formgen.sheet.make import FilledSheet, about, as_pdf, blank_sheet, pages_of
from formgen.spec.form import Form


@dataclass(frozen=True, slots=True)
class Rendered:
    """One form as PDF, and the warnings about what stands on it."""

    pdf: bytes = field(repr=False)
    problems: tuple[Problem, ...]


def render(
    form: str,
    profile: Any,
    *,
    route: Route | None = None,
    as_of: date | str | None = None,
    verify: bool = False,
    forms: OwnForms = None,
) -> bytes:
    """One form as PDF. Raises `Refused` with every problem of this form; attachments are not asked for."""
    return rendered(form, profile, route=route, as_of=as_of, verify=verify, forms=forms).pdf


def rendered(
    form: str,
    profile: Any,
    *,
    route: Route | None = None,
    as_of: date | str | None = None,
    verify: bool = False,
    forms: OwnForms = None,
) -> Rendered:
    """As `render`, with the warnings that leave the sheet as it is (W-GLYPH: a simplified Chinese character)."""
    filing = begin_sheet(form, profile, route=route, as_of=as_of, library=open_library(forms))
    made = filing.filled(filing.edition(form))
    pdf = as_pdf(made)
    if verify:
        # pdfium is loaded for those who ask for the read-back only.
        from formgen.sheet.verify import differences

        if found := differences(pdf, pages_of(made), form):
            raise Refused(filing.placed(found))
    return Rendered(pdf, filing.placed(p for sheet in made for p in sheet.problems))


def render_many(
    form: str,
    profiles: Iterable[Any],
    out: str | Path | BinaryIO,
    *,
    route: Route | None = None,
    as_of: date | str | None = None,
    verify: bool = False,
    force: bool = False,
    forms: OwnForms = None,
) -> int:
    """One form for many profiles in one PDF, page by page as they come; returns how many pages it has.

    `out`: a path (written whole or not at all, mode 0600; an existing file only with `force`, a profile never) or an
    open binary file. Memory does not grow with the number of pages. Raises `Refused` with the problems of the first
    profile that has any; their pointers begin with its number, as in a list of profiles.
    """
    from formgen.filing.many import draw_many
    from formgen.outputs.inputs import spare

    library = open_library(forms)

    def make(profile: Any) -> tuple[FilledSheet, ...]:
        filing = begin_sheet(form, profile, route=route, as_of=as_of, library=library)
        if isinstance(out, str | Path):
            # Profile by profile, as they come: any of them may be the file that is to be written.
            spare(Path(out), filing.source.inputs)
        return filing.filled(filing.edition(form))

    return draw_many(form, profiles, out, make, verify=verify, force=force)


def blank(form: str, *, as_of: date | None = None, forms: OwnForms = None) -> bytes:
    """The empty form as PDF, in the edition of a day, else the latest. Raises `Refused` for an unknown id or day."""
    return as_pdf([blank_sheet(_edition(form, as_of, open_library(forms)))])


def _edition(form: str, as_of: date | None, library: Library) -> Form:
    return library.form(form, as_of) if as_of else library.editions(form)[-1]


def preview(
    form: str,
    profile: Any = None,
    *,
    blank: bool = False,
    sample: bool = False,
    grid: bool = False,
    dpi: int = 110,
    as_of: date | None = None,
    forms: OwnForms = None,
) -> tuple[bytes, ...]:
    """PNG pictures, one for each page: empty, with the sample profile, or with a profile.

    Raises `Refused` as `render` does.
    """
    from formgen.sheet.pictures import pictures, with_grid

    if blank or (profile is None and not sample):
        made: tuple[FilledSheet, ...] = (blank_sheet(_edition(form, as_of, open_library(forms))),)
    else:
        from formgen.api.catalogue import sample_profile

        given = sample_profile(form, forms=forms) if profile is None else profile
        filing = begin_sheet(form, given, as_of=as_of, library=open_library(forms))
        made = filing.filled(filing.edition(form))
    pages = pages_of(made)
    if grid:
        # The grid is on the picture only; the ink that is kept for this form never has it.
        pages = tuple(with_grid(page) for page in pages)
    return pictures(draw(pages, about(made[0].form, made[0].case)), dpi)
