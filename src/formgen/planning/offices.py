"""Where the papers go, on that day."""

from __future__ import annotations

import re
from collections.abc import Iterator

from formgen.ground.problems import Problem, problem
from formgen.ground.suggestions import did_you_mean
from formgen.planning.model import OfficeFound
from formgen.planning.papers import Situation
from formgen.spec.rules import Office, SpecialAddress, in_force


def find_office(now: Situation) -> tuple[OfficeFound | None, tuple[Problem, ...]]:
    """The office, with a special address where the rules have one, and what is doubtful about it."""
    # One address for all offices comes first: then it does not matter which office is stated.
    special = _special(now, None)
    if special:
        return _from_special(special), ()
    name = now.profile.office
    if not name:
        return None, (problem("W-UNKNOWN.office", form=now.form.form, pointer="/office"),)
    office = now.rules.offices.get(name)
    if office is None:
        # All offices end alike (出入国在留管理局); only the place at the beginning tells them apart.
        ja, en = did_you_mean(name, [o for o in now.rules.offices if name[:2] in o] or now.rules.offices)
        return None, (problem("E-VALUE.office", pointer="/office", suggestion=ja, suggestion_en=en),)
    special = _special(now, name)
    found = _from_special(special) if special else _from_office(office)
    return found, tuple(_doubts(now, office, found))


def _special(now: Situation, office: str | None) -> SpecialAddress | None:
    for used in in_force(now.form.packet.addresses, now.day):
        # All cases must agree, unknown is not enough: papers sent to the wrong place are lost time.
        fits = now.route in used.routes and all(case.holds(used.when) for case in now.cases)
        for address in now.rules.special_addresses(used.use, now.day) if fits else ():
            if address.office == office:
                return address
    return None


def _from_special(address: SpecialAddress) -> OfficeFound:
    return OfficeFound(
        name=address.name,
        section=address.section,
        postal_code=address.postal_code,
        address=address.address,
        phone=None,
        status=address.status,
        source=address.sources,
    )


def _from_office(office: Office) -> OfficeFound:
    # An address that is not confirmed is left blank: a wrong one on an envelope is worse than none.
    sure = office.status == "confirmed"
    return OfficeFound(
        name=office.name,
        section=None,
        postal_code=office.postal_code if sure and office.address else None,
        address=office.address if sure else None,
        phone=office.phone if sure else None,
        status=office.status,
        source=office.sources,
    )


# The longest names have four characters (神奈川県); without a prefecture in front the address tells nothing.
_PREFECTURE = re.compile(r"北海道|東京都|京都府|大阪府|[^市区郡]{2,3}県")


def _serves(now: Situation, office: Office) -> bool | None:
    """Whether an office serves the prefecture of the organisation; None when the address does not begin with one.

    A bureau also serves what its branches serve, and a branch or sub-office what its parents do.
    """
    found = _PREFECTURE.match(now.profile.organization.address or "")
    if found is None:
        return None
    related = (o for o in now.rules.offices.values() if _related(now, o, office))
    return any(area.startswith(found[0]) for o in related for area in o.prefectures)


def _related(now: Situation, one: Office, other: Office) -> bool:
    """Whether one stands above the other, or is the same."""
    return one.name in _upwards(now, other) or other.name in _upwards(now, one)


def _upwards(now: Situation, office: Office) -> Iterator[str]:
    """The office and those above it."""
    here: Office | None = office
    while here is not None:
        yield here.name
        here = now.rules.offices.get(here.parent) if here.parent else None


def _doubts(now: Situation, office: Office, found: OfficeFound) -> Iterator[Problem]:
    about = {"form": now.form.form, "pointer": "/office"}
    if in_force(now.form.packet.offices, now.day) and not office.accepts_usage_request:
        yield problem("E-VALUE.office-takes-none", **about)
    # Papers of the organisation go by its seat; fee sheets by where the foreign national lives.
    elif now.form.per != "permission" and _serves(now, office) is False:
        yield problem("W-CONTRADICTION.office-elsewhere", **about)
    # At the counter nobody needs the address on paper.
    if now.route == "mail" and found.address is None:
        yield problem("W-INFERRED.address", **about)
