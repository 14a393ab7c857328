"""formgen as its users call it: from a profile to a PDF, with validation, fit and glyph check in the measured time."""

import formgen

VERSION = f"formgen {formgen.__version__}"
STREAMS = hasattr(formgen, "render_many")
"""Whether many profiles can be written into one document. Without it the pages are laid out first, then drawn."""


def render(form, profile):
    return formgen.render(form, profile)


def render_many(form, profiles, target):
    if STREAMS:
        formgen.render_many(form, profiles, target)
        return
    from formgen.filing.filing import begin
    from formgen.sheet.make import as_pdf

    sessions = map(begin, profiles)
    target.write_bytes(as_pdf([sheet for s in sessions for sheet in s.sheets(s.library.form(form, s.day))]))
