"""Names of files that every system can have: nothing forbidden, not too long, none twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Literal
from unicodedata import category, normalize

from formgen.ground.problems import Refused, problem
from formgen.handover.patterns import Values, fill, holes_of
from formgen.typeface.cluster import clusters

ALWAYS = '/\\:*?"<>|'
"""Characters that Windows has for other things; Unix has / alone."""

# What is not seen and would stand between a name and whoever reads it: it may turn the order of the letters.
_UNSEEN = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_UNWRITABLE = frozenset({"Cc", "Cs", "Zl", "Zp"})
_STAND_INS = "_-＿－"
_DEVICES = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])\Z", re.IGNORECASE)
_EDGES = " .\u3000\u00a0"
MORE = "…"
# Half of these says something else; each is short.
_WHOLE = frozenset({"date", "yyyymmdd", "year", "fee", "number", "pages", "bytes", "key", "packet", "draft"})

Unit = Literal["bytes", "characters"]


@dataclass(frozen=True)
class Rules:
    """What a file may be called. `longest` in bytes of UTF-8, or in characters as Windows counts them (UTF-16)."""

    forbidden: str
    replace: str
    longest: int
    unit: Unit

    def length(self, text: str) -> int:
        """As long as the receiver takes it to be."""
        if self.unit == "bytes":
            return len(text.encode("utf-8", "surrogatepass"))
        return len(text.encode("utf-16-le", "surrogatepass")) // 2

    def allowed(self, text: str, number: str) -> str:
        """The text without what no name may have. Raises `Refused` (E-TARGET.forbidden) where that is not replaced.

        `number` is that of the file, for people.
        """
        refused = [c for c in self.forbidden + ALWAYS if c in text] if self.replace == "refuse" else []
        if refused:
            found = " ".join(f"U+{ord(c):04X}" for c in dict.fromkeys(refused))
            raise Refused([problem("E-TARGET.forbidden", characters=found, number=number)])
        return "".join(map(self._instead, text))

    def _instead(self, character: str) -> str:
        if _UNSEEN.match(character):
            return ""
        if category(character) in _UNWRITABLE:
            return self.plain
        if character not in self.forbidden + ALWAYS:
            return character
        wide = full_width(character) if self.replace == "full-width" else self.replace
        return wide if wide and wide not in self.forbidden else self.plain

    @property
    def plain(self) -> str:
        """What stands for a character that has no counterpart, and between parts of a name."""
        return self.replace if len(self.replace) == 1 else stand_in(self.forbidden) or ""


def stand_in(forbidden: str) -> str | None:
    """What stands for a character that has no full-width counterpart; None where nothing is left."""
    return next((c for c in _STAND_INS if c not in forbidden), None)


def full_width(character: str) -> str | None:
    """The full-width counterpart (全角) of a character; None where it has none."""
    if character == "¥":
        return "￥"
    return chr(ord(character) + 0xFEE0) if "!" <= character <= "~" else None


class Namer:
    """Gives names, and remembers them. `shortened`: how many had to be."""

    def __init__(self, rules: Rules) -> None:
        self._rules, self._taken = rules, set[str]()
        self.shortened = 0

    def name(self, pattern: str, values: Values, suffix: str) -> str:
        """The name of one file, by `values` that hold its `key` and `number`. Raises `Refused` (E-TARGET.forbidden)."""
        for more in _mores(self._rules.plain, values["key"]):
            stem, cut = self._stem(pattern, values, more + suffix)
            name = stem + more + suffix
            if _alike(name) not in self._taken:
                self._taken.add(_alike(name))
                self.shortened += cut
                return name
        raise AssertionError

    def _stem(self, pattern: str, values: Values, rest: str) -> tuple[str, bool]:
        """What stands before `rest`, and whether it was shortened: the longest value first, then the end."""
        room = self._rules.longest - self._rules.length(rest)
        parts = {hole: clusters(values[hole]) for hole in holes_of(pattern) if hole not in _WHOLE}
        kept = {hole: min(len(part), room) for hole, part in parts.items()}

        def stem() -> str:
            shorter = {hole: shortened(part, kept[hole]) for hole, part in parts.items()}
            return self._tidy(fill(pattern, {**values, **shorter}), values)

        while self._rules.length(found := stem()) > room and (over := [hole for hole in kept if kept[hole] > 1]):
            kept[max(over, key=lambda hole: self._rules.length("".join(parts[hole][: kept[hole]])))] -= 1
        cut = any(kept[hole] < len(part) for hole, part in parts.items())
        return (found, cut) if self._rules.length(found) <= room else (self._end_cut(found, room, values), True)

    def _end_cut(self, stem: str, room: int, values: Values) -> str:
        parts = clusters(stem)
        many = min(len(parts), room)
        while many and self._rules.length(found := self._tidy(shortened(parts, many), values)) > room:
            many -= 1
        return found if many else values["key"]

    def _tidy(self, stem: str, values: Values) -> str:
        """Without what may not stand in it or at its ends, and no device of Windows; never empty."""
        found = self._rules.allowed(stem, values["number"]).strip(_EDGES) or values["key"]
        base, dot, rest = found.partition(".")
        return f"{base}{self._rules.plain}{dot}{rest}" if _DEVICES.match(base.rstrip(_EDGES)) else found


def shortened(parts: Sequence[str], most: int) -> str:
    """A text of these clusters, with … at its end where some had to go."""
    return "".join(parts) if len(parts) <= most else "".join(parts[:most]).rstrip(_EDGES) + MORE


def _mores(joint: str, key: str) -> Iterator[str]:
    """What tells names apart that are alike: nothing, the key of the content, a number."""
    yield ""
    yield f"{joint}{key}"
    yield from (f"{joint}{key}{joint}{number}" for number in count(2))


def _alike(name: str) -> str:
    """As systems compare names that do not tell capitals, or that compose letters."""
    return normalize("NFC", normalize("NFC", name).casefold())
