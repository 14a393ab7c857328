"""The files a profile attaches: taken in once, with everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from formgen.attachments.intake import Given, Intake, Taken, take_in_all, warnings
from formgen.files.confined import resolve
from formgen.ground.problems import Problem, problem
from formgen.planning import Plan
from formgen.profile.reading import ProfileFile
from formgen.spec.packets import Limit


def take_in_scans(source: ProfileFile, plan: Plan) -> dict[int, Taken]:
    """The files that the plan asks for, by their place in `attachments`."""
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
        found |= dict(zip(given, take_in_all(given.values()), strict=True))
    return found


def scan_problems(taken: Mapping[int, Taken], limit: Limit | None) -> Iterator[Problem]:
    """What is wrong with them, one by one and together. `limit`: megabytes that may be uploaded."""
    for number, one in taken.items():
        if isinstance(one, Intake):
            yield from warnings(one, f"/attachments/{number}/file")
        else:
            yield from one
    if limit is not None:
        yield from _too_heavy(sum(t.held.size for t in taken.values() if isinstance(t, Intake)), limit)


def _too_heavy(size: int, limit: Limit) -> Iterator[Problem]:
    if size <= limit.value * 1_000_000:
        return
    # No source says whether the office's MB has 1,000,000 bytes or 1,048,576: in between, it is a warning.
    key = "E-LIMIT.bytes" if size > limit.value * 1_048_576 else "W-LIMIT.bytes"
    yield problem(key, pointer="/attachments", size=f"{size / 1_000_000:.1f}", limit=limit.value)
