"""Facts of the user's own (`custom` in the profile): held against what their forms folder declares."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from formgen.ground.dates import day_fault, parse_day
from formgen.ground.problems import Problem, escape, problem
from formgen.ground.suggestions import did_you_mean
from formgen.ground.terms import choices
from formgen.profile.domains import Domain

ROOT = "custom"

Declarations = Mapping[str, Domain]
"""Dotted name (`custom.secondment.host`) -> what may stand there: text, day, int, bool or choice."""


def custom_facts(stated: object, declared: Declarations) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """The stated facts as values of their kinds (a day becomes a date), and every fault with its JSON Pointer."""
    if not isinstance(stated, Mapping):
        return {}, ()  # the profile's model tells that
    problems: list[Problem] = []
    return dict(_group(stated, ROOT, f"/{ROOT}", declared, problems)), tuple(problems)


def _group(
    stated: Mapping[Any, Any], prefix: str, place: str, declared: Declarations, problems: list[Problem]
) -> Iterator[tuple[str, Any]]:
    known = below(prefix, declared)
    for key, value in stated.items():
        name, pointer = f"{prefix}.{key}", f"{place}/{escape(key)}"
        if name in declared:
            fault = _fault(value, declared[name])
            if fault is None:
                yield key, _as_kind(value, declared[name])
            else:
                problems.append(fault(pointer))
        elif key not in known:
            problems.append(_undeclared(str(key), known, pointer))
        elif isinstance(value, Mapping):
            yield key, dict(_group(value, name, pointer, declared, problems))
        elif value is not None:
            problems.append(_wrong_type("オブジェクト {…}", "an object {…}")(pointer))


def below(prefix: str, declared: Declarations) -> tuple[str, ...]:
    """The keys that may stand directly below a name."""
    inside = (name.removeprefix(f"{prefix}.") for name in declared if name.startswith(f"{prefix}."))
    return tuple(dict.fromkeys(name.partition(".")[0] for name in inside))


def _undeclared(key: str, known: tuple[str, ...], pointer: str) -> Problem:
    if not known:
        return problem("E-SCHEMA.no-custom", pointer=pointer)
    ja, en = did_you_mean(key, known)
    return problem("E-SCHEMA.undeclared", pointer=pointer, suggestion=ja, suggestion_en=en)


Fault = Callable[[str], Problem]


def _fault(value: object, domain: Domain) -> Fault | None:
    """What is wrong with a value, as a problem for a place; None when nothing is. Empty text is not stated."""
    # Nothing stated is never wrong: it becomes a question where a form needs it.
    if value is None or (value == "" and domain.kind in ("text", "day", "choice")):
        return None
    if domain.kind == "day":
        return None if _is_day(value) else lambda place: problem(day_fault(value), pointer=place)
    if domain.allows(value):
        return None
    if domain.kind == "choice":
        said = choices(domain.values)
        return lambda place: problem("E-SCHEMA.choice", pointer=place, **said)
    return _wrong_type(*_EXPECTED[domain.kind])


_EXPECTED = {"text": ("文字列", "text"), "int": ("整数", "a whole number"), "bool": ("true か false", "true or false")}


def _wrong_type(ja: str, en: str) -> Fault:
    return lambda place: problem("E-SCHEMA.type", pointer=place, expected=ja, expected_en=en)


def _is_day(value: object) -> bool:
    try:
        # From Python data a day may come as a date already.
        return isinstance(value, date) or (isinstance(value, str) and bool(parse_day(value)))
    except ValueError:
        return False


def _as_kind(value: Any, domain: Domain) -> Any:
    return parse_day(value) if domain.kind == "day" and isinstance(value, str) and value else value
