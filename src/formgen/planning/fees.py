"""What a permission costs and how it is paid: by the day it was accepted, and from 2026-10-01 by its length."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from formgen.ground.dates import Period
from formgen.ground.problems import Problem, problem
from formgen.library.rules import Rules
from formgen.planning.decisions import both
from formgen.planning.findings import Fee, FeePart, StampCount
from formgen.planning.situation import Situation
from formgen.planning.stamps import fewest
from formgen.profile.facts import Facts
from formgen.profile.model import Permission
from formgen.spec.fees import ApplicationRoute, FeeRule, Payment, Surcharge
from formgen.spec.rules import SILENT, Words, in_force

Found = tuple[tuple[Fee, ...], tuple[Problem, ...]]


def find_fees(now: Situation) -> Found:
    """The fees of a filing: one for each permission, or that of the form itself."""
    if now.form.per != "permission":
        found = in_force(now.form.packet.fees, now.day)
        return tuple(Fee(f.amount, None if f.amount else "none", f.because, f.sources, f.status) for f in found), ()
    fees: list[Fee] = []
    problems: list[Problem] = []
    for case in now.cases:
        fee, faults = fee_of(case, now.rules, now.form.form)
        fees.append(replace(fee, permission=case.permission, stamps=_stamps(now, fee)))
        problems += faults
    return tuple(fees), tuple(problems)


def _stamps(now: Situation, fee: Fee) -> tuple[StampCount, ...]:
    """The fewest stamps for a sheet, of those sold on the day it is handed in."""
    sold = now.rules.stamps_on(now.day)
    return fewest(fee.amount, sold.denominations) if sold and fee.amount and fee.payment == "revenue-stamp" else ()


@dataclass(frozen=True)
class _Accepted:
    """A permission of which kind, route and day of acceptance (受付日) are stated."""

    case: Facts
    given: Permission
    kind: str
    route: ApplicationRoute
    day: date


def fee_of(case: Facts, rules: Rules, form: str) -> tuple[Fee, tuple[Problem, ...]]:
    """The fee of one permission, with what is missing to tell it."""
    given = case.fee_case() or Permission()
    kind, route, day = given.kind, given.application_route, given.accepted_on
    # Never a guess: an amount that cannot be told is blank, and says what is missing.
    waits = Fee(None, None, rules.fee_text("unknown", case.as_of), (), "inferred")
    if kind is None or route is None or day is None:
        missing = next(n for n in ("kind", "application_route", "accepted_on") if getattr(given, n) is None)
        return waits, (_question(case, f"permission.{missing}", form, rules),)
    listed, payment = rules.fees_of(kind, route, day), rules.payment(route, day)
    if not listed or payment is None:
        because = rules.fee_text("not-online", day) if route == "online" else SILENT
        return waits, (_none(case, form, because),)
    rule, missing = _holding(listed, case)
    if rule is None:
        return replace(waits, payment=payment.way), (_question(case, missing, form, rules),)
    return _by_rule(rule, payment, _Accepted(case, given, kind, route, day), rules, form)


def _by_rule(
    rule: FeeRule, payment: Payment, one: _Accepted, rules: Rules, form: str
) -> tuple[Fee, tuple[Problem, ...]]:
    """The fee by the rule that holds for a permission."""
    # How it is paid is known before the amount is, which since 2026-10-01 waits for the granted period.
    waits = Fee(None, payment.way, payment.because, tuple(dict.fromkeys(rule.sources + payment.sources)), rule.status)
    amount = _amount(rule, one.given, rules)
    if amount is None:
        return waits, (_question(one.case, "permission.granted_period", form, rules),)
    added, asked, silent = _added(rules.surcharges_of(one.kind, one.route, one.day), one.case)
    if asked:
        return waits, (_question(one.case, asked, form, rules),)
    top = rules.settlement(one.kind, one.route, one.day)
    on_top = _amount(top, one.given, rules) if top else None
    why = _because(rule, payment.because, one.given, rules, one.day, on_top)
    own = FeePart(rules.facts.word("permission.kind", one.kind), amount, rule.sources, rule.status)
    left_out = tuple(map(_part, silent))
    fee = replace(waits, amount=amount, settlement=on_top, because=why, parts=(own,), left_out=left_out)
    checked, faults = _checked(_with(fee, added), one.given, one.case, rules, form)
    return checked, (*(_left_out(s, one.case, form) for s in silent), *faults)


def _holding(listed: Iterable[FeeRule], case: Facts) -> tuple[FeeRule | None, str]:
    """The fee whose condition holds; None with the fact that would tell."""
    every = tuple(listed)
    found = next((rule for rule in every if case.holds(rule.when)), None)
    unknown = next((name for rule in every for name in case.unknown(rule.when)), "permission.kind")
    return found, unknown


def _added(listed: Iterable[Surcharge], case: Facts) -> tuple[tuple[Surcharge, ...], str, tuple[Surcharge, ...]]:
    """What is added to a fee; or a fact that must be known for it; or what is left out because nobody said."""
    added: list[Surcharge] = []
    silent: list[Surcharge] = []
    for one in listed:
        together = case.get("permission.together")
        if together is None:
            # Most file nothing together: the fee is told without it, and that it is.
            silent.append(one)
        elif one.together in together:
            holds = case.holds(one.when)
            if holds is None:
                return (), case.unknown(one.when)[0], ()
            added += [one] if holds else []
    return tuple(added), "", tuple(silent)


def _left_out(one: Surcharge, case: Facts, form: str) -> Problem:
    place = case.pointer("permission.together")
    return problem("W-UNKNOWN.surcharge", form=form, pointer=place, amount=f"{one.amount:,}", **both(title=one.title))


def _part(one: Surcharge) -> FeePart:
    return FeePart(one.title, one.amount or 0, one.sources, one.status)


def _with(fee: Fee, added: Iterable[Surcharge]) -> Fee:
    """The fee with what is added to it, each as a part of its own."""
    for one in added:
        part = _part(one)
        because = Words(ja=fee.because.ja + one.because.ja, en=f"{fee.because.en} {one.because.en}")
        source = tuple(dict.fromkeys(fee.source + one.sources))
        amount = (fee.amount or 0) + part.amount
        fee = replace(fee, amount=amount, parts=(*fee.parts, part), because=because, source=source)
    return fee


def _amount(rule: FeeRule, given: Permission, rules: Rules) -> int | None:
    """What a rule asks for, in yen; None while the granted period, on which that rests, is not stated."""
    if rule.amount is not None:
        return rule.amount
    # The tiers follow the calendar (one year is a tier of its own), so days are never counted.
    tier = rules.tier(Period.parse(given.granted_period)) if given.granted_period else None
    return rule.amounts[tier.id] if tier else None


def _because(rule: FeeRule, paid: Words, given: Permission, rules: Rules, day: date, on_top: int | None) -> Words:
    tier = rules.tier(Period.parse(given.granted_period)) if rule.amounts and given.granted_period else None
    said = [rules.fee_text("by-day-and-period" if tier else "by-day", day), paid]
    said += [rule.because] if rule.because else []
    if on_top:
        said.append(rules.fee_text("settlement", day))
    ja = "".join(w.ja for w in said).format_map({"tier": tier.title.ja if tier else "", "amount": on_top})
    en = " ".join(w.en for w in said).format_map({"tier": tier.title.en if tier else "", "amount": on_top})
    return Words(ja=ja, en=en)


def _checked(fee: Fee, given: Permission, case: Facts, rules: Rules, form: str) -> tuple[Fee, tuple[Problem, ...]]:
    place = case.pointer("permission.amount")
    # A stated amount is never printed in the place of ours without a rule that has it.
    if given.amount is not None and given.amount != fee.amount:
        # Who gets a reduction (減額) is decided by the office; that its amount exists, by the rules.
        reduced = _reduced(given, rules)
        if reduced is None:
            return fee, (problem("E-FEE.disagrees", form=form, pointer=place, expected=f"{fee.amount:,}"),)
        part = FeePart(
            rules.facts.word("permission.kind", given.kind or ""), given.amount, reduced.sources, reduced.status
        )
        fee = replace(
            fee, amount=given.amount, source=reduced.sources, status=reduced.status, parts=(part,), left_out=()
        )
    if fee.status == "inferred":
        return fee, (problem("W-INFERRED.fee", form=form, pointer=place),)
    return fee, ()


def _reduced(given: Permission, rules: Rules) -> FeeRule | None:
    if given.kind is None or given.accepted_on is None:
        return None
    listed = rules.fees_of(given.kind, given.application_route, given.accepted_on, reduced=True)
    return next((rule for rule in listed if rule.amount == given.amount), None)


def _question(case: Facts, asked: str, form: str, rules: Rules) -> Problem:
    return problem(
        "W-UNKNOWN.fee", form=form, pointer=case.pointer(asked), **both(question=rules.facts.question(asked))
    )


def _none(case: Facts, form: str, because: Words) -> Problem:
    return problem("E-FEE.none", form=form, pointer=case.pointer("permission.kind"), **both(because=because))
