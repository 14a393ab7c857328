"""How a person or a permission is spoken of: by place and role, which are no values, or by name, which is one."""

from __future__ import annotations

from formgen.ground.problems import Whose
from formgen.profile.model import Profile

_ROLES = {
    "applying": ("申出人", "applicant"),
    "approved": ("利用者", "user"),
    "left": ("離職者", "leaver"),
    None: ("職員", "member of staff"),
}

Said = tuple[str, str]
"""Japanese and English."""


def place_of(profile: Profile, user: int | None, permission: int | None, institution: int | None = None) -> Said:
    """「1人目の申出人」, 「2件目の申請人」, 「1番目の機関」; empty for what is about the whole filing.

    Persons are counted among those of the same status, as somebody reading the list of them would.
    """
    if institution is not None:
        return f"{institution + 1}番目の機関", f"client institution {institution + 1}"
    if permission is not None and permission < len(profile.permission):
        return f"{permission + 1}件目の申請人", f"applicant of permission {permission + 1}"
    if user is None or user >= len(profile.users):
        return "", ""
    status = profile.users[user].status
    number = profile.places_among_alike[user]
    ja, en = _ROLES[status]
    return f"{number}人目の{ja}", f"{en} {number}"


def name_of(profile: Profile, user: int | None, permission: int | None, institution: int | None = None) -> str | None:
    """The name as stated, with the receipt number of a permission; None when neither is."""
    if institution is not None and institution < len(profile.institutions):
        return profile.institutions[institution].name
    if permission is not None and permission < len(profile.permission):
        given = profile.permission[permission]
        return "・".join(part for part in (given.applicant.name, given.receipt_number) if part) or None
    return profile.users[user].name if user is not None and user < len(profile.users) else None


def whose(profile: Profile, user: int | None, permission: int | None, institution: int | None = None) -> Whose | None:
    """Of several persons, permissions or institutions the one that is meant; None when there is no choice."""
    of = profile.users if permission is None else profile.permission
    several = len(of if institution is None else profile.institutions) > 1
    ja, en = place_of(profile, user, permission, institution) if several else ("", "")
    return Whose(ja, en, name_of(profile, user, permission, institution)) if ja else None
