"""Reads facts.yaml, ours and the user's own, and holds both against the profile's model."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from formgen.files.located import Located, read_yaml
from formgen.files.reading import read_text
from formgen.ground.dates import Period, parse_day
from formgen.ground.problems import Broken, Problem, Refused, escape, problem
from formgen.ground.suggestions import did_you_mean
from formgen.library.faults import fault, model_faults, unknown
from formgen.library.own import FACTS as FILE
from formgen.profile.changes import FACTS as CHANGES
from formgen.profile.domains import BY_LIBRARY, Domain, domains
from formgen.profile.facts import WORKED_OUT
from formgen.spec.base import Model
from formgen.spec.facts import Fact, FactCatalogue, FactsFile, OwnFact, OwnFactsFile

# Under `custom.` only: a fact of ours that is added later can never take the name of one of theirs.
_OWN_NAME = re.compile(r"custom(\.[a-z][a-z0-9_]*)+\Z")
M = TypeVar("M", bound=Model)


def read_facts(ours: Path, own: Path | None = None) -> FactCatalogue:
    """The catalogue of our facts and those of a folder of the user's own.

    Raises `Broken` with every fault of a file, each with its line. A folder without facts.yaml has no facts.
    """
    located, file = _read(ours / FILE, FactsFile, FILE)
    _stop(_faults(file.facts, located))
    if own is None or not (own / FILE).exists():
        return FactCatalogue(file.facts)
    located, more = _read(own / FILE, OwnFactsFile, str(own / FILE))
    _stop(_own_faults(more.facts, located))
    both = file.facts | {name: fact.as_fact() for name, fact in more.facts.items()}
    return FactCatalogue(both, {name: fact.domain for name, fact in more.facts.items()})


def check_own_facts(located: Located) -> None:
    """A file of a user's own facts that was read. Raises `Broken`."""
    try:
        file = OwnFactsFile.model_validate(located.data)
    except ValidationError as error:
        raise Broken(model_faults(error, located, OwnFactsFile, located.data)) from None
    _stop(_own_faults(file.facts, located))


def _read(path: Path, model: type[M], name: str) -> tuple[Located, M]:
    try:
        located = read_yaml(read_text(path, name), name)
        return located, model.model_validate(located.data)
    except Refused as refused:
        raise Broken(refused.problems) from None
    except OSError:
        raise Broken([problem("E-SCHEMA.encoding", file=name)]) from None
    except ValidationError as error:
        raise Broken(model_faults(error, located, model, located.data)) from None


def check_examples(folder: Path, known: FactCatalogue) -> None:
    """The examples of our facts that name a form or a document, against those there are. Raises `Broken`."""
    located, file = _read(folder / FILE, FactsFile, FILE)
    _stop(fault for name, fact in file.facts.items() for fault in _example_faults(located, name, fact, known))


def _example_faults(located: Located, name: str, fact: Fact, known: FactCatalogue) -> Iterator[Problem]:
    domain = known.domain_of(name)
    if domain is None or domain.kind not in BY_LIBRARY:
        return
    for value in fact.example if isinstance(fact.example, list) else (fact.example,):
        if value not in domain.values:
            yield unknown(
                located, f"/facts/{escape(name)}/example", ("値", "value"), str(value), map(str, domain.values)
            )


def _stop(faults: Iterable[Problem]) -> None:
    if found := tuple(faults):
        raise Broken(found)


def _fault(located: Located, name: str, key: str, ja: str, en: str) -> Problem:
    """A fault of one fact, at its line or at the line of one of its keys."""
    place = f"/facts/{escape(name)}" + (f"/{key}" if key else "")
    return fault(located, place, ja, en)


# Ours


def expected() -> Mapping[str, Domain]:
    """The facts that must stand in our file. One user stands for all of `users`, one permission for its list."""
    # Said once, under `user.`, `institution.` and `changes.`.
    twice = ("users.", "institutions.")
    every = domains().items()
    return {n: d for n, d in every if not (d.many and n.startswith(twice)) and n not in CHANGES}


def _faults(facts: Mapping[str, Fact], located: Located) -> Iterator[Problem]:
    known = expected()
    for name in facts.keys() - known.keys():
        ja, en = did_you_mean(name, known)
        yield _fault(located, name, "", f"「{name}」という事実はありません。{ja}", f"no fact {name!r}. {en}")
    for name in known.keys() - facts.keys():
        yield _fault(located, "", "", f"事実「{name}」がありません。", f"the fact {name!r} is missing")
    for name, fact in facts.items():
        if name in known:
            yield from _fact_faults(located, name, fact, known[name])


def _fact_faults(located: Located, name: str, fact: Fact, domain: Domain) -> Iterator[Problem]:
    single = domain.kind not in ("group", "list")
    if fact.question is None and single and name not in WORKED_OUT:
        yield _fault(located, name, "", "質問（question）がありません。", "no question")
    if fact.example is None and single:
        yield _fault(located, name, "", "例（example）がありません。", "no example")
    yield from _value_faults(located, name, fact.example, fact.values, domain)


def _value_faults(
    located: Located, name: str, example: object, values: Mapping[str, object], domain: Domain
) -> Iterator[Problem]:
    """An example of another kind, and choices whose words are not those of its values."""
    if example is not None and not _fits(example, domain):
        ja, en = f"例（example）の種類が違います（{domain.kind}）。", f"the example is not of kind {domain.kind}"
        yield _fault(located, name, "example", ja, en)
    allowed = {str(value) for value in domain.values}
    for value in values.keys() - allowed:
        ja, en = did_you_mean(value, allowed) if allowed else ("", "")
        place = f"values/{escape(value)}"
        yield _fault(located, name, place, f"「{value}」という値はありません。{ja}", f"no value {value!r}. {en}")
    for value in allowed - values.keys():
        yield _fault(located, name, "values", f"値「{value}」の語がありません。", f"no words for the value {value!r}")


def _fits(example: Any, domain: Domain) -> bool:
    try:
        match domain.kind:
            case "day":
                return bool(parse_day(example))
            case "period":
                return bool(Period.parse(example))
            case "form" | "document":
                # Which there are is held against the library (`check_examples`).
                return isinstance(example, str)
            case "documents":
                return isinstance(example, list)
            case "choices":
                return isinstance(example, list) and all(domain.allows(value) for value in example)
    except (TypeError, ValueError):
        return False
    # A fact inside a list cannot be asked for, but its value can be shown.
    return replace(domain, many=False).allows(example)


# The user's own


def _own_faults(facts: Mapping[str, OwnFact], located: Located) -> Iterator[Problem]:
    for name, fact in facts.items():
        yield from _name_faults(name, facts, located)
        if (fact.kind == "choice") != bool(fact.values):
            ja, en = (
                "値（values）は choice に書き、ほかの種類には書きません。",
                "values: needed by a choice, by nothing else",
            )
            yield _fault(located, name, "values", ja, en)
        else:
            yield from _value_faults(located, name, fact.example, fact.values, fact.domain)


def _name_faults(name: str, facts: Iterable[str], located: Located) -> Iterator[Problem]:
    if name in domains():
        ja = f"「{name}」は formgen の form_specs/{FILE} にあります。独自の事実の名前は custom. で始めます。"
        en = f"{name!r} stands in formgen's own form_specs/{FILE}. Facts of your own are called custom.NAME."
    elif not _OWN_NAME.match(name):
        ja = "独自の事実の名前は custom.NAME か custom.NAME.NAME です（a-z、0-9、_）。"
        en = f"{name!r}: a fact of your own is called custom.NAME or custom.NAME.NAME (a-z, 0-9, _)."
    elif inside := [other for other in facts if other.startswith(f"{name}.")]:
        ja = f"「{name}」は値か「{inside[0]}」などの入れ物の、どちらか一方です。"
        en = f"{name!r} is either a value or what holds {inside[0]!r}, not both."
    else:
        return
    yield _fault(located, name, "", ja, en)
