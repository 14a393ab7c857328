"""The one door to YAML: text to plain data with the line of every value, by a loader that builds nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, ClassVar

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from formgen.problems import Lines, Problem, Refused, escape, problem

MAX_CHARACTERS = 20_000_000
MAX_DEPTH = 60


def parse(text: str, name: str) -> tuple[Any, Lines]:
    """Data, and JSON Pointer -> line from 1. Raises `Refused` for bad syntax, repeated keys, aliases, tags."""
    return _Reader(name).read(text)


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
