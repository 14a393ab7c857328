"""Reads YAML and JSON into plain data and remembers the line of every value, not what the values mean."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from formgen.ground.problems import Lines, Problem, Refused, problem


@dataclass(frozen=True)
class Located:
    """Data as read, with the file's name and, on demand, the line of every JSON Pointer in it."""

    data: Any
    text: str
    name: str

    @cached_property
    def lines(self) -> Lines:
        """JSON Pointer -> line, from 1. Empty when the text cannot be read a second time."""
        try:
            return _parse(self.text, self.name)[1]
        except Refused:
            return {}

    def lines_to(self, pointers: Iterable[str]) -> Lines:
        """The lines as far as these pointers need them: of a large file with one fault near its start, few."""
        if "lines" in self.__dict__:
            return self.lines
        # Imported late, as in `_parse`.
        from formgen.files.yaml_text import lines_to

        try:
            return lines_to(self.text, self.name, pointers)
        except Refused:
            return {}


def read_yaml(text: str, name: str) -> Located:
    """YAML (and so JSON) as data. Raises `Refused` with `E-SCHEMA` for bad syntax, repeated keys, aliases."""
    data, lines = _parse(text, name)
    located = Located(data, text, name)
    # The lines came with the data: put where the cached property looks, which would parse a second time.
    located.__dict__["lines"] = lines
    return located


def read_json(text: str, name: str) -> Located:
    """JSON as data, by the fast way; anything it does not like is told by the slow way, with lines."""
    try:
        # Python's reader takes NaN, which is no JSON, and keeps the last of two equal keys without a word.
        data = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
    except (ValueError, RecursionError) as slow:
        problems = _json_problems(text, name, slow)
        raise Refused(problems) from None
    return Located(data, text, name)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError
    return found


def _no_constant(_: str) -> Any:
    raise ValueError


def _json_problems(text: str, name: str, error: Exception) -> tuple[Problem, ...]:
    try:
        _parse(text, name)
    except Refused as refused:
        # What YAML says of a syntax error in JSON would only confuse: there the JSON reader knows the line itself.
        if not isinstance(error, json.JSONDecodeError):
            return refused.problems
    line = error.lineno if isinstance(error, json.JSONDecodeError) else None
    return (problem("E-SCHEMA.syntax", file=name, line=line, kind="JSON"),)


def _parse(text: str, name: str) -> tuple[Any, Lines]:
    # Imported late: a profile in JSON without faults never needs YAML.
    from formgen.files.yaml_text import parse

    return parse(text, name)
