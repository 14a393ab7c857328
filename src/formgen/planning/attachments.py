"""Whether the attachments of the profile fit what is needed: known, in time, masked, not too many."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from formgen.ground.dates import Period, subtract
from formgen.ground.problems import Problem, problem
from formgen.ground.suggestions import did_you_mean
from formgen.planning.decisions import both, lines_of
from formgen.planning.model import PlannedDocument
from formgen.planning.papers import Papers
from formgen.planning.situation import Situation, header_of, per_of, titles_of
from formgen.profile.model import Attachment
from formgen.spec.rules import PacketLine, Per, Words


def attachment_problems(now: Situation, found: Papers) -> Iterator[Problem]:
    """Everything that is wrong with the attachments."""
    used = {i for d in found.documents if d.need != "not-needed" for i in d.attachments}
    for index in range(len(now.profile.attachments)):
        yield from _one(now, index, used)
    for document in found.documents:
        if document.need != "not-needed":
            yield from _age(now, document)
            yield from _masked(now, document)
    yield from _too_many(now, found)


def _one(now: Situation, index: int, used: set[int]) -> Iterator[Problem]:
    given, place = now.profile.attachments[index], f"/attachments/{index}"
    # The form itself is made here, and what only holds the papers is never supplied by anybody.
    known = {p: lines for p, lines in lines_of(now.form).items() if not lines[0].wrapper and p != now.form.form}
    # Nothing else is said of it: what it is meant to be is not known.
    if given.document not in known:
        ja, en = did_you_mean(given.document, known)
        yield problem(
            "E-VALUE.document",
            form=now.form.form,
            pointer=f"{place}/document",
            value=given.document,
            suggestion=ja,
            suggestion_en=en,
        )
        return
    if wrong := _of_nobody(now, given, place):
        yield wrong
    # Of somebody who does not exist it is not told as well that nobody needs it.
    elif index not in used:
        yield _unused(now, index)
    if now.route == "online" and given.enclosed:
        yield problem("E-ROUTE.enclosed", form=now.form.form, pointer=f"{place}/enclosed")


def _of_nobody(now: Situation, given: Attachment, place: str) -> Problem | None:
    """An attachment of a person or institution that the profile does not have."""
    users, clients = len(now.profile.users), len(now.profile.institutions)
    if given.user is not None and given.user >= users:
        return problem("E-VALUE.no-such-user", pointer=f"{place}/user", count=users)
    if given.institution is not None and given.institution >= clients:
        return problem("E-VALUE.no-such-institution", pointer=f"{place}/institution", count=clients)
    return None


def _unused(now: Situation, index: int) -> Problem:
    given, place = now.profile.attachments[index], f"/attachments/{index}"
    line = lines_of(now.form)[given.document][0]
    header = header_of(now, given.document, line)
    title = both(title=titles_of(now, given.document, header))
    # Which it is about can change with the days: only the lines of today count.
    every = dict.fromkeys(per_of(now, one, header) for one in _lines_in_force(now, given.document))
    if key := next(filter(None, (_unnamed(now, given, per) for per in every)), None):
        return problem("E-REQUIRED.attachment-of", pointer=place, key=key, **title)
    return problem("W-CONTRADICTION.not-needed", form=now.form.form, pointer=place, **title)


def _unnamed(now: Situation, given: Attachment, per: Per) -> str | None:
    """The key that would tell which of several an attachment is of; None when none would."""
    if per == "person" and given.user is None and len({c.user for c in now.cases}) > 1:
        return "user"
    if per == "permission" and given.permission is None and len({c.permission for c in now.cases}) > 1:
        return "permission"
    if per == "institution" and given.institution is None and len(now.profile.institutions) > 1:
        return "institution"
    return None


def _lines_in_force(now: Situation, paper: str) -> Iterator[PacketLine]:
    for line in lines_of(now.form)[paper]:
        if now.route in line.routes and line.need not in ("not-needed", "not-possible") and line.in_force(now.as_of):
            yield line


def _age(now: Situation, document: PlannedDocument) -> Iterator[Problem]:
    period = Period.parse(document.line.max_age) if document.line.max_age else None
    for index in document.attachments:
        issued, place = now.profile.attachments[index].issued_on, f"/attachments/{index}/issued_on"
        about = {"form": now.form.form, "pointer": place, **both(title=document.titles), "value": _shown(issued)}
        # The day of filing, not that of the rules: a certificate is as old as it is when it is handed in.
        if issued is not None and issued > now.day:
            yield problem("E-DOCUMENT-AGE.future", **about)
        elif period is not None and issued is None:
            yield problem("W-UNKNOWN.document-age", **about, **both(age=_words(period)))
        elif period is not None and issued is not None and issued < subtract(now.day, period):
            yield problem("E-DOCUMENT-AGE.old", **about, **both(age=_words(period)))


def _shown(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _words(period: Period) -> Words:
    # 3月 alone could be read as March.
    by_month = period.months % 12 and not period.days
    return Words(ja=f"{period.months}か月" if by_month else period.words(), en=period.in_english())


def _masked(now: Situation, document: PlannedDocument) -> Iterator[Problem]:
    kind = now.rules.documents.get(document.document)
    # What is only shown at the counter stays with its owner.
    if kind is None or kind.masking is None or document.need == "show":
        return
    for index in document.attachments:
        if now.profile.attachments[index].masked is None:
            place = f"/attachments/{index}/masked"
            yield problem("W-UNKNOWN.masked", form=now.form.form, pointer=place, **both(title=document.titles))


def _too_many(now: Situation, found: Papers) -> Iterator[Problem]:
    limit = now.file_limits.of("files")
    if limit is None or limit.number is None:
        return
    # Every sheet is a file to upload, and so are the scans of one document together.
    count = sum(s.line.filed for s in found.sheets) + sum(_has_file(now, d) for d in found.documents)
    if count > limit.number:
        yield problem("E-LIMIT.files", form=now.form.form, pointer="/attachments", count=count, limit=limit.number)


def _has_file(now: Situation, document: PlannedDocument) -> bool:
    return document.line.filed and any(now.profile.attachments[n].file for n in document.attachments)
