"""What the manifest of a packet says: of the filing, and of each file in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from formgen.attachments.again import reading
from formgen.attachments.intake import Intake
from formgen.files.held import Content, sha256_of, size_of
from formgen.filing.attached import file_json
from formgen.filing.filing import Filing
from formgen.filing.order import PacketItem
from formgen.outputs.manifest import Entry
from formgen.profile.facts import Facts
from formgen.profile.model import Profile
from formgen.version import __version__

# What is another entry's file once more, or what that was made of.
_AS_IT_IS = ("original", "upload")


def entry(filing: Filing, paper: PacketItem, path: str, role: str, content: Content) -> Entry:
    """A file of a paper, with its role in the packet."""
    made_of = () if role in _AS_IT_IS else tuple(scans_of(filing, paper))
    return Entry(
        path=path,
        role=role,
        form=paper.sheet.form.form if paper.sheet else None,
        document=None if paper.sheet else paper.paper,
        title=paper.title,
        person=paper.person(filing.source.profile),
        pages=paper.pages,
        bytes=size_of(content),
        sha256=sha256_of(content),
        status=paper.status,
        copies=paper.copies,
        draft_wording=paper.draft_wording,
        original=next((_original(scan, content) for scan in made_of), None),
        shrunk=next((s.shrunk.as_json() for s in made_of if s.shrunk and content is s.held), None),
    )


def scans_of(filing: Filing, paper: PacketItem) -> Iterator[Intake]:
    """The files a paper of the packet was made of."""
    yield from (scan for place in paper.attachments if isinstance(scan := filing.scans.get(place), Intake))


def _original(scan: Intake, content: Content) -> dict[str, object]:
    # The reading is for a later run that takes the pages from here (not those that have lost something), the rest for
    # people.
    as_read = content is scan.held and scan.shrunk is None
    return {**file_json(scan), **({"reading": reading(scan)} if as_read else {})}


def own_entry(path: str, role: str, title: str, pdf: Content, pages: int) -> Entry:
    """A file that formgen adds to the papers: the packet as a whole, what is left to do."""
    return Entry(path, role, title=title, pages=pages, bytes=size_of(pdf), sha256=sha256_of(pdf))


def header(filing: Filing, unfinished: bool) -> dict[str, Any]:
    """The filing, the rules it was made by, and what was to be put in by hand."""
    plan = filing.plan
    return {
        "form": plan.form,
        "title": filing.lead.title,
        "route": plan.route,
        **_found_by(filing),
        "filing": plan.filing.as_json(),
        "rules_as_of": plan.as_of.isoformat(),
        # Which profile it was, without a word of it.
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
        **_prepared(filing),
    }


def _found_by(filing: Filing) -> dict[str, Any]:
    """What a packet is looked for by later: day of filing, organisation, people, office, fee; None: not known."""
    profile, plan = filing.source.profile, filing.plan
    amounts = [fee.amount for fee in plan.fees]
    return {
        "date": profile.date.isoformat() if profile.date else None,
        "organization": profile.organization.name,
        "people": list(dict.fromkeys(filter(None, (_name(profile, case) for case in plan.cases)))),
        "office": plan.office.name if plan.office else None,
        # Of a sum one part of which is not known nothing is known.
        "fee_jpy": sum(a for a in amounts if a is not None) if amounts and None not in amounts else None,
    }


def _name(profile: Profile, case: Facts) -> str | None:
    if case.permission is not None:
        return profile.permission[case.permission].applicant.name
    return profile.users[case.user].name if case.user is not None else None


def _prepared(filing: Filing) -> dict[str, Any]:
    """Who prepared the papers, where the profile says so."""
    stated = filing.source.profile.filing.prepared_by.model_dump(exclude_none=True)
    return {"prepared_by": stated} if stated else {}
