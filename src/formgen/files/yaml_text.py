"""The one door to YAML: text to plain data with the line of every value, by a loader that builds nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any, ClassVar

import yaml
from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)
from yaml.nodes import ScalarNode

from formgen.ground.problems import Lines, Problem, Refused, escape, problem

# Both stand far above any profile or form; a file beyond them is a mistake or made to do harm.
MAX_VALUES = 500_000
MAX_DEPTH = 60


def parse(text: str, name: str) -> tuple[Any, Lines]:
    """Data, and JSON Pointer -> line from 1. Raises `Refused` for bad syntax, repeated keys, aliases, tags."""
    return _Reader(name).read(text)


def lines_to(text: str, name: str, wanted: Iterable[str]) -> Lines:
    """The lines up to these pointers, and no further than the last of them. Raises as `parse`."""
    reader = _Reader(name, wanted)
    with suppress(_Enough):
        reader.read(text)
    return reader.lines


# libyaml's parser where PyYAML was built with it: much faster, the same events.
class _Loader(yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader):  # type: ignore[misc]
    """Safe, and with the scalars of YAML 1.2: no dates, no octal numbers, no yes/no."""

    # YAML 1.1 would read a code such as NO as false, and 2026-04-01 as a day
    # before anybody could say what is wrong with it.
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
_NUMBERS = ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float")


class _Enough(Exception):
    """Every line that was wanted is known."""


class _Reader:
    """Builds data from the events of the parser, so that nesting is counted before it is followed."""

    def __init__(self, name: str, wanted: Iterable[str] = ()) -> None:
        self.name = name
        self.wanted = set(wanted)
        self.text = ""
        self.lines: Lines = {}
        self.problems: list[Problem] = []
        self.values = 0

    def read(self, text: str) -> tuple[Any, Lines]:
        # JSON may be indented by tabs, YAML may not. One for one, so that places in the line stay; a tab inside a value
        # is told (`_scalar`), never turned into a space.
        self.text = text
        loader = _Loader(text.replace("\t", " "))
        try:
            data = self._document(loader)
        except yaml.YAMLError as error:
            raise Refused([self._syntax(getattr(error, "problem_mark", None), str(error))]) from None
        finally:
            loader.dispose()
        if self.problems:
            raise Refused(self.problems)
        return data, self.lines

    def _document(self, loader: Any) -> Any:
        loader.get_event()  # the stream begins
        if isinstance(loader.get_event(), StreamEndEvent):
            return None
        data = self._value(loader, loader.get_event(), "", 0)
        loader.get_event()  # the document ends
        after = loader.get_event()
        if not isinstance(after, StreamEndEvent):
            raise Refused([self._syntax(after.start_mark)])
        return data

    def _value(self, loader: Any, event: Any, pointer: str, depth: int) -> Any:
        self.lines.setdefault(pointer, event.start_mark.line + 1)
        if pointer in self.wanted:
            self.wanted.remove(pointer)
            if not self.wanted:
                raise _Enough
        # Counted while it is read: the nesting of a hostile file would exhaust the stack of whoever follows it.
        self.values += 1
        if self.values > MAX_VALUES:
            raise Refused([problem("E-LIMIT.values", file=self.name, limit=f"{MAX_VALUES:,}")])
        if depth > MAX_DEPTH:
            raise Refused([problem("E-SCHEMA.alias", file=self.name, line=event.start_mark.line + 1)])
        if isinstance(event, MappingStartEvent):
            return self._mapping(loader, pointer, depth)
        if isinstance(event, SequenceStartEvent):
            return self._sequence(loader, pointer, depth)
        # A few lines of aliases can stand for millions of values, and a value would have two places.
        if isinstance(event, AliasEvent):
            self._add("E-SCHEMA.alias", event, pointer)
            return None
        return self._scalar(loader, event, pointer)

    def _sequence(self, loader: Any, pointer: str, depth: int) -> list[Any]:
        out: list[Any] = []
        while not isinstance(event := loader.get_event(), SequenceEndEvent):
            out.append(self._value(loader, event, f"{pointer}/{len(out)}", depth + 1))
        return out

    def _mapping(self, loader: Any, pointer: str, depth: int) -> dict[str, Any]:
        out: dict[str, Any] = {}
        while not isinstance(event := loader.get_event(), MappingEndEvent):
            plain = isinstance(event, ScalarEvent)
            key = event.value if plain else ""
            place = f"{pointer}/{escape(key)}"
            if not plain:
                self._add("E-SCHEMA.key", event, pointer)
                self._value(loader, event, place, depth + 1)
            elif key in out:
                self._add("E-SCHEMA.repeated-key", event, place, first=self.lines[place])
            else:
                self.lines[place] = event.start_mark.line + 1
            value = self._value(loader, loader.get_event(), place, depth + 1)
            # The first one stays; the second was told as a fault.
            out.setdefault(key, value)
        return out

    def _scalar(self, loader: Any, event: Any, pointer: str) -> Any:
        if "\t" in self.text[event.start_mark.index : event.end_mark.index].strip():
            self._add("E-SCHEMA.tab", event, pointer)
            return None
        tag = event.tag or loader.resolve(ScalarNode, event.value, event.implicit)
        make = _SCALARS.get(tag)
        if make is None:
            self._add("E-SCHEMA.tag", event, pointer)
            return None
        try:
            return make(event.value)
        except ValueError:
            # Python reads no number of thousands of figures; every other scalar is of its kind already.
            self._add("E-SCHEMA.number" if tag in _NUMBERS else "E-SCHEMA.tag", event, pointer)
            return None

    def _syntax(self, mark: Any, said: str = "") -> Problem:
        """What is wrong as far as the parser knows: a tab, a colon, or just the place."""
        if mark is None:
            return problem("E-SCHEMA.syntax", file=self.name, kind="YAML/JSON")
        where = {"file": self.name, "line": mark.line + 1, "column": mark.column + 1}
        lines = self.text.split("\n")
        # Both places are worth a look: the parser often notices a line too late.
        near = lines[max(0, mark.line - 1) : mark.line + 1]
        if any("\t" in line[: len(line) - len(line.lstrip())] for line in near) and "{" not in self.text[:1]:
            return problem("E-SCHEMA.indented-by-tab", **where)
        if "mapping values are not allowed" in said:
            return problem("E-SCHEMA.colon", **where)
        return problem("E-SCHEMA.syntax-at", **where, kind="YAML/JSON")

    def _add(self, key: str, event: Any, pointer: str, **words: object) -> None:
        line = event.start_mark.line + 1
        self.problems.append(problem(key, pointer=pointer, file=self.name, line=line, **words))
