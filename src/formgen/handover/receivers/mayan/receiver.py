"""Mayan EDMS 4.12, asked and served exactly once."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

from formgen.ground.problems import problem
from formgen.handover.items import Item
from formgen.handover.receivers import Gone, Later, NotTaken, Rejected
from formgen.handover.receivers.answers import File
from formgen.handover.receivers.mayan import describing, searching
from formgen.handover.receivers.mayan.api import Api, Data

# In seconds: between two looks, and how long pages are waited for that a damaged file never gets.
_LOOK, _PAGES = 0.5, 5.0
# In bytes a second: slower than this no file comes.
_SLOWEST = 100_000
_LONGEST_LABEL = 255


@dataclass(frozen=True)
class Mayan:
    """A document is made first, empty, and then given its file.

    So whatever is cut, the file can only ever come into that one document, which the first eight digits of its
    SHA-256 in its label lead back to: a hand-over that broke off goes on there, and no second document is made.

    A ticket is the id of the document, an id that of the document and the file in it ("12/34"). `settled` is how many
    seconds after a request without an answer Mayan has surely seen it.
    """

    api: Api
    settled: float = 10.0

    @property
    def name(self) -> str:
        """Kind and place."""
        return f"mayan={self.api.base}"

    @property
    def watched(self) -> bool:
        """What it has it keeps."""
        return False

    def find(self, item: Item) -> str | None:
        """Wherever a person has put it; in the trash it is not there."""
        there = searching.filed(self.api, item.key, describing.type_of(self.api, item.about))
        return f"{there[0]}/{there[1]}" if there else None

    def pending(self, item: Item) -> str | None:
        """Our document that has no file yet; the oldest, where two machines began at once."""
        kind = describing.type_of(self.api, item.about)
        there = (one["id"] for one in searching.unproved(self.api, item.key, kind)) if kind is not None else ()
        return None if (oldest := min(there, default=None)) is None else str(oldest)

    def arrived(self, item: Item, seconds: float) -> bool:  # noqa: ARG002
        """Not even the empty document is there. One that comes later yet stays empty: it is no copy."""
        if seconds < self.settled:
            raise Later("in-doubt")
        return False

    def prepare(self, item: Item) -> None:
        """Document type, metadata types, tags, cabinet."""
        describing.things(self.api, item.about)

    def commit(self, item: Item) -> str:
        """The empty document, then its file. Of two that began at once the older document gets it."""
        kind = describing.type_of(self.api, item.about)
        made = self._made(item, kind)
        try:
            oldest = min(searching.ours(self.api, item.key, kind or 0), default=None)
            if oldest is None:
                # This account may not see what it has made: it would make one each time.
                raise NotTaken(problem("E-SEND.credentials", status=404))
            if oldest == made:
                self._upload(made, item)
        except NotTaken:
            self._withdraw(made)
            raise
        if oldest != made:
            self._withdraw(made)
        return str(oldest)

    def wait(self, ticket: str, item: Item, seconds: float) -> str:
        """The file's id. A document whose file certainly never came is given it once more."""
        end, idle = time.monotonic() + seconds, _Idle(self, item)
        while True:
            document = self._document(ticket)
            if (latest := document["file_latest"]) and latest["checksum"]:
                return self._taken(document, item, min(end, time.monotonic() + _PAGES))
            if not latest and idle.long_enough(document):
                self._upload_again(document["id"], item)
                idle = _Idle(self, item)
            if time.monotonic() >= end:
                raise Later("in-work")
            self.api.sleep(_LOOK)

    def fetch(self, remote: str, item: Item) -> Iterable[bytes]:  # noqa: ARG002
        """As it came."""
        document, file = remote.split("/")
        self._document(document)
        return self.api.pieces(f"/documents/{document}/files/{file}/download/")

    def complete(self, remote: str, item: Item) -> tuple[str, ...]:
        """What a person has written there stays."""
        return describing.completed(self.api, self._document(remote.split("/")[0]), item.about)

    def _made(self, item: Item, kind: int | None) -> int:
        answer = self.api.post(
            "/documents/",
            {"document_type_id": kind, "label": label_of(item), "description": item.about.title, "language": "jpn"},
            ok=(201, 404),
        )
        if answer.status == 404:
            # There is such a type: this account may not make documents of it.
            raise NotTaken(problem("E-SEND.credentials", status=404))
        made: int = answer.json()["id"]
        return made

    def _withdraw(self, document: int) -> None:
        """An empty document of ours goes into the trash, if this account may do that; Mayan drops it after a day."""
        self.api.ask("DELETE", f"/documents/{document}/", ok=(202, 204, 403, 404))

    def _upload(self, document: int, item: Item) -> None:
        file = File("file_new", item.content, item.name, item.media_type)
        self.api.upload(f"/documents/{document}/files/", {"action_name": "replace", "filename": item.name}, file)

    def _upload_again(self, document: int, item: Item) -> None:
        try:
            self._upload(document, item)
        except NotTaken as no:
            self._withdraw(document)
            raise Rejected(no.problem) from None

    def _document(self, ticket: str) -> Data:
        document = self.api.found(f"/documents/{ticket}/")
        if document is None:
            raise Gone
        return document

    def _taken(self, document: Data, item: Item, end: float) -> str:
        while not document["version_active"] and time.monotonic() < end:
            self.api.sleep(_LOOK)
            document = self._document(document["id"])
        latest = document["file_latest"]
        if latest["checksum"] != item.key and (there := searching.filed(self.api, item.key, None)):
            return f"{there[0]}/{there[1]}"
        return f"{document['id']}/{latest['id']}"


class _Idle:
    """Whether a file that is waited for never came: the workers are at work, and it is not there."""

    def __init__(self, receiver: Mayan, item: Item) -> None:
        self._api = receiver.api
        self._least = receiver.settled + item.size / _SLOWEST
        self._since: float | None = None

    def long_enough(self, document: Data) -> bool:
        """Asked at each look. The index knowing the document says that somebody works; from then on time counts."""
        now = time.monotonic()
        if self._since is None:
            self._since = now if searching.known(self._api, document) else None
            return False
        return now - self._since >= self._least


def label_of(item: Item) -> str:
    """The name of the file, with the digits it is found by while the file is not there yet."""
    if item.key[:8] in (whole := item.name[:_LONGEST_LABEL]):
        return whole
    path = PurePath(item.name)
    room = _LONGEST_LABEL - len(path.suffix) - 9
    return f"{path.stem[:room]}_{item.key[:8]}{path.suffix}"
