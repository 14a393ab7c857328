"""What each kind of rule says, in words. A kind that is not named here is told by its keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from formgen.register.entries import Said, Subject
from formgen.register.keys import in_keys
from formgen.register.names import Names, listed, period, term, yen
from formgen.spec.derivations import DerivedRule
from formgen.spec.fees import FeeElsewhere, FeeRule, FeeWords, Payment, Settlement, Stamps, Surcharge
from formgen.spec.items import Model
from formgen.spec.limits import KnownLimit
from formgen.spec.packets import AddressUse, ChangeWay, Deadline, FormFee, Marking, StepRule
from formgen.spec.rules import ROUTES, SILENT, DocumentKind, Hours, Office, PacketLine, Postage, SpecialAddress, Words
from formgen.spec.who import FilingCondition, MayFile


def said(rule: Model, names: Names) -> Said:
    """A rule in words."""
    # A special fee is a kind of fee rule, and is told as one.
    for kind in type(rule).__mro__:
        if kind in _BY_ITSELF:
            return _BY_ITSELF[kind](rule)
        if kind in _WITH_NAMES:
            return _WITH_NAMES[kind](rule, names)
    return _by_keys(rule, names)


def _one(key: str, title: Words, says: Words, why: Words | None = None) -> Said:
    return Said((Subject(key, title),), says, why)


def _bracketed(says: Words, about: Words) -> Words:
    return Words(ja=f"{says.ja}（{about.ja}）", en=f"{says.en} ({about.en})") if about.ja else says


# Papers


def _line(line: PacketLine, names: Names) -> Said:
    parts = [term("alternative" if line.group else line.need)]
    if line.document:
        parts.append(term(line.handed))
    if isinstance(line.copies, str):
        counted = names.fact(line.copies)
        parts.append(Words(ja=f"{counted.ja}だけの部数", en=f"copies: {counted.en}"))
    elif line.copies > 1:
        parts.append(Words(ja=f"{line.copies}部", en=f"{line.copies} copies"))
    if line.max_age:
        age = period(line.max_age)
        parts.append(Words(ja=f"{age.ja}以内のもの", en=f"at most {age.en} old"))
    return _one(line.paper, names.paper(line.paper), _bracketed(listed(parts), names.limited(line.routes, line.when)),
                line.because)  # fmt: skip


def _document(kind: DocumentKind, names: Names) -> Said:
    counts = listed(Words(ja=c, en=c) for c in kind.counts)
    return _one(kind.id, names.paper(kind.id), listed([kind.what, *([counts] if kind.counts else [])], "", " "))


# Fees


def _fee(rule: FeeRule, names: Names) -> Said:
    # A rule for any route stands in both chains, as rules for one route may follow it.
    routes = ("counter", "online") if rule.route == "any" else (rule.route,)
    sort = (
        rule.title
        if isinstance(rule, Surcharge)
        else _SETTLING
        if isinstance(rule, Settlement)
        else _REDUCED
        if rule.reduced
        else None
    )
    subjects = tuple(_fee_subject(kind, route, sort, names) for kind in rule.kinds for route in routes)
    if rule.amount is not None:
        return Said(subjects, _bracketed(yen(rule.amount), names.condition(rule.when)), rule.because)
    tiers = {tier.id: tier.title for tier in names.rules.tiers}
    said = (listed([tiers[tier], yen(amount)], " ", " ") for tier, amount in rule.amounts.items() if tier in tiers)
    return Said(subjects, listed(said, "、", "; "))


_SETTLING, _REDUCED = Words(ja="決済手数料", en="settlement charge"), Words(ja="減額", en="reduced")


def _fee_subject(kind: str, route: str, sort: Words | None, names: Names) -> Subject:
    about = listed([term(route), *([sort] if sort else [])], "、")
    key = f"{kind}/{route}/{sort.en}" if sort else f"{kind}/{route}"
    return Subject(key, _bracketed(names.value("permission.kind", kind), about))


def _fee_elsewhere(rule: FeeElsewhere) -> Said:
    return _one(f"{rule.id}/{rule.route}", rule.title, yen(rule.amount), rule.because)


def _payment(rule: Payment, names: Names) -> Said:
    route = names.value("permission.application_route", rule.route)
    return _one(
        rule.route, _bracketed(Words(ja="手数料の納め方", en="way of paying"), route), term(rule.way), rule.because
    )


def _fee_words(rule: FeeWords) -> Said:
    return _one(rule.id, Words(ja="手数料の説明", en="words about fees"), rule.text)


def _form_fee(rule: FormFee) -> Said:
    return _one("fee", Words(ja="手数料", en="fee"), yen(rule.amount), rule.because)


# What is sent, where to, by when


def _postage(rule: Postage) -> Said:
    return _one(f"{rule.id}/{rule.up_to_grams}" if rule.up_to_grams else rule.id, rule.title, yen(rule.value))


def _address(rule: SpecialAddress) -> Said:
    where = f"〒{rule.postal_code} {rule.address} {rule.name} {rule.section}"
    of = Words(ja=rule.office or "全国", en=rule.office or "all Japan")
    return _one(rule.id, _bracketed(Words(ja="特別な宛先", en="special address"), of), Words(ja=where, en=where))


def _hours(rule: Hours) -> Said:
    return _one("hours", Words(ja="受付時間", en="hours"), rule.hours)


def _office(rule: Office) -> Said:
    # What is not confirmed is never shown as an address.
    known = f"〒{rule.postal_code} {rule.address}" if rule.address and rule.status == "confirmed" else ""
    takes = (("利用申出を受ける", "takes usage requests") if rule.accepts_usage_request
             else ("利用申出を受けない", "takes no usage requests"))  # fmt: skip
    says = listed([Words(ja=known, en=known), Words(ja=takes[0], en=takes[1])], "、", "; ")
    return _one(rule.name, Words(ja=rule.name, en=rule.name), says)


def _use(rule: AddressUse, names: Names) -> Said:
    found = next((a for a in names.rules.addresses if a.id == rule.use), None)
    where = f"{found.name} {found.section}" if found else rule.use
    says = _bracketed(Words(ja=where, en=where), names.limited(rule.routes, rule.when))
    return _one(rule.use, Words(ja="特別な宛先への提出", en="sent to a special address"), says)


def _marking(rule: Marking, names: Names) -> Said:
    says = _bracketed(Words(ja=f"「{rule.text}」", en=f"「{rule.text}」"), names.limited(rule.routes, None))
    return _one("envelope", Words(ja="封筒の表書き", en="marking of the envelope"), says)


def _deadline(rule: Deadline, names: Names) -> Said:
    says = in_keys(rule, names, {"what", "kind"}) or rule.because
    # What binds needs no word of its own.
    kind = SILENT if rule.kind == "limit" else term(rule.kind)
    return _one(rule.what.ja, rule.what, _bracketed(says, kind), rule.because)


def said_of(rule: KnownLimit) -> Said:
    """A limit in words."""
    says = rule.words or (period(rule.period) if rule.period else _content(rule))
    ways = listed(map(term, rule.routes)) if len(rule.routes) < len(ROUTES) else SILENT
    marks = ([] if rule.promised else [_NOT_PROMISED]) + ([_ADVISED] if rule.advised else [])
    return _one(rule.id, rule.title, _bracketed(says, listed([ways, *marks], "、")), rule.note)


_NOT_PROMISED = Words(ja="約束ではない", en="not promised")
_ADVISED = Words(ja="推奨", en="advised")


def _content(rule: KnownLimit) -> Words:
    if rule.allowed is not None:
        return Words(ja="使える", en="allowed") if rule.allowed else Words(ja="使えない", en="not allowed")
    if rule.types:
        return listed(Words(ja=kind, en=kind) for kind in rule.types)
    if rule.checks == "ratio":
        high, wide = rule.numbers
        return Words(ja=f"縦{high}：横{wide}", en=f"{high} high to {wide} wide")
    figures = rule.numbers if rule.number is None else (rule.number,)
    said = listed(Words(ja=f"{n:,}", en=f"{n:,}") for n in figures)
    unit = term(rule.unit or "")
    return Words(ja=f"{said.ja}{unit.ja}", en=f"{said.en} {unit.en}".rstrip())


def _step(rule: StepRule, names: Names) -> Said:
    title = next(
        (label for stage in names.rules.stages for kind, label in stage.kinds.items() if kind == rule.kind), ""
    )
    key = "/".join((rule.kind, rule.of or "", rule.document or rule.sheet or ""))
    about = _bracketed(Words(ja=title, en=rule.kind), names.limited(rule.routes, rule.when))
    return _one(key, _bracketed(Words(ja="次にすること", en="to do"), about), rule.texts[0])


def _change(rule: ChangeWay, names: Names) -> Said:
    subjects = tuple(Subject(f"change/{item}", names.value("changes.item", item)) for item in rule.items)
    return Said(subjects, term(rule.way), rule.because)


def _derived(rule: DerivedRule, names: Names) -> Said:
    if rule.values is not None:
        pairs = (listed([term(a), names.value(rule.fact, b)], "→", " → ") for a, b in rule.values.items())
        return _one(rule.fact, names.fact(rule.fact), listed(pairs, "、", "; "))
    return _one(rule.fact, names.fact(rule.fact), in_keys(rule, names, {"fact"}) or names.fact(rule.fact))


def _filing_condition(rule: FilingCondition, names: Names) -> Said:
    about = listed(names.value("user.capacity", a) for a in rule.applicants)
    what = listed(names.value("application.kind", p) for p in rule.procedures)
    says = _bracketed(rule.text, listed([about, what], "、", "; "))
    return _one(rule.id, Words(ja="オンラインで申請する条件", en="condition of filing online"), says)


def _may_file(rule: MayFile, names: Names) -> Said:
    who = listed(names.value("user.capacity", a) for a in rule.applicants)
    says = listed([listed(names.value("application.kind", p) for p in rule.procedures), _MAY[rule.may]], "：", ": ")
    about = _bracketed(Words(ja="オンラインで申請できる者", en="who may file online"), who)
    key = "/".join((*rule.applicants, *rule.procedures))
    return Said((Subject(key, about),), _bracketed(says, rule.condition or SILENT), None)


_MAY = {
    "may": Words(ja="できる", en="may"),
    "if": Words(ja="条件による", en="may on a condition"),
    "may-not": Words(ja="できない", en="may not"),
}


def _stamps(rule: Stamps) -> Said:
    sold = listed(map(yen, rule.denominations), "、", ", ")
    return _one("Stamps", Words(ja="売られている収入印紙", en="revenue stamps that are sold"), sold)


# Any other kind


def _by_keys(rule: Model, names: Names) -> Said:
    key = next((str(found) for name in ("id", "use", "kind", "name") if (found := getattr(rule, name, None))), "")
    title = getattr(rule, "title", None)
    kind = type(rule).__name__
    shown = title if isinstance(title, Words) else term(key or kind)
    says = in_keys(rule, names, set()) or getattr(rule, "because", None) or shown
    return _one(key or kind, shown, says, getattr(rule, "because", None))


#: What is told with the names of papers, facts and values.
_WITH_NAMES: Mapping[type[Model], Callable[[Any, Names], Said]] = {
    PacketLine: _line,
    DocumentKind: _document,
    FeeRule: _fee,
    Payment: _payment,
    AddressUse: _use,
    Marking: _marking,
    Deadline: _deadline,
    StepRule: _step,
    ChangeWay: _change,
    FilingCondition: _filing_condition,
    MayFile: _may_file,
    DerivedRule: _derived,
}
#: What says all there is to say itself.
_BY_ITSELF: Mapping[type[Model], Callable[[Any], Said]] = {
    FeeElsewhere: _fee_elsewhere,
    FeeWords: _fee_words,
    Stamps: _stamps,
    FormFee: _form_fee,
    Postage: _postage,
    SpecialAddress: _address,
    Hours: _hours,
    Office: _office,
    KnownLimit: said_of,
}
