"""One sheet: a form filled for one case, laid out, drawn."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from formgen.ground.marks import Page
from formgen.ground.problems import Problem
from formgen.layout import LaidOut, lay_out
from formgen.pdf.draw import Drawing
from formgen.pdf.ink import Ink, compile_ink
from formgen.profile.facts import Facts
from formgen.sheet.compiled import inks_of, marks_of
from formgen.sheet.fill import Filled, ReadPicture, blank_form, fill, unread
from formgen.spec.form import Form
from formgen.version import __version__


@dataclass(frozen=True, slots=True)
class FilledSheet:
    """A laid out sheet of one case, and everything found on the way."""

    form: Form
    filled: Filled
    laid: LaidOut
    case: Facts | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def pages(self) -> tuple[Page, ...]:
        """Its sides, with their ink as marks."""
        own = marks_of(self.form, self.laid.state, self._laid_out)
        pairs = zip(own, self.laid.pages, strict=False)
        filled = (replace(page, ink=printed.ink) for printed, page in pairs)
        return (*filled, *self.laid.pages[self.form.pages :])

    def inks(self) -> tuple[Ink, ...]:
        """The compiled ink of its sides; that of further pages, which only this profile has, is compiled now."""
        own = inks_of(self.form, self.laid.state, self._laid_out)
        return (*own, *(compile_ink(page.ink, page.height) for page in self.laid.pages[self.form.pages :]))

    def _laid_out(self) -> tuple[Page, ...]:
        # With the values, as ink can depend on them (how many rows a list has), but none of them stays in it.
        pages = lay_out(self.form, self.filled.active, self.filled.values).pages[: self.form.pages]
        return tuple(replace(page, values=()) for page in pages)


def make_sheet(form: Form, case: Facts, pictures: ReadPicture = unread) -> FilledSheet:
    """The form filled for one case. Problems are collected, nothing is raised for them.

    `pictures` reads the files of pictures that stand on it.
    """
    filled, asked = fill(form, case, pictures)
    # Only the values: the ink comes compiled, and is laid out only when it never was.
    laid = lay_out(form, filled.active, filled.values, ink=False)
    return FilledSheet(form, filled, laid, case, tuple(_told(p, form, case) for p in (*asked, *laid.problems)))


def blank_sheet(form: Form) -> FilledSheet:
    """The form with nothing filled in."""
    filled = blank_form(form)
    return FilledSheet(form, filled, lay_out(form, filled.active, filled.values, ink=False))


def _told(found: Problem, form: Form, case: Facts) -> Problem:
    """The problem with the value it is about, which is shown only to whoever asks for values."""
    blank = next((b for b in form.blanks if b.blank == found.field), None)
    value = case.get(blank.fact) if blank is not None and blank.fact else None
    return replace(found, value=str(value)) if value is not None else found


def as_pdf(sheets: Sequence[FilledSheet]) -> bytes:
    """Sheets of one form as a PDF."""
    target = io.BytesIO()
    drawing = Drawing(target, about(sheets[0].form, sheets[0].case))
    for sheet in sheets:
        add_pages(drawing, sheet)
    drawing.close()
    return target.getvalue()


def add_pages(drawing: Drawing, sheet: FilledSheet) -> None:
    """Draw the sides of a sheet."""
    for ink, page in zip(sheet.inks(), sheet.laid.pages, strict=True):
        drawing.page(ink, page.values, page.width, page.height)


def pages_of(sheets: Iterable[FilledSheet]) -> tuple[Page, ...]:
    """The sides of several sheets, in order."""
    return tuple(page for sheet in sheets for page in sheet.pages)


def about(form: Form, case: Facts | None = None) -> dict[str, str]:
    """The document information: what the sheet is, which edition, how far its layout is known."""
    special = next((t for t in form.titles if case is not None and case.holds(t.when)), None)
    title = special.title if special else form.title
    number = form.number if special is None or special.number is None else special.number
    return {
        "title": f"{title}（{number}）" if number else title,
        "subject": f"form={form.form}; edition={form.since}; layout={form.layout}; status={form.status}",
        "keywords": f"formgen {__version__}",
        "creator": f"formgen {__version__}",
    }
