"""Reads YAML and JSON into plain data and remembers the line of every value, not what the values mean."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from formgen.problems import Problem, Refused, problem

MAX_CHARACTERS = 20_000_000
MAX_DEPTH = 60

Lines = dict[str, int]


class _Loader(yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader):  # type: ignore[misc]
    """Safe, and with the scalars of YAML 1.2: no dates, no octal numbers, no yes/no."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}


_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:~|null|)$"), ["~", "n", ""])
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^[-+]?(?:0|[1-9][0-9]*)$"), list("-+0123456789"))
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"^[-+]?(?:0|[1-9][0-9]*)\.[0-9]+$"), list("-+0123456789")
)

_SCALARS: dict[str, Callable[[str], Any]] = {
    "tag:yaml.org,2002:null": lambda _: None,
    "tag:yaml.org,2002:bool": lambda text: text == "true",
    "tag:yaml.org,2002:int": int,
    "tag:yaml.org,2002:float": float,
    "tag:yaml.org,2002:str": str,
}


def escape(part: object) -> str:
    """One step of a JSON Pointer."""
    return str(part).replace("~", "~0").replace("/", "~1")


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
            return _Reader(self.name).read(self.text)[1]
        except Refused:
            return {}


def read_yaml(text: str, name: str) -> Located:
    """YAML (and so JSON) as data. Raises `Refused` with `E-SCHEMA` for bad syntax, repeated keys, aliases."""
    data, lines = _Reader(name).read(text)
    located = Located(data, text, name)
    located.__dict__["lines"] = lines
    return located


def read_json(text: str, name: str) -> Located:
    """JSON as data, by the fast way; anything it does not like is told by the slow way, with lines."""
    try:
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
        _Reader(name).read(text)
    except Refused as refused:
        if not isinstance(error, json.JSONDecodeError):
            return refused.problems
    line = error.lineno if isinstance(error, json.JSONDecodeError) else None
    return (problem("E-SCHEMA.syntax", file=name, line=line, kind="JSON"),)


class _Reader:
    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: Lines = {}
        self.problems: list[Problem] = []
        self.seen: set[int] = set()

    def read(self, text: str) -> tuple[Any, Lines]:
        data = self._value(self._compose(text), "", 0)
        if self.problems:
            raise Refused(self.problems)
        return data, self.lines

    def _compose(self, text: str) -> Node | None:
        if len(text) > MAX_CHARACTERS:
            raise Refused([problem("E-LIMIT.text", file=self.name, limit=MAX_CHARACTERS)])
        try:
            return yaml.compose(text.replace("\t", " "), _Loader)
        except (yaml.YAMLError, RecursionError) as error:
            mark = getattr(error, "problem_mark", None)
            line = mark.line + 1 if mark else None
            found = problem("E-SCHEMA.syntax", file=self.name, line=line, kind="YAML/JSON")
            raise Refused([found]) from None

    def _value(self, node: Node | None, pointer: str, depth: int) -> Any:
        if node is None:
            return None
        self.lines[pointer] = node.start_mark.line + 1
        if depth > MAX_DEPTH or (id(node) in self.seen and not isinstance(node, ScalarNode)):
            self._add("E-SCHEMA.alias", node, pointer)
            return None
        self.seen.add(id(node))
        if isinstance(node, MappingNode):
            return self._mapping(node, pointer, depth)
        if isinstance(node, SequenceNode):
            return [self._value(n, f"{pointer}/{i}", depth + 1) for i, n in enumerate(node.value)]
        return self._scalar(node, pointer)

    def _mapping(self, node: MappingNode, pointer: str, depth: int) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = key_node.value if isinstance(key_node, ScalarNode) else None
            if key is None:
                self._add("E-SCHEMA.key", key_node, pointer)
                continue
            place = f"{pointer}/{escape(key)}"
            if key in out:
                self._add("E-SCHEMA.repeated-key", key_node, place, name=key, first=self.lines[place])
                continue
            out[key] = self._value(value_node, place, depth + 1)
            self.lines[place] = key_node.start_mark.line + 1
        return out

    def _scalar(self, node: Node, pointer: str) -> Any:
        make = _SCALARS.get(node.tag)
        if make is None:
            self._add("E-SCHEMA.tag", node, pointer)
            return None
        return make(node.value)

    def _add(self, key: str, node: Node, pointer: str, **words: object) -> None:
        line = node.start_mark.line + 1
        self.problems.append(problem(key, pointer=pointer, file=self.name, line=line, **words))
