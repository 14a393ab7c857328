"""Facts by dotted name: the profile as seen for one person, one permission and one day, and what follows.

A fact that is not stated is None, never "no". Rules and forms ask for facts by name only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import Any, Protocol

from pydantic import BaseModel

from formgen.ground.dates import Period
from formgen.profile.base import is_blank
from formgen.profile.derived import DERIVED
from formgen.profile.model import Institution, Permission, Profile, User, part_of

When = Mapping[str, Any]


class Law(Protocol):
    """Says how a fact follows from a stated one on a day."""

    def derive(self, fact: str, stated: str, day: date, /) -> str | bool | None:
        """The fact, None where the rules of the day do not tell. Raises `LookupError` when there is no rule at all."""

    def lasting(self, fact: str, day: date, /) -> tuple[Period, str] | None:
        """How long something lasts, and the fact it is counted from; None and `LookupError` as above."""


@dataclass(frozen=True)
class Facts:
    """The facts of one case. `extra` holds what rules have worked out (`office.*`, `fee.*`, `plan.*`).

    `clients` are the client institutions it is about, by their places in the profile (None: all of them);
    `institution` is the one of them that a paper made for each is about.

    `law` says how facts follow from others where that is a rule with a date; without it such facts raise.
    """

    profile: Profile = field(repr=False)
    as_of: date
    user: int | None = None
    permission: int | None = None
    extra: Mapping[str, object] = field(default_factory=dict, repr=False)
    law: Law | None = field(default=None, repr=False, compare=False)
    institution: int | None = None
    clients: tuple[int, ...] | None = None

    def get(self, name: str) -> Any:
        """The value of a fact, None when it is not stated. Text that is empty, or blank all through, states nothing."""
        # What rules have worked out wins over the profile: nobody states their own office's address.
        if name in self.extra or name in WORKED_OUT:
            return self.extra.get(name)
        derive = DERIVED.get(name)
        value = derive.work(self) if derive else _walk(self._root(name), name.split("."))
        return None if isinstance(value, str) and is_blank(value) else value

    def holds(self, when: When | None) -> bool | None:
        """Whether every condition holds: True, False, or None when a fact that matters is not stated."""
        # One condition that fails settles it, whatever is unknown: a question about the rest would be idle.
        answers = [is_among(self.get(name), wanted) for name, wanted in (when or {}).items()]
        return False if False in answers else None if None in answers else True

    def unknown(self, when: When | None) -> tuple[str, ...]:
        """The names of the facts that `when` needs and the profile does not state."""
        return tuple(n for n, wanted in (when or {}).items() if is_among(self.get(n), wanted) is None)

    def pointer(self, name: str) -> str:
        """Where in the profile the fact stands or should be written, as a JSON Pointer."""
        derive = DERIVED.get(name)
        stated = (derive.place and derive.place(self)) or derive.stated_as if derive else name
        parts = stated.split(".")
        if parts[0] == "user":
            parts[:1] = ["users", str(self.user or 0)]
        elif parts[0] == "institution":
            parts[:1] = ["institutions", str(self.institution or 0)]
        elif parts[0] == "permission" and len(self.profile.permission) > 1:
            parts[:1] = ["permission", str(self.permission or 0)]
        # `from` is a word of Python, so the model calls it `since`.
        return "/" + "/".join("from" if p == "since" else p for p in parts)

    def person(self) -> User | None:
        """The person this case is about."""
        return self.profile.users[self.user] if self.user is not None else None

    def fee_case(self) -> Permission | None:
        """The permission this case is about."""
        return self.profile.permission[self.permission] if self.permission is not None else None

    @property
    def client_numbers(self) -> tuple[int, ...]:
        """The client institutions this case is about, by their places in the profile."""
        return tuple(range(len(self.profile.institutions))) if self.clients is None else self.clients

    def client(self) -> Institution | None:
        """The client institution this case is about: the one it is made for, or the only one there is."""
        if self.institution is not None:
            return self.profile.institutions[self.institution]
        numbers = self.client_numbers
        return self.profile.institutions[numbers[0]] if len(numbers) == 1 else None

    def of_client(self, number: int) -> Facts:
        """The case of one client institution."""
        return replace(self, institution=number, clients=(number,))

    def with_clients(self, wanted: When | None) -> Facts:
        """The case with those client institutions for which a condition holds, or may hold."""
        if not wanted:
            return self
        kept = (n for n in self.client_numbers if self.of_client(n).holds(wanted) is not False)
        return replace(self, clients=tuple(kept))

    def by_law(self, name: str, stated: str | None) -> Any:
        """A fact that follows from a stated one by a rule. Raises `LookupError` when no rules are at hand."""
        if stated is None:
            return None
        # Better an error than "no": whoever forgets the law would get papers left out in silence.
        if self.law is None:
            raise LookupError(name)
        return self.law.derive(name, stated, self.as_of)

    def _root(self, name: str) -> BaseModel | None:
        first = name.partition(".")[0]
        parts = {"user": self.person, "permission": self.fee_case, "institution": self.client}
        return parts.get(first, lambda: self.profile)()


def _walk(here: Any, parts: list[str]) -> Any:
    if parts[0] in ("user", "permission", "institution"):
        parts = parts[1:]
    for part in parts:
        if here is None:
            return None
        here = here.get(part) if isinstance(here, Mapping) else getattr(here, part)
    return here


def is_among(value: object, wanted: object) -> bool | None:
    """Whether a fact is among the wanted values. `null` among them means "not stated is fine"."""
    allowed = wanted if isinstance(wanted, list | tuple) else (wanted,)
    if value is None:
        return True if None in allowed else None
    # Of several values one is enough; an empty list of them says that there is none.
    values = value if isinstance(value, tuple) else (value,)
    # In Python 1 == True: a number is no answer to a question of yes or no.
    return any(v == a and type(v) is type(a) for v in values for a in allowed)


#: Facts that rules work out; they are given to `Facts` as `extra`.
WORKED_OUT = (
    "office.name",
    "office.head",
    "office.postal_code",
    "office.address",
    "office.section",
    "fee.amount",
    "plan.checklist",
    "plan.enclosures",
    "plan.envelope",
    "plan.lead_title",
    "plan.unfinished",
    "plan.fees",
    "plan.fee_count",
    "plan.fee_total",
    "plan.fee_subtotals",
    "plan.stamps",
    "plan.next_steps",
)


@cache
def known() -> frozenset[str]:
    """Every name a form or a rule may ask for."""
    names = set(_names(Profile, ""))
    names |= {f"user.{n}" for n in _names(User, "")} | {f"permission.{n}" for n in _names(Permission, "")}
    names |= {f"institution.{n}" for n in _names(Institution, "")}
    return frozenset(names | set(DERIVED) | set(WORKED_OUT))


def _names(model: type[BaseModel], prefix: str) -> Iterator[str]:
    for name in model.model_fields:
        yield prefix + name
        inner = part_of(model, name)
        if inner is not None:
            yield from _names(inner, f"{prefix}{name}.")
