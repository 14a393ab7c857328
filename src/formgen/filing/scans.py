"""The files a profile attaches: taken in once, those that the plan asks for."""

from __future__ import annotations

from pathlib import Path

from formgen.attachments.again import Found
from formgen.attachments.intake import Given, Intake, Taken, take_in_all
from formgen.files.confined import resolve
from formgen.files.held import Held
from formgen.ground.problems import Problem
from formgen.planning import Plan
from formgen.profile.model import Route
from formgen.profile.reading import ProfileFile


def take_in_scans(
    source: ProfileFile, plan: Plan, before: Found | None = None, near: Path | None = None
) -> dict[int, Taken]:
    """The files that the plan asks for, by their place in `attachments`.

    `before` knows what was made of them; `near` as for `Holding`.
    """
    wanted = {n for document in plan.documents for n in document.attachments}
    found: dict[int, Taken] = {}
    given: dict[int, Given] = {}
    for number, attachment in enumerate(source.profile.attachments):
        # A file that no paper needs is not even opened.
        if number not in wanted or not attachment.file:
            continue
        pointer = f"/attachments/{number}/file"
        path = resolve(source.folder, attachment.file, pointer=pointer)
        if isinstance(path, Problem):
            found[number] = (path,)
        else:
            given[number] = Given(path, attachment.file, pointer)
    if given:
        found |= dict(zip(given, take_in_all(given.values(), before, near), strict=True))
    return found


def file_for(one: Intake, route: Route) -> Held:
    """What goes to the office as a file: A4 pages; online the signed file as it came, as it proves nothing else."""
    return (one.untouched if route == "online" else None) or one.held
