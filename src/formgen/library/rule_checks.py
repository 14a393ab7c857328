"""Whether rule files agree with each other and with the facts: every fault with file and line."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from itertools import combinations
from typing import Any

from formgen.ground.dates import Period
from formgen.ground.problems import Problem, escape
from formgen.library.faults import fault, unknown
from formgen.library.name_checks import compatible, source_faults, template_faults, when_faults
from formgen.library.sections import SectionedFile
from formgen.library.sequences import sequence_faults
from formgen.library.step_checks import stage_faults, step_faults
from formgen.library.who_checks import check_who
from formgen.profile.domains import asked_for, domain_of, domains
from formgen.profile.facts import BY_LAW
from formgen.spec.derivations import DerivedRule
from formgen.spec.facts import FactCatalogue
from formgen.spec.fees import FEE_WORDS, FeeElsewhere, FeeRule, FeeWords, Payment, Settlement, Stamps, Surcharge, Tier
from formgen.spec.limits import KnownLimit
from formgen.spec.packets import Stage, StepRule
from formgen.spec.rules import DatedRule, DocumentKind, Hours, Office, OfficeRule, Postage, SpecialAddress, Words

Files = Mapping[str, SectionedFile]


def check(files: Files, papers: Collection[str] | None = None) -> None:
    """Adds what is wrong between the files: names nobody knows, gaps and overlaps of days, missing tiers."""
    known = frozenset(files["sources"].said("sources", "id"))
    for file in files.values():
        for items in file.items.values():
            for place, item in items:
                if isinstance(item, DatedRule | DocumentKind):
                    file.faults += source_faults(file.located, place, item, known)
    _check_names(files)
    _check_offices(files["offices"], known)
    _check_fees(files["fees"])
    _check_limits(files["limits"], papers)
    _check_sequences(files["postage"], "postage", Postage, lambda p: (p.id, p.up_to_grams))
    _check_steps(files)
    _check_derived(files["derived"])
    check_who(files["who"])


def _check_names(files: Files) -> None:
    for name, section, key in (
        ("sources", "sources", "id"),
        ("offices", "offices", "name"),
        ("documents", "documents", "id"),
        ("fees", "tiers", "id"),
    ):
        seen: set[str] = set()
        for place, item in files[name].items.get(section, ()):
            said = getattr(item, key)
            if said in seen:
                files[name].fault(place, f"「{said}」が2回あります。", f"{said!r} stands twice")
            seen.add(said)


def _check_offices(file: SectionedFile, sources: Collection[str]) -> None:
    names = set(file.said("offices", "name"))
    for place, office in file.placed("offices", Office):
        if office.parent and office.parent not in names:
            file.unknown(f"{place}/parent", ("親の官署", "such parent"), office.parent, names)
        if office.name_source and office.name_source not in sources:
            file.unknown(f"{place}/name_source", ("出所", "source"), office.name_source, sources)
    for place, address in file.placed("special_addresses", SpecialAddress):
        for key, name in (("office", address.office), ("name", address.name)):
            if name and name not in names:
                file.unknown(f"{place}/{key}", ("官署", "office"), name, names)
    _check_sequences(file, "special_addresses", SpecialAddress, lambda a: (a.id,))
    _check_sequences(file, "counter_hours", Hours, lambda _: ())
    # By the whole condition: of the rules in force the first that holds decides.
    _check_sequences(file, "jurisdiction", OfficeRule, lambda r: (repr(r.when),))
    for place, rule in file.placed("jurisdiction", OfficeRule):
        if rule.by is not None and rule.by not in asked_for():
            file.unknown(f"{place}/by", ("事実", "fact"), rule.by, asked_for())


# One rule after the other


def _check_sequences(
    file: SectionedFile, section: str, model: type[DatedRule], key: Callable[[Any], tuple[object, ...]]
) -> None:
    """Rules of one key follow each other: no day without one between them, no day with two."""
    if section in file.unsure:
        return
    items = file.placed(section, model)
    for one in dict.fromkeys(key(item) for _, item in items):
        file.faults += sequence_faults(file, [(p, r) for p, r in items if key(r) == one])


def _check_fees(file: SectionedFile) -> None:
    for section, model in (("fees", FeeRule), ("settlements", Settlement), ("surcharges", Surcharge)):
        for place, rule in file.placed(section, model):
            file.faults += when_faults(file.located, f"{place}/when", rule.when, (), FactCatalogue({}))
        if section not in file.unsure:
            _check_fee_chains(file, file.placed(section, model))
    _check_sequences(file, "elsewhere", FeeElsewhere, lambda f: (f.id, f.route))
    _check_sequences(file, "payments", Payment, lambda p: (p.route,))
    _check_sequences(file, "stamps", Stamps, lambda _: ())
    _check_sequences(file, "words", FeeWords, lambda w: (w.id,))
    for place, words in file.placed("words", FeeWords):
        file.faults += template_faults(file.located, f"{place}/text", words.text, FEE_WORDS[words.id])
    missing = set(FEE_WORDS) - set(file.said("words", "id"))
    for name in sorted(missing if "words" not in file.unsure else ()):
        file.fault("/words", f"「{name}」の文がありません。", f"no words {name!r}")
    _check_tiers(file)


def _check_fee_chains(file: SectionedFile, items: list[tuple[str, Any]]) -> None:
    kinds = sorted({kind for _, rule in items for kind in rule.kinds})
    # A rule for any route stands in both chains, so a gap on one route alone is found.
    chains = [(k, r, reduced) for k in kinds for r in ("counter", "online") for reduced in (False, True)]
    found: list[Problem] = []
    for kind, route, reduced in chains:
        own = [(p, r) for p, r in items if kind in r.kinds and r.route in ("any", route) and r.reduced == reduced]
        # Rules for cases of their own stand beside each other.
        for case in dict.fromkeys(str(rule.when) for _, rule in own):
            found += sequence_faults(file, [(p, r) for p, r in own if str(r.when) == case])
        found += _two_at_once(file, own)
    # The same fault of such a rule is found in each of its chains.
    file.faults += dict.fromkeys(found)


def _two_at_once(file: SectionedFile, items: list[tuple[str, FeeRule]]) -> Iterator[Problem]:
    """Two fees with different conditions that can both hold on one day."""
    for (_, one), (place, two) in combinations(items, 2):
        late = max(one.since or date.min, two.since or date.min)
        days = late <= min(one.until or date.max, two.until or date.max)
        if days and str(one.when) != str(two.when) and compatible(one.when, two.when):
            said = "同じ場合に2つの額があります（条件の重なり）。"
            yield fault(file.located, place, said, "two amounts for the same case: overlapping conditions")


def _check_tiers(file: SectionedFile) -> None:
    ids = set(file.said("tiers", "id"))
    for section in ("fees", "settlements"):
        for place, rule in file.placed(section, FeeRule):
            if rule.amounts and set(rule.amounts) != ids:
                file.fault(f"{place}/amounts", "在留期間の区分が揃っていません。", "not one amount for each tier")
    if "tiers" in file.unsure:
        return
    tiers = file.of("tiers", Tier)
    # Six years, each month and a day after it: tiers begin and end at
    # such periods, and every one must be in one tier.
    for period in (Period(months, days) for months in range(73) for days in (0, 1)):
        count = len([t for t in tiers if t.holds(period)])
        if count != 1:
            file.fault("/tiers", f"{period}の区分が{count}個あります。", f"{count} tiers hold {period}")
            return


def _check_limits(file: SectionedFile, papers: Collection[str] | None) -> None:
    _check_sequences(file, "limits", KnownLimit, lambda limit: (limit.id,))
    for place, limit in file.placed("limits", KnownLimit):
        for number, name in enumerate(limit.about):
            if papers is not None and name not in papers:
                file.unknown(f"{place}/about/{number}", ("様式・手続", "form or procedure"), name, papers)


# Steps


def _check_steps(files: Files) -> None:
    file = files["steps"]
    stages, documents = file.of("stages", Stage), set(files["documents"].said("documents", "id"))
    if file.unsure & {"stages", "places"}:
        return
    file.faults += stage_faults(file.located, file.placed("stages", Stage), file.placed("places", Words))
    for place, step in file.placed("steps", StepRule):
        # What a user's folder declares cannot stand in our files.
        file.faults += when_faults(file.located, f"{place}/when", step.when, (), FactCatalogue({}))
        file.faults += step_faults(file.located, place, step, stages, documents, ())


# Facts that follow from others


def _check_derived(file: SectionedFile) -> None:
    items = file.placed("derived", DerivedRule)
    for place, rule in items:
        if rule.fact not in BY_LAW:
            file.unknown(f"{place}/fact", ("規則で決まる事実", "fact by law"), rule.fact, BY_LAW)
        else:
            file.faults += _derivation_faults(file, place, rule)
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
    first = domain_of(rule.counted_from) if rule.counted_from else None
    if rule.counted_from and (first is None or first.kind != "day" or first.many):
        known = [n for n, d in domains().items() if d.kind == "day" and not d.many]
        about = ("日付の事実", "fact that is a day")
        yield unknown(file.located, f"{place}/counted_from", about, rule.counted_from, known)
    for key, value in (rule.values or {}).items():
        here = f"{place}/values/{escape(key)}"
        if not stated.allows(key):
            yield unknown(file.located, here, ("値", "value"), key, map(str, stated.values))
        if not result.allows(value):
            yield unknown(file.located, here, ("値", "value"), value, map(str, result.values))
    left = [v for v in stated.values if rule.values is not None and v not in rule.values]
    if left:
        listed = ", ".join(map(str, left))
        yield fault(file.located, f"{place}/values", f"足りない値：{listed}", f"nothing for {listed}")
