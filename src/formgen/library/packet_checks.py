"""What can be wrong with a packet file: names, values, cases that leave a gap or say two things at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import timedelta

from formgen.files.located import Located
from formgen.ground.problems import Problem
from formgen.library.faults import fault, unknown
from formgen.library.name_checks import compatible, kind_faults, source_faults, when_faults
from formgen.library.rules import Rules
from formgen.library.sections import SectionedFile
from formgen.library.sequences import check_chains
from formgen.library.step_checks import step_faults
from formgen.spec.limits import KnownLimit
from formgen.spec.packet_files import Case, Paper, Written
from formgen.spec.packets import (
    AddressUse,
    ChangeWay,
    ChecklistMarks,
    Deadline,
    FormFee,
    StepRule,
)
from formgen.spec.rules import ROUTES, OfficeRule, PacketLine

PlacedLines = Iterable[tuple[str, PacketLine, Written]]

_DOCUMENT, _FORM = ("書類", "document"), ("様式", "form")


def check_paper(
    file: SectionedFile, place: str, paper: Paper, documents: Collection[str], forms: Collection[str]
) -> None:
    """Names of the paper, routes that no case has, a choice narrowed to what is not in it."""
    if paper.sheet and paper.sheet not in forms:
        file.unknown(f"{place}/sheet", _FORM, paper.sheet, forms)
    if paper.document and paper.document not in documents:
        file.unknown(f"{place}/document", _DOCUMENT, paper.document, documents)
    if paper.cut_from:
        _check_cut(file, f"{place}/cut_from", paper)
    for number, name in enumerate(paper.one_of):
        # A sheet among several, too: another paper may be given in its place, so what counts as one is told.
        if name not in documents:
            file.unknown(f"{place}/one_of/{number}", _DOCUMENT, name, documents)
    for number, case in enumerate(paper.cases):
        here = f"{place}/cases/{number}"
        if case.only and case.only not in paper.one_of:
            file.unknown(f"{here}/only", _DOCUMENT, case.only, paper.one_of)
        _check_own_routes(file, here, case, case.routes or paper.routes or ROUTES)
    every = {r for c in paper.cases or (paper,) for r in c.routes or paper.routes or ROUTES}
    _check_own_routes(file, place, paper, every)
    if not paper.cases and paper.only:
        file.fault(f"{place}/only", "only は cases の中で使います。", "only belongs to a case")


def _check_cut(file: SectionedFile, place: str, paper: Paper) -> None:
    """What a document is cut from is a sheet of this packet that stands before it: made first, it is known by then."""
    # A paper that could not be read may be that sheet.
    if "papers" in file.unsure:
        return
    above: list[str] = []
    for _, other in file.placed("papers", Paper):
        if other is paper:
            break
        above += (other.sheet,) if other.sheet else ()
    if paper.cut_from not in above or paper.sheet:
        file.unknown(place, ("前にある様式", "sheet above it"), paper.cut_from or "", above)


def _check_own_routes(file: SectionedFile, place: str, said: Case, routes: Collection[str]) -> None:
    for route in ROUTES:
        if getattr(said, route) and route not in routes:
            file.fault(f"{place}/{route}", "この場合にない提出方法です。", f"{route} is not a route of this case")
    if said.routes is not None and (not said.routes or len(set(said.routes)) < len(said.routes)):
        file.fault(f"{place}/routes", "提出方法が空か、2回あります。", "no route, or one twice")


def check_lines(file: SectionedFile, lines: PlacedLines, rules: Rules, forms: Collection[str]) -> None:
    """Sources, conditions and counts of every line; every paper once; no two lines at once, no gap between two."""
    every = list(lines)
    titled = {line.paper for _, line, _ in every if line.checklist and line.checklist.title}
    for place, line, written in every:
        if line.checklist and line.checklist.joins and line.checklist.joins not in titled:
            file.unknown(f"{place}/checklist/with", ("書類", "paper with a row"), line.checklist.joins, titled)
        _check_names(file, place, line, written, rules)
        _check_values(file, line, written.places, rules)
    # A line that could not be read may be the one that is missing here.
    if "papers" not in file.unsure:
        _check_once(file)
        _check_lead(file, forms)
        for index, (place, line, _) in enumerate(every):
            _check_against(file, place, line, [other for _, other, _ in every[:index]])
            _check_gap(file, place, line, [other for _, other, _ in every])


def _check_names(file: SectionedFile, place: str, line: PacketLine, written: Written, rules: Rules) -> None:
    """Sources and conditions, each at the line where it was written, which may be that of the paper."""
    own = written.places
    where = own.get("source", place).removesuffix("/source")
    file.faults += source_faults(file.located, where, line, rules.sources)
    for name, wanted in (line.when or {}).items():
        where = own.get(f"when/{name}", f"{place}/when")
        file.faults += when_faults(file.located, where, {name: wanted}, rules.facts)
    if line.clients:
        file.faults += when_faults(file.located, own["clients"], line.clients, rules.facts)


def _check_values(file: SectionedFile, line: PacketLine, own: Mapping[str, str], rules: Rules) -> None:
    if isinstance(line.copies, str):
        file.faults += kind_faults(file.located, own["copies"], line.copies, "int", rules.facts)
    elif line.copies < 1:
        file.fault(own["copies"], "1以上の数です。", "at least 1")
    if line.need == "not-possible" and line.sheet != file.located.data.get("form"):
        ja, en = "提出方法を閉じるのは、その様式自身の行だけです。", "only the form's own paper can close a route"
        file.fault(own["need"], ja, en)


def _check_lead(file: SectionedFile, forms: Collection[str]) -> None:
    """The form itself is one of its papers: else the packet would go without it and nobody would know why."""
    form = file.located.data.get("form")
    if form in forms and not any(paper.sheet == form for _, paper in file.placed("papers", Paper)):
        ja = f"様式自身の行（sheet: {form}）がありません。綴らないなら need: not-needed と書きます。"
        en = f"no line for the form itself (sheet: {form}); where it is left out on purpose, say need: not-needed"
        file.fault("/papers", ja, en)


def _check_once(file: SectionedFile) -> None:
    seen: set[str] = set()
    for place, paper in file.placed("papers", Paper):
        for name in paper.names:
            if name in seen:
                file.fault(
                    place,
                    f"「{name}」が2回あります。場合は cases に書きます。",
                    f"{name!r} stands twice: put its cases under one paper",
                )
            seen.add(name)


def _check_against(file: SectionedFile, place: str, line: PacketLine, before: Iterable[PacketLine]) -> None:
    for other in before:
        if line.paper == other.paper and _at_once(line, other):
            said = "同じ場合に2つのことが書いてあります（期間・提出方法・条件の重なり）。"
            file.fault(place, said, "two lines for the same case: overlapping days, routes and conditions")


def _at_once(one: PacketLine, two: PacketLine) -> bool:
    """Whether two lines could both decide. A closed route stands above all others, so it may lie over them."""
    closing = one.need == "not-possible" or two.need == "not-possible"
    if closing or not set(one.routes) & set(two.routes) or not compatible(one.when, two.when):
        return False
    # One goes by the day of filing, one by that of acceptance: any two days can meet.
    if one.by != two.by:
        return True
    return one.meets(two)


def _check_gap(file: SectionedFile, place: str, line: PacketLine, every: Iterable[PacketLine]) -> None:
    """After a line ends, either another holds from the next day on, or none ever does."""
    if line.until is None:
        return
    after = line.until + timedelta(days=1)
    others = [x for x in every if x.paper == line.paper and compatible(x.when, line.when)]
    for route in line.routes:
        here = [x for x in others if route in x.routes]
        # Nothing later means that the paper is gone for good, which is no gap.
        later = any(x.since and x.since > after for x in here)
        if later and not any(x.in_force(after) for x in here):
            file.fault(place, "この後の規則との間に空きがあります。", "leaves a gap before the rule after it")
            return


def check_rest(file: SectionedFile, rules: Rules, forms: Collection[str]) -> None:
    """Everything beside the papers."""
    for section, items in file.items.items():
        for place, item in items if section != "papers" else ():
            file.faults += source_faults(file.located, place, item, rules.sources)
            file.faults += _item_faults(file.located, place, item, rules, forms)
    _check_chains(file)
    _check_limits(file, rules)


def _check_limits(file: SectionedFile, rules: Rules) -> None:
    """A limit of a packet is about that; beside one of several forms of the same thing, nobody knows which counts."""
    stated = file.located.data if isinstance(file.located.data, dict) else {}
    name = str(stated.get("form") or stated.get("procedure"))
    for place, limit in file.placed("limits", KnownLimit):
        if limit.about:
            ja = "綴りの中のきまりは、その様式・手続のものです。about は書きません。"
            file.fault(f"{place}/about", ja, "a limit in a packet is about that: no about here")
        if limit.document is not None and limit.document not in rules.documents:
            file.unknown(f"{place}/document", ("書類", "document"), limit.document, rules.documents)
        if limit.checks and any(_same_check(limit, shared) and shared.is_about(name) for shared in rules.limits):
            ja = "rules/limits.yaml に、この様式のファイルについて同じことのきまりがあります。"
            file.fault(place, ja, "rules/limits.yaml says the same thing of the files of this form")


def _same_check(one: KnownLimit, two: KnownLimit) -> bool:
    same = (one.checks, one.document) == (two.checks, two.document)
    return same and bool(set(one.routes) & set(two.routes)) and one.meets(two)


def _item_faults(located: Located, place: str, item: object, rules: Rules, forms: Collection[str]) -> Iterator[Problem]:
    if isinstance(item, AddressUse | OfficeRule | Deadline | StepRule):
        yield from when_faults(located, f"{place}/when", item.when, rules.facts)
    if isinstance(item, AddressUse):
        known = {address.id for address in rules.addresses}
        if item.use not in known:
            yield unknown(located, f"{place}/use", ("宛先", "special address"), item.use, known)
    elif isinstance(item, OfficeRule) and item.by is not None:
        yield from kind_faults(located, f"{place}/by", item.by, "text", rules.facts)
        if item.moved_from is not None:
            yield from kind_faults(located, f"{place}/moved_from", item.moved_from, "text", rules.facts)
    elif isinstance(item, Deadline):
        for number, name in enumerate(item.days):
            where = f"{place}/after" if item.after else f"{place}/before/{number}"
            yield from kind_faults(located, where, name, "day", rules.facts)
    elif isinstance(item, StepRule):
        yield from step_faults(located, place, item, rules.stages, rules.documents, forms)
    elif isinstance(item, ChangeWay) and not item.items:
        yield fault(located, f"{place}/items", "事項がありません。", "no item")
    elif isinstance(item, ChecklistMarks):
        for number, name in enumerate(item.by):
            yield from when_faults(located, f"{place}/by/{number}", {name: None}, rules.facts)


def _check_chains(file: SectionedFile) -> None:
    check_chains(file, "fees", FormFee, lambda _: [None])
    check_chains(file, "checklist", ChecklistMarks, lambda _: [None])
    check_chains(file, "offices", OfficeRule, lambda rule: [repr(rule.when)])
    check_chains(file, "limits", KnownLimit, lambda limit: [(limit.id, route) for route in limit.routes])
    check_chains(file, "changes", ChangeWay, lambda way: way.items)
