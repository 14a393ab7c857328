"""Whether rule files agree with each other and with the facts: every fault with file and line."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import combinations, product
from typing import get_args

from formgen.ground.dates import Period
from formgen.ground.prefectures import PREFECTURES
from formgen.ground.problems import Problem
from formgen.library.derived_checks import check_derived
from formgen.library.faults import fault
from formgen.library.name_checks import compatible, source_faults, template_faults, when_faults
from formgen.library.sections import SectionedFile
from formgen.library.sequences import check_chains, follower_faults
from formgen.library.step_checks import stage_faults, step_faults
from formgen.library.who_checks import check_who
from formgen.profile.domains import asked_for
from formgen.spec.facts import FactCatalogue
from formgen.spec.fees import (
    FEE_WORDS,
    ApplicationRoute,
    FeeElsewhere,
    FeeRule,
    FeeWords,
    Payment,
    Settlement,
    Stamps,
    Surcharge,
    Tier,
)
from formgen.spec.limits import EVERY_FORM, KnownLimit
from formgen.spec.packets import Stage, StepRule
from formgen.spec.rules import DatedRule, DocumentKind, Hours, Office, OfficeRule, Postage, SpecialAddress, Words

Files = Mapping[str, SectionedFile]
_LONGEST = max(map(len, PREFECTURES))


def check(files: Files, papers: Collection[str] | None = None, facts: FactCatalogue | None = None) -> None:
    """Adds what is wrong between the files: names nobody knows, gaps and overlaps of days, missing tiers.

    `papers` are the ids of forms and procedures, `facts` the catalogue; None when they are not at hand.
    """
    known = frozenset(files["sources"].said("sources", "id"))
    for file in files.values():
        for items in file.items.values():
            for place, item in items:
                if isinstance(item, DatedRule | DocumentKind):
                    file.faults += source_faults(file.located, place, item, known)
    _check_names(files)
    _check_offices(files["offices"], known)
    _check_fees(files["fees"])
    _check_limits(files, papers)
    check_chains(files["postage"], "postage", Postage, lambda p: [(p.id, p.up_to_grams)])
    for name, section in (("limits", "limits"), ("who", "conditions"), ("offices", "special_addresses")):
        follower_faults(files[name], section)
    _check_steps(files, papers or ())
    check_derived(files["derived"], facts)
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
        _check_areas(file, f"{place}/prefectures", office)
    for place, address in file.placed("special_addresses", SpecialAddress):
        for key, name in (("office", address.office), ("name", address.name)):
            if name and name not in names:
                file.unknown(f"{place}/{key}", ("官署", "office"), name, names)
    check_chains(file, "special_addresses", SpecialAddress, lambda a: [a.id])
    check_chains(file, "counter_hours", Hours, lambda _: [None])
    # By the whole condition: of the rules in force the first that holds decides.
    check_chains(file, "jurisdiction", OfficeRule, lambda r: [repr(r.when)])
    for place, rule in file.placed("jurisdiction", OfficeRule):
        if rule.by is not None and rule.by not in asked_for():
            file.unknown(f"{place}/by", ("事実", "fact"), rule.by, asked_for())


def _check_areas(file: SectionedFile, place: str, office: Office) -> None:
    """Areas that begin with no prefecture."""
    for number, area in enumerate(office.prefectures):
        if not area.startswith(PREFECTURES):
            # Its beginning: what stands behind a prefecture is like none of them.
            file.unknown(f"{place}/{number}", ("都道府県", "prefecture"), area[:_LONGEST], PREFECTURES)


# Fees


def _check_fees(file: SectionedFile) -> None:
    for section, model in (("fees", FeeRule), ("settlements", Settlement), ("surcharges", Surcharge)):
        for place, rule in file.placed(section, model):
            file.faults += when_faults(file.located, f"{place}/when", rule.when, FactCatalogue({}))
        check_chains(file, section, model, _fee_chains)
        _check_fees_at_once(file, section, model)
    check_chains(file, "elsewhere", FeeElsewhere, lambda f: [(f.id, f.route)])
    check_chains(file, "payments", Payment, lambda p: [p.route])
    check_chains(file, "stamps", Stamps, lambda _: [None])
    check_chains(file, "words", FeeWords, lambda w: [w.id])
    for place, words in file.placed("words", FeeWords):
        file.faults += template_faults(file.located, f"{place}/text", words.text, FEE_WORDS[words.id])
    missing = set(FEE_WORDS) - set(file.said("words", "id"))
    for name in sorted(missing if "words" not in file.unsure else ()):
        file.fault("/words", f"「{name}」の文がありません。", f"no words {name!r}")
    _check_tiers(file)


#: A rule for any route stands in both chains, so a gap on one route alone is found.
_ROUTES = get_args(ApplicationRoute)


def _fee_chains(rule: FeeRule) -> Iterator[tuple[str, ...]]:
    """Rules for cases of their own stand beside each other."""
    for route in _ROUTES if rule.route == "any" else (rule.route,):
        yield from ((kind, route, str(rule.reduced), str(rule.when)) for kind in rule.kinds)


def _check_fees_at_once(file: SectionedFile, section: str, model: type[FeeRule]) -> None:
    if section in file.unsure:
        return
    alike: dict[object, list[tuple[str, FeeRule]]] = {}
    for place, rule in file.placed(section, model):
        for *key, _ in _fee_chains(rule):
            alike.setdefault(tuple(key), []).append((place, rule))
    file.faults += dict.fromkeys(f for items in alike.values() for f in _two_at_once(file, items))


def _two_at_once(file: SectionedFile, items: list[tuple[str, FeeRule]]) -> Iterator[Problem]:
    """Two fees with different conditions that can both hold on one day."""
    for (_, one), (place, two) in combinations(items, 2):
        if one.meets(two) and str(one.when) != str(two.when) and compatible(one.when, two.when):
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


def _limit_chains(limit: KnownLimit, every: Collection[str]) -> Iterator[tuple[object, ...]]:
    """By its id, and by what files are held against: of two at once nobody could say which counts."""
    about = (EVERY_FORM, *every) if limit.about == EVERY_FORM else limit.about
    for name, route in product(about, limit.routes):
        yield limit.id, name, route
        if limit.checks:
            yield limit.checks, limit.document, name, route


def _check_limits(files: Files, papers: Collection[str] | None) -> None:
    file = files["limits"]
    every = {name for limit in file.of("limits", KnownLimit) if limit.about != EVERY_FORM for name in limit.about}
    check_chains(file, "limits", KnownLimit, lambda limit: _limit_chains(limit, every))
    documents = set(files["documents"].said("documents", "id"))
    for place, limit in file.placed("limits", KnownLimit):
        if not limit.about:
            file.fault(
                f"{place}/about",
                "about（どの様式・手続のきまりか）がありません。",
                "no about: of which forms or procedures",
            )
        if limit.document is not None and limit.document not in documents:
            file.unknown(f"{place}/document", ("書類", "document"), limit.document, documents)
        if limit.about == EVERY_FORM:
            continue
        for number, name in enumerate(limit.about):
            if papers is not None and name not in papers:
                file.unknown(f"{place}/about/{number}", ("様式・手続", "form or procedure"), name, papers)


# Steps


def _check_steps(files: Files, papers: Collection[str]) -> None:
    file = files["steps"]
    stages, documents = file.of("stages", Stage), set(files["documents"].said("documents", "id"))
    # What a user's folder declares cannot stand in our files.
    facts = FactCatalogue({}).with_ids(papers, documents)
    if file.unsure & {"stages", "places"}:
        return
    file.faults += stage_faults(file.located, file.placed("stages", Stage), file.placed("places", Words))
    for place, step in file.placed("steps", StepRule):
        file.faults += when_faults(file.located, f"{place}/when", step.when, facts)
        file.faults += step_faults(file.located, place, step, stages, documents, ())
