"""What identifiers are called in sentences about rules: papers, facts and their values, routes, periods."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from formgen.ground.dates import Period
from formgen.ground.terms import TERMS
from formgen.library.rules import Rules
from formgen.spec.rules import ROUTES, Words


def term(name: str) -> Words:
    """The word for an identifier; the identifier itself when there is none."""
    ja, en = TERMS.get(name, (name, name))
    return Words(ja=ja, en=en)


def listed(words: Iterable[Words], ja: str = "・", en: str = ", ") -> Words:
    """Several words as one text."""
    every = tuple(words)
    return Words(ja=ja.join(w.ja for w in every if w.ja), en=en.join(w.en for w in every if w.en))


def yen(amount: int) -> Words:
    """An amount of money."""
    return Words(ja=f"{amount:,}円", en=f"{amount:,} yen")


def period(text: str) -> Words:
    """A length of time, as in 3月. Raises `ValueError`."""
    found = Period.parse(text)
    return Words(ja=found.words(), en=found.in_english())


@dataclass(frozen=True)
class Names:
    """What the rules of a library call things; `forms` are the titles of its forms."""

    rules: Rules
    forms: Mapping[str, Words]

    def paper(self, name: str) -> Words:
        """The title of a form or of a document."""
        return self.forms.get(name) or self.rules.titles(name)

    def fact(self, name: str) -> Words:
        """What a fact means; its name when nobody says."""
        return self.rules.facts.meaning(name) or Words(ja=name, en=name)

    def value(self, fact: str, value: Any) -> Words:
        """One value of a fact."""
        if value is None:
            return Words(ja="書かれていない", en="not stated")
        if isinstance(value, bool):
            return Words(ja="はい", en="yes") if value else Words(ja="いいえ", en="no")
        found = self.rules.facts.facts.get(fact)
        # A fact that follows from another has its values there, or plain words of ours.
        return (found.values.get(str(value)) if found else None) or term(str(value))

    def condition(self, when: Mapping[str, Any] | None) -> Words:
        """A condition: each fact with the values it may have."""
        parts = []
        for name, wanted in (when or {}).items():
            values = listed(self.value(name, v) for v in (wanted if isinstance(wanted, list | tuple) else (wanted,)))
            fact = self._briefly(name)
            parts.append(Words(ja=f"{fact.ja}＝{values.ja}", en=f"{fact.en}: {values.en}"))
        return listed(parts, "、", "; ")

    def _briefly(self, name: str) -> Words:
        """What a fact means without what stands behind it in brackets: there are values behind it."""
        said = self.fact(name)
        return Words(ja=said.ja.partition("（")[0], en=said.en.partition(" (")[0])

    def limited(self, routes: Iterable[str] | None, when: Mapping[str, Any] | None) -> Words:
        """On which routes and in which cases something holds; empty when always."""
        ways = tuple(routes or ())
        about = [listed(map(term, ways))] if 0 < len(ways) < len(ROUTES) else []
        return listed([*about, *([self.condition(when)] if when else [])], "、", "; ")
