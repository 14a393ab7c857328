"""Where the papers go, on that day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from formgen.ground.problems import Problem, problem
from formgen.ground.suggestions import did_you_mean
from formgen.planning.findings import OfficeFound
from formgen.planning.situation import Situation
from formgen.profile.derived import read_prefecture
from formgen.spec.rules import Office, OfficeRule, SpecialAddress, Words, in_force

# An address may stand behind its postal code: 〒540-0000 大阪府….
_CODE = re.compile(r"\s*〒?[0-9０-９]{3}[-－ー―−]?[0-9０-９]{4}\s*")


def find_office(now: Situation) -> tuple[OfficeFound | None, tuple[Problem, ...]]:
    """The office, with a special address where the rules have one, and what is doubtful about it."""
    # One address for all offices comes first: then it does not matter which office is stated.
    if special := _special(now, None):
        return _from_special(special), tuple(_doubted(now, special))
    if now.form.layout == "free" and not now.profile.office and not in_force(now.form.packet.offices, now.day):
        # A paper of the user's own may go anywhere: no office takes it by a rule.
        return None, ()
    rule = _rule(now)
    office, wrong = _stated(now) if now.profile.office else _by_place(now, rule)
    if office is None:
        return None, (*wrong, *_two_prefectures(now, rule))
    special = _special(now, office.name)
    found = _from_special(special) if special else _from_office(office)
    if rule and not now.profile.office:
        found = replace(found, because=rule.because or _why(now), decided_by=rule.sources)
    return found, (*_doubts(now, rule, office, found), *_doubted(now, special))


def _rule(now: Situation) -> OfficeRule | None:
    """How the office follows: as the packet says, else as for all papers."""
    rules = in_force(now.form.packet.offices, now.day) or in_force(now.rules.jurisdiction, now.day)
    return next((r for r in rules if all(case.holds(r.when) for case in now.cases)), None)


def _why(now: Situation) -> Words | None:
    return next((r.because for r in in_force(now.rules.jurisdiction, now.day)), None)


Said = tuple[Office | None, tuple[Problem, ...]]


def _stated(now: Situation) -> Said:
    """The office that the profile names, if there is one of that name on that day."""
    name = now.profile.office or ""
    known = {o.name: o for o in in_force(now.rules.offices.values(), now.day)}
    if name in known:
        return known[name], ()
    if gone := now.rules.offices.get(name):
        # The one that serves what it served, under the same bureau, has most likely taken its place.
        followers = [o.name for o in known.values() if _serves(o) == _serves(gone)]
        return None, (_no_such("E-VALUE.office-not-then", "/office", name, followers or known),)
    # All offices end alike (出入国在留管理局); only the place at the beginning tells them apart.
    return None, (_no_such("E-VALUE.office", "/office", name, [o for o in known if name[:2] in o] or known),)


def _serves(office: Office) -> tuple[object, ...]:
    return office.parent, office.prefectures, office.area


def _by_place(now: Situation, rule: OfficeRule | None) -> Said:
    """The office that serves the prefecture which decides."""
    if rule is None or rule.by is None:
        return None, (problem("W-UNKNOWN.office", form=now.form.form, pointer="/office"),)
    case = now.cases[0]
    prefecture, place = case.get(rule.by), case.pointer(rule.by)
    if prefecture is None:
        return None, (problem("W-UNKNOWN.prefecture", form=now.form.form, pointer=place),)
    offices = [o for o in in_force(now.rules.offices.values(), now.day) if o.kind in rule.kinds]
    found = _serving(offices, prefecture)
    if rule.moved_from:
        before = read_prefecture(_CODE.sub("", case.get(rule.moved_from) or ""))
        if found is None or before is None or _serving(offices, before) != found:
            return None, (problem("W-UNKNOWN.office", form=now.form.form, pointer="/office"),)
    if found is None:
        known = sorted({area for o in offices for area in o.prefectures})
        return None, (_no_such("E-VALUE.prefecture", place, prefecture, known),)
    return found, ()


def _serving(offices: Iterable[Office], prefecture: str) -> Office | None:
    # Whole, or but for a part in brackets: 兵庫県(大阪国際空港の区域を除く).
    return next((o for o in offices if prefecture in (area.partition("(")[0] for area in o.prefectures)), None)


def _no_such(key: str, pointer: str, name: str, known: Iterable[str]) -> Problem:
    ja, en = did_you_mean(name, known)
    return problem(key, pointer=pointer, suggestion=ja, suggestion_en=en)


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
        unconfirmed=None if sure else office.address or office.seat,
    )


def _doubted(now: Situation, special: SpecialAddress | None) -> Iterator[Problem]:
    # It is printed all the same: the place was confirmed once, and no other is known.
    if special and special.status == "inferred" and now.route != "online":
        yield problem("W-INFERRED.section", form=now.form.form, pointer="/office")


def _takes_from(now: Situation, office: Office, prefecture: str) -> bool:
    """Whether an office serves a prefecture: a bureau also what its branches serve, a sub-office all of its parent's.

    The first as the branches belong to it, the second by law (office-rules).
    """
    others = now.rules.offices.values()
    wider = [o for o in others if o.parent == office.name or (o.name == office.parent and office.kind == "sub-office")]
    # Of some prefectures an office serves a part (神奈川県相模原市), which one, the address need not tell.
    return any(area.startswith(prefecture) for o in (office, *wider) for area in o.prefectures)


def _doubts(now: Situation, rule: OfficeRule | None, office: Office, found: OfficeFound) -> Iterator[Problem]:
    about = {"form": now.form.form, "pointer": "/office"}
    # Of a stated office nothing is said where the organisation has moved: the request may have gone to another one.
    prefecture = now.cases[0].get(rule.by) if rule and rule.by and not rule.moved_from else None
    if rule and rule.accepts_usage_request and not office.accepts_usage_request:
        yield problem("E-VALUE.office-takes-none", **about)
    elif prefecture and not _takes_from(now, office, prefecture):
        yield problem("W-CONTRADICTION.office-elsewhere", **about)
    yield from _two_prefectures(now, rule)
    # At the counter nobody needs the address on paper.
    if now.route == "mail" and found.address is None:
        yield problem("W-INFERRED.address", **about)


def _two_prefectures(now: Situation, rule: OfficeRule | None) -> Iterator[Problem]:
    """A stated prefecture that is not the one at the beginning of the address."""
    organization = now.profile.organization
    read = read_prefecture(organization.address)
    decides = rule is not None and rule.by == "organization.prefecture" and not rule.moved_from
    if decides and read and organization.prefecture and read != organization.prefecture:
        yield problem("W-CONTRADICTION.prefecture", form=now.form.form, pointer="/organization/prefecture")
