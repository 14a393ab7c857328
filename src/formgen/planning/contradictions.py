"""What the profile says that cannot be, or that does not agree with itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from formgen.ground.problems import Problem, problem
from formgen.ground.terms import TERMS
from formgen.planning.checklist import KIND_FACTS
from formgen.planning.decisions import ROUTE_WORDS, both
from formgen.planning.model import FormHeader
from formgen.planning.papers import Papers
from formgen.planning.situation import Situation
from formgen.profile.model import Profile
from formgen.spec.rules import PacketLine

# The check digit comes first and is never 0: it is 9 less a remainder of at most 8.
_THIRTEEN = re.compile(r"[1-9][0-9]{12}\Z", re.ASCII)


def value_problems(now: Situation) -> Iterator[Problem]:
    """Kind of filing, corporate numbers, way of receiving the result."""
    yield from stated_kind(now.profile, now.form)
    yield from corporate_numbers(now.profile)
    yield from _others_remain(now)
    yield from _people(now)
    yield from _pickup(now)
    yield from _designation_papers(now)


def stated_kind(profile: Profile, form: FormHeader) -> Iterator[Problem]:
    """A stated kind of filing that the roster contradicts."""
    stated = profile.filing.kind
    # A renewal does not follow from the roster, so it cannot contradict it.
    if stated not in ("new", "additional") or kind_fact(form) != "filing.kind":
        return
    derived = "additional" if any(u.status == "approved" for u in profile.users) else "new"
    if stated != derived:
        word = TERMS[derived][0]
        yield problem("W-CONTRADICTION.filing-kind", form=form.form, pointer="/filing/kind", derived=derived, word=word)


def kind_fact(form: FormHeader) -> str | None:
    """The fact that tells the kind of a filing (新規, 追加, 更新) where its papers depend on it."""
    asked = {name for line in form.packet for name in line.when or {}}
    return next((name for name in KIND_FACTS if name in asked), None)


def corporate_numbers(profile: Profile) -> Iterator[Problem]:
    """法人番号: thirteen digits, and the check digit."""
    numbers = [("/organization/corporate_number", profile.organization.corporate_number)]
    numbers += [(f"/institutions/{i}/corporate_number", x.corporate_number) for i, x in enumerate(profile.institutions)]
    for place, number in numbers:
        yield from corporate_number(place, number)


def corporate_number(place: str, number: str | None) -> Iterator[Problem]:
    """What is wrong with one of them."""
    if number and not _THIRTEEN.match(number):
        yield problem("E-VALUE.corporate-number", pointer=place, value=number)
    # A warning: the number may stand so on the papers the user has, and only they can look it up.
    elif number and int(number[0]) != check_digit(number[1:]):
        yield problem("W-VALUE.corporate-number", pointer=place, value=number)


def check_digit(base: str) -> int:
    """The check digit of twelve digits: weights 1 and 2 from the right, 9 less the sum modulo 9."""
    # As the tax agency (国税庁) gives it: products are added whole, not digit by digit.
    total = sum(int(d) * (1 + i % 2) for i, d in enumerate(reversed(base)))
    return 9 - total % 9


def _others_remain(now: Situation) -> Iterator[Problem]:
    """「無」 although the roster has another approved user."""
    # Whoever leaves is no longer counted among those who remain.
    covered = {case.user for case in now.cases}
    approved = any(u.status == "approved" for i, u in enumerate(now.profile.users) if i not in covered)
    if now.profile.filing.others_remain is False and approved:
        yield problem("W-CONTRADICTION.others-remain", form=now.form.form, pointer="/filing/others_remain")


def _people(now: Situation) -> Iterator[Problem]:
    """Whoever leaves and stands as approved; terms of use that are refused; several who apply as the first."""
    users, form = now.profile.users, now.form
    for case in now.cases if form.person == "left" else ():
        if case.user is not None and users[case.user].status == "approved":
            yield problem("W-CONTRADICTION.still-approved", form=form.form, pointer=f"/users/{case.user}/status")
    if form.person != "applying":
        return
    if now.profile.filing.terms_accepted is False:
        yield problem("W-VALUE.terms", form=form.form, pointer="/filing/terms_accepted")
    together = len({case.user for case in now.cases}) > 1
    if together and kind_fact(form) == "filing.kind" and now.cases[0].get("filing.kind") == "new":
        yield problem("W-INFERRED.several-new", form=form.form, pointer="/filing/kind")


def _pickup(now: Situation) -> Iterator[Problem]:
    for case in now.cases:
        given = case.fee_case()
        # Fee sheets go the way the result is fetched: one of the two must be a slip.
        if given is not None and given.pickup is not None and given.pickup != now.route:
            yield problem(
                "W-CONTRADICTION.pickup",
                form=now.form.form,
                pointer=case.pointer("permission.pickup"),
                **both(pickup=ROUTE_WORDS[given.pickup], route=ROUTE_WORDS[now.route]),
            )


def _designation_papers(now: Situation) -> Iterator[Problem]:
    """A 指定書 that is stated for an extension of a status that comes without one."""
    fact = "permission.applicant.designation_paper"
    for case in now.cases:
        given = case.fee_case()
        # A change may come from a status that had one.
        if given is None or given.kind != "extension" or not given.applicant.designation_paper:
            continue
        if case.by_law(fact, given.applicant.status_of_residence or None) is False:
            yield problem("W-CONTRADICTION.designation-paper", form=now.form.form, pointer=case.pointer(fact))


def inferred(now: Situation, found: Papers) -> Iterator[Problem]:
    """A warning for each reconstructed sheet, and for each paper whose need is not confirmed."""
    for sheet in found.sheets:
        if sheet.layout == "reconstructed":
            yield problem("W-INFERRED.layout", form=sheet.form, **both(title=sheet.titles))
    for form in dict.fromkeys(s.form for s in found.sheets if s.draft_wording):
        yield problem("W-INFERRED.pledge", form=form, pointer="/pledge_text")
    # A free paper, as one of the user's own, has no official text that could confirm what goes with it.
    if now.form.layout == "free":
        return
    told = {s.line.paper: s.titles for s in found.sheets if s.certain and _doubtful(s.line)}
    sure = (d for d in found.documents if d.certain and d.need != "not-needed")
    told |= {d.line.paper: d.titles for d in sure if _doubtful(d.line)}
    for title in told.values():
        yield problem("W-INFERRED.rule", form=now.form.form, **both(title=title))


def _doubtful(line: PacketLine) -> bool:
    return line.status == "inferred" and not line.wrapper
