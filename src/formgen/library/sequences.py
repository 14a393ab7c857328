"""Dated rules that follow each other: no day without one between them, no day with two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import pairwise

from formgen.ground.problems import Problem
from formgen.library.faults import fault
from formgen.library.sections import SectionedFile
from formgen.spec.rules import DatedRule


def sequence_faults(file: SectionedFile, items: Iterable[tuple[str, DatedRule]]) -> Iterator[Problem]:
    """Gaps and overlaps of days in one chain of rules."""
    # The number keeps rules of one day in their order, and models from being compared.
    own = sorted(((r.since or date.min, n, place, r) for n, (place, r) in enumerate(items)), key=lambda o: o[:2])
    for (_, _, _, before), (start, _, place, _) in pairwise(own):
        if before.until is None or start <= before.until:
            yield fault(file.located, place, "前の規則と期間が重なっています。", "overlaps the rule before it")
        elif start != before.until + timedelta(days=1):
            yield fault(
                file.located, place, "前の規則との間に空きがあります。", "leaves a gap after the rule before it"
            )
