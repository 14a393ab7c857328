"""How heavy an upload is: files alone, and with the sheets once they are drawn, held against the limit of the rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from formgen.files.held import Content, size_of
from formgen.ground.problems import Problem, problem
from formgen.spec.limits import FileLimits


def upload_problems(uploaded: Iterable[Content], limits: FileLimits, fit: bool) -> tuple[Problem, ...]:
    """Of everything that is uploaded, sheets and files, as drawn; see `too_heavy`."""
    return tuple(too_heavy(sum(map(size_of, uploaded)), limits, fit))


def too_heavy(size: int, limits: FileLimits, fit: bool) -> Iterator[Problem]:
    """The problem for so many bytes together. `fit`: the scans were made as light as they can be."""
    limit = limits.of("total")
    if limit is None or limit.number is None or size <= limit.number * 1_000_000:
        return
    # No source says whether the office's MB has 1,000,000 bytes or 1,048,576: in between, it is a warning.
    key = "W-LIMIT.bytes"
    if size > limit.number * 1_048_576:
        key = "E-LIMIT.bytes-still" if fit else "E-LIMIT.bytes"
    yield problem(key, pointer="/attachments", size=f"{size / 1_000_000:.1f}", limit=limit.number)
