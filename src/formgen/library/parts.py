"""Fills in shared blocks (`part: title`) and styles (`like: kana`) before a sheet file is checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from formgen.files.located import Located
from formgen.ground.problems import Problem
from formgen.library.faults import fault, unknown

_LISTS = ("content", "rows", "inside", "either")
# What may be said over several things at once; any other key would hit only one of them, or all alike.
_SHARED = ("item", "status", "source", "when", "page")
# A part may use parts; one that uses itself ends here.
_DEEP = 8
_INSIDE = re.compile(r"\$\{(\w+)\}")


@dataclass(frozen=True)
class Parts:
    """The blocks and styles of parts.yaml."""

    parts: Mapping[str, Any] = field(default_factory=dict)
    styles: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def parts_of(located: Located) -> tuple[Parts, tuple[Problem, ...]]:
    """The blocks of a file that holds some, and what is wrong with it."""
    data = located.data if isinstance(located.data, Mapping) else {}
    faults = [
        unknown(located, f"/{key}", ("キー", "key"), key, ("parts", "styles"))
        for key in data
        if key not in ("parts", "styles")
    ]
    parts, styles = data.get("parts") or {}, data.get("styles") or {}
    for name, body in parts.items():
        if not all(isinstance(one, Mapping) for one in (body if isinstance(body, list) else [body])):
            faults.append(
                fault(located, f"/parts/{name}", "ブロックは {…} か、その一覧です。", "a part is {…} or a list of such")
            )
    for name, style in styles.items():
        if not isinstance(style, Mapping):
            faults.append(fault(located, f"/styles/{name}", "スタイルは {…} です。", "a style is {…}"))
    return Parts(parts, styles), tuple(faults)


@dataclass
class Expansion:
    """A sheet file with its blocks filled in; `origins` tell where each thing was written."""

    data: Any
    origins: dict[str, str]
    faults: list[Problem]


def expanded(located: Located, parts: Parts) -> Expansion:
    """The file with every `part` and `like` filled in, and the names it uses that nobody knows."""
    own = located.data.get("styles") if isinstance(located.data, Mapping) else None
    styles = {**parts.styles, **(own if isinstance(own, Mapping) else {})}
    work = _Work(located, parts.parts, styles, {}, [])
    return Expansion(work.node(located.data, "", ""), work.origins, work.faults)


@dataclass
class _Work:
    located: Located
    parts: Mapping[str, Any]
    styles: Mapping[str, Any]
    origins: dict[str, str]
    faults: list[Problem]

    def node(self, data: Any, place: str, written: str) -> Any:
        if not isinstance(data, Mapping):
            return data
        out = {}
        for key, value in data.items():
            here, there = f"{place}/{key}", f"{written}/{key}"
            out[key] = self._list(value, here, there) if key in _LISTS and isinstance(value, list) else value
        return out

    def _list(self, entries: list[Any], place: str, written: str) -> list[Any]:
        out: list[Any] = []
        for number, entry in enumerate(entries):
            origin = f"{written}/{number}"
            for one in self._filled(entry, origin, 0):
                here = f"{place}/{len(out)}"
                self.origins[here] = origin
                out.append(self.node(self._styled(one, origin), here, origin))
        return out

    def _styled(self, entry: Any, written: str) -> Any:
        if not isinstance(entry, Mapping) or not isinstance(entry.get("like"), str):
            return entry
        name = entry["like"]
        if name not in self.styles:
            self.faults.append(unknown(self.located, f"{written}/like", ("スタイル", "style"), name, self.styles))
            return entry
        # What stands on the sheet wins over its style.
        return {**self.styles[name], **entry}

    def _filled(self, entry: Any, written: str, depth: int) -> Iterator[Any]:
        if not isinstance(entry, Mapping) or "part" not in entry:
            yield entry
            return
        name = entry["part"]
        if not isinstance(name, str) or name not in self.parts or depth > _DEEP:
            self.faults.append(unknown(self.located, f"{written}/part", ("ブロック", "part"), str(name), self.parts))
            return
        body = self.parts[name]
        given = {key: value for key, value in entry.items() if key != "part"}
        used: set[str] = set()
        bodies = body if isinstance(body, list) else [body]
        made = [_replaced(one, given, used, lambda missing: self._missing(name, missing, written)) for one in bodies]
        over = {key: value for key, value in given.items() if key not in used}
        self._check_over(over, written, len(bodies))
        for one in made:
            yield from self._filled({**one, **over}, written, depth + 1)

    def _missing(self, part: str, name: str, written: str) -> None:
        ja, en = f"ブロック「{part}」には「{name}」が要ります。", f"the part {part!r} needs {name!r}"
        self.faults.append(fault(self.located, written, ja, en))

    def _check_over(self, over: Mapping[str, Any], written: str, bodies: int) -> None:
        for key in over if bodies > 1 else ():
            if key not in _SHARED:
                self.faults.append(unknown(self.located, f"{written}/{key}", ("キー", "key"), key, _SHARED))


def _replaced(body: Any, given: Mapping[str, Any], used: set[str], missing: Callable[[str], None]) -> Any:
    """The body of a block with `$name`, and `${name}` inside a text, filled in; the names it took go into `used`."""

    def named(name: str) -> Any:
        used.add(name)
        if name not in given:
            missing(name)
        # Missing: told already, so the rest of the block is still checked.
        return given.get(name, "")

    if isinstance(body, Mapping):
        # A condition has the name of its fact on the left.
        return {_replaced(key, given, used, missing): _replaced(v, given, used, missing) for key, v in body.items()}
    if isinstance(body, list):
        return [_replaced(value, given, used, missing) for value in body]
    if not isinstance(body, str):
        return body
    if body.startswith("$") and not body.startswith("${"):
        return named(body[1:])
    return _INSIDE.sub(lambda found: str(named(found[1])), body)
