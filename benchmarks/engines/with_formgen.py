"""formgen as its users call it: from a profile to a PDF; validation, plan, fit and glyph check are in the time."""

import pages

import formgen

VERSION = f"formgen {formgen.__version__}"


def render(job, profile):
    if job == pages.PACKET:
        return formgen.make_packet(profile, verify=False).pdf
    return formgen.render(job, profile)


def render_many(form, profiles, target):
    formgen.render_many(form, profiles, target, force=True)
