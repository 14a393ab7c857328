"""Which sheets are filled and which documents are supplied, case by case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from formgen.ground.problems import Problem, problem
from formgen.library.rules import Rules
from formgen.planning.decisions import (
    Decision,
    Verdict,
    both,
    decide,
    papers,
    questions,
    route_problem,
    silence_problem,
    title_of,
)
from formgen.planning.model import DocumentNeed, Exists, FormHeader, Handed, PlannedDocument, PlannedSheet
from formgen.profile.facts import Facts
from formgen.profile.model import Profile, Route
from formgen.profile.people import place_of
from formgen.spec.rules import PacketLine, Per, Words

_NEEDS: dict[str, DocumentNeed] = {
    "required": "required",
    "show": "show",
    # Whether the user wants it no rule can tell.
    "optional": "unknown",
    "not-needed": "not-needed",
}


@dataclass(frozen=True)
class Situation:
    """Everything that decides what is needed."""

    profile: Profile
    form: FormHeader
    rules: Rules
    route: Route
    as_of: date
    exists: Exists
    cases: tuple[Facts, ...]

    @property
    def day(self) -> date:
        """The day of filing."""
        # `as_of` chooses rules; a day the profile states is when the papers are handed in.
        return self.profile.date or self.as_of


@dataclass
class Papers:
    """What was found so far."""

    sheets: list[PlannedSheet] = field(default_factory=list)
    documents: list[PlannedDocument] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    asked: list[tuple[Words, Verdict]] = field(default_factory=list)
    closed: int = 0


def find_papers(now: Situation) -> Papers:
    """The sheets and documents of a filing, in filing order, with the questions that are left."""
    out = Papers()
    for paper, lines in papers(now.form).items():
        # A sheet that is asked for on other days only may have no edition yet.
        ours = paper == now.form.form
        if not ours and not any(line.by != "filing" or line.in_force(now.as_of) for line in lines):
            continue
        header = header_of(now, paper, lines[0])
        for case in _cases_of(now, per_of(now, lines[0], header)):
            decision = decide(lines, case, now.route, now.as_of)
            if decision.silent and ours:
                out.problems.append(silence_problem(now.form, now.route, now.as_of, case))
                out.closed += 1
            _add(now, out, paper, header, decision)
    # Closed for everybody there is no packet, and nothing to ask; closed for one permission the others still go.
    if out.closed and out.closed == len(now.cases):
        out.sheets, out.documents, out.asked = [], [], []
    out.problems += questions(out.asked, now.form.form, now.rules)
    return out


def header_of(now: Situation, paper: str, line: PacketLine) -> FormHeader | None:
    """The form of a paper that is a sheet; None for a document."""
    if line.sheet is None:
        return None
    return now.form if paper == now.form.form else now.exists(paper, now.as_of)


def per_of(now: Situation, line: PacketLine, header: FormHeader | None) -> Per:
    """What a paper is about: as its line says, else as its form does, a document as the lead form."""
    return line.per or (header or now.form).per


def _cases_of(now: Situation, per: Per) -> Iterable[Facts]:
    cases = now.cases
    if per == "filing":
        return cases[:1]
    if per == "person" and now.form.per == "filing":
        # The lead form is about nobody in particular, so everybody may be meant: the paper's own lines say who.
        return [replace(cases[0], user=n) for n in range(len(now.profile.users))] or cases[:1]
    if per in ("person", "institution"):
        # A person with several permissions is one person.
        first: dict[int | None, Facts] = {}
        for case in cases:
            first.setdefault(case.user, case)
        return first.values()
    return cases


def _add(now: Situation, out: Papers, paper: str, header: FormHeader | None, decision: Decision) -> None:
    title = title_of(header) if header else now.rules.titles(paper)
    # What is up to the user is not asked for: the plan lists it.
    out.asked += [(title, v) for v in decision.open if v.line.need != "optional"]
    found = decision.found or next((v for v in decision.open if v.line.need in ("required", "show", "optional")), None)
    if found is None:
        return
    if found.line.need == "not-possible":
        out.problems.append(route_problem(now.form, found.line, now.route, found.case))
        out.closed += 1
        return
    out.asked += [(title, v) for v in _unsure_clients(found)]
    for case, sure in _made_for(found):
        _add_one(now, out, paper, header, Verdict(found.line, case), sure and decision.found is not None)


def _unsure_clients(found: Verdict) -> Iterator[Verdict]:
    """Client institutions of which it is not known whether the paper is about them: taken in, and asked for."""
    for case in map(found.case.of_client, found.case.client_numbers if found.line.clients else ()):
        if unknown := case.unknown(found.line.clients):
            yield Verdict(found.line, case, unknown)


def _made_for(found: Verdict) -> Iterator[tuple[Facts, bool]]:
    """The cases a paper is made for, each with whether that is sure: for one client institution after the other."""
    clients = [found.case.of_client(n) for n in found.case.client_numbers]
    sure = [case.holds(found.line.clients) is True for case in clients]
    if found.line.per == "institution" and clients:
        yield from zip(clients, sure, strict=True)
    else:
        yield found.case, not found.line.clients or any(sure)


def _add_one(now: Situation, out: Papers, paper: str, header: FormHeader | None, found: Verdict, sure: bool) -> None:
    line, case = found.line, found.case
    given = given_for(now, paper, line, header, case)
    lead = paper == now.form.form
    # A scan of a sheet that was already filled takes the place of ours.
    if header is None or (given and not lead and not line.wrapper):
        # What must not go along (a passport by mail) is no part of the papers, whoever gives it.
        kept = () if line.need == "not-needed" and sure else given
        cut = any(s.form == line.cut_from and s.user in (None, case.user) for s in out.sheets)
        out.documents.append(_document(now, paper, header, case, line, sure, kept, cut))
    elif line.need != "not-needed" and not _another_given(now, line, case):
        out.sheets.append(_sheet(now, header, case, line, sure))


def _another_given(now: Situation, line: PacketLine, case: Facts) -> bool:
    """Whether another paper of the choice is given, so that no sheet need be made in its place."""
    others = {x.paper: x for x in now.form.packet if line.group and x.group == line.group and x.paper != line.paper}
    return any(given_for(now, p, x, header_of(now, p, x), case) for p, x in others.items())


def _whose_paper(now: Situation, case: Facts, per: Per) -> dict[str, int | None]:
    """The person, permission and institution a paper is about."""
    person = per in ("person", "permission") or (per == "institution" and now.form.per == "person")
    return {
        "user": case.user if person else None,
        "permission": case.permission if per == "permission" else None,
        "institution": case.institution if per == "institution" else None,
    }


def _sheet(now: Situation, header: FormHeader, case: Facts, line: PacketLine, certain: bool) -> PlannedSheet:
    title = title_of(header, case)
    return PlannedSheet(
        form=header.form,
        title=title.ja,
        title_en=title.en,
        layout=header.layout,
        copies=_copies(line, case),
        case=case,
        **_whose_paper(now, case, line.per or header.per),
        line=line,
        certain=certain,
        draft_wording=header.form == "pledge" and not case.profile.pledge_text,
    )


def _document(
    now: Situation,
    paper: str,
    header: FormHeader | None,
    case: Facts,
    line: PacketLine,
    certain: bool,
    given: tuple[int, ...],
    cut: bool,
) -> PlannedDocument:
    per = per_of(now, line, header)
    titles = title_of(header, case) if header else now.rules.titles(paper)
    need = _NEEDS[line.need] if certain else "unknown"
    return PlannedDocument(
        document=paper,
        title=titles.ja,
        title_en=titles.en,
        need="alternative" if need == "required" and line.group else need,
        handed=_handed(line, now.route),
        copies=_copies(line, case),
        case=case,
        **_whose_paper(now, case, per) | ({"user": None} if per == "permission" else {}),
        line=line,
        attachments=given,
        certain=certain,
        cut=cut,
    )


def _handed(line: PacketLine, route: Route) -> Handed:
    if route == "online" or line.handed == "scan":
        return "scan"
    return "copy" if line.handed == "copy" else "original"


def _copies(line: PacketLine, case: Facts) -> int:
    if isinstance(line.copies, int):
        return line.copies
    found = case.get(line.copies)
    # A fact that is not stated yet: at least one is needed.
    return found if isinstance(found, int) and found > 0 else 1


def given_for(now: Situation, paper: str, line: PacketLine, header: FormHeader | None, case: Facts) -> tuple[int, ...]:
    """The attachments that supply a paper for a case."""
    per = per_of(now, line, header)
    users, permissions = {c.user for c in now.cases}, {c.permission for c in now.cases}
    out = []
    for index, given in enumerate(now.profile.attachments):
        if given.document != paper:
            continue
        # A file need not say whose it is while there is nobody else.
        own = per != "person" or given.user == case.user or (given.user is None and len(users) == 1)
        if per == "permission":
            one = len(permissions) == 1
            own = given.permission == case.permission or (given.permission is None and one)
        if per == "institution":
            one = len(now.profile.institutions) == 1
            own = given.institution == case.institution or (given.institution is None and one)
        if own:
            out.append(index)
    return tuple(out)


# What is missing


Lacking = tuple[Problem, PlannedDocument]


def missing(now: Situation, found: Papers) -> Iterator[Lacking]:
    """Required documents that the profile does not give; of alternatives one is enough."""
    groups: dict[tuple[str | None, int | None, int | None], list[PlannedDocument]] = {}
    for document in found.documents:
        if document.need == "required" and not document.supplied:
            yield _missing_one(now, document), document
        elif document.need == "alternative":
            groups.setdefault((document.line.group, document.user, document.permission), []).append(document)
    for group in groups.values():
        # Told once for the group: any one of them will do, also a sheet that is made.
        if not any(d.supplied for d in group) and not _made(found, group[0]):
            yield _missing_all(now, group), group[0]


def _made(found: Papers, one: PlannedDocument) -> bool:
    return any(
        s.line.group == one.line.group and (s.user, s.permission) == (one.user, one.permission) for s in found.sheets
    )


def _missing_all(now: Situation, group: Sequence[PlannedDocument]) -> Problem:
    return problem(
        "E-MISSING-DOCUMENT.alternative",
        form=now.form.form,
        pointer="/attachments",
        documents=" / ".join(d.document for d in group),
        **_whose(now, group[0]),
        **both(titles=_listed(group), because=group[0].line.because),
    )


def _listed(group: Sequence[PlannedDocument]) -> Words:
    return Words(ja="、".join(f"「{d.title}」" for d in group), en=", ".join(d.title_en for d in group))


def _missing_one(now: Situation, found: PlannedDocument) -> Problem:
    paper = now.route != "online"
    return problem(
        "E-MISSING-DOCUMENT.one",
        form=now.form.form,
        pointer="/attachments",
        document=found.document,
        **_whose(now, found),
        **both(title=found.titles, because=found.line.because),
        enclosed='（紙のまま入れるなら file の代わりに "enclosed": true）' if paper else "",
        enclosed_en=' (for paper put in by hand, "enclosed": true instead of file)' if paper else "",
    )


def _whose(now: Situation, found: PlannedDocument) -> dict[str, str]:
    """Of several persons or permissions, the one whose paper is missing."""
    several = len({(c.user, c.permission) for c in now.cases}) > 1 or found.institution is not None
    ja, en = place_of(now.profile, found.user, found.permission, found.institution) if several else ("", "")
    return {"who": f"（{ja}）" if ja else "", "who_en": f" ({en})" if en else ""}
