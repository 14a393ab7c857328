"""How much a profile may hold: more than any filing, and little enough that it is always answered soon."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from formgen.ground.problems import Problem, escape, problem

_ENTRIES = {"users": 3_000, "institutions": 10_000, "permission": 3_000, "attachments": 10_000}
_OTHER_ENTRIES = 1_000
_PLEDGE = 100_000
_CHARACTERS = {"pledge_text": _PLEDGE}
_OTHER_CHARACTERS = 20_000
_VALUES = 500_000
_DEPTH = 60


def oversized(data: Mapping[Any, Any]) -> Iterator[Problem]:
    """Every list and text that is too long; the first value that is one too many or nested too deep ends it."""
    if _is_small(data):
        return
    count = 0
    # A list of what is still to be looked at, not calls within calls: data made in Python may even hold itself.
    left: list[tuple[str, str, Any, int]] = [("", "", data, 0)]
    while left:
        place, key, value, depth = left.pop()
        count += 1
        if count > _VALUES:
            yield problem("E-LIMIT.values", pointer="", limit=f"{_VALUES:,}")
            return
        if depth > _DEPTH:
            yield problem("E-SCHEMA.alias", pointer=place)
            return
        if isinstance(value, str):
            if found := text_too_long(value, place, _CHARACTERS.get(key, _OTHER_CHARACTERS)):
                yield found
        elif isinstance(value, Mapping | list | tuple):
            # What is told as too long is not looked into: its entries would be told one by one.
            if len(value) > (most := _most(key, value)):
                yield problem("E-LIMIT.entries", pointer=place, limit=f"{most:,}", count=f"{len(value):,}")
            else:
                left += [(f"{place}/{escape(k)}", str(k), v, depth + 1) for k, v in reversed(_inside(value))]


def _is_small(data: Any) -> bool:
    """Whether nothing is near any limit, as in most profiles: seen level by level, without a place for each value."""
    level, count = [data], 0
    for _ in range(_DEPTH):
        below: list[Any] = []
        for value in level:
            if isinstance(value, str):
                if len(value) > _OTHER_CHARACTERS:
                    return False
            elif isinstance(value, Mapping | list | tuple):
                if len(value) > _OTHER_ENTRIES:
                    return False
                below += value.values() if isinstance(value, Mapping) else value
        count += len(level)
        if not below or count > _VALUES:
            return count <= _VALUES
        level = below
    return False


def text_too_long(text: str, pointer: str, most: int = _PLEDGE) -> Problem | None:
    """That a text is longer than it may be; by itself one that is read from a file of its own."""
    return problem("E-LIMIT.characters", pointer=pointer, limit=f"{most:,}") if len(text) > most else None


def _most(key: str, value: object) -> int:
    return _OTHER_ENTRIES if isinstance(value, Mapping) else _ENTRIES.get(key, _OTHER_ENTRIES)


def _inside(value: Any) -> list[tuple[Any, Any]]:
    return list(value.items() if isinstance(value, Mapping) else enumerate(value))
