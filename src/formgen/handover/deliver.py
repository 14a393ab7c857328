"""Hands one file to one receiver exactly once, and proves it by reading it back."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass
from typing import Literal

from formgen.ground.problems import Problem, problem
from formgen.handover.items import Item
from formgen.handover.journal import Journal, Line
from formgen.handover.receivers import Later, NotTaken, Receiver, Taken

Did = Literal["sent", "found", "waited", "taken", "later", "changed", "refused", "gone"]
"""sent: handed over now · found: it was there · waited: it was on its way · taken: a watcher has taken it further ·
later: nobody knows yet · changed: the receiver keeps other bytes · refused · gone: verified once, and not there now."""


@dataclass(frozen=True)
class Delivery:
    """What became of one file at one receiver. `problems` say what a person has to know or do."""

    item: Item
    receiver: str
    did: Did
    remote: str | None = None
    completed: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def done(self) -> bool:
        """Whether it is with the receiver, once, and nothing is left to do."""
        return self.did in ("sent", "found", "waited", "taken")


def deliver(item: Item, receiver: Receiver, journal: Journal, *, seconds: float, again: bool = False) -> Delivery:
    """Hand over, or find out that this was done. Waits at most about `seconds` for each answer.

    `again` sends what was verified once and is not there any more. Whatever happens in between, a second call goes on
    where the first one ended, and the receiver has the file once.
    """
    try:
        with journal.claimed(item.key, receiver.name, seconds):
            return _Handover(item, receiver, journal, seconds, again).run()
    except Later as later:
        told = problem(f"W-SEND.{later.why}")
        return Delivery(item, receiver.name, "later", problems=(told,))
    except NotTaken as no:
        return Delivery(item, receiver.name, "refused", problems=(no.problem,))


@dataclass(frozen=True)
class _Handover:
    item: Item
    receiver: Receiver
    journal: Journal
    seconds: float
    again: bool

    def run(self) -> Delivery:
        try:
            return self._run()
        except Taken:
            return self._ended("taken", "verified")

    def _run(self) -> Delivery:
        known = self.journal.line(self.item.key, self.receiver.name)
        # The receiver before the journal: it knows best, and other machines have journals of their own.
        if (remote := self.receiver.find(self.item)) is not None:
            return self._proved("found", remote)
        if known and known.state in ("verified", "changed") and not self.again:
            return self._seen_before(known)
        if (ticket := self._ticket(known)) is not None:
            return self._waited("waited", ticket)
        if known and known.state == "sending" and self._arrived(known):
            return self._ended("taken", "verified")
        return self._send()

    def _ticket(self, known: Line | None) -> str | None:
        """What to ask by, of a hand-over that was begun; without a journal the receiver's queue may hold it."""
        return self.receiver.pending(self.item) or (known.ticket if known and known.state == "sent" else None)

    def _arrived(self, known: Line) -> bool:
        try:
            return self.receiver.arrived(self.item, time.time() - known.at)
        except NotTaken:
            if self.again:
                return False
            raise

    def _send(self) -> Delivery:
        self.receiver.prepare(self.item)
        self.journal.write(self.item.key, self.receiver.name, "sending")
        ticket = self.receiver.commit(self.item)
        self.journal.write(self.item.key, self.receiver.name, "sent", ticket)
        return self._waited("sent", ticket)

    def _waited(self, did: Did, ticket: str) -> Delivery:
        return self._proved(did, self.receiver.wait(ticket, self.item, self.seconds))

    def _proved(self, did: Did, remote: str) -> Delivery:
        """Read back and compared; only then it is complete and written down as verified."""
        digest = hashlib.sha256()
        for piece in self.receiver.fetch(remote, self.item):
            digest.update(piece)
        if digest.hexdigest() != self.item.key:
            return self._ended("changed", "changed", remote)
        completed = self.receiver.complete(remote, self.item)
        return self._ended(did, "verified", remote, completed)

    def _seen_before(self, known: Line) -> Delivery:
        """What was verified, and is not found any more; or what the receiver has changed."""
        if known.state == "changed" and known.remote:
            return self._proved("changed", known.remote)
        if self.receiver.name.startswith("folder="):
            return self._ended("taken", "verified")
        return Delivery(self.item, self.receiver.name, "gone", known.remote, problems=(problem("E-SEND.gone"),))

    def _ended(
        self,
        did: Did,
        state: Literal["verified", "changed"],
        remote: str | None = None,
        completed: tuple[str, ...] = (),
    ) -> Delivery:
        self.journal.write(self.item.key, self.receiver.name, state, remote=remote)
        told = (problem("E-SEND.changed"),) if did == "changed" else ()
        return Delivery(self.item, self.receiver.name, did, remote, completed, told)
