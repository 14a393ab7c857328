"""Whether rule files agree with each other and with the packet lines of forms; every fault with file and line."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, Protocol

from pydantic import BaseModel, ValidationError

from formgen.files.located import Located
from formgen.ground.dates import Period
from formgen.ground.problems import Problem, escape, problem
from formgen.ground.suggestions import did_you_mean
from formgen.library.rule_files import FeesFile
from formgen.profile import facts
from formgen.profile.model import part_of
from formgen.spec.rules import DatedRule, FeeRule, Limit, PacketLine, Payment, resolve_rows


@dataclass
class Reading:
    """The files as read, and what is wrong with them."""

    located: dict[str, Located] = field(default_factory=dict)
    models: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def fault(self, file: str, place: str, ja: str, en: str) -> None:
        """Adds a fault at a place of a file."""
        self.problems.append(spec_fault(self.located[file], place, ja, en))


def spec_fault(located: Located, place: str, ja: str, en: str) -> Problem:
    """A fault of a rule or form file at the line of a place, or of its nearest parent."""
    here = place
    while here and here not in located.lines:
        here = here.rpartition("/")[0]
    line = located.lines.get(here) or 1
    return problem("E-SPEC.rule", file=located.name, line=line, pointer=place, detail=ja, detail_en=en)


def model_problems(error: ValidationError, located: Located, model: type[BaseModel]) -> Iterator[Problem]:
    """What pydantic found, as problems at a line of the file, unknown keys with a suggestion."""
    every = error.errors(include_url=False, include_context=False, include_input=False)
    for found in sorted(every, key=lambda f: f["type"] != "extra_forbidden"):
        steps = _steps(found["loc"], located.data)
        place = "".join("/" + escape(s) for s in steps)
        if found["type"] == "extra_forbidden":
            ja, en = did_you_mean(str(steps[-1]), _keys(model, steps[:-1]))
            yield spec_fault(located, place, f"キー「{steps[-1]}」はありません。{ja}", f"no key {steps[-1]!r}. {en}")
        else:
            yield spec_fault(located, place, found["msg"], found["msg"])


def _steps(loc: Iterable[str | int], data: Any) -> list[str | int]:
    """The location without pydantic's names of union members."""
    out: list[str | int] = []
    for step in loc:
        if isinstance(data, dict):
            out.append(step)
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int):
            out.append(step)
            data = data[step] if step < len(data) else None
    return out


def _keys(model: type[BaseModel], steps: Iterable[str | int]) -> Iterator[str]:
    for step in steps:
        if isinstance(step, str):
            model = part_of(model, step) or model
    return (f.alias or n for n, f in model.model_fields.items())


# Checks across files


def check(reading: Reading) -> None:
    """Adds what is wrong between the files: names nobody knows, gaps and overlaps of days, missing tiers."""
    models = reading.models
    known = frozenset(s.id for s in models["sources"].sources)
    for file in ("offices", "fees", "limits"):
        for part, rules in models[file]:
            for index, rule in enumerate(rules):
                if isinstance(rule, DatedRule):
                    _check_rule(reading, file, f"/{part}/{index}", rule, known)
    _check_names(reading)
    _check_offices(reading)
    _check_dates(reading)
    _check_tiers(reading)


def _check_rule(reading: Reading, file: str, place: str, rule: DatedRule, known: Collection[str]) -> None:
    located = reading.located[file]
    reading.problems += source_faults(located, place, rule, known)
    reading.problems += fact_faults(located, place, getattr(rule, "when", None) or {})


def source_faults(located: Located, place: str, rule: DatedRule, known: Collection[str]) -> Iterator[Problem]:
    """Sources that sources.yaml does not have."""
    if not rule.sources:
        yield spec_fault(located, place, "出所（source）がありません。", "no source")
    for name in rule.sources:
        if name not in known:
            ja, en = did_you_mean(name, known)
            yield spec_fault(
                located,
                f"{place}/source",
                f"「{name}」という出所はありません。{ja}",
                f"no source {name!r}. {en}",
            )


def fact_faults(located: Located, place: str, names: Iterable[str]) -> Iterator[Problem]:
    """Facts that nobody knows."""
    for name in names:
        if name not in facts.known():
            ja, en = did_you_mean(name, facts.known())
            yield spec_fault(
                located,
                f"{place}/when/{name}",
                f"「{name}」という事実はありません。{ja}",
                f"no fact {name!r}. {en}",
            )


def _check_names(reading: Reading) -> None:
    for file, part, key in (
        ("sources", "sources", "id"),
        ("offices", "offices", "name"),
        ("documents", "documents", "id"),
        ("fees", "tiers", "id"),
    ):
        seen: set[str] = set()
        for index, item in enumerate(getattr(reading.models[file], part)):
            name = getattr(item, key)
            if name in seen:
                reading.fault(file, f"/{part}/{index}", f"「{name}」が2回あります。", f"{name!r} stands twice")
            seen.add(name)


def _check_offices(reading: Reading) -> None:
    names = {o.name for o in reading.models["offices"].offices}
    for index, office in enumerate(reading.models["offices"].offices):
        if office.parent and office.parent not in names:
            place = f"/offices/{index}/parent"
            ja, en = did_you_mean(office.parent, names)
            reading.fault("offices", place, f"親の官署がありません。{ja}", f"no such parent. {en}")


def _check_dates(reading: Reading) -> None:
    fees, limits = reading.models["fees"], reading.models["limits"]
    routes = ("counter", "online")
    for part in ("fees", "settlements"):
        rules: tuple[FeeRule, ...] = getattr(fees, part)
        for kind in sorted({k for r in rules for k in r.kinds}):
            for route in routes:
                for reduced in (False, True):
                    keep = _wanted(kind, route, reduced)
                    _check_sequence(reading, "fees", part, rules, keep)
    for route in routes:
        _check_sequence(reading, "fees", "payments", fees.payments, _paid_by(route))
    for key in sorted({_limit_key(x) for x in limits.limits}):
        _check_sequence(reading, "limits", "limits", limits.limits, _of_limit(key))


def _paid_by(route: str) -> Callable[[Payment], bool]:
    return lambda r: r.route == route


def _of_limit(key: tuple[object, ...]) -> Callable[[Limit], bool]:
    return lambda r: _limit_key(r) == key


def _limit_key(limit: Limit) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    return limit.id, limit.forms, limit.routes


def _wanted(kind: str, route: str, reduced: bool) -> Callable[[FeeRule], bool]:
    return lambda r: kind in r.kinds and r.route in ("any", route) and r.reduced == reduced


def _check_sequence(
    reading: Reading, file: str, part: str, rules: Iterable[DatedRule], keep: Callable[[Any], bool]
) -> None:
    """One rule after the other: no day without one, no day with two."""
    own = [(r.since or date.min, i, r) for i, r in enumerate(rules) if keep(r)]
    own.sort(key=lambda o: o[:2])
    for (_, _, before), (start, index, _) in pairwise(own):
        if before.until is None or start <= before.until:
            reading.fault(file, f"/{part}/{index}", "前の規則と期間が重なっています。", "overlaps the rule before it")
        elif start != before.until + timedelta(days=1):
            reading.fault(
                file,
                f"/{part}/{index}",
                "前の規則との間に空きがあります。",
                "leaves a gap after the rule before it",
            )


def _check_tiers(reading: Reading) -> None:
    fees: FeesFile = reading.models["fees"]
    ids = {t.id for t in fees.tiers}
    for part in ("fees", "settlements"):
        for index, rule in enumerate(getattr(fees, part)):
            if rule.amounts and set(rule.amounts) != ids:
                reading.fault(
                    "fees",
                    f"/{part}/{index}/amounts",
                    "在留期間の区分が揃っていません。",
                    "not one amount for each tier",
                )
    for months in range(73):
        for days in (0, 1):
            found = [t for t in fees.tiers if t.holds(Period(months, days))]
            if len(found) != 1:
                reading.fault(
                    "fees",
                    "/tiers",
                    f"{Period(months, days)}の区分が{len(found)}個あります。",
                    f"{len(found)} tiers hold {Period(months, days)}",
                )
                return


# Packet lines


class HasPacket(Protocol):
    """A form with packet lines."""

    @property
    def packet(self) -> tuple[PacketLine, ...]:
        """The lines."""


def packet_faults(
    form: HasPacket, located: Located, sources: Collection[str], documents: Collection[str]
) -> tuple[Problem, ...]:
    """What is wrong with the packet lines of a form file, by the rules: names that nobody knows, gaps, overlaps."""
    out: list[Problem] = []
    for index, line in enumerate(form.packet):
        out += _line_faults(line, f"/packet/{index}", located, sources, documents)
    try:
        resolve_rows(form.packet)
    except ValueError as error:
        out.append(spec_fault(located, "/packet", str(error), str(error)))
    return (*out, *_overlaps(form.packet, located))


def _line_faults(
    line: PacketLine, place: str, located: Located, sources: Collection[str], documents: Collection[str]
) -> Iterator[Problem]:
    yield from source_faults(located, place, line, sources)
    yield from fact_faults(located, place, line.when or {})
    if isinstance(line.copies, str):
        yield from fact_faults(located, place, [line.copies])
    if line.document and line.document not in documents:
        ja, en = did_you_mean(line.document, documents)
        name = line.document
        yield spec_fault(
            located,
            f"{place}/document",
            f"「{name}」という書類はありません。{ja}",
            f"no document {name!r}. {en}",
        )


def _overlaps(packet: tuple[PacketLine, ...], located: Located) -> Iterator[Problem]:
    """Two lines about the same paper must differ in route, case or days."""
    for index, line in enumerate(packet):
        for other in packet[:index]:
            if line.paper == other.paper and _same_case(line, other):
                yield spec_fault(
                    located,
                    f"/packet/{index}",
                    "同じ場合の行が、期間の重なる形で2つあります。",
                    "two lines for the same case, with overlapping days",
                )


def _same_case(one: PacketLine, two: PacketLine) -> bool:
    closing = one.need == "not-possible" or two.need == "not-possible"
    if closing or not set(one.routes) & set(two.routes) or (one.when or {}) != (two.when or {}):
        return False
    late = max(one.since or date.min, two.since or date.min)
    return late <= min(one.until or date.max, two.until or date.max)
