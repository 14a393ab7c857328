"""The rules with what a folder of the user's own adds to them: its sources and its documents."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from formgen.ground.problems import Broken, Problem
from formgen.library.name_checks import source_faults
from formgen.library.own import DOCUMENTS, SOURCES, twice
from formgen.library.rule_files import FILES
from formgen.library.rules import Rules
from formgen.library.sections import SectionedFile, read_sections
from formgen.spec.rules import DocumentKind, Source

Kind = TypeVar("Kind", Source, DocumentKind)


def with_own(rules: Rules, own: Path | None, facts: Callable[[], object]) -> Rules:
    """The rules with sources and documents of the user's own. Raises `Broken` with every fault, those of the facts too.

    `facts` reads the facts.
    """
    faults: list[Problem] = []
    try:
        facts()
    except Broken as broken:
        faults += broken.problems
    found = own_files(rules, own) if own is not None else {}
    faults += (p for file in found.values() for p in file.in_order())
    if faults:
        raise Broken(faults)
    sources = _items(found.get("sources"), "sources", Source)
    documents = _items(found.get("documents"), "documents", DocumentKind)
    return replace(rules, sources={**rules.sources, **sources}, documents={**rules.documents, **documents})


def own_files(rules: Rules, own: Path) -> dict[str, SectionedFile]:
    """The rule files of the user's own that there are, by name, checked against ours."""
    paths = {"sources": own / SOURCES, "documents": own / DOCUMENTS}
    files = {name: read_sections(path, FILES[name]) for name, path in paths.items() if path.exists()}
    sources = {*rules.sources, *(files["sources"].said("sources", "id") if "sources" in files else ())}
    for name, file in files.items():
        ours = rules.sources if name == "sources" else rules.documents
        file.faults += _twice(name, file, paths[name], ours)
        for place, document in file.placed("documents", DocumentKind):
            file.faults += source_faults(file.located, place, document, sources)
        # Ours are told by their name; a folder of the user's own is one of many, so its path is told.
        file.faults = [replace(found, file=str(paths[name])) for found in file.faults]
    return files


def _twice(name: str, file: SectionedFile, path: Path, ours: Collection[str]) -> Iterator[Problem]:
    ja, en = {"sources": ("出典", "the source"), "documents": ("書類", "the document")}[name]
    seen: dict[str, Path | str] = dict.fromkeys(ours, f"form_specs/rules/{name}.yaml")
    for place, item in file.items.get(name, ()):
        if item.id in seen:
            yield twice(ja, en, item.id, path, seen[item.id], file.located.lines.get(place, 1))
        seen.setdefault(item.id, path)


def _items(file: SectionedFile | None, section: str, model: type[Kind]) -> dict[str, Kind]:
    return {item.id: item for item in file.of(section, model)} if file else {}
