"""Layers (optional content, ISO 32000-1, 8.11): which of them a viewer shows when it opens a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pikepdf

from formgen.attachments.pdf.names import as_text

Key = tuple[int, int]
"""A layer by the number of its object."""

# An expression of visibility that goes deeper is no expression; what cannot be understood is shown.
_DEEPEST = 20


class Layers:
    """The layers of a file in the state it asks for (`/D`), on a screen and without anybody's doing."""

    def __init__(self, properties: Any) -> None:
        properties = _dictionary(properties)
        self._config = _dictionary(properties.get("/D"))
        self._known = {*_keys(properties.get("/OCGs"))}
        self._on, self._off = ({*_keys(self._config.get(key))} for key in ("/ON", "/OFF"))
        self._by_usage = {*self._asked()}

    def shown(self, content: Any) -> bool:
        """Whether what belongs to a layer, or to a rule about layers (OCMD), is shown; anything else is."""
        if not isinstance(content, pikepdf.Dictionary):
            return True
        return not self._hidden(content)

    def hiding(self, content: Any) -> set[Key]:
        """The layers that are off of those that something belongs to (all of them, where it hides for being on)."""
        groups = [content] if content.get("/OCGs") is None else _each(content.get("/OCGs"))
        found = [group for group in groups if isinstance(group, pikepdf.Dictionary)]
        return {g.objgen for g in found if self._group_hidden(g)} or {g.objgen for g in found} or {content.objgen}

    def _hidden(self, content: Any) -> bool:
        if as_text(content.get("/Type")) != "/OCMD" and "/OCGs" not in content:
            return self._group_hidden(content)
        if isinstance(rule := content.get("/VE"), pikepdf.Array):
            return not self._true(rule, 0)
        states = [not self._group_hidden(g) for g in _each(content.get("/OCGs")) if isinstance(g, pikepdf.Dictionary)]
        policy = _POLICIES.get(as_text(content.get("/P", "/AnyOn")), any)
        return bool(states) and not policy(states)

    def _true(self, rule: Any, depth: int) -> bool:
        if isinstance(rule, pikepdf.Dictionary):
            return not self._group_hidden(rule)
        if not isinstance(rule, pikepdf.Array) or not len(rule) or depth > _DEEPEST:
            return True
        what, *parts = rule
        found = [self._true(part, depth + 1) for part in parts]
        return {"/And": all(found), "/Or": any(found), "/Not": not all(found)}.get(as_text(what), True)

    def _group_hidden(self, group: Any) -> bool:
        key = group.objgen
        if key not in self._known or not self._meant(group):
            return False
        state = _usage(group)
        if key in self._by_usage and state:
            return state == "/OFF"
        # Not asked for, it does not show a layer; that it hides one is how the viewers in browsers take it.
        return self._by_default(key) == "/OFF" or state == "/OFF"

    def _by_default(self, key: Key) -> str:
        if key in self._off:
            return "/OFF"
        return "/ON" if key in self._on or as_text(self._config.get("/BaseState")) != "/OFF" else "/OFF"

    def _meant(self, group: Any) -> bool:
        """A layer for another purpose than being looked at (/Intent /Design) hides nothing."""
        asked, has = ({*map(as_text, _each(d.get("/Intent", pikepdf.Name.View)))} for d in (self._config, group))
        return "/All" in asked or bool(asked & has)

    def _asked(self) -> Iterator[Key]:
        """The layers whose state on a screen is that of their own /Usage."""
        for entry in map(_dictionary, _each(self._config.get("/AS"))):
            if as_text(entry.get("/Event")) == "/View" and "/View" in map(as_text, _each(entry.get("/Category"))):
                yield from _keys(entry.get("/OCGs"))


_POLICIES: dict[str, Callable[[list[bool]], bool]] = {
    "/AllOn": all,
    "/AnyOn": any,
    "/AnyOff": lambda states: not all(states),
    "/AllOff": lambda states: not any(states),
}


def _usage(group: Any) -> str:
    return as_text(_dictionary(_dictionary(group.get("/Usage")).get("/View")).get("/ViewState", ""))


def _dictionary(found: Any) -> Any:
    return found if isinstance(found, pikepdf.Dictionary) else pikepdf.Dictionary()


def _each(found: Any) -> list[Any]:
    if found is None:
        return []
    return list(found) if isinstance(found, pikepdf.Array) else [found]


def _keys(found: Any) -> Iterator[Key]:
    return (group.objgen for group in _each(found) if isinstance(group, pikepdf.Dictionary))
