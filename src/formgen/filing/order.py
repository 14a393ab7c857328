"""The order of filing: what stands for the whole filing around what stands for each person or permission."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from formgen.files.held import Content
from formgen.planning import Plan
from formgen.planning.model import PlannedDocument, PlannedSheet
from formgen.profile.model import Profile
from formgen.sheet.make import FilledSheet
from formgen.spec.form import Form
from formgen.spec.rules import PacketLine


@dataclass(frozen=True)
class PacketItem:
    """A sheet or a supplied document at its place in the packet.

    `original`: of a signed document the file itself, which `alone` is handed in, or beside its visible copy `pdf`.
    """

    paper: str
    title: str
    line: PacketLine
    user: int | None
    permission: int | None
    copies: int
    draft_wording: bool = False
    sheet: FilledSheet | None = None
    attachments: tuple[int, ...] = ()
    pdf: Content = b""
    pages: int = 0
    institution: int | None = None
    original: Content | None = None
    alone: bool = False

    @property
    def status(self) -> str:
        """`confirmed` if the need for it is, and of a sheet its form and its wording too."""
        sure = self.sheet is None or (self.sheet.form.status == "confirmed" and not self.draft_wording)
        return self.line.status if sure else "inferred"

    def path(self, number: int) -> str:
        """Its path in the packet folder; the number is its place in the order of filing."""
        return f"{'sheets' if self.sheet else 'attachments'}/{number:02}-{self.paper}.pdf"

    @property
    def handed_in(self) -> Content:
        """What goes to the office: the pages, or a signed file as it came."""
        return self.original if self.original is not None and self.alone else self.pdf

    def files(self, number: int) -> Iterator[tuple[str, str, Content]]:
        """Its files in the packet folder, each with its path, its role in the manifest and what is in it."""
        path, role = self.path(number), "sheet" if self.sheet else "attachment"
        yield path, role, self.handed_in
        if self.original is not None and not self.alone:
            yield self.beside(number), "original", self.original

    def beside(self, number: int) -> str:
        """The path of a signed file itself, beside its visible copy."""
        return self.path(number).removesuffix(".pdf") + ".original.pdf"

    def person(self, profile: Profile) -> str | None:
        """The name of the person it is about."""
        if self.permission is not None:
            return profile.permission[self.permission].applicant.name
        return profile.users[self.user].name if self.user is not None else None

    def bookmark(self, profile: Profile) -> str:
        """Title, person and client institution."""
        client = profile.institutions[self.institution].name if self.institution is not None else None
        names = "・".join(filter(None, (self.person(profile), client)))
        return f"{self.title}（{names}）" if names else self.title


def in_filing_order(lead: Form, plan: Plan, made: Iterable[FilledSheet]) -> tuple[PacketItem, ...]:
    """Sheets and supplied documents: first what opens the filing, then case by case, then what closes it."""
    sheets = [_sheet(planned, sheet) for planned, sheet in zip(plan.sheets, made, strict=True)]
    supplied = [_document(d) for d in plan.documents if d.attachments]
    # By identity: two lines that say the same are equal, and stand in two places.
    places = {id(line): number for number, line in enumerate(lead.packet)}
    # Where the first paper of a person stands: the cover letter and its like come before it.
    opening = min((places[id(p.line)] for p in [*sheets, *supplied] if _of_a_case(p)), default=0)
    # In the order of the plan, which is that of the receipt numbers.
    rank = {case.permission: number for number, case in enumerate(plan.cases)}

    def key(paper: PacketItem) -> tuple[int, int, int, int, int]:
        place, client = places[id(paper.line)], paper.institution or 0
        permission = rank.get(paper.permission, 0)
        if _of_a_case(paper):
            return 1, permission, paper.user or 0, place, client
        # What is no part of the filing stands before or behind it, whomever it is about.
        return (0 if place < opening else 2), place, permission, paper.user or 0, client

    return tuple(sorted([*sheets, *supplied], key=key))


def _of_a_case(paper: PacketItem) -> bool:
    return (paper.user is not None or paper.permission is not None) and not paper.line.wrapper


def _sheet(found: PlannedSheet, sheet: FilledSheet) -> PacketItem:
    return PacketItem(
        found.form,
        found.title,
        found.line,
        found.user,
        found.permission,
        found.copies,
        found.draft_wording,
        sheet,
        institution=found.institution,
    )


def _document(found: PlannedDocument) -> PacketItem:
    return PacketItem(
        found.document,
        found.title,
        found.line,
        found.user,
        found.permission,
        found.copies,
        attachments=found.attachments,
        institution=found.institution,
    )
