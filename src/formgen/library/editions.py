"""Editions of one form follow each other: no day with two of them, and no gap between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

from formgen.ground.problems import Problem
from formgen.spec.form import Form


def edition_faults(editions: Sequence[tuple[Path, Form]]) -> Iterator[Problem]:
    """Editions whose days overlap or leave a gap; the oldest first."""
    for (_, before), (path, after) in pairwise(editions):
        # An edition that has a successor needs an end, else two would hold on one day.
        if before.until is None or after.since <= before.until:
            ja, en = f"前の版（{before.since}から）と期間が重なっています。", f"overlaps the edition of {before.since}"
        elif after.since != before.until + timedelta(days=1):
            ja, en = f"前の版（{before.until}まで）との間に空きがあります。", f"leaves a gap after {before.until}"
        else:
            continue
        # Read again for its lines; imported late, as a form that was kept needs nothing that reads and checks files.
        from formgen.library.faults import fault
        from formgen.library.forms import read_located

        yield fault(read_located(path), "/from", ja, en)
