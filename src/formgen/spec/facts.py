"""What facts.yaml says of each fact, as frozen models: what it means, how it is asked for, what it looks like."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from formgen.profile.changes import key_of
from formgen.profile.domains import Domain, FactKind, asked_for, domain_of
from formgen.spec.base import Model
from formgen.spec.rules import Words

OwnKind = Literal["text", "day", "number", "yes-no", "choice"]
_KINDS: Mapping[OwnKind, FactKind] = {
    "text": "text",
    "day": "day",
    "number": "int",
    "yes-no": "bool",
    "choice": "choice",
}


class Fact(Model):
    """One fact of the profile, or one that rules work out.

    `question` asks the user for it; parts of the profile and what rules work out have none. `values` gives the
    words of each value of a choice, by the value as text; `compared_with` the texts that a rule asks for in a text.
    `column` is the head of its column in a table of many cases: short, Japanese, and of no other fact.
    """

    column: str | None = None
    meaning: Words
    question: Words | None = None
    example: Any = None
    values: dict[str, Words] = {}
    compared_with: tuple[str, ...] = ()


class OwnFact(Model):
    """One fact of the user's own: its kind, and in a word what it is; `meaning` and `question` may say it better.

    `values` gives the values of a choice, each with its words.
    """

    kind: OwnKind
    label: str
    meaning: Words | None = None
    question: Words | None = None
    example: Any = None
    values: dict[str, str] = {}

    def as_fact(self) -> Fact:
        """The same as one of ours; the label stands in for what is not said."""
        # One language is enough for a fact of one's own.
        label = Words(ja=self.label, en=self.label)
        values = {value: Words(ja=said, en=said) for value, said in self.values.items()}
        meaning = self.meaning or label
        return Fact(column=self.label, meaning=meaning, question=self.question, example=self.example, values=values)

    @property
    def domain(self) -> Domain:
        """What a profile may write there."""
        return Domain(_KINDS[self.kind], tuple(self.values))


class FactsFile(Model):
    """facts.yaml"""

    facts: dict[str, Fact]


class OwnFactsFile(Model):
    """The facts.yaml of a folder of the user's own."""

    facts: dict[str, OwnFact]


@dataclass(frozen=True)
class FactCatalogue:
    """Every fact a form or a rule may ask for, by its dotted name; `own` has what the user's own facts may hold.

    `ids` are those of forms and documents, for the facts that name one.
    """

    facts: Mapping[str, Fact]
    own: Mapping[str, Domain] = field(default_factory=dict)
    ids: Mapping[FactKind, tuple[str, ...]] = field(default_factory=dict)

    def domain_of(self, name: str) -> Domain | None:
        """The values of a fact; None for a name nobody knows."""
        found = self.own.get(name) or domain_of(name)
        return replace(found, values=self.ids[found.kind]) if found and found.kind in self.ids else found

    def with_ids(self, forms: Iterable[str], documents: Iterable[str]) -> FactCatalogue:
        """The catalogue that knows which forms and documents there are."""
        listed = tuple(documents)
        return replace(self, ids={"form": tuple(forms), "document": listed, "documents": listed})

    def asked_for(self) -> frozenset[str]:
        """The names a form or rule may ask for by itself."""
        return asked_for() | self.own.keys()

    def meaning(self, name: str) -> Words | None:
        """What a fact means."""
        found = self._said(name)
        return found.meaning if found else None

    def question(self, name: str) -> Words | None:
        """How a fact is asked for."""
        found = self._said(name)
        return found.question if found else None

    def word(self, name: str, value: str) -> Words:
        """The word of a value of a choice; the value itself where there is none."""
        found = self._said(name)
        return (found.values if found else {}).get(value) or Words(ja=value, en=value)

    def _said(self, name: str) -> Fact | None:
        # What holds for the change of any item is said once.
        return self.facts.get(key_of(name))
