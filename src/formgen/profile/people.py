"""How a person or a permission is spoken of: by place and role, which are no values, or by name, which is one."""

from __future__ import annotations

from formgen.ground.problems import Whose
from formgen.profile.model import Profile

_ROLES = {
    "applying": ("利用申出人", "applicant"),
    "approved": ("利用者", "user"),
    "left": ("離職者", "leaver"),
    None: ("職員", "member of staff"),
}

Said = tuple[str, str]
"""Japanese and English."""


def place_of(profile: Profile, user: int | None, permission: int | None) -> Said:
    """「1人目の利用申出人」, 「2件目の申請人」; empty for what is about the whole filing.

    Persons are counted among those of the same status, as somebody reading the list of them would.
    """
    if permission is not None and permission < len(profile.permission):
        return f"{permission + 1}件目の申請人", f"applicant of permission {permission + 1}"
    if user is None or user >= len(profile.users):
        return "", ""
    status = profile.users[user].status
    number = sum(u.status == status for u in profile.users[: user + 1])
    ja, en = _ROLES[status]
    return f"{number}人目の{ja}", f"{en} {number}"


def name_of(profile: Profile, user: int | None, permission: int | None) -> str | None:
    """The name as stated, with the receipt number of a permission; None when neither is."""
    if permission is not None and permission < len(profile.permission):
        given = profile.permission[permission]
        return "・".join(part for part in (given.applicant.name, given.receipt_number) if part) or None
    return profile.users[user].name if user is not None and user < len(profile.users) else None


def whose(profile: Profile, user: int | None, permission: int | None) -> Whose | None:
    """Of several persons or permissions the one that is meant; None when there is no choice."""
    several = len(profile.users if permission is None else profile.permission) > 1
    ja, en = place_of(profile, user, permission) if several else ("", "")
    return Whose(ja, en, name_of(profile, user, permission)) if ja else None
