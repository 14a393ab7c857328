"""What Paperless-ngx answers: lists, tasks, checksums. Of its texts nothing goes further than into a word of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from formgen.ground.problems import Problem, problem
from formgen.handover.receivers import Later, NotTaken
from formgen.handover.receivers.http import Http

MOST_TITLE = 127
"""In characters: a longer title is cut on intake, and nobody is told."""

_TICKET = re.compile(r"[0-9A-Za-z-]{1,64}")
# Of the texts of a task that failed: what is in them, and which case it is.
_REASONS = (
    ("archive serial number", "E-SEND.archive-number"),
    ("archive_serial_number", "E-SEND.archive-number"),
    ("file name too long", "E-SEND.name-refused"),
    ("errno 36", "E-SEND.name-refused"),
)


def rows_of(data: Any) -> tuple[list[Mapping[str, Any]], int]:
    """A page of a list, and the number of the next one, 0 for none. Raises `NotTaken` (E-SEND.answer)."""
    rows = data.get("results") if isinstance(data, Mapping) else data
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise NotTaken(problem("E-SEND.answer", status=200))
    following = data.get("next") if isinstance(data, Mapping) else None
    number = parse_qs(urlsplit(following).query).get("page", ["0"])[0] if isinstance(following, str) else "0"
    return rows, int(number) if number.isdecimal() and len(number) < 9 else 0


def pages(http: Http, path: str, **query: str) -> Iterator[Mapping[str, Any]]:
    """A list, page by page. Only the number of the next one is taken from an answer: its address may lead elsewhere."""
    page = 1
    while page:
        rows, following = rows_of(http.json(path, page_size="100", page=str(page), **query))
        yield from rows
        page = following if following > page else 0


def id_of(data: Any) -> int | None:
    """A number by which something is known there."""
    if isinstance(data, str) and data.isdecimal() and len(data) < 19:
        return int(data)
    return data if isinstance(data, int) and not isinstance(data, bool) and data > 0 else None


def plain_id(thing: Mapping[str, Any]) -> str:
    """The id of a thing, as the journal keeps it. Raises `NotTaken` (E-SEND.answer)."""
    if (found := id_of(thing.get("id"))) is None:
        raise NotTaken(problem("E-SEND.answer", status=200))
    return str(found)


def checksums(document: Mapping[str, Any]) -> frozenset[str]:
    """Those of its original and of its versions, as far as they are told."""
    versions = document.get("versions") or ()
    told = [document.get("checksum"), *(v.get("checksum") for v in versions if isinstance(v, Mapping))]
    return frozenset(one.lower() for one in told if isinstance(one, str))


def ticket_of(task: Mapping[str, Any]) -> str:
    """The id of a task. Raises `Later` where there is none: whether something was begun is not known."""
    ticket = task.get("task_id")
    if not isinstance(ticket, str) or not _TICKET.fullmatch(ticket):
        raise Later("no-answer")
    return ticket


def file_name_of(task: Mapping[str, Any]) -> str:
    """The name the file of a task was sent with, or nothing."""
    given = task.get("input_data")
    name = given.get("filename") if isinstance(given, Mapping) else task.get("task_file_name")
    return name if isinstance(name, str) else ""


def ended(task: Mapping[str, Any]) -> bool:
    """Whether a task is over; a state that nobody knows is none of an end."""
    return str(task.get("status")).lower() in ("success", "failure", "revoked")


def taken_in(task: Mapping[str, Any]) -> str | None:
    """The document a task has made."""
    if str(task.get("status")).lower() != "success":
        return None
    result, related = task.get("result_data"), task.get("related_document_ids")
    told = id_of(result.get("document_id")) if isinstance(result, Mapping) else None
    if told is None and isinstance(related, list) and len(related) == 1:
        told = id_of(related[0])
    return str(told) if told else None


def refusal(task: Mapping[str, Any], ticket: str) -> Problem:
    """Why a task has failed, in a word of ours, with its id to look it up by."""
    result = task.get("result_data")
    data: Mapping[str, Any] = result if isinstance(result, Mapping) else {}
    texts = (data.get("error_message"), data.get("reason"), task.get("result"))
    text = " ".join(one for one in texts if isinstance(one, str)).casefold()
    if "duplicate_of" in data or "duplicate" in text:
        trashed = data.get("duplicate_in_trash") is True or "trash" in text
        return problem("E-SEND.in-trash" if trashed else "E-SEND.duplicate", task=ticket)
    key = next((key for part, key in _REASONS if part in text), "E-SEND.task")
    return problem(key, task=ticket)
