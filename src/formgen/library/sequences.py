"""Dated rules that follow each other: no day without one between them, no day with two."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any

from formgen.ground.problems import Problem
from formgen.library.faults import fault
from formgen.library.sections import SectionedFile
from formgen.spec.rules import DatedRule

_SLIP = 1.5
"""Letters that may differ in two ids for one with a slip; ids that were chosen apart are further apart."""


def check_chains(
    file: SectionedFile, section: str, model: type[DatedRule], keys: Callable[[Any], Iterable[object]]
) -> None:
    """Rules that share a key follow each other; a rule with several keys stands in the chain of each."""
    # A rule that could not be read may be the one that is missing here.
    if section in file.unsure:
        return
    chains: dict[object, list[tuple[str, DatedRule]]] = {}
    for place, rule in file.placed(section, model):
        for key in keys(rule):
            chains.setdefault(key, []).append((place, rule))
    # The same fault of such a rule is found in each of its chains.
    file.faults += dict.fromkeys(f for chain in chains.values() for f in sequence_faults(file, chain))


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


def follower_faults(file: SectionedFile, section: str) -> None:
    """Adds rules of an id that end, and whose like begins the day after: one of the two ids is misspelt.

    Each alone is a chain without a gap, so nothing else would tell.
    """
    items: list[tuple[str, Any]] = file.items.get(section, [])
    for place, rule in items:
        if rule.until is None or any(other.id == rule.id for _, other in items if other is not rule):
            continue
        following = (o.id for _, o in items if o.since == rule.until + timedelta(days=1))
        if like := next((i for i in following if _alike(rule.id, i)), None):
            ja = f"「{rule.id}」が終わる次の日に「{like}」が始まります。同じ id ではありませんか。"
            file.fault(f"{place}/id", ja, f"{rule.id!r} ends where {like!r} begins. Did you mean the same id?")


def _alike(one: str, two: str) -> bool:
    return SequenceMatcher(None, one, two).ratio() >= 1 - _SLIP / max(len(one), len(two))
