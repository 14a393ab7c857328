"""Everything that decides what is needed, and what can be said of one paper in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from formgen.library.rules import Rules
from formgen.planning.decisions import title_of
from formgen.planning.model import Exists, FormHeader
from formgen.profile.facts import Facts
from formgen.profile.model import Attachment, Profile, Route
from formgen.spec.limits import FileLimits, file_limits
from formgen.spec.rules import PacketLine, Per, Words


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

    @cached_property
    def people(self) -> frozenset[int | None]:
        """The persons of all cases."""
        return frozenset(case.user for case in self.cases)

    @cached_property
    def permissions(self) -> frozenset[int | None]:
        """The permissions of all cases."""
        return frozenset(case.permission for case in self.cases)

    @cached_property
    def several_cases(self) -> bool:
        """Whether it is about several persons or permissions."""
        return len({(case.user, case.permission) for case in self.cases}) > 1

    @cached_property
    def given(self) -> Mapping[str, Sequence[tuple[int, Attachment]]]:
        """The attachments by their documents, each with its place in the profile."""
        found: dict[str, list[tuple[int, Attachment]]] = {}
        for index, given in enumerate(self.profile.attachments):
            found.setdefault(given.document, []).append((index, given))
        return found

    @cached_property
    def file_limits(self) -> FileLimits:
        """What the files are held against."""
        return file_limits(self.form.packet.limits, self.rules.limits, self.form.form, self.route, self.as_of)


def header_of(now: Situation, paper: str, line: PacketLine) -> FormHeader | None:
    """The form of a paper that is a sheet; None for a document."""
    if line.sheet is None:
        return None
    return now.form if paper == now.form.form else now.exists(paper, now.as_of)


def per_of(now: Situation, line: PacketLine, header: FormHeader | None) -> Per:
    """What a paper is about: as its line says, else as its form does, a document as the lead form."""
    return line.per or (header or now.form).per


def titles_of(now: Situation, paper: str, header: FormHeader | None, case: Facts | None = None) -> Words:
    """The title of a paper in both languages: of a sheet the one that is printed for the case."""
    return title_of(header, case) if header else now.rules.titles(paper)


def given_for(now: Situation, paper: str, line: PacketLine, header: FormHeader | None, case: Facts) -> tuple[int, ...]:
    """The attachments that supply a paper for a case."""
    per = per_of(now, line, header)
    users, permissions = now.people, now.permissions
    out = []
    for index, given in now.given.get(paper, ()):
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
