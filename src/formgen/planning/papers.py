"""Which sheets are filled and which documents are supplied, case by case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from formgen.ground.problems import Problem
from formgen.planning.decisions import (
    Decision,
    Verdict,
    decide,
    lines_of,
    questions,
    route_problem,
    silence_problem,
    title_of,
)
from formgen.planning.model import DocumentNeed, FormHeader, Handed, PlannedDocument, PlannedSheet
from formgen.planning.situation import Situation, given_for, header_of, per_of, titles_of
from formgen.profile.facts import Facts
from formgen.profile.model import Route
from formgen.spec.rules import PacketLine, Per, Words

_NEEDS: dict[str, DocumentNeed] = {
    "required": "required",
    "show": "show",
    # Whether the user wants it no rule can tell.
    "optional": "unknown",
    "not-needed": "not-needed",
}


@dataclass
class Papers:
    """What was found so far."""

    sheets: list[PlannedSheet] = field(default_factory=list)
    documents: list[PlannedDocument] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    asked: list[tuple[Words, Verdict]] = field(default_factory=list)
    closed: int = 0

    # Made when the papers are all there. Looked through for each of thousands of people they would take minutes.
    @cached_property
    def _sheets(self) -> frozenset[tuple[str, int | None]]:
        return frozenset((s.form, s.user) for s in self.sheets)

    @cached_property
    def _documents(self) -> Mapping[tuple[str, int | None], Sequence[PlannedDocument]]:
        found: dict[tuple[str, int | None], list[PlannedDocument]] = {}
        for document in self.documents:
            found.setdefault((document.document, document.user), []).append(document)
        return found

    def has_sheet(self, form: str, user: int | None) -> bool:
        """Whether a sheet is made for a person, or for the whole filing."""
        return bool({(form, None), (form, user)} & self._sheets)

    def documents_of(self, document: str, user: int | None) -> Sequence[PlannedDocument]:
        """The documents of one kind for the whole filing and for a person."""
        every = dict.fromkeys((None, user))
        return [d for whom in every for d in self._documents.get((document, whom), ())]


def find_papers(now: Situation) -> Papers:
    """The sheets and documents of a filing, in filing order, with the questions that are left."""
    out = Papers()
    for paper, lines in lines_of(now.form).items():
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
    title = titles_of(now, paper, header)
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
        cut = line.cut_from is not None and any(
            s.form == line.cut_from and s.user in (None, case.user) for s in out.sheets
        )
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
        draft_wording=header.draft_when is not None and case.holds(header.draft_when) is True,
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
    titles = titles_of(now, paper, header, case)
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
