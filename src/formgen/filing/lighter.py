"""Scans towards the limit of an upload: as little loss as will do, the heaviest files first, and no file twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import product

from formgen.attachments.found import SIGNATURES
from formgen.attachments.intake import Intake, Taken
from formgen.attachments.lighter import lighter
from formgen.attachments.process.readers import Reader, side_by_side
from formgen.attachments.steps import STEPS
from formgen.filing.scans import file_for
from formgen.planning import Plan
from formgen.profile.model import Route
from formgen.spec.limits import Check, FileLimits

# So many files are made lighter before it is asked whether they fit: some at once, whatever the number of cores is.
_AT_ONCE = 8
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
    for step, some in product(range(len(STEPS)), _batches(heaviest)):
        if _together(found, plan.route) <= most:
            break
        made = side_by_side([whole[n] for n in some], partial(_lighter, step=step))
        for number, one in zip(some, made, strict=True):
            # One more would be a loss for nothing.
            if _together(found, plan.route) <= most:
                break
            found[number] = min(found[number], one, key=_size)
    return found


def _batches(numbers: Sequence[int]) -> list[Sequence[int]]:
    """Some at a time."""
    return [numbers[at : at + _AT_ONCE] for at in range(0, len(numbers), _AT_ONCE)]


def _size(one: Taken) -> int:
    return one.held.size if isinstance(one, Intake) else 0


def _together(taken: Mapping[int, Taken], route: Route) -> int:
    return sum(file_for(one, route).size for one in taken.values() if isinstance(one, Intake))


def _may_change(plan: Plan, number: int, one: Intake, limits: FileLimits) -> bool:
    document = plan.profile.attachments[number].document
    photograph = any(limits.of(check, document) for check in _OF_PHOTOGRAPHS)
    # Who signed a file has not signed other pictures.
    return not photograph and not any(note.word in SIGNATURES for note in one.notes)


def _lighter(whole: Intake, by: Reader, *, step: int) -> Intake:
    """Always from the pages as they were taken in: what is pressed twice loses twice."""
    made = lighter(whole.held, whole.pages, step, by)
    return replace(whole, held=made[0], shrunk=made[1]) if made else whole
