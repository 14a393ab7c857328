"""Paperless-ngx from 3.0: asked by checksum, then by its tasks; a document is its own once a task has taken it in."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from formgen.ground.problems import problem
from formgen.handover.items import Item
from formgen.handover.receivers import Gone, Later, NotTaken, Rejected
from formgen.handover.receivers.answers import File
from formgen.handover.receivers.http import Http
from formgen.handover.receivers.paperless.answers import (
    MOST_TITLE,
    checksums,
    ended,
    file_name_of,
    pages,
    plain_id,
    refusal,
    rows_of,
    taken_in,
    ticket_of,
)
from formgen.handover.receivers.paperless.metadata import Metadata, missing

ACCEPT = "application/json; version=10"
"""What it is asked with. 2.x answers 406: it has no look-up by SHA-256, and would be asked in vain for ever."""

# Of a document: without its text, which is large.
_ASKED = "id,title,created,added,document_type,correspondent,tags,custom_fields,original_file_name,versions"
# The SHA-256 of nothing that anybody has: who finds a document by it does not look at checksums.
_NOBODYS = "f" * 64
# In seconds: how long after a cut an upload may still get through a proxy and a busy database, and become a task.
_SETTLING = 45.0
# In seconds: the first pause between two questions, and the longest.
_PAUSE, _LONGEST_PAUSE = 0.2, 5.0
# In bytes: what a file system of the receiver takes as a name. It would say so only in the task.
_MOST_NAME = 255
# Of a key, in the name of the file: what a task can be found by, which knows no checksum.
_KEPT = 8


def upload_name(item: Item) -> str:
    """The name a document is sent with. It holds the beginning of the key, whatever the settings make of names."""
    mark = item.key[:_KEPT]
    if mark in item.name:
        return item.name
    stem, dot, end = item.name.rpartition(".")
    return f"{stem}_{mark}{dot}{end}" if stem else f"{item.name}_{mark}"


class Paperless:
    """A `Receiver`. `settling` is how many seconds a hand-over that was cut may take to show up."""

    def __init__(self, http: Http, *, settling: float = _SETTLING) -> None:
        self._http, self._settling = http, settling
        self._metadata = Metadata(http)
        self._proved = False

    @property
    def name(self) -> str:
        """Kind and place."""
        return f"paperless={self._http.base}"

    @property
    def watched(self) -> bool:
        """What it has taken in stays."""
        return False

    def find(self, item: Item) -> str | None:
        """The document with these bytes, or with a version of them. The trash is not looked into.

        Raises `NotTaken` (E-SEND.twice, E-SEND.lookup, E-SEND.paperless-version).
        """
        self._prove_lookup()
        found = [plain_id(document) for document in self._with(item.key)]
        if len(found) > 1:
            raise NotTaken(problem("E-SEND.twice", count=len(found)))
        return found[0] if found else None

    def pending(self, item: Item) -> str | None:
        """The task of it that is not done; or one that is done, whose document has another checksum now.

        One whose document is not to be seen is none: it was deleted, and may come again.
        """
        self._prove_lookup()
        done = None
        for task in self._tasks_of(item):
            if not ended(task):
                return ticket_of(task)
            if (remote := taken_in(task)) and self._document(remote) is not None:
                done = ticket_of(task)
        return done

    def arrived(self, item: Item, seconds: float) -> bool:  # noqa: ARG002 - as every receiver is asked
        """False, once it had time to become a task; never True."""
        if seconds < self._settling:
            raise Later("in-doubt")
        return False

    def prepare(self, item: Item) -> None:
        """What would fail only in the task is refused; type, correspondent, tags and fields are there afterwards."""
        if len(upload_name(item).encode()) > _MOST_NAME:
            raise NotTaken(problem("E-SEND.long-name", most=_MOST_NAME))
        if len(item.about.title) > MOST_TITLE:
            raise NotTaken(problem("E-SEND.long-title", most=MOST_TITLE))
        self._metadata.of(item.about)

    def commit(self, item: Item) -> str:
        """The upload. It gives the id of a task, which exists by then; an archive number is left to Paperless."""
        form = self._metadata.of(item.about).form()
        file = File("document", item.content, upload_name(item), item.media_type)
        path = "/api/documents/post_document/"
        answer = self._http.ask("POST", path, form=form, file=file, ok=(200, 202, 400))
        if answer.status == 400:
            self._metadata.forget()
            about_file = isinstance(said := answer.json(), Mapping) and "document" in said
            raise NotTaken(problem("E-SEND.file-type" if about_file else "E-SEND.refused", status=answer.status))
        return ticket_of({"task_id": answer.json()})

    def wait(self, ticket: str, item: Item, seconds: float) -> str:
        """The document its task has made. Raises `Rejected` for a task that has failed, with a reason in our words."""
        end, pause = time.monotonic() + seconds, _PAUSE
        while True:
            why: Later | Gone
            try:
                if (remote := self._outcome(ticket, item)) is not None:
                    return remote
                why = Later("in-work")
            except (Later, Gone) as untold:
                # One question without an answer is no reason to give up: it may be starting anew.
                why = untold
            if time.monotonic() + pause >= end:
                raise why
            time.sleep(pause)
            pause = min(pause * 1.5, _LONGEST_PAUSE)

    def fetch(self, remote: str, item: Item) -> Iterable[bytes]:
        """What was uploaded, not the copy with text that Paperless may have made of it."""
        document = self._document(remote)
        if document is None:
            raise Gone
        query = {"original": "true"}
        # A person may have added a version since; ours is still there.
        ours = [v["id"] for v in document.get("versions") or () if v.get("checksum") == item.key]
        if ours and len(document["versions"]) > 1:
            query["version"] = str(ours[0])
        return self._http.pieces(f"/api/documents/{remote}/download/", query=query)

    def complete(self, remote: str, item: Item) -> tuple[str, ...]:
        """Fills what is empty and adds tags; what a person has written since stays.

        Raises `NotTaken` (E-SEND.twice) where another machine has sent the same meanwhile: only now both can be seen.
        """
        self.find(item)
        if (document := self._document(remote)) is None:
            raise Gone
        change, words = missing(document, self._metadata.of(item.about), item.about)
        if change:
            answer = self._http.ask("PATCH", f"/api/documents/{remote}/", json=change, ok=(200, 400, 403))
            if answer.status != 200:
                self._metadata.forget()
                raise NotTaken(problem("E-SEND.incomplete", status=answer.status))
        return words

    def _prove_lookup(self) -> None:
        """Once: a parameter that Paperless does not know is ignored, and every document would be ours."""
        if self._proved:
            return
        query = {"checksum__iexact": _NOBODYS, "page_size": "1", "fields": "id"}
        answer = self._http.ask("GET", "/api/documents/", query=query, ok=(200, 406))
        if answer.status == 406:
            raise NotTaken(problem("E-SEND.paperless-version"))
        if rows_of(answer.json())[0]:
            raise NotTaken(problem("E-SEND.lookup"))
        self._proved = True

    def _with(self, key: str) -> Iterator[Mapping[str, Any]]:
        fields = "id,checksum,versions"
        for document in pages(self._http, "/api/documents/", checksum__iexact=key, fields=fields):
            sums = checksums(document) or self._sum_of(plain_id(document))
            if key in sums:
                yield document

    def _sum_of(self, remote: str) -> frozenset[str]:
        """Where a list does not tell checksums, the document itself does."""
        about = self._http.json(f"/api/documents/{remote}/metadata/")
        told = about.get("original_checksum") if isinstance(about, Mapping) else None
        return frozenset({told} if isinstance(told, str) else ())

    def _tasks_of(self, item: Item) -> Iterator[Mapping[str, Any]]:
        """By the whole name, and by what is ours of it, should the receiver have changed the rest."""
        mark = item.key[:_KEPT]
        for name in (upload_name(item), mark):
            for task in pages(self._http, "/api/tasks/", name=name):
                if mark in file_name_of(task):
                    yield task

    def _document(self, remote: str) -> Mapping[str, Any] | None:
        answer = self._http.ask("GET", f"/api/documents/{remote}/", query={"fields": _ASKED}, ok=(200, 403, 404))
        if answer.status != 200:
            return None
        if not isinstance(document := answer.json(), Mapping):
            raise NotTaken(problem("E-SEND.answer", status=answer.status))
        return document

    def _outcome(self, ticket: str, item: Item) -> str | None:
        task = next((t for t in pages(self._http, "/api/tasks/", task_id=ticket) if t.get("task_id") == ticket), None)
        if task is None:
            # Done tasks may be cleaned away; the document is what counts.
            if (there := self.find(item)) is None:
                raise Gone
            return there
        if not ended(task):
            return None
        if remote := taken_in(task):
            return remote
        # Refused as one that is there; or stopped on the way, by a workflow or by a split at barcodes.
        if (there := self.find(item)) is not None:
            return there
        raise Rejected(refusal(task, ticket))
