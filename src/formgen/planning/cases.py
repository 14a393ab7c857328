"""Which persons and permissions a filing is about."""

from __future__ import annotations

import re
from datetime import date
from unicodedata import normalize

from formgen.ground.problems import Refused, problem
from formgen.planning.model import FormHeader
from formgen.profile.facts import Facts
from formgen.profile.model import Profile


def cases(profile: Profile, form: FormHeader, as_of: date | None = None) -> tuple[Facts, ...]:
    """One case for each person, or each permission by receipt number, that the form is about; at least one.

    Persons: the one `filing.user` names, else everybody with the form's status (of approved users only a single
    one), else the only user. Raises `Refused` (E-REQUIRED.choose-user, E-VALUE.no-such-user) when it is not clear.
    """
    day = as_of or profile.date or form.since
    persons = _persons(profile, form)
    if form.per == "permission":
        first = persons[0] if persons else None
        # Without a permission there is one case all the same, so that its facts are asked for.
        numbers = _by_receipt_number(profile) or (None,)
        return tuple(Facts(profile, day, user=first, permission=n, law=form.law) for n in numbers)
    # A filing for everybody has one case; the first person answers for facts about a person.
    if form.per == "filing":
        persons = persons[:1]
    return tuple(Facts(profile, day, user=u, law=form.law) for u in persons or (None,))


def _by_receipt_number(profile: Profile) -> tuple[int, ...]:
    """The permissions as an office files them: by receipt number, its figures by value; those without one last."""

    def key(place: int) -> tuple[bool, list[tuple[bool, int, str]]]:
        # Only for comparing: full-width figures and spaces are typed either way.
        number = "".join(normalize("NFKC", profile.permission[place].receipt_number or "").split())
        parts = re.findall(r"[0-9]+|[^0-9]+", number)
        return not parts, [(p.isdigit(), int(p) if p.isdigit() else 0, p) for p in parts]

    return tuple(sorted(range(len(profile.permission)), key=key))


def _persons(profile: Profile, form: FormHeader) -> tuple[int, ...]:
    named, count = profile.filing.user, len(profile.users)
    if named is not None:
        if named >= count:
            raise Refused([problem("E-VALUE.no-such-user", pointer="/filing/user", count=count)])
        return (named,)
    # The roster names others, too: only those with the status the form is about have papers here.
    found = tuple(i for i, u in enumerate(profile.users) if form.person and u.status == form.person)
    # Who applies or has left has papers to hand in; that somebody is approved is no reason for any.
    if len(found) == 1 or (found and form.person != "approved"):
        return found
    if count > 1 and form.person and form.per == "person":
        raise Refused([problem("E-REQUIRED.choose-user", pointer="/filing/user", form=form.form)])
    return tuple(range(count)) if count == 1 else ()
