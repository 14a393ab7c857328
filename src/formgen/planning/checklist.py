"""The rows of 必要書類チェックシート and of the cover letter, from the same packet lines as the plan itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from formgen.planning.model import PlannedDocument, PlannedSheet
from formgen.planning.papers import Papers
from formgen.planning.situation import Situation
from formgen.profile.facts import Facts
from formgen.profile.model import Route
from formgen.spec.packets import ChecklistMarks
from formgen.spec.rules import ROUTES, ChecklistRow, PacketLine, in_force

Row = dict[str, object]


def checklist(now: Situation, found: Papers, case: Facts) -> list[Row]:
    """Every row in force for the kind of filing, marked for each route, whatever the route of this filing."""
    marks = next(iter(in_force(now.form.packet.checklist, now.as_of)), None)
    return [
        {
            "number": number,
            "title": row.title,
            "form": row.form or (marks.no_form if marks else ""),
            **{route: _mark(marks, lines, route, case) for route in ROUTES if marks},
            "check": _checked(marks, given, lines, case),
            "given": given,
            "note": marks.remark if marks and marks.remark and given is False else row.note,
        }
        for number, (row, lines) in enumerate(_rows(now, case), 1)
        for given in (_given(lines, found, case),)
    ]


def _rows(now: Situation, case: Facts) -> Iterable[tuple[ChecklistRow, list[PacketLine]]]:
    """The rows with the lines about their papers; of several wordings the first that may hold for the case."""
    rows: dict[str, tuple[ChecklistRow, list[PacketLine]]] = {}
    for line in now.form.packet:
        # Only the kind of filing chooses rows. By other facts a row is marked,
        # not left out: the sheet is the same for all.
        if line.checklist is not None and line.in_force(now.as_of) and _of_this_kind(line, case):
            name = line.checklist.joins or line.paper
            said, lines = rows.get(name, (line.checklist, []))
            settled = said.title and any(case.holds(x.when) is not False for x in lines)
            rows[name] = (said if settled or not line.checklist.title else line.checklist, [*lines, line])
    return rows.values()


KIND_FACTS = ("filing.kind", "filing.agent_kind")
"""The facts that tell of what kind a filing is: 新規, 追加, 更新."""


def _of_this_kind(line: PacketLine, case: Facts) -> bool:
    kind = {n: w for n, w in (line.when or {}).items() if n in KIND_FACTS}
    return case.holds(kind) is True


def _mark(marks: ChecklistMarks, lines: Iterable[PacketLine], route: Route, case: Facts) -> str:
    found = {_mark_of(marks, line, case) for line in lines if route in line.routes}
    # Of several lines for one paper the one that asks for most.
    return next((m for m in (marks.needed, marks.conditional) if m in found), marks.not_needed)


def _mark_of(marks: ChecklistMarks, line: PacketLine, case: Facts) -> str:
    decided = case.holds({n: w for n, w in (line.when or {}).items() if n in marks.by})
    if not _asks(line) or decided is False:
        return marks.not_needed
    more = bool(line.clients) or any(n not in marks.by for n in line.when or {})
    # Not known, one of several, or up to the user: none of these may be marked as needed.
    doubtful = more or decided is None or line.group or line.need == "optional"
    return marks.conditional if doubtful else marks.needed


def _checked(marks: ChecklistMarks | None, given: bool | None, lines: Iterable[PacketLine], case: Facts) -> bool | str:
    """Whether the papers are there, or the words that they are none of this filer's."""
    # A box left empty would look forgotten. What is not known may still concern the filer.
    concerned = any(_asks(line) and case.holds(line.when) is not False for line in lines)
    words = marks.not_concerned if marks else None
    return words if words and not given and not concerned else given is True


def _asks(line: PacketLine) -> bool:
    return line.need not in ("not-needed", "not-possible")


def _given(lines: Iterable[PacketLine], found: Papers, case: Facts) -> bool | None:
    """Whether the papers of a row go along: all of them, of a choice one. False: none is asked for; None: not yet."""
    choices: dict[str, list[bool | None]] = {}
    for line in lines:
        choices.setdefault(line.group or line.paper, []).append(_present(line.paper, found, case))
    # A choice is there when one of its papers is; what nobody asks for is not waited for.
    every = [True if True in c else None if None in c else False for c in choices.values()]
    return None if None in every else True in every


def _present(paper: str, found: Papers, case: Facts) -> bool | None:
    """Whether a paper goes along; None for one that is asked for and not there, False for one that is not asked for."""
    if found.has_sheet(paper, case.user):
        return True
    documents = found.documents_of(paper, case.user)
    if any(d.supplied for d in documents):
        return True
    return None if any(d.need != "not-needed" for d in documents) else False


def enclosures(found: Papers) -> list[Row]:
    """What goes into the envelope, in filing order; the same paper for several persons is one row."""
    copies: dict[str, int] = {}
    for title, number in _enclosed(found.sheets, found.documents):
        # An office counts what is in the envelope, not whose it is.
        copies[title] = copies.get(title, 0) + number
    return [{"number": n, "title": t, "copies": c} for n, (t, c) in enumerate(copies.items(), 1)]


def _enclosed(sheets: Sequence[PlannedSheet], documents: Sequence[PlannedDocument]) -> Iterator[tuple[str, int]]:
    for sheet in sheets:
        if not sheet.wrapper:
            yield sheet.title, sheet.copies
    for document in documents:
        if document.need == "required" or (document.supplied and document.need != "not-needed"):
            yield document.title, document.copies
