"""What a column can be about, by name: a place in the profile, a document with the papers, the key of rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, get_args

from pydantic import BaseModel

from formgen.library import Library
from formgen.profile.changes import FACTS as CHANGES
from formgen.profile.custom import ROOT
from formgen.profile.derived import DERIVED
from formgen.profile.domains import Domain, domain_of
from formgen.profile.model import ChangeItem, Profile, part_of
from formgen.profile.places import keys_in

OWN: Final = -1
"""In the place of a number in a list: the entry of this row."""

DocumentPart = Literal["file", "issued_on", "masked"]
Step = str | int

_INDEX = re.compile(r"\[(\d{1,5})\]")
_OWN_LISTS = {"user": "users", "institution": "institutions", "change": "changes", "attachment": "attachments"}


@dataclass(frozen=True)
class Target:
    """What the cells of a column state. `steps` lead to the value in a profile, with OWN for the entry of the row.

    Of a document (`document`) `part` says what of it; of a change (`item`) the steps lead into the entry of the item.
    """

    name: str
    domain: Domain
    steps: tuple[Step, ...] = ()
    document: str | None = None
    part: DocumentPart = "file"
    item: ChangeItem | None = None

    @property
    def fact(self) -> str:
        """The fact's name as the catalogue has it, for its words."""
        names = [str(s) for s in self.steps if not isinstance(s, int)]
        one = {"users": "user", "institutions": "institution"}
        dotted = [one.get(n, n) if i == 0 and len(names) > 1 else n for i, n in enumerate(names)]
        return ".".join("since" if n == "from" else n for n in dotted)


KEY = Target("key", Domain("text"))
"""The column that says which rows belong together."""


def target_of(name: str, library: Library) -> Target | None:
    """What a name means; None for a name that nobody knows, or of a whole part of the profile."""
    steps = tuple(_INDEX.sub(r".\1", name).lstrip("/").replace("/", ".").split("."))
    if steps[0] == "attachment":
        return _document(name, steps[1:], library)
    if name in CHANGES:
        item, part = CHANGES[name]
        return _change(name, item, part) if part != "named" else None
    if steps[0] == ROOT:
        domain = library.facts.own.get(name)
        return Target(name, domain, steps) if domain else None
    found = _in_profile(steps)
    return Target(name, *found) if found else _stated_as(name, library)


def _stated_as(name: str, library: Library) -> Target | None:
    """A fact that follows from another is stated by that one."""
    derived = DERIVED.get(name)
    return target_of(derived.stated_as, library) if derived and derived.stated_as != name else None


def _change(name: str, item: ChangeItem, part: str) -> Target:
    return Target(name, Domain("day" if part == "changed_on" else "text"), (part,), item=item)


def _document(name: str, steps: tuple[str, ...], library: Library) -> Target | None:
    """`attachment.ID`, `attachment.ID.issued_on`, `attachment.ID.masked`."""
    parts = {"file": "text", "issued_on": "day", "masked": "bool"}
    part = steps[1] if len(steps) == 2 else "file"
    if not steps or len(steps) > 2 or part not in get_args(DocumentPart):
        return None
    if steps[0] not in library.rules.documents and steps[0] not in library.files:
        return None
    return Target(name, Domain(parts[part]), document=steps[0], part=part)  # type: ignore[arg-type]


def _in_profile(names: tuple[str, ...]) -> tuple[Domain, tuple[Step, ...]] | None:
    """The kind of value at a place of the profile, and the way to it; None where there is no single value."""
    model: type[BaseModel] | None = Profile
    left = [_OWN_LISTS.get(names[0], names[0]), *names[1:]]
    steps: list[Step] = []
    plain: list[str] = []
    while left:
        name = left.pop(0)
        field = "since" if name == "from" else name
        if model is None or field not in model.model_fields:
            return None
        plain.append(field)
        steps.append("from" if field == "since" else field)
        model = part_of(model, field)
        listed = domain_of(".".join(plain))
        # Among the facts `permission` is the one a sheet is about; in the profile it is a list of them.
        if (listed and listed.kind == "list") or plain == ["permission"]:
            steps.append(int(left.pop(0)) if left and left[0].isdecimal() else OWN)
    domain = domain_of(".".join(plain))
    return (domain, tuple(steps)) if domain and domain.kind not in ("list", "group") else None


def known_names(library: Library) -> tuple[str, ...]:
    """Every name a column may have, without numbers, in the order of the profile."""
    documents = (f"attachment.{name}" for name in library.rules.documents)
    return (*_names(Profile, ""), *_changes(), *library.facts.own, *documents)


def _changes() -> Iterator[str]:
    return (name for name in CHANGES if not name.endswith(".named"))


def _names(model: type[BaseModel], prefix: str) -> Iterator[str]:
    one = {"users": "user", "institutions": "institution"}
    for key in keys_in(model):
        field = "since" if key == "from" else key
        inner = part_of(model, field)
        if inner is not None:
            yield from _names(inner, f"{prefix}{one.get(key, key)}.")
        elif prefix or key != ROOT:
            yield prefix + key
