"""What takes packets in: folders, WebDAV, Paperless-ngx, Mayan EDMS. Each is asked the same questions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, Protocol

from formgen.ground.problems import Problem
from formgen.handover.items import Item

Why = Literal["no-connection", "no-answer", "busy", "in-work", "cut", "locked", "in-doubt"]
"""What is waited for: a connection · an answer that never came · a receiver that has no time · one that is still at
work on it · a line that was cut · another process that hands over the same · whether what was begun has arrived."""


class Later(Exception):
    """Nobody knows yet how it went: cut, timed out, still in work. `why` is one word of ours, no text of the receiver.

    `sent` is False where nothing was sent, or nothing was done with it: no doubt is left then.
    """

    def __init__(self, why: Why, *, sent: bool = True) -> None:
        super().__init__(why)
        self.why, self.sent = why, sent


class NotTaken(Exception):
    """The receiver said no; trying again will not help. `problem` says what to do."""

    def __init__(self, found: Problem) -> None:
        super().__init__(found.code)
        self.problem = found


class Rejected(NotTaken):
    """The receiver had the document in work and has not kept it: it may be sent again once the cause is mended."""


class Gone(Exception):
    """The receiver knows a ticket or an id no more: somebody has deleted the document, or it was lost there."""


class Taken(Exception):
    """It has arrived whole, and somebody has taken it further since (a watched folder): nothing is left to be read."""


class Receiver(Protocol):
    """Where a file can be handed over exactly once.

    Every method may raise `Later` and `NotTaken`. Nothing but `prepare`, `commit` and `complete` changes anything at
    the receiver's. Tickets and ids go into the journal: none holds the name of a file, which may hold that of a person.
    """

    @property
    def name(self) -> str:
        """Kind and place, as the journal knows it: without credentials, the same however it was written."""

    @property
    def watched(self) -> bool:
        """Whether somebody takes further what arrives: then it is no fault that it is not found any more."""

    def find(self, item: Item) -> str | None:
        """The receiver's id of a document with these very bytes. `NotTaken` where another one has its place."""

    def pending(self, item: Item) -> str | None:
        """The ticket of a hand-over of these bytes that is still in work at the receiver's."""

    def arrived(self, item: Item, seconds: float) -> bool:
        """Asked when a commit that began left no trace, `seconds` after its end: before that, `pending`, then `find`.

        True where it must have arrived and was taken further (a watched folder), False where it certainly has not.
        Raises `Later` as long as it still may arrive, and `NotTaken` where nobody can know: a person has to look, and
        may hand it over `again`.
        """

    def prepare(self, item: Item) -> None:
        """Everything before the one step that counts; may be done again, and is undone by nobody."""

    def commit(self, item: Item) -> str:
        """The one step after which the document is the receiver's. Gives a ticket to ask by.

        `NotTaken` means here that it certainly has not arrived, `Later` that nobody knows (unless nothing was `sent`).
        """

    def wait(self, ticket: str, item: Item, seconds: float) -> str:
        """The receiver's id once it has taken the document in, whatever it has made of its bytes.

        Raises `Later` (in-work) after so many seconds, `Rejected` where it was not taken in, `Gone` where the ticket is
        not known, `Taken` where it is not there any more. A plain `NotTaken` says nothing of the document.
        """

    def fetch(self, remote: str, item: Item) -> Iterable[bytes]:
        """The bytes it keeps of it, piece by piece. Raises `Taken` where a watcher has it, `Gone` where nobody has."""

    def complete(self, remote: str, item: Item) -> tuple[str, ...]:
        """Tags, metadata, cabinet … as far as they are missing; what was added, in words of ours (tags, cabinet …)."""
