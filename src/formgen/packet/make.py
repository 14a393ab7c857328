"""The packet: every sheet and scan of one filing in order, with the page that says what is left to do."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from formgen.beside import resolve
from formgen.packet.assemble import Part, merge, page_count
from formgen.packet.intake import Given, Intake, Taken, take_in_all, warnings
from formgen.packet.order import Paper, in_filing_order
from formgen.packet.output import Entry, manifest_json, write_folder, write_zip
from formgen.planning import Plan
from formgen.problems import Problem, Refused, errors, problem
from formgen.profile import Route
from formgen.session import Session, begin
from formgen.sheet import Sheet, as_pdf, make_sheet
from formgen.verify import differences
from formgen.version import __version__
from formgen.writing import write_file

Progress = Callable[[str, int, int], None]
NEXT_STEPS = "next-steps"


@dataclass(frozen=True)
class Packet:
    """A finished packet. `files` by their paths inside the folder; `entries` as in the manifest."""

    files: Mapping[str, bytes]
    entries: tuple[Entry, ...]
    plan: Plan
    problems: tuple[Problem, ...]
    draft: bool

    @property
    def pdf(self) -> bytes:
        """Everything in filing order, with bookmarks."""
        return self.files["packet.pdf"]

    def write(self, path: str | Path, *, force: bool = False) -> Path:
        """As one PDF or a zip by the ending of the name, else as a folder. Raises `Refused` (E-OUTPUT)."""
        target = Path(path)
        if target.suffix.lower() == ".pdf":
            write_file(target, self.pdf, force=force)
        elif target.suffix.lower() == ".zip":
            write_zip(target, self.files, force=force)
        else:
            write_folder(target, self.files, force=force)
        return target


def make_packet(
    profile: Any,
    *,
    route: Route | None = None,
    as_of: date | None = None,
    draft: bool = False,
    verify: bool = True,
    progress: Progress | None = None,
) -> Packet:
    """Everything that is handed in, or `Refused` with every problem and nothing made.

    `draft` makes the packet although documents are missing, marked 未完. `verify` reads every value back.
    """
    session = begin(profile, route=route, as_of=as_of)
    made = sheets_of(session)
    taken = take_in_files(session)
    problems = _every_problem(session, made, taken)
    stopping = [p for p in errors(problems) if not (draft and p.code == "E-MISSING-DOCUMENT")]
    if stopping:
        raise Refused(session.placed(problems))
    unfinished = any(p.severity == "error" for p in problems)
    papers = list(_drawn(session, made, taken, verify, progress))
    extra = _next_steps(session, verify)
    files, entries = _files(session, papers, extra, unfinished)
    return Packet(files, entries, session.plan, session.placed(problems), unfinished)


def sheets_of(session: Session) -> tuple[Sheet, ...]:
    """Every sheet of the plan, filled and laid out."""
    return tuple(
        make_sheet(session.library.form(s.form, session.day), session.case(s.case)) for s in session.plan.sheets
    )


def take_in_files(session: Session) -> dict[int, Taken]:
    """The files of the profile that the plan asks for, by their place in `attachments`."""
    wanted = {n for document in session.plan.documents for n in document.attachments}
    found: dict[int, Taken] = {}
    given: dict[int, Given] = {}
    for number, attachment in enumerate(session.source.profile.attachments):
        if number not in wanted or not attachment.file:
            continue
        pointer = f"/attachments/{number}/file"
        path = resolve(session.source.folder, attachment.file, pointer=pointer)
        if isinstance(path, Problem):
            found[number] = (path,)
        else:
            given[number] = Given(path, attachment.file, pointer)
    if given:
        found |= dict(zip(given, take_in_all(given.values()), strict=True))
    return found


def attached_problems(session: Session) -> tuple[Problem, ...]:
    """What is wrong with the files of the profile."""
    return tuple(_file_problems(session, take_in_files(session)))


def _file_problems(session: Session, taken: Mapping[int, Taken]) -> Iterator[Problem]:
    for number, one in taken.items():
        if isinstance(one, Intake):
            yield from warnings(one, f"/attachments/{number}/file")
        else:
            yield from one
    yield from _too_heavy(session, [t for t in taken.values() if isinstance(t, Intake)])


def _too_heavy(session: Session, taken: list[Intake]) -> Iterator[Problem]:
    plan = session.plan
    limit = session.library.rules.limit("upload-megabytes", session.day, plan.form, plan.route)
    size = sum(len(t.pdf) for t in taken)
    if limit is None or size <= limit.value * 1_000_000:
        return
    key = "E-LIMIT.bytes" if size > limit.value * 1_048_576 else "W-LIMIT.bytes"
    yield problem(key, pointer="/attachments", size=f"{size / 1_000_000:.1f}", limit=limit.value)


def _every_problem(session: Session, made: Iterable[Sheet], taken: Mapping[int, Taken]) -> tuple[Problem, ...]:
    found = [*session.plan.problems, *(p for sheet in made for p in sheet.problems)]
    return tuple(dict.fromkeys([*found, *_file_problems(session, taken)]))


def _drawn(
    session: Session, made: tuple[Sheet, ...], taken: Mapping[int, Taken], verify: bool, progress: Progress | None
) -> Iterator[Paper]:
    """Every paper as PDF, in filing order."""
    papers = in_filing_order(session.lead, session.plan, made)
    for number, paper in enumerate(papers, 1):
        if progress is not None:
            progress(paper.title, number, len(papers))
        if paper.sheet is not None:
            yield replace(paper, pdf=_pdf(session, paper.sheet, verify))
            continue
        for place in paper.attachments:
            scan = taken.get(place)
            if isinstance(scan, Intake):
                yield replace(paper, pdf=scan.pdf, digest=scan.sha256)


def _pdf(session: Session, sheet: Sheet, verify: bool) -> bytes:
    pdf = as_pdf([sheet])
    if verify and (found := differences(pdf, sheet.pages, sheet.form.form)):
        raise Refused(session.placed(found))
    return pdf


def _next_steps(session: Session, verify: bool) -> bytes:
    case = session.case(session.plan.cases[0])
    return _pdf(session, make_sheet(session.library.form(NEXT_STEPS, session.day), case), verify)


def _files(
    session: Session, papers: list[Paper], steps: bytes, unfinished: bool
) -> tuple[dict[str, bytes], tuple[Entry, ...]]:
    files = {paper.path(number): paper.pdf for number, paper in enumerate(papers, 1)}
    entries = [_entry(session, paper.path(number), paper) for number, paper in enumerate(papers, 1)]
    whole = merge([Part(p.bookmark(session.source.profile), p.pdf) for p in papers], title=session.lead.title)
    files |= {"packet.pdf": whole, "next-steps.pdf": steps}
    entries.append(_own_entry("packet.pdf", "packet", session.lead.title, whole))
    entries.append(_own_entry("next-steps.pdf", "next-steps", "次にすること", steps))
    files["manifest.json"] = manifest_json(entries, _header(session, unfinished))
    return files, tuple(entries)


def _entry(session: Session, path: str, paper: Paper) -> Entry:
    return Entry(
        path=path,
        role="sheet" if paper.sheet else "attachment",
        form=paper.sheet.form.form if paper.sheet else None,
        document=None if paper.sheet else paper.paper,
        title=paper.title,
        person=paper.person(session.source.profile),
        pages=page_count(paper.pdf),
        bytes=len(paper.pdf),
        sha256=hashlib.sha256(paper.pdf).hexdigest(),
        status=paper.status,
        copies=paper.copies,
    )


def _own_entry(path: str, role: str, title: str, pdf: bytes) -> Entry:
    digest = hashlib.sha256(pdf).hexdigest()
    return Entry(path, role, title=title, pages=page_count(pdf), bytes=len(pdf), sha256=digest)


def _header(session: Session, unfinished: bool) -> dict[str, Any]:
    plan = session.plan
    return {
        "form": plan.form,
        "route": plan.route,
        "rules_as_of": plan.as_of.isoformat(),
        "profile_sha256": session.source.digest,
        "tool": f"formgen {__version__}",
        "draft": unfinished,
        "enclosed_by_hand": [
            session.source.profile.attachments[n].document
            for d in plan.documents
            for n in d.attachments
            if session.source.profile.attachments[n].enclosed
        ],
        "layouts": {s.form: s.layout for s in plan.sheets},
    }
