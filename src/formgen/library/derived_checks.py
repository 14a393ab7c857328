"""Whether the rules by which facts follow from others name facts, values and words that exist, on every day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from formgen.ground.problems import Problem, escape
from formgen.library.faults import fault, unknown
from formgen.library.sections import SectionedFile
from formgen.library.sequences import sequence_faults
from formgen.profile.derived import BY_LAW
from formgen.profile.domains import Domain, domain_of, domains
from formgen.spec.derivations import DerivedRule
from formgen.spec.facts import FactCatalogue


def check_derived(file: SectionedFile, facts: FactCatalogue | None) -> None:
    """Adds facts that do not follow, values they cannot have, words nobody declared, days without a rule."""
    items = file.placed("derived", DerivedRule)
    for place, rule in items:
        if rule.fact not in BY_LAW:
            file.unknown(f"{place}/fact", ("規則で決まる事実", "fact by law"), rule.fact, BY_LAW)
        else:
            file.faults += _derivation_faults(file, place, rule)
            file.faults += _undeclared_words(file, place, rule, facts)
    if "derived" in file.unsure:
        return
    for fact in BY_LAW:
        chain = [(p, r) for p, r in items if r.fact == fact]
        file.faults += sequence_faults(file, chain)
        # Facts are asked for on any day, also of old filings: without a rule they would be unknown for ever.
        if not chain or all(r.since for _, r in chain) or all(r.until for _, r in chain):
            file.fault("/derived", f"「{fact}」の規則がない日があります。", f"there are days without a rule for {fact}")


def _derivation_faults(file: SectionedFile, place: str, rule: DerivedRule) -> Iterator[Problem]:
    stated, result = domain_of(BY_LAW[rule.fact]), domain_of(rule.fact)
    if stated is None or result is None:
        return
    days, words = rule.before or rule.lasts, rule.unless or rule.begins
    fitting = {"choice": rule.values, "period": rule.at_most, "day": days, "text": words}.get(stated.kind)
    wanted = "choice" if rule.values else "day" if rule.lasts else "bool"
    if not fitting or result.kind != wanted:
        yield fault(
            file.located, place, "この事実はそのようには決まりません。", f"{rule.fact} does not follow in this way"
        )
        return
    yield from _counted_from(file, place, rule)
    yield from _value_faults(file, f"{place}/values", rule.values or {}, stated, result)


def _counted_from(file: SectionedFile, place: str, rule: DerivedRule) -> Iterator[Problem]:
    """A period that is counted from what is no day."""
    first = domain_of(rule.counted_from) if rule.counted_from else None
    if rule.counted_from and (first is None or first.kind != "day" or first.many):
        known = [n for n, d in domains().items() if d.kind == "day" and not d.many]
        about = ("日付の事実", "fact that is a day")
        yield unknown(file.located, f"{place}/counted_from", about, rule.counted_from, known)


def _value_faults(
    file: SectionedFile, place: str, values: Mapping[str, Any], stated: Domain, result: Domain
) -> Iterator[Problem]:
    """Values that one of the two facts never has, and values that nothing follows from."""
    for key, value in values.items():
        here = f"{place}/{escape(key)}"
        if not stated.allows(key):
            yield unknown(file.located, here, ("値", "value"), key, map(str, stated.values))
        if not result.allows(value):
            yield unknown(file.located, here, ("値", "value"), value, map(str, result.values))
    left = [v for v in stated.values if values and v not in values]
    if left:
        listed = ", ".join(map(str, left))
        yield fault(file.located, place, f"足りない値：{listed}", f"nothing for {listed}")


def _undeclared_words(
    file: SectionedFile, place: str, rule: DerivedRule, facts: FactCatalogue | None
) -> Iterator[Problem]:
    """Words a text is compared with that facts.yaml does not declare: a misspelt one would never be met."""
    stated = facts.facts.get(BY_LAW[rule.fact]) if facts else None
    for key in ("begins", "unless"):
        for number, word in enumerate(getattr(rule, key)):
            if stated and word not in stated.compared_with:
                known = stated.compared_with
                yield unknown(file.located, f"{place}/{key}/{number}", ("compared_with の語", "word"), word, known)
