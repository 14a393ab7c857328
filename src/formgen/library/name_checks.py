"""What rule and packet files name: sources, facts, values a fact can take, placeholders, words in both languages."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel

from formgen.files.located import Located
from formgen.ground.problems import Problem, escape
from formgen.ground.suggestions import did_you_mean
from formgen.library.faults import fault, unknown
from formgen.profile.domains import Domain
from formgen.spec.base import source_ids
from formgen.spec.facts import FactCatalogue
from formgen.spec.packets import placeholders
from formgen.spec.rules import Words


def source_faults(located: Located, place: str, item: object, known: Collection[str]) -> Iterator[Problem]:
    """Sources that sources.yaml does not have, or none at all."""
    source: Any = getattr(item, "source", ())
    names = source_ids(source)
    if not names:
        yield fault(located, place, "出典（source）がありません。", "no source")
    for name in names:
        if name not in known:
            yield unknown_source(located, f"{place}/source", name, known)


def unknown_source(located: Located, place: str, name: str, known: Collection[str]) -> Problem:
    """A source that no sources.yaml has: a name like one of them is suggested, a list of all would only mislead."""
    # One letter at most too many or too few: own-practice is no slip for house-practice.
    near = get_close_matches(name, sorted(k for k in known if abs(len(k) - len(name)) <= 1), n=1)
    ja, en = did_you_mean(name, near) if near else ("", "")
    todo = (
        f"様式のフォルダの sources.yaml の sources に、id: {name} の出典を書き足してください"
        "（issuer に発行者、title に題名、official: false）。",
        f"Add it to the sources.yaml of your forms folder: {{id: {name}, issuer: WHO, title: WHAT, official: false}}.",
    )
    return fault(located, place, f"「{name}」という出典はありません。{ja}", f"no source {name!r}. {en}".rstrip(), todo)


def when_faults(
    located: Located, place: str, when: Mapping[str, Any] | None, facts: FactCatalogue
) -> Iterator[Problem]:
    """Conditions on facts that nobody knows, and values that a fact cannot take."""
    for name, wanted in (when or {}).items():
        here = f"{place}/{escape(name)}"
        found = facts.domain_of(name)
        # A fact inside a list has no one value that could be compared.
        if found is None or found.many:
            yield unknown(located, here, ("事実", "fact"), name, facts.asked_for())
            continue
        for value in wanted if isinstance(wanted, list | tuple) else (wanted,):
            # null asks whether the fact is stated at all, which every fact can answer.
            if value is not None and not found.allows(value):
                yield _impossible(located, here, name, value, found)
            elif is_null_misspelt(value):
                yield unknown(located, here, ("値", "value"), str(value), ("null",))
        # Such a condition could never hold, and the paper would be missing without a word.
        if wanted == []:
            yield fault(located, here, "値がありません。", "no value")


def is_null_misspelt(value: object) -> bool:
    """Whether a text is `null` with a slip: on a text any value is taken, and the condition would never hold."""
    return isinstance(value, str) and bool(get_close_matches(value, ("null",), cutoff=0.75))


def _impossible(located: Located, place: str, name: str, value: object, found: Domain) -> Problem:
    known = ["true", "false"] if found.kind == "bool" else sorted(map(str, found.values))
    ja, en = did_you_mean(str(value), known) if known else (f"種類：{found.kind}", f"It is a {found.kind}.")
    return fault(
        located, place, f"「{name}」が「{value}」になることはありません。{ja}", f"{name} can never be {value!r}. {en}"
    )


def compatible(one: Mapping[str, Any] | None, two: Mapping[str, Any] | None) -> bool:
    """Whether two conditions can hold together: no fact would need two values."""
    shared = set(one or {}) & set(two or {})
    return all(_listed((one or {})[name]) & _listed((two or {})[name]) for name in shared)


def _listed(wanted: Any) -> set[tuple[type, Any]]:
    # With its type, as true and 1 are equal in Python.
    return {(type(v), v) for v in (wanted if isinstance(wanted, list | tuple) else (wanted,))}


def kind_faults(located: Located, place: str, name: str, kind: str, facts: FactCatalogue) -> Iterator[Problem]:
    """A fact that nobody knows, or that is not of the kind needed."""
    found = facts.domain_of(name)
    names = [n for n in facts.asked_for() if (facts.domain_of(n) or Domain("text")).kind == kind]
    if found is None or found.many:
        yield unknown(located, place, ("事実", "fact"), name, names)
    elif found.kind != kind:
        ja, en = did_you_mean(name, names)
        said = f"「{name}」の種類は{found.kind}です（要るのは{kind}）。{ja}"
        yield fault(located, place, said, f"{name} is a {found.kind}, not a {kind}. {en}")


def template_faults(located: Located, place: str, words: Words, known: Collection[str]) -> Iterator[Problem]:
    """Placeholders nobody fills, and braces that are not placeholders, in both languages."""
    for lang in ("ja", "en"):
        names = placeholders(words.text(lang))
        if names is None:
            yield fault(
                located, f"{place}/{lang}", "{ } の書き方が正しくありません。", "braces that are no placeholder"
            )
        # Sorted, so that faults come in the same order on every run.
        for name in sorted((names or frozenset()) - set(known)):
            yield unknown(located, f"{place}/{lang}", ("差し込み", "placeholder"), name, known)


def blank_words(located: Located, place: str, item: object) -> Iterator[Problem]:
    """Texts that say nothing in one of the languages, anywhere in an item."""
    if isinstance(item, Words):
        for lang in ("ja", "en"):
            if not item.text(lang).strip():
                yield fault(located, f"{place}/{lang}", "文がありません。", "no text")
    elif isinstance(item, BaseModel):
        for name, about in type(item).model_fields.items():
            yield from blank_words(located, f"{place}/{about.alias or name}", getattr(item, name))
    elif isinstance(item, list | tuple):
        for number, one in enumerate(item):
            yield from blank_words(located, f"{place}/{number}", one)
