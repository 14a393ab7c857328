"""The packet: every sheet and scan of one filing in order, with the page that says what is left to do."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from formgen.attachments.intake import Given, Intake, Taken, take_in_all, warnings
from formgen.files.confined import resolve
from formgen.files.writing import write_file
from formgen.filing.filing import Filing, begin
from formgen.filing.order import PacketItem, in_filing_order
from formgen.ground.problems import Problem, Refused, errors, problem
from formgen.library import open_library
from formgen.outputs.folder import write_folder
from formgen.outputs.manifest import Entry, manifest_json
from formgen.outputs.merge import Section, merge, page_count
from formgen.outputs.zip import write_zip
from formgen.planning import Plan
from formgen.profile.model import Route
from formgen.sheet.make import FilledSheet, as_pdf, make_sheet
from formgen.sheet.verify import differences
from formgen.version import __version__

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
    forms: str | Path | None = None,
) -> Packet:
    """Everything that is handed in, or `Refused` with every problem and nothing made.

    `draft` makes the packet although documents are missing, marked 未完. `verify` reads every value back. `forms`
    adds a folder of the user's own forms.
    """
    filing = begin(profile, route=route, as_of=as_of, library=open_library(forms))
    made = sheets_of(filing)
    taken = take_in_files(filing)
    problems = _every_problem(filing, made, taken)
    stopping = [p for p in errors(problems) if not (draft and p.code == "E-MISSING-DOCUMENT")]
    if stopping:
        raise Refused(filing.placed(problems))
    unfinished = any(p.severity == "error" for p in problems)
    papers = list(_drawn(filing, made, taken, verify, progress))
    extra = _next_steps(filing, verify)
    files, entries = _files(filing, papers, extra, unfinished)
    return Packet(files, entries, filing.plan, filing.placed(problems), unfinished)


def sheets_of(filing: Filing) -> tuple[FilledSheet, ...]:
    """Every sheet of the plan, filled and laid out."""
    return tuple(make_sheet(filing.library.form(s.form, filing.day), filing.case(s.case)) for s in filing.plan.sheets)


def take_in_files(filing: Filing) -> dict[int, Taken]:
    """The files of the profile that the plan asks for, by their place in `attachments`."""
    wanted = {n for document in filing.plan.documents for n in document.attachments}
    found: dict[int, Taken] = {}
    given: dict[int, Given] = {}
    for number, attachment in enumerate(filing.source.profile.attachments):
        if number not in wanted or not attachment.file:
            continue
        pointer = f"/attachments/{number}/file"
        path = resolve(filing.source.folder, attachment.file, pointer=pointer)
        if isinstance(path, Problem):
            found[number] = (path,)
        else:
            given[number] = Given(path, attachment.file, pointer)
    if given:
        found |= dict(zip(given, take_in_all(given.values()), strict=True))
    return found


def attached_problems(filing: Filing) -> tuple[Problem, ...]:
    """What is wrong with the files of the profile."""
    return tuple(_file_problems(filing, take_in_files(filing)))


def _file_problems(filing: Filing, taken: Mapping[int, Taken]) -> Iterator[Problem]:
    for number, one in taken.items():
        if isinstance(one, Intake):
            yield from warnings(one, f"/attachments/{number}/file")
        else:
            yield from one
    yield from _too_heavy(filing, [t for t in taken.values() if isinstance(t, Intake)])


def _too_heavy(filing: Filing, taken: list[Intake]) -> Iterator[Problem]:
    plan = filing.plan
    limit = filing.lead.packet.limit("upload-megabytes", filing.day, plan.route)
    size = sum(len(t.pdf) for t in taken)
    if limit is None or size <= limit.value * 1_000_000:
        return
    key = "E-LIMIT.bytes" if size > limit.value * 1_048_576 else "W-LIMIT.bytes"
    yield problem(key, pointer="/attachments", size=f"{size / 1_000_000:.1f}", limit=limit.value)


def _every_problem(filing: Filing, made: Iterable[FilledSheet], taken: Mapping[int, Taken]) -> tuple[Problem, ...]:
    found = [*filing.plan.problems, *(p for sheet in made for p in sheet.problems)]
    return tuple(dict.fromkeys([*found, *_file_problems(filing, taken)]))


def _drawn(
    filing: Filing, made: tuple[FilledSheet, ...], taken: Mapping[int, Taken], verify: bool, progress: Progress | None
) -> Iterator[PacketItem]:
    """Every paper as PDF, in filing order."""
    papers = in_filing_order(filing.lead, filing.plan, made)
    for number, paper in enumerate(papers, 1):
        if progress is not None:
            progress(paper.title, number, len(papers))
        if paper.sheet is not None:
            yield replace(paper, pdf=_pdf(filing, paper.sheet, verify))
            continue
        for place in paper.attachments:
            scan = taken.get(place)
            if isinstance(scan, Intake):
                yield replace(paper, pdf=scan.pdf, digest=scan.sha256)


def _pdf(filing: Filing, sheet: FilledSheet, verify: bool) -> bytes:
    pdf = as_pdf([sheet])
    if verify and (found := differences(pdf, sheet.pages, sheet.form.form)):
        raise Refused(filing.placed(found))
    return pdf


def _next_steps(filing: Filing, verify: bool) -> bytes:
    case = filing.case(filing.plan.cases[0])
    return _pdf(filing, make_sheet(filing.library.form(NEXT_STEPS, filing.day), case), verify)


def _files(
    filing: Filing, papers: list[PacketItem], steps: bytes, unfinished: bool
) -> tuple[dict[str, bytes], tuple[Entry, ...]]:
    files = {paper.path(number): paper.pdf for number, paper in enumerate(papers, 1)}
    entries = [_entry(filing, paper.path(number), paper) for number, paper in enumerate(papers, 1)]
    whole = merge([Section(p.bookmark(filing.source.profile), p.pdf) for p in papers], title=filing.lead.title)
    files |= {"packet.pdf": whole, "next-steps.pdf": steps}
    entries.append(_own_entry("packet.pdf", "packet", filing.lead.title, whole))
    entries.append(_own_entry("next-steps.pdf", "next-steps", "次にすること", steps))
    files["manifest.json"] = manifest_json(entries, _header(filing, unfinished))
    return files, tuple(entries)


def _entry(filing: Filing, path: str, paper: PacketItem) -> Entry:
    return Entry(
        path=path,
        role="sheet" if paper.sheet else "attachment",
        form=paper.sheet.form.form if paper.sheet else None,
        document=None if paper.sheet else paper.paper,
        title=paper.title,
        person=paper.person(filing.source.profile),
        pages=page_count(paper.pdf),
        bytes=len(paper.pdf),
        sha256=hashlib.sha256(paper.pdf).hexdigest(),
        status=paper.status,
        copies=paper.copies,
    )


def _own_entry(path: str, role: str, title: str, pdf: bytes) -> Entry:
    digest = hashlib.sha256(pdf).hexdigest()
    return Entry(path, role, title=title, pages=page_count(pdf), bytes=len(pdf), sha256=digest)


def _header(filing: Filing, unfinished: bool) -> dict[str, Any]:
    plan = filing.plan
    return {
        "form": plan.form,
        "route": plan.route,
        "rules_as_of": plan.as_of.isoformat(),
        "profile_sha256": filing.source.digest,
        "tool": f"formgen {__version__}",
        "draft": unfinished,
        "enclosed_by_hand": [
            filing.source.profile.attachments[n].document
            for d in plan.documents
            for n in d.attachments
            if filing.source.profile.attachments[n].enclosed
        ],
        "layouts": {s.form: s.layout for s in plan.sheets},
    }
