"""Scans towards the limit of an upload: as little loss as will do, the heaviest files first, and no file twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from formgen.attachments.found import SIGNATURES
from formgen.attachments.intake import Intake, Taken
from formgen.attachments.lighter import lighter
from formgen.attachments.readers import Reader, reader
from formgen.attachments.steps import STEPS
from formgen.filing.scans import file_for
from formgen.planning import Plan
from formgen.profile.model import Route
from formgen.spec.limits import Check, FileLimits

# The sheets are uploaded with the scans, and are drawn only later.
_OF_A_SHEET = 250_000
# Where a rule asks for a picture itself: a photograph is held against its own limits.
_OF_PHOTOGRAPHS: tuple[Check, ...] = ("size", "ratio")


def made_lighter(plan: Plan, taken: Mapping[int, Taken], limits: FileLimits) -> dict[int, Taken]:
    """The files with their scans pressed again until they fit together; all that can be done where they do not."""
    found = dict(taken)
    limit = limits.of("total")
    if limit is None or not limit.number:
        return found
    most = limit.number * 1_000_000 - _OF_A_SHEET * len(plan.sheets)
    whole = {n: one for n, one in taken.items() if isinstance(one, Intake) and _may_change(plan, n, one, limits)}
    heaviest = sorted(whole, key=lambda n: (-whole[n].held.size, n))
    with reader() as by:
        for step in range(len(STEPS)):
            for number in heaviest:
                if _together(found, plan.route) <= most:
                    return found
                found[number] = _lighter(found[number], whole[number], step, by)
    return found


def _together(taken: Mapping[int, Taken], route: Route) -> int:
    return sum(file_for(one, route).size for one in taken.values() if isinstance(one, Intake))


def _may_change(plan: Plan, number: int, one: Intake, limits: FileLimits) -> bool:
    document = plan.profile.attachments[number].document
    photograph = any(limits.of(check, document) for check in _OF_PHOTOGRAPHS)
    # Who signed a file has not signed other pictures.
    return not photograph and not any(note.word in SIGNATURES for note in one.notes)


def _lighter(now: Taken, whole: Intake, step: int, by: Reader) -> Taken:
    """Always from the pages as they were taken in: what is pressed twice loses twice."""
    made = lighter(whole.held, whole.pages, step, by)
    if made is None or not isinstance(now, Intake) or made[0].size >= now.held.size:
        return now
    held, about = made
    return replace(whole, held=held, shrunk=about)
