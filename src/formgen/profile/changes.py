"""The items of a user's data that can change (変更事項), and what a profile says of the change of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

from formgen.profile.model import Change, ChangeItem, Profile

Part = Literal["named", "before", "after", "changed_on"]

#: The fact of a profile that each item is; None for what no profile holds.
FACT_OF: Mapping[ChangeItem, str | None] = {
    "organization.name": "organization.name",
    "organization.address": "organization.address",
    "organization.phone": "organization.phone",
    "corporation.trade_name": "organization.corporate_name",
    "corporation.head_office_address": "organization.head_office_address",
    "corporation.number": "organization.corporate_number",
    "user.name": "user.name",
    "user.nationality": "user.nationality",
    "user.phone": "user.phone",
    "user.email": "user.email",
    "user.password": None,
}

#: For each fact about the change of an item (`change.user.name.before`), the item and the part of the change.
FACTS: Mapping[str, tuple[ChangeItem, Part]] = {
    f"change.{item}.{part}": (item, part) for item in get_args(ChangeItem) for part in get_args(Part)
}


def change_of(profile: Profile, item: ChangeItem) -> tuple[int, Change] | None:
    """The first change of an item, with its place in the list."""
    return next(((n, c) for n, c in enumerate(profile.changes) if c.item == item), None)


def about_organization(item: ChangeItem) -> bool:
    """Whether an item is one of the organisation, and so of all its users."""
    return not item.startswith("user.")


def key_of(fact: str) -> str:
    """The key of the profile that a fact about a change is written in (`changes.before`); any other fact unchanged."""
    if fact not in FACTS:
        return fact
    part = FACTS[fact][1]
    return "changes.item" if part == "named" else f"changes.{part}"
