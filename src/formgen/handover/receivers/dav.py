"""A collection of a WebDAV server (RFC 4918): a hidden part is put, read back, and given its name in one step."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from formgen.files.held import Content
from formgen.ground.problems import problem
from formgen.handover.items import Item
from formgen.handover.receivers import Gone, Later, NotTaken, Taken
from formgen.handover.receivers.answers import OK, check
from formgen.handover.receivers.comparing import Found, compared
from formgen.handover.receivers.http import Http

# Answers that say something of their own here; what the others mean is the same for every receiver.
_SAID = {
    400: "E-SEND.name",
    403: "E-SEND.hidden",
    404: "E-SEND.no-place",
    405: "E-SEND.no-dav",
    409: "E-SEND.no-place",
    412: "E-SEND.other-file",
    414: "E-SEND.name",
    501: "E-SEND.no-dav",
    507: "E-SEND.full",
}
_TOLD = (*OK, *_SAID, 423)
_NO_MOVE = (405, 501)
# A server behind a proxy takes the address that everybody else uses for that of another one; its path it knows.
_ELSEWHERE = (400, 502)
_ANY = tuple(status for status in range(200, 500) if status != 401)
# In seconds. A part that went longer ago may have gone to whoever clears up there.
_LONG_AGO = 24 * 60 * 60


@dataclass(frozen=True)
class Dav:
    """A collection, by a client with its address.

    `part` is what the names begin with that stand there meanwhile; `watched`, whether somebody takes files away.
    """

    http: Http
    part: str = ".formgen-"
    watched: bool = False

    @property
    def name(self) -> str:
        """`dav=` and the address."""
        return f"dav={self.http.base}"

    def find(self, item: Item) -> str | None:
        """Its key, where a file of its name and bytes is there. `NotTaken` (E-SEND.other-file) for other bytes.

        The beginning of these bytes is not yet the file: it may be on its way where a server knows no MOVE.
        """
        found = self._at(self._place(item), item)
        if found == "other":
            raise self._no("E-SEND.other-file")
        return item.key if found == "same" else None

    def pending(self, item: Item) -> str | None:  # noqa: ARG002 - a collection has no queue
        """None: what is in a collection is there."""
        return None

    def arrived(self, item: Item, seconds: float) -> bool:
        """Whether the part has gone to its name. `NotTaken` (E-SEND.unknown) where nothing shows it any more.

        A MOVE that is still under way does no harm: it is for a name that is had once.
        """
        if self._at(self._part(item), item):
            # With the mark it was put to its name, and may have been taken from there.
            if self._at(self._mark(item), item) and not self._at(self._place(item), item):
                raise self._no("E-SEND.unknown")
            return False
        self._look()
        if seconds > _LONG_AGO or not self.watched:
            raise self._no("E-SEND.unknown")
        return True

    def prepare(self, item: Item) -> None:
        """The part: put and read back. A whole one of an earlier run is taken as it is."""
        part = self._part(item)
        if self._hidden(part, item) == "same":
            return
        try:
            status = self._put(part, item.content, item.media_type)
        except Later:
            # Some servers (nginx) have no better word than 500 where the collection is not there.
            self._look()
            raise
        if status not in OK:
            raise self._said(status)
        found = self._hidden(part, item)
        if found == "begun":
            raise Later("cut", sent=False)
        if found != "same":
            self._clear(item)
            # What it takes and does not show, or what it changes: neither can be proved.
            raise self._no("E-SEND.changed" if found else "E-SEND.hidden")

    def commit(self, item: Item) -> str:
        """The part gets its name, and never that of another file. The ticket is the key."""
        try:
            status = self._move(item)
            if status in _NO_MOVE:
                status = self._put_new(item)
            said = None if status in OK else self._said(status)
        except Later as later:
            # Only the answer may be missing.
            said = later
        if said and not self._stands(item, said):
            raise said
        return item.key

    def wait(self, ticket: str, item: Item, seconds: float) -> str:  # noqa: ARG002 - there is nothing to wait for
        """The key: whether the file is still there shows when it is read."""
        return item.key

    def fetch(self, remote: str, item: Item) -> Iterator[bytes]:  # noqa: ARG002 - the name says where it is
        """The bytes of the file. Raises `Taken` or `Gone` where it is not there any more."""
        try:
            yield from self.http.pieces(self._place(item))
        except NotTaken as no:
            if not _nothing(no):
                raise
            self._clear(item)
            raise (Taken if self.watched else Gone) from None

    def complete(self, remote: str, item: Item) -> tuple[str, ...]:  # noqa: ARG002 - the bytes are all there is
        """Nothing is said of a file in a collection; what helped on the way goes."""
        self._clear(item)
        return ()

    def _place(self, item: Item) -> str:
        if item.name in ("", ".", "..") or {"/", "\\", "\0"} & set(item.name):
            raise self._no("E-SEND.name")
        try:
            return "/" + quote(item.name, safe="")
        except UnicodeError:
            raise self._no("E-SEND.name") from None

    def _part(self, item: Item) -> str:
        # Not .part: some servers keep that for themselves (ownCloud, Nextcloud).
        return f"/{quote(self.part, safe='')}{item.key[:32]}.tmp"

    def _mark(self, item: Item) -> str:
        return f"/{quote(self.part, safe='')}{item.key[:32]}.begun"

    def _no(self, key: str) -> NotTaken:
        return NotTaken(problem(key, place=self.name, part=self.part))

    def _said(self, status: int) -> NotTaken | Later:
        if status in _SAID:
            return self._no(_SAID[status])
        if status == 423:
            return Later("locked")
        try:
            check(status, OK)
        except (NotTaken, Later) as said:
            return said
        return Later("busy")

    def _at(self, path: str, item: Item) -> Found | None:
        """What is there, compared with the file; None where nothing is."""
        try:
            return compared(self.http.pieces(path), item.content)
        except NotTaken as no:
            if _nothing(no):
                return None
            raise

    def _hidden(self, part: str, item: Item) -> Found | None:
        """The same of the part; many servers show to nobody what begins with a dot."""
        try:
            return self._at(part, item)
        except NotTaken as no:
            if no.problem.words.get("status") == "403":
                raise self._no("E-SEND.hidden") from None
            raise

    def _look(self) -> None:
        """Raises where the collection is not there."""
        status = self.http.ask("PROPFIND", "/", headers={"Depth": "0"}, ok=(*_ANY, 501)).status
        if status in (405, 501):
            status = self.http.ask("HEAD", "/", ok=_ANY).status
        if status == 404:
            raise self._no("E-SEND.no-place")

    def _put(self, path: str, content: Content, media_type: str, **headers: str) -> int:
        told = {"Content-Type": media_type, **headers}
        return self.http.ask("PUT", path, content=content, headers=told, ok=_TOLD).status

    def _move(self, item: Item) -> int:
        """The status of MOVE, first with the whole address, then with its path alone."""
        status, place = 502, self.http.base + self._place(item)
        for destination in (place, urlsplit(place).path):
            headers = {"Destination": destination, "Overwrite": "F", "Depth": "infinity"}
            status = self.http.ask("MOVE", self._part(item), headers=headers, ok=(*_TOLD, 502)).status
            if status not in _ELSEWHERE:
                break
        return status

    def _put_new(self, item: Item) -> int:
        """Where no MOVE is known: in its place at once, unless something is there. What is cut there stays, marked."""
        marked = self._at(self._mark(item), item) is not None
        self._put(self._mark(item), b"two steps", "application/octet-stream")
        mine = marked and self._at(self._place(item), item) == "begun"
        condition = {} if mine else {"If-None-Match": "*"}
        return self._put(self._place(item), item.content, item.media_type, **condition)

    def _stands(self, item: Item, said: NotTaken | Later) -> bool:
        """Whether it has its name all the same, or had it and was taken. `NotTaken` where it certainly has not."""
        try:
            found = self._at(self._place(item), item)
            if found is None and self._at(self._part(item), item) is None:
                self._look()
                return True
        except (Later, NotTaken):
            # What matters is the step before the question: whether it was sent, and that nobody knows what it did.
            raise (said if isinstance(said, Later) else Later("in-doubt")) from None
        if found == "other" and isinstance(said, NotTaken):
            raise self._no("E-SEND.other-file")
        return found == "same"

    def _clear(self, item: Item) -> None:
        for path in (self._part(item), self._mark(item)):
            with suppress(Later, NotTaken):
                self.http.ask("DELETE", path, ok=(*OK, 404))


def _nothing(no: NotTaken) -> bool:
    return no.problem.key == "E-SEND.no-such-place"
