"""The packet: every sheet and scan of one filing in order, with the page that says what is left to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from formgen.attachments.again import Found
from formgen.attachments.intake import Intake
from formgen.files.held import Content, Held, ReadFiles
from formgen.files.writing import free, opened
from formgen.filing.begin import begin
from formgen.filing.filing import Filing
from formgen.filing.fitting import Adapted, FittedBlank, fitted
from formgen.filing.listing import entry, header, own_entry, scans_of
from formgen.filing.order import PacketItem, in_filing_order
from formgen.filing.scans import file_for
from formgen.filing.upload import Upload, uploads
from formgen.filing.weight import upload_problems
from formgen.ground.problems import Problem, Refused, errors, problem
from formgen.library import open_library
from formgen.outputs.earlier import open_earlier
from formgen.outputs.folder import replaceable, write_folder
from formgen.outputs.inputs import ends_in, spare
from formgen.outputs.manifest import Entry, manifest_json
from formgen.outputs.merge import Bookmarked, merge
from formgen.outputs.zip import write_zip
from formgen.planning import Plan
from formgen.profile.model import Route
from formgen.profile.reading import Identity
from formgen.sheet.make import FilledSheet, as_pdf
from formgen.sheet.verify import differences

Progress = Callable[[str, int, int], None]
NEXT_STEPS = "next-steps"
CONTROL_LIST = "control-list"


@dataclass(frozen=True, repr=False)
class Packet:
    """A finished packet. `contents` by their paths inside the folder; `entries` as in the manifest.

    `sizes` and `notes` tell what was done to values so that they fit; `inputs` are the files that were read; `reused`
    are the attachments whose pages an earlier run has made.
    """

    contents: Mapping[str, Content]
    entries: tuple[Entry, ...]
    plan: Plan
    problems: tuple[Problem, ...]
    draft: bool
    sizes: tuple[FittedBlank, ...] = ()
    notes: tuple[Adapted, ...] = ()
    inputs: frozenset[Identity] = frozenset()
    reused: tuple[str, ...] = ()

    def __repr__(self) -> str:
        # A log or a notebook must not show what the papers are about.
        return f"<Packet {self.plan.form} route={self.plan.route} as_of={self.plan.as_of} papers={len(self.entries)}>"

    @property
    def files(self) -> Mapping[str, bytes]:
        """The files by their paths inside the folder, each read when it is asked for."""
        return ReadFiles(self.contents)

    @property
    def pdf(self) -> bytes:
        """Everything in filing order, with bookmarks."""
        return self.files["packet.pdf"]

    def write(self, path: str | Path, *, force: bool = False) -> Path:
        """As one PDF or a zip by the ending of the name, else as a folder. Raises `Refused` (E-OUTPUT).

        Never over the profile or one of its files, not even with `force`.
        """
        target = Path(path)
        writable(target, self.inputs, force=force)
        if target.suffix.lower() == ".pdf":
            with opened(target, force=force) as out:
                out.write_content(self.contents["packet.pdf"])
        elif target.suffix.lower() == ".zip":
            write_zip(target, self.contents, force=force)
        else:
            write_folder(target, self.contents, force=force)
        return target


def writable(target: Path, inputs: frozenset[Identity], *, force: bool = False) -> None:
    """Refuse a place where no packet can be written, before anything is made. Raises `Refused` (E-OUTPUT)."""
    ends_in(target, (".pdf", ".zip"), folder=True)
    spare(target, inputs)
    free(target, force=force)
    if target.is_dir():
        replaceable(target, target)


def make_packet(
    profile: Any,
    *,
    route: Route | None = None,
    as_of: date | str | None = None,
    draft: bool = False,
    verify: bool = True,
    progress: Progress | None = None,
    forms: str | Path | None = None,
    resume: str | Path | Found | None = None,
    fit: bool = False,
    near: str | Path | None = None,
) -> Packet:
    """Everything that is handed in, or `Refused` with every problem and nothing made.

    `draft` makes the packet although documents are missing, marked 未完. `verify` reads every value back. `forms`
    adds a folder of the user's own forms. `resume` is where the packet was written before, a folder or a zip: what is
    unchanged is taken from there, and the packet is the same as without it (a batch gives what it knows of files
    itself). Raises `Refused` (E-OUTPUT) for a place that holds anything else. `fit` makes scans lighter, as little as
    will do, until they are within the limit of the upload; the files themselves are never changed. `near` is the folder
    in which the packet will be written, once: large files then get their place there without being copied.
    """
    begun = begin(profile, route=route, as_of=as_of, library=open_library(forms))
    before = _before(Path(resume), begun) if isinstance(resume, str | Path) else resume
    filing = begun.taking_scans(before=before, fit=fit, near=Path(near) if near else None)
    unfinished = errors(filing.problems)
    # A draft excuses what is not there yet, and nothing that is wrong.
    if any(not draft or p.code != "E-MISSING-DOCUMENT" for p in unfinished):
        raise Refused(filing.problems)
    # Before the papers are drawn: a packet without these pages would hide what it lacks.
    beside = [filing.own_sheet(form) for form in _beside(filing)]
    if lost := errors(p for sheet in beside for p in sheet.problems):
        raise Refused(filing.placed(lost))
    papers = list(_drawn(filing, verify, progress))
    uploaded = tuple(uploads(papers, filing.source.profile)) if filing.route == "online" else ()
    problems = _weighed(filing, uploaded)
    own = [(sheet, _pdf(filing, sheet, verify)) for sheet in beside]
    files, entries = _files(filing, papers, uploaded, own, bool(unfinished))
    more = (*fitted(filing.sheets), filing.source.inputs, tuple(_reused(filing, papers)))
    return Packet(files, entries, filing.plan, problems, bool(unfinished), *more)


def _weighed(filing: Filing, uploaded: tuple[Upload, ...]) -> tuple[Problem, ...]:
    """Every finding, the weight of the sheets known. Raises `Refused` for an upload that is too heavy with them."""
    heavy = filing.placed(
        upload_problems((one.content for one in uploaded), filing.planning.situation.file_limits, filing.fit)
    )
    # What is told of the files alone is told again, of all.
    told = (*(p for p in filing.problems if p.key not in {h.key for h in heavy}), *heavy)
    if errors(heavy):
        raise Refused(told)
    return told


def _before(path: Path, filing: Filing) -> Found | None:
    """What a packet of the same kind knows of files; None where nothing is. Raises `Refused` (E-OUTPUT)."""
    earlier = open_earlier(path)
    if earlier and earlier.form != filing.lead.form:
        raise Refused([problem("E-OUTPUT.other-form", path=path)])
    return partial(earlier.pages, near=filing.near) if earlier else None


def _beside(filing: Filing) -> tuple[str, ...]:
    """The sheets that go beside the packet: what is left to do, and of several fee sheets a list."""
    several = sum(fee.permission is not None for fee in filing.plan.fees) > 1
    return (NEXT_STEPS, *((CONTROL_LIST,) if several else ()))


def _drawn(filing: Filing, verify: bool, progress: Progress | None) -> Iterator[PacketItem]:
    """Every paper as PDF, in filing order."""
    papers = in_filing_order(filing.lead, filing.plan, filing.sheets)
    for number, paper in enumerate(papers, 1):
        if progress is not None:
            progress(paper.title, number, len(papers))
        if paper.sheet is not None:
            yield replace(paper, pdf=_pdf(filing, paper.sheet, verify), pages=len(paper.sheet.laid.pages))
            continue
        for place in paper.attachments:
            one = replace(paper, attachments=(place,))
            yield from (_supplied(one, scan, filing.route) for scan in scans_of(filing, one))


def _supplied(paper: PacketItem, scan: Intake, route: Route) -> PacketItem:
    alone = scan.original is not None and file_for(scan, route) is scan.original
    return replace(paper, pdf=scan.held, pages=scan.pages, original=scan.original, alone=alone)


def _pdf(filing: Filing, sheet: FilledSheet, verify: bool) -> bytes:
    pdf = as_pdf([sheet])
    if verify and (found := differences(pdf, sheet.pages, sheet.form.form)):
        raise Refused(filing.placed(found))
    return pdf


def _files(
    filing: Filing,
    papers: list[PacketItem],
    uploaded: tuple[Upload, ...],
    own: list[tuple[FilledSheet, bytes]],
    unfinished: bool,
) -> tuple[dict[str, Content], tuple[Entry, ...]]:
    files: dict[str, Content] = {}
    entries = []
    for number, paper in enumerate(papers, 1):
        for path, role, content in paper.files(number):
            files[path] = content
            entries.append(entry(filing, paper, path, role, content))
    for one in uploaded:
        files[one.path] = one.content
        entries.append(replace(entry(filing, one.paper, one.path, "upload", one.content), pages=one.pages))
    whole = _whole(filing, papers)
    # Beside the packet, not in it: these pages are the user's own, and are not handed in.
    files |= {"packet.pdf": whole, **{f"{sheet.form.form}.pdf": pdf for sheet, pdf in own}}
    count = sum(paper.pages for paper in papers)
    entries.append(own_entry("packet.pdf", "packet", filing.lead.title, whole, count))
    entries += [own_entry(f"{s.form.form}.pdf", s.form.form, s.form.title, pdf, len(s.laid.pages)) for s, pdf in own]
    # One paper whose need or wording is not confirmed is enough.
    status = "confirmed" if all(p.status == "confirmed" for p in papers) else "inferred"
    files["manifest.json"] = manifest_json(entries, {**header(filing, unfinished), "status": status})
    return files, tuple(entries)


def _whole(filing: Filing, papers: list[PacketItem]) -> Held:
    profile = filing.source.profile
    # By the numbers of the single files: 3-2 is the second page of the third paper.
    parts = [Bookmarked(p.bookmark(profile), p.pdf, label=f"{n}-") for n, p in enumerate(papers, 1)]
    # A signature holds for the very bytes of its file: they lie in the packet, behind the pages that show them.
    signed = {p.beside(n).rpartition("/")[2]: p.original for n, p in enumerate(papers, 1) if p.original is not None}
    return merge(parts, title=filing.lead.title, enclosed=signed, near=filing.near)


def _reused(filing: Filing, papers: list[PacketItem]) -> Iterator[str]:
    """The papers whose pages an earlier run has made, by their paths."""
    for number, paper in enumerate(papers, 1):
        if any(scan.again for scan in scans_of(filing, paper)):
            yield paper.path(number)
