"""What is wrong with a form or rule file, as problems at a line of it, with the nearest known word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel, ValidationError

from formgen.files.located import Located
from formgen.ground.problems import Problem, escape, problem
from formgen.ground.suggestions import did_you_mean
from formgen.profile.model import part_of
from formgen.spec.sheet_file import ENTRY_KEYS, ROW_KEYS, model_of_entry

Origins = Mapping[str, str]
"""Pointer of something that was expanded -> pointer of what it was written as."""

Todo = tuple[str, str]
"""What to do, in Japanese and English."""

NO_ORIGINS: Origins = MappingProxyType({})
"""For a file that is read as it stands."""


def fault(located: Located, place: str, ja: str, en: str, todo: Todo | None = None) -> Problem:
    """A fault at the line of a JSON Pointer, or of its nearest parent that has one; `todo`: what to do about it."""
    here = place
    # A key that is missing has no line of its own.
    while here and here not in located.lines:
        here = here.rpartition("/")[0]
    line = located.lines.get(here) or 1
    where = {"file": located.name, "line": line, "pointer": place, "detail": ja, "detail_en": en}
    return problem("E-SPEC.mend", **where, todo=todo[0], todo_en=todo[1]) if todo else problem("E-SPEC.file", **where)


def unknown(located: Located, place: str, what: tuple[str, str], word: str, known: Iterable[str]) -> Problem:
    """A name that nobody knows; `what` it should be, in Japanese and English."""
    ja, en = did_you_mean(word, known)
    return fault(located, place, f"「{word}」という{what[0]}はありません。{ja}", f"no {what[1]} {word!r}. {en}")


def model_faults(
    error: ValidationError, located: Located, model: type[BaseModel], data: Any, origins: Origins = NO_ORIGINS
) -> Iterator[Problem]:
    """What pydantic found in `data`, unknown keys and words first, each with a suggestion."""
    every = error.errors(include_url=False, include_input=False)
    # A misspelt key is also a key that is missing: the cause before its consequence.
    for found in sorted(every, key=lambda f: f["type"] != "extra_forbidden"):
        steps = _steps(found["loc"], data)
        place = origin_of("".join("/" + escape(s) for s in steps), origins)
        yield _told(found, located, place, steps, model, data)


def origin_of(place: str, origins: Origins) -> str:
    """Where something was written that stands at a place of the expanded file."""
    here, rest = place, ""
    while here and here not in origins:
        here, _, step = here.rpartition("/")
        rest = f"/{step}{rest}"
    return origins.get(here, here) + rest


def _told(
    found: Any, located: Located, place: str, steps: Sequence[str | int], model: type[BaseModel], data: Any
) -> Problem:
    kind, about = found["type"], found.get("ctx", {})
    if kind == "extra_forbidden":
        return unknown(located, place, ("キー", "key"), str(steps[-1]), _siblings(model, steps, data))
    if kind == "literal_error":
        # pydantic tells the values of a Literal as one text.
        allowed = re.findall(r"'([^']*)'|(\d+)", str(about["expected"]))
        return unknown(located, place, ("値", "value"), str(_at(data, steps)), (a or b for a, b in allowed))
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        return _no_kind(located, place, _at(data, steps))
    if (numbers := _numbers(found, data, steps)) is not None:
        return fault(located, place.rpartition("/")[0] if kind == "missing" else place, *numbers)
    if kind == "missing":
        name = str(found["loc"][-1])
        return fault(located, place, f"キー「{name}」が要ります。", f"the key {name!r} is missing")
    if kind == "model_type" and about.get("class_name") == "Words":
        ja, en = "日本語と英語で書きます：{ja: …, en: …}。", "write it in both languages: {ja: …, en: …}"
        return fault(located, place, ja, en)
    if "date" in kind and _looks_like_a_day(_at(data, steps)):
        return fault(located, place, "この日は暦にありません。", "there is no such day in the calendar")
    # Our validators write both languages into one message (`wrong`), as pydantic takes only one.
    said, _, english = found["msg"].removeprefix("Value error, ").partition(" / ")
    return fault(located, place, _EXPECTED.get(kind, said), english or said)


def _numbers(found: Any, data: Any, steps: Sequence[str | int]) -> tuple[str, str] | None:
    """A place written with too few or too many numbers; None for every other error."""
    if found["type"] == "missing" and isinstance(found["loc"][-1], int):
        where = steps[:-1]
    elif found["type"] == "too_long":
        where = steps
    else:
        return None
    key = str(where[-1]) if where else ""
    given = _at(data, where)
    if key not in _COUNTS or not isinstance(given, list | tuple):
        return None
    ja, en = _COUNTS[key]
    return f"{key} は{ja}（いまは{len(given)}つ）。", f"{key} takes {en} (there are {len(given)})"


_RECTANGLE = ("数を4つ書きます：[左, 上, 幅, 高さ]（mm）", "four numbers: [left, top, width, height] in mm")
_POINT = ("数を2つ書きます：[左, 上]（mm）", "two numbers: [left, top] in mm")
_COUNTS = {
    **dict.fromkeys(("box", "label_box", "side_box", "within", "frame", "brace"), _RECTANGLE),
    **dict.fromkeys(("at", "table"), _POINT),
    "rule": ("数を4つ書きます：[x, y, x, y]（始点と終点、mm）", "four numbers: [x, y, x, y] from point to point in mm"),
}


def _looks_like_a_day(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value) is not None


_EXPECTED = {
    "string_type": "文字列を書きます。",
    "float_type": "数を書きます。",
    "float_parsing": "数を書きます。",
    "int_type": "整数を書きます。",
    "int_parsing": "整数を書きます。",
    "bool_type": "true か false を書きます。",
    "bool_parsing": "true か false を書きます。",
    "tuple_type": "一覧 […] を書きます。",
    "dict_type": "キーと値の組 {…} を書きます。",
    "model_type": "キーと値の組 {…} を書きます。",
    "date_from_datetime_parsing": "日付（2026-04-01 の形）を書きます。",
}


def _no_kind(located: Located, place: str, entry: Any) -> Problem:
    """A thing on a sheet that names no kind: which of its keys may have been meant."""
    keys = [key for key in entry if isinstance(key, str)] if isinstance(entry, Mapping) else []
    # Groups of rows stand in tables only.
    known = (*ENTRY_KEYS, *ROW_KEYS) if {"rows", "either", "inside"} & set(place.split("/")) else ENTRY_KEYS
    near = [did_you_mean(key, known) for key in keys if key not in _COMMON]
    ja, en = next((n for n in near if "Did you" in n[1]), did_you_mean("", known))
    return fault(
        located, place, f"何を置くのかを示すキーがありません。{ja}", f"no key says what kind of thing this is. {en}"
    )


# What pydantic calls the members of a union, in the path of an error; some are keys of a file as well.
_TAGS = frozenset((*ENTRY_KEYS, *ROW_KEYS, "Note", "str"))
# Keys that any thing on a sheet may have: none of them is a misspelt kind.
_COMMON = frozenset(
    {"item", "status", "source", "when", "label", "blank", "box", "at", "size", "like", "height", "cells", "split"}
)


def _siblings(model: type[BaseModel], steps: Sequence[str | int], data: Any) -> Iterator[str]:
    """The keys that could stand where an unknown one stands."""
    here: type[BaseModel] = model
    for depth, step in enumerate(steps[:-1]):
        if isinstance(step, str):
            here = _inner(here, step) or here
        else:
            here = model_of_entry(_at(data, steps[: depth + 1])) or here
    return (f.alias or n for n, f in here.model_fields.items())


def _inner(model: type[BaseModel], name: str) -> type[BaseModel] | None:
    field = next((n for n, f in model.model_fields.items() if name in (n, f.alias)), name)
    return part_of(model, field)


def _at(data: Any, steps: Iterable[str | int]) -> Any:
    for step in steps:
        if isinstance(data, Mapping):
            data = data.get(step)
        elif isinstance(data, list | tuple) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return None
    return data


def _steps(loc: Iterable[str | int], data: Any) -> list[str | int]:
    """The location without pydantic's names of union members: those stand after a list's index."""
    out: list[str | int] = []
    last: str | int = ""
    for step in loc:
        tag = isinstance(step, str) and isinstance(last, int) and not isinstance(data, list | tuple)
        last = step
        if tag and (not isinstance(data, Mapping) or step in _TAGS):
            continue
        if isinstance(data, Mapping):
            out.append(step)
            data = data.get(step)
        elif isinstance(data, list | tuple) and isinstance(step, int):
            out.append(step)
            data = data[step] if step < len(data) else None
    return out
