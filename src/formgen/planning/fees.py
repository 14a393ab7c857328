"""What a permission costs and how it is paid: by the day it was accepted, and from 2026-10-01 by its length."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from formgen.ground.dates import Period
from formgen.ground.problems import Problem, problem
from formgen.library.rules import Rules
from formgen.planning.decisions import both
from formgen.planning.model import Fee
from formgen.planning.papers import Situation
from formgen.profile.facts import Facts
from formgen.profile.model import Permission
from formgen.spec.fees import FeeRule
from formgen.spec.rules import Words, in_force

_SILENT = Words(ja="", en="")

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
        fees.append(replace(fee, permission=case.permission))
        problems += faults
    return tuple(fees), tuple(problems)


def fee_of(case: Facts, rules: Rules, form: str) -> tuple[Fee, tuple[Problem, ...]]:
    """The fee of one permission, with what is missing to tell it."""
    given = case.fee_case() or Permission()
    # Never a guess: an amount that cannot be told is blank, and says what is missing.
    waits = Fee(None, None, rules.fee_text("unknown", case.as_of), (), "inferred")
    for name in ("kind", "application_route", "accepted_on"):
        if getattr(given, name) is None:
            return waits, (_question(case, name, form, rules),)
    kind, route, day = given.kind, given.application_route, given.accepted_on
    # Cannot be, after the loop; said for the type checker.
    if kind is None or route is None or day is None:
        return waits, ()
    payment = rules.payment(route, day)
    rule = rules.fee(kind, route, day)
    if rule is None or payment is None:
        because = rules.fee_text("not-online", day) if route == "online" else _SILENT
        return waits, (_none(case, form, because),)
    # How it is paid is known before the amount is, which since 2026-10-01 waits for the granted period.
    waits = Fee(None, payment.way, payment.because, tuple(dict.fromkeys(rule.sources + payment.sources)), rule.status)
    amount, missing = _amount(rule, given, rules)
    if amount is None:
        return waits, (_question(case, missing, form, rules),)
    top = rules.settlement(kind, route, day)
    on_top = _amount(top, given, rules)[0] if top else None
    why = _because(rule, payment.because, given, rules, day, on_top)
    fee = replace(waits, amount=amount, settlement=on_top, because=why)
    return _checked(fee, given, case, rules, form)


def _amount(rule: FeeRule, given: Permission, rules: Rules) -> tuple[int | None, str]:
    if rule.amount is not None:
        return rule.amount, ""
    # The tiers follow the calendar (one year is a tier of its own), so days are never counted.
    tier = rules.tier(Period.parse(given.granted_period)) if given.granted_period else None
    return (rule.amounts[tier.id] if tier else None), "granted_period"


def _because(rule: FeeRule, paid: Words, given: Permission, rules: Rules, day: date, on_top: int | None) -> Words:
    tier = rules.tier(Period.parse(given.granted_period)) if rule.amounts and given.granted_period else None
    said = [rules.fee_text("by-day-and-period" if tier else "by-day", day), paid]
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
        fee = replace(fee, amount=reduced.amount, source=reduced.sources, status=reduced.status)
    if fee.status == "inferred":
        return fee, (problem("W-INFERRED.fee", form=form, pointer=place),)
    return fee, ()


def _reduced(given: Permission, rules: Rules) -> FeeRule | None:
    if given.kind is None or given.accepted_on is None:
        return None
    rule = rules.fee(given.kind, given.application_route, given.accepted_on, reduced=True)
    return rule if rule is not None and rule.amount == given.amount else None


def _question(case: Facts, name: str, form: str, rules: Rules) -> Problem:
    asked = f"permission.{name}"
    place = case.pointer(asked)
    fact = place.strip("/").replace("/", ".")
    return problem("W-UNKNOWN.fee", form=form, pointer=place, fact=fact, **both(question=rules.facts.question(asked)))


def _none(case: Facts, form: str, because: Words) -> Problem:
    return problem("E-FEE.none", form=form, pointer=case.pointer("permission.kind"), **both(because=because))
