"""Facts that follow from others, each by its name: from what is stated, or by a rule with a date."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from formgen.ground.dates import Period, add, subtract
from formgen.profile import changes
from formgen.profile.base import is_blank
from formgen.profile.model import ChangeItem

if TYPE_CHECKING:
    from formgen.profile.facts import Facts


@dataclass(frozen=True)
class Derived:
    """A fact that follows from others; `stated_as` is the key the user writes to state it.

    `place` tells the entry of a list, as `changes.0.after`; None while there is no such entry.
    """

    work: Callable[[Facts], Any]
    stated_as: str
    place: Callable[[Facts], str | None] | None = None


def _filing_kind(facts: Facts) -> str:
    """新規 while the organisation has no approved user, else 追加 (isa-guide-2024-03); a stated kind wins."""
    stated = facts.profile.filing.kind
    return stated or ("additional" if facts.profile.approved else "new")


# The longest names have four characters (神奈川県). A city may have 県 in its name, but never so near its beginning.
_PREFECTURE = re.compile(r"\s*(北海道|東京都|京都府|大阪府|[^市区郡]{2,3}県)")


def read_prefecture(address: str | None) -> str | None:
    """The prefecture at the beginning of an address; None without one there."""
    found = _PREFECTURE.match(address or "")
    return found[1] if found else None


def _prefecture(facts: Facts) -> str | None:
    organization = facts.profile.organization
    return read_prefecture(organization.address) if is_blank(organization.prefecture) else organization.prefecture


def _home_prefecture(facts: Facts) -> str | None:
    person = facts.person()
    return read_prefecture(person.address) if person else None


def _agent_kind(facts: Facts) -> str | None:
    """新規, 更新 or 再交付, as stated; else by whether the person holds a certificate. 追加 there is none."""
    stated = facts.profile.filing.kind
    if stated is not None:
        return stated if stated != "additional" else None
    held = _holds_certificate(facts)
    return None if held is None else "renewal" if held else "new"


def _user_type(facts: Facts) -> Any:
    return facts.by_law("organization.user_type", facts.profile.organization.kind)


def _foreign(facts: Facts) -> Any:
    person = facts.person()
    if person is None:
        return None
    # A residence card (在留カード) is given to foreign nationals only, whatever stands under nationality.
    if person.residence_card is not None:
        return True
    return facts.by_law("user.foreign", person.nationality or None)


def _holds_certificate(facts: Facts) -> bool | None:
    person = facts.person()
    certificate = person.agent_certificate if person else None
    if certificate is None:
        return None
    if not is_blank(certificate.number) or certificate.expires_on:
        return True
    # An empty number says that there is none; a key left out says nothing.
    return None if certificate.number is None else False


def _photo_given(facts: Facts) -> bool | None:
    """Whether the profile names a file: left out there is none, which is no question."""
    person = facts.person()
    return bool(person.photo) if person else None


def _has_left(facts: Facts) -> bool | None:
    """Whether the last day of the person lies before that of the papers."""
    day = facts.profile.filing.left_on
    return None if day is None else day < facts.as_of


def _others_remain(facts: Facts) -> bool | None:
    """As stated; a roster with another approved user says yes, but one without says nothing: it may not be whole."""
    stated = facts.profile.filing.others_remain
    person = facts.person()
    others = facts.profile.approved - (person is not None and person.status == "approved")
    return stated if stated is not None else True if others else None


def _capacity(facts: Facts) -> Any:
    """As stated; staff of an organisation use the system as its staff."""
    person = facts.person()
    if person is None or person.capacity:
        return person and person.capacity
    found = facts.get("organization.user_type")
    # Staff of a travel agency file as agents only; they are no users of the system.
    return None if found == "travel-agency" else found


def _affected_users(facts: Facts) -> Any:
    """The other approved users, when something of the organisation has changed: that is data of theirs, too."""
    if not any(changes.about_organization(c.item) for c in facts.profile.changes):
        return None
    others = (u for i, u in enumerate(facts.profile.users) if i != facts.user and u.status == "approved")
    return tuple({"name": u.name, "user_id": u.user_id} for u in others)


def _of_change(item: ChangeItem, part: changes.Part) -> Derived:
    """What the profile says of the change of one item."""

    def work(facts: Facts) -> Any:
        found = changes.change_of(facts.profile, item)
        return found is not None if part == "named" else getattr(found[1], part) if found else None

    def place(facts: Facts) -> str | None:
        found = changes.change_of(facts.profile, item)
        return f"changes.{found[0]}.{'item' if part == 'named' else part}" if found else None

    return Derived(work, "changes", place)


def _approval_ends(facts: Facts) -> date | None:
    """The last day of the approval: as stated, else counted by the rule of the day it was given."""
    person = facts.person()
    approval = person.approval if person else None
    return approval.expires_on if approval and approval.expires_on else counted_end(facts)


def counted_end(facts: Facts) -> date | None:
    """The last day of the approval by the rule of the day it was given, whatever is stated of its end."""
    person = facts.person()
    approval = person.approval if person else None
    if approval is None or approval.approved_on is None:
        return None
    if facts.law is None:
        raise LookupError("user.approval.ends_on")
    period, start = facts.law.lasting("user.approval.ends_on", approval.approved_on) or (None, "")
    first = facts.get(start) if period else None
    # The day before the anniversary, as the earlier of the two ways to count.
    end = subtract(add(first, period), Period(days=1)) if period and first else None
    # An approval cannot end before it was given: the day it is counted from is that of an older one.
    return end if end and end >= approval.approved_on else None


def _several_institutions(facts: Facts) -> bool | None:
    # An empty list may be one that nobody has filled in yet.
    return len(facts.client_numbers) > 1 if facts.profile.institutions else None


def _pledged(facts: Facts) -> bool | None:
    """As stated; a pledge of an earlier day is with the office, unless it is said that it is not."""
    client = facts.client()
    if client is None or client.pledged is not None:
        return client.pledged if client else None
    return True if client.pledged_on and client.pledged_on < (facts.profile.date or facts.as_of) else None


def _listed(facts: Facts) -> tuple[Mapping[str, object], ...]:
    """The client institutions a list is about. One that pledges with this filing does so on its day."""
    rows = []
    for case in map(facts.of_client, facts.client_numbers):
        client = facts.profile.institutions[case.institution or 0]
        # Said to have no pledge with the office: its pledge goes into this packet and bears the day of the filing, as
        # the profile states it, never the day of today. Of a pledge given earlier nobody knows the day: it stays blank.
        day = client.pledged_on or (facts.profile.date if case.get("institution.pledged") is False else None)
        rows.append({**dict(client), "pledged_on": day})
    return tuple(rows)


def _roster(facts: Facts) -> tuple[Mapping[str, object], ...]:
    """The users of the organisation: whoever was approved, or of whom it is not said; who left is erased."""
    found = (u for u in facts.profile.users if u.status != "applying")
    return tuple(
        {
            "name": u.name,
            "user_id": u.user_id,
            "certificate_number": u.agent_certificate.number if u.agent_certificate else None,
            "certificate_expires_on": u.agent_certificate.expires_on if u.agent_certificate else None,
            "roster": u.roster or ("erase" if u.status == "left" else None),
        }
        for u in found
    )


def _short_stay(facts: Facts) -> Any:
    case = facts.fee_case()
    if case is None:
        return None
    return facts.by_law("permission.short_stay", case.granted_period)


def _old_card(facts: Facts) -> Any:
    case = facts.fee_case()
    issued = case.applicant.card_issued_on if case else None
    return facts.by_law("permission.applicant.old_card", issued.isoformat() if issued else None)


def _designation_paper(facts: Facts) -> bool | None:
    """As stated; an extension of a status that comes without 指定書 says no, and nothing says that one was given."""
    case = facts.fee_case()
    if case is None:
        return None
    # A change says nothing: the status before it may have had one.
    stated, status = case.applicant.designation_paper, case.applicant.status_of_residence
    if stated is not None or case.kind != "extension" or not status:
        return stated
    return False if facts.by_law("permission.applicant.designation_paper", status) is False else None


def _given(facts: Facts) -> tuple[str, ...]:
    """The documents that go with the papers of this case; those that name nobody are of the whole filing."""
    own = (a for a in facts.profile.attachments if a.user in (None, facts.user))
    return tuple(a.document for a in own)


def _materials(facts: Facts, later: bool) -> tuple[dict[str, object], ...] | None:
    """The materials of this upload, or of a later one; what says nothing goes along now."""
    found = (m for m in facts.profile.application.materials if bool(m.later) == later)
    return tuple({"title": m.title, "pages": m.pages} for m in found) or None


DERIVED: dict[str, Derived] = {
    "filing.kind": Derived(_filing_kind, "filing.kind"),
    "filing.agent_kind": Derived(_agent_kind, "filing.kind"),
    "organization.user_type": Derived(_user_type, "organization.kind"),
    "organization.prefecture": Derived(_prefecture, "organization.prefecture"),
    "user.prefecture": Derived(_home_prefecture, "user.address"),
    "user.capacity": Derived(_capacity, "user.capacity"),
    "user.foreign": Derived(_foreign, "user.nationality"),
    "user.holds_agent_certificate": Derived(_holds_certificate, "user.agent_certificate"),
    "user.photo_given": Derived(_photo_given, "user.photo"),
    "filing.has_left": Derived(_has_left, "filing.left_on"),
    "filing.others_remain": Derived(_others_remain, "filing.others_remain"),
    "filing.affected_users": Derived(_affected_users, "users"),
    "filing.roster": Derived(_roster, "users"),
    "user.approval.ends_on": Derived(_approval_ends, "user.approval.expires_on"),
    "institution.pledged": Derived(_pledged, "institution.pledged"),
    "institutions.listed": Derived(_listed, "institutions"),
    "institutions.count": Derived(lambda f: len(f.client_numbers), "institutions"),
    "institutions.several": Derived(_several_institutions, "institutions"),
    "permission.short_stay": Derived(_short_stay, "permission.granted_period"),
    "permission.applicant.old_card": Derived(_old_card, "permission.applicant.card_issued_on"),
    "permission.applicant.designation_paper": Derived(_designation_paper, "permission.applicant.designation_paper"),
    "application.materials_now": Derived(lambda f: _materials(f, later=False), "application.materials"),
    "application.materials_later": Derived(lambda f: _materials(f, later=True), "application.materials"),
    "attachments.given": Derived(_given, "attachments"),
} | {name: _of_change(*about) for name, about in changes.FACTS.items()}

#: Facts that follow by a dated rule, and the stated fact they follow from.
BY_LAW: Mapping[str, str] = {
    "organization.user_type": "organization.kind",
    "user.foreign": "user.nationality",
    "permission.short_stay": "permission.granted_period",
    "permission.applicant.old_card": "permission.applicant.card_issued_on",
    "user.approval.ends_on": "user.approval.approved_on",
    "permission.applicant.designation_paper": "permission.applicant.status_of_residence",
}
