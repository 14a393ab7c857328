"""What a cell says, by the kind of its fact: a value of the profile, nothing, or what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any
from unicodedata import normalize

from formgen.batch.tables.cells import NO_VALUE, TIME, Raw
from formgen.ground.dates import Period, day_fault, parse_day
from formgen.ground.problems import Problem, problem
from formgen.profile.base import is_blank
from formgen.profile.domains import Domain

Read = Callable[[Raw], Any]
"""From a cell that is not empty to a value, None where it states nothing, or a `Problem`."""

Words = Mapping[str, Any]
"""The values of a choice by every word that means one of them, as `plain` has it."""

SPACES = problem("W-TABLE.spaces")
"""A cell of nothing but spaces: it states nothing."""

YES_NO: Words = {"はい": True, "いいえ": False, "true": True, "false": False, "yes": True, "no": False}
_NOTHING = ("なし", "[]")
_BETWEEN = re.compile(r"[、,\n]")
_JAPANESE_PERIOD = re.compile(r"(?:([0-9]{1,3})年)?(?:([0-9]{1,3})(?:か|カ|ヶ|ケ|箇)?月)?(?:([0-9]{1,4})日)?\Z")


def plain(text: str) -> str:
    """A word as it is compared: width, spaces and case do not count."""
    return "".join(normalize("NFKC", text).casefold().split())


def reader_of(domain: Domain, words: Words) -> Read:
    """What reads the cells of a column."""
    match domain.kind:
        case "day":
            return _day
        case "bool":
            return _among(YES_NO)
        case "int":
            return _int
        case "choice" | "form" | "document":
            return _among(words)
        case "choices":
            return _several(words)
        case "period":
            return _period
        case _:
            return text_of


def text_of(raw: Raw) -> Any:
    """A text exactly as it was typed. What Excel made a number, a day or a yes of has lost its zeros or its form."""
    if type(raw) is str:
        return SPACES if is_blank(raw) else raw
    if raw is NO_VALUE:
        return None
    if type(raw) is bool:
        return problem("E-TABLE.yes-no-for-text")
    day = isinstance(raw, date) or raw is TIME
    return problem("E-TABLE.day-for-text" if day else "E-TABLE.number-for-text")


def _stripped(read: Callable[[str], Any]) -> Read:
    """For what is no text: spaces around it mean nothing, and what is no text at all is another matter."""

    def stripped(raw: Raw) -> Any:
        if raw is NO_VALUE:
            return None
        if type(raw) is str:
            return SPACES if is_blank(raw) else read(raw.strip())
        return read(_written(raw))

    return stripped


def _written(raw: Raw) -> str:
    """A number or a yes as people write it: 3.0 is 3."""
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    return str(raw).lower() if isinstance(raw, bool) else str(raw)


def _day(raw: Raw) -> Any:
    if isinstance(raw, date):
        return raw.isoformat()
    if raw is NO_VALUE:
        return None
    if raw is TIME:
        return problem("E-TABLE.time")
    if type(raw) is not str:
        return problem("E-TABLE.number-for-day")
    text = raw.strip()
    if is_blank(text):
        return SPACES
    try:
        parse_day(text)
    except ValueError:
        return problem(day_fault(text))
    return text


def _whole(text: str) -> Any:
    # Figures of any width; but 10² is not 102.
    return int(text) if text.isdecimal() and len(text) < 16 else problem("E-TABLE.whole-number")


_int = _stripped(_whole)


def _parsed_period(text: str) -> Any:
    try:
        Period.parse(text)
    except ValueError:
        found = _JAPANESE_PERIOD.match(normalize("NFKC", text))
        if not found or not any(found.groups()):
            return problem("E-TABLE.period")
        return "P" + "".join(f"{int(n)}{unit}" for n, unit in zip(found.groups(), "YMD", strict=True) if n)
    return text


_period = _stripped(_parsed_period)


def _among(words: Words) -> Read:
    fault = problem("E-TABLE.choice", **_listed(words))
    return _stripped(lambda text: words.get(plain(text), fault))


def _several(words: Words) -> Read:
    fault = problem("E-TABLE.choices", **_listed(words))

    def read(text: str) -> Any:
        if plain(text) in _NOTHING:
            return []
        found = [words.get(plain(part)) for part in _BETWEEN.split(text) if not is_blank(part)]
        return fault if None in found else found

    return _stripped(read)


_MOST_LISTED = 30


def _listed(words: Words) -> dict[str, str]:
    """The first word for each value, as a message lists them."""
    first: dict[Any, str] = {}
    for word, value in words.items():
        first.setdefault((type(value), value), word)
    said = list(first.values())
    more = " …" if len(said) > _MOST_LISTED else ""
    said = said[:_MOST_LISTED]
    return {"choices": "、".join(f"「{word}」" for word in said) + more, "choices_en": ", ".join(said) + more}


def words_of(pairs: Iterable[tuple[str, Any]]) -> Words:
    """Words for values; a word that means two of them means none."""
    found: dict[str, Any] = {}
    unclear = set()
    for word, value in pairs:
        key = plain(word)
        if key and found.setdefault(key, value) != value:
            unclear.add(key)
    return {word: value for word, value in found.items() if word not in unclear}


def is_fault(value: Any) -> bool:
    """Whether it is a problem and no value."""
    return type(value) is Problem
