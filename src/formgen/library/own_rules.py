"""The rules with what a folder of the user's own adds to them: its facts and its sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from formgen.ground.problems import Broken, Problem
from formgen.library.facts import read_facts
from formgen.library.own import SOURCES, twice
from formgen.library.rule_files import FILES
from formgen.library.rules import Rules
from formgen.library.sections import read_sections
from formgen.spec.rules import Source


def with_own(rules: Rules, ours: Path, own: Path | None) -> Rules:
    """The rules with the facts, and with the sources of the user's own. Raises `Broken` with every fault."""
    faults: list[Problem] = []
    sources: Mapping[str, Source] = {}
    try:
        facts = read_facts(ours, own)
    except Broken as broken:
        faults += broken.problems
    try:
        sources = _sources(own / SOURCES, rules.sources) if own is not None else {}
    except Broken as broken:
        faults += broken.problems
    if faults:
        raise Broken(faults)
    return replace(rules, facts=facts, sources={**rules.sources, **sources})


def _sources(path: Path, ours: Iterable[str]) -> dict[str, Source]:
    if not path.exists():
        return {}
    file = read_sections(path, FILES["sources"])
    if file.faults:
        raise Broken(replace(found, file=str(path)) for found in file.in_order())
    seen: dict[str, Path | str] = dict.fromkeys(ours, "form_specs/rules/sources.yaml")
    faults, found = [], file.placed("sources", Source)
    for place, source in found:
        if source.id in seen:
            line = file.located.lines.get(place, 1)
            faults.append(twice("出所", "the source", source.id, path, seen[source.id], line))
        seen.setdefault(source.id, path)
    if faults:
        raise Broken(faults)
    return {source.id: source for _, source in found}
