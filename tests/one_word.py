"""What our files come to, compared without words for people: what a misspelt word must not change silently."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from formgen.library import Library
from formgen.library.facts import read_facts
from formgen.library.forms import read_form, read_parts
from formgen.library.packets import read_packet, read_procedure
from formgen.profile.derived import read_prefecture
from formgen.profile.domains import domain_of
from formgen.spec.base import Provenance
from formgen.spec.blanks import Blank, BoxesBlank, CheckBlank, Option, TextBlank
from formgen.spec.facts import Fact
from formgen.spec.fees import FeeElsewhere
from formgen.spec.form import Form
from formgen.spec.ink import Print, Stamp
from formgen.spec.items import facts_in
from formgen.spec.limits import KnownLimit
from formgen.spec.lists import Column, RowsBlank, Sections
from formgen.spec.packets import ChecklistMarks, Marking, Stage, placeholders
from formgen.spec.placed import Label, Placed
from formgen.spec.rules import ChecklistRow, DocumentKind, Office, PacketLine, Source, SpecialAddress, TitleWhen, Words
from formgen.spec.who import FilingCondition

_AROUND = frozenset({"prefix", "suffix", "separator"})
#: Fields that hold words for people: printed or shown, never read by formgen.
WORDS: Mapping[type, frozenset[str]] = {
    Provenance: frozenset({"item"}),
    Print: frozenset({"print", "label"}),
    Stamp: frozenset({"stamp"}),
    Label: frozenset({"text"}),
    Blank: frozenset({"label"}) | _AROUND,
    TextBlank: frozenset({"otherwise", "joint"}),
    CheckBlank: frozenset({"print"}),
    BoxesBlank: frozenset({"drop"}),
    RowsBlank: frozenset({"after", "closing"}),
    Sections: frozenset({"heads"}),
    Stage: frozenset({"kinds"}),
    Column: frozenset({"label"}) | _AROUND,
    Option: frozenset({"print"}),
    Form: frozenset({"title", "title_en", "number"}),
    TitleWhen: frozenset({"title", "title_en", "number"}),
    DocumentKind: frozenset({"title", "title_en", "counts", "known_by"}),
    ChecklistRow: frozenset({"title", "form", "note"}),
    ChecklistMarks: frozenset({"needed", "conditional", "not_needed", "not_concerned", "remark", "no_form"}),
    Marking: frozenset({"text"}),
    # The head of a column in an empty table, which is read as it is written there.
    Fact: frozenset({"column"}),
    Source: frozenset({"issuer", "title", "date", "address"}),
    SpecialAddress: frozenset({"section", "address"}),
    Office: frozenset({"seat", "address", "area"}),
}
#: Fields that hold a name which only others of the same file repeat: another name is the same, one of two is not.
NAMES: Mapping[type, Mapping[str, str]] = {
    Blank: {"blank": "blank"},
    Placed: {"below": "blank"},
    Office: {"name": "office", "parent": "office"},
    PacketLine: {"group": "group"},
    KnownLimit: {"id": "limit"},
    FilingCondition: {"id": "condition"},
    FeeElsewhere: {"id": "fee"},
}


@dataclass
class Renamed:
    """Names that stand for one another in two readings of a file, by what they name."""

    pairs: dict[tuple[str, str], str] = field(default_factory=dict)
    back: dict[tuple[str, str], str] = field(default_factory=dict)

    def same(self, what: str, one: str, two: str) -> bool:
        """Whether a name was always the other name, and the other always this."""
        return self.pairs.setdefault((what, one), two) == two and self.back.setdefault((what, two), one) == one


def difference(one: Any, two: Any, names: Renamed, place: str = "") -> str | None:
    """Where two readings say something else, words for people apart; None when nowhere."""
    if one is two or (type(one) is type(two) and one == two and not isinstance(one, BaseModel)):
        return None
    if type(one) is not type(two):
        return place
    if isinstance(one, Words):
        return None if all(placeholders(one.text(x)) == placeholders(two.text(x)) for x in ("ja", "en")) else place
    pairs = _pairs(one, two)
    if pairs is None:
        return place
    for key, mine, other in pairs:
        here = f"{place}/{type(one).__name__}.{key}"
        if key in _of(WORDS, one) and _shape(mine) == _shape(other):
            continue
        if key == "template" and mine and other and facts_in(mine) == facts_in(other):
            continue
        if (what := _names_of(one).get(key)) and isinstance(mine, str) and isinstance(other, str):
            if not names.same(what, mine, other):
                return here
            continue
        if found := difference(mine, other, names, here):
            return found
    return None


def _shape(words: Any) -> Any:
    """What stays of words for people: how many there are, and for which keys."""
    if isinstance(words, Mapping):
        return list(words)
    return len(words) if isinstance(words, tuple) else type(words)


def _of(table: Mapping[type, frozenset[str]], model: object) -> frozenset[str]:
    return frozenset().union(*(table.get(kind, ()) for kind in type(model).__mro__))


def _names_of(model: object) -> Mapping[str, str]:
    return {key: what for kind in type(model).__mro__ for key, what in NAMES.get(kind, {}).items()}


def _pairs(one: Any, two: Any) -> Iterator[tuple[Any, Any, Any]] | None:
    """The parts of two things side by side; None when they have not the same parts."""
    if isinstance(one, Form):
        own = [(n, getattr(one, n), getattr(two, n)) for n in (*type(one).model_fields, "items", "grids")]
        return iter(own)
    if isinstance(one, BaseModel):
        return ((n, getattr(one, n), getattr(two, n)) for n in type(one).model_fields)
    if is_dataclass(one):
        return ((f.name, getattr(one, f.name), getattr(two, f.name)) for f in fields(one) if f.compare)
    if isinstance(one, Mapping):
        # In order: the order of fees and papers is that of the file.
        return ((k, one[k], two[k]) for k in one) if list(one) == list(two) else None
    if isinstance(one, list | tuple):
        return ((n, a, b) for n, (a, b) in enumerate(zip(one, two, strict=True))) if len(one) == len(two) else None
    return None


def reader(folder: Path, name: str, library: Library) -> Callable[[], Any]:
    """What reads a file of a folder, with the rest as it stands in a library."""
    path = folder / name
    match path.parent.name:
        case "rules":
            return lambda: rules_without_facts(Library(folder))
        case "packets":
            return lambda: read_packet(path, library.rules, library.files)
        case "procedures":
            return lambda: read_procedure(path, library.rules, library.files)
        case "sheets":
            return lambda: read_form(path, library.rules, library.parts)
    if name == "facts.yaml":
        return lambda: [_without_text(name, fact) for name, fact in read_facts(folder).facts.items()]
    return lambda: sheets_with(read_parts(path), library)


def rules_without_facts(library: Library) -> dict[str, Any]:
    rules = library.rules
    found = {f.name: getattr(rules, f.name) for f in fields(rules) if f.name != "read_facts"}
    # The keys are the ids of the rules, which say them themselves.
    told = {name: list(part.values()) if isinstance(part, Mapping) else part for name, part in found.items()}
    return told | {"offices": [_by_prefecture(office) for office in rules.offices.values()]}


def _by_prefecture(office: Office) -> Office:
    """An office without the words behind a prefecture, which say what part of it is served."""
    served = tuple(read_prefecture(area) or area for area in office.prefectures)
    return office.model_copy(update={"prefectures": served})


def _without_text(name: str, fact: Fact) -> tuple[str, Fact]:
    """A fact without its example where that is a text: words for people as well."""
    domain = domain_of(name)
    return name, fact.model_copy(update={"example": None}) if domain and domain.kind == "text" else fact


def sheets_with(parts: Any, library: Library) -> list[Form]:
    return [read_form(path, library.rules, parts) for paths in library.files.values() for path in paths]
