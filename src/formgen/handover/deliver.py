"""Hands one file to one receiver exactly once, and proves it by reading it back."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass
from typing import Literal

from formgen.ground.problems import Problem, problem
from formgen.handover.items import Item
from formgen.handover.journal import Journal, Line, State
from formgen.handover.receivers import Gone, Later, NotTaken, Receiver, Rejected, Taken

Did = Literal["sent", "found", "waited", "taken", "later", "changed", "refused", "gone", "held"]
"""sent: handed over now · found: it was there · waited: it was in work before · taken: a watcher has taken it further ·
later: nobody knows yet · changed: the receiver keeps other bytes · refused · gone: handed over once, not there now ·
held: an index that is not sent before everything it lists is there."""

# In seconds: the first pause between two questions whether something that was begun has arrived, and the longest.
_PAUSE, _LONGEST_PAUSE = 0.5, 5.0


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
    def there(self) -> bool:
        """Whether it is with the receiver, once and proved; its tags and the like may still be missing."""
        return self.did in ("sent", "found", "waited", "taken")

    @property
    def done(self) -> bool:
        """Whether nothing is left to do."""
        return self.there and not self.problems


def deliver(item: Item, receiver: Receiver, journal: Journal, *, seconds: float, again: bool = False) -> Delivery:
    """Hand over, or find out that this was done. Waits at most about `seconds` for each answer.

    `again` sends what was handed over once and is not there any more. Whatever happens in between, a second call goes
    on where the first one ended, and the receiver has the file once. Raises `Refused` (E-SEND.journal) where nothing
    can be written down: nothing is sent then.
    """
    try:
        with journal.claimed(item.key, receiver.name, seconds):
            return _Handover(item, receiver, journal, seconds, again).run()
    except Later as later:
        told = waits(later, journal.line(item.key, receiver.name))
        return Delivery(item, receiver.name, "later", problems=(told,))
    except NotTaken as no:
        return Delivery(item, receiver.name, "refused", problems=(no.problem,))
    except Gone:
        return Delivery(item, receiver.name, "gone", problems=(problem("E-SEND.gone"),))


def waits(later: Later, known: Line | None) -> Problem:
    """What has to be told of it; `known` is what the journal knows of the file."""
    # Only of what was never begun it can be said that nothing was sent.
    begun = known is not None and known.state != "refused"
    return problem("W-SEND.unreached" if begun and later.why == "no-connection" else f"W-SEND.{later.why}")


@dataclass(frozen=True)
class _Handover:
    item: Item
    receiver: Receiver
    journal: Journal
    seconds: float
    again: bool

    def run(self) -> Delivery:
        known, end, pause = self._known(), time.monotonic() + self.seconds, _PAUSE
        try:
            while (delivery := self._step(known)) is None:
                if (left := end - time.monotonic()) <= 0:
                    raise Later("in-doubt")
                time.sleep(min(pause, left))
                pause = min(pause * 1.5, _LONGEST_PAUSE)
        except Taken:
            self._write("verified")
            return Delivery(self.item, self.receiver.name, "taken")
        return delivery

    def _known(self) -> Line | None:
        known = self.journal.line(self.item.key, self.receiver.name)
        # Who began has ended without a word: nobody hands it over now, as we do. The time of doubt begins here, not
        # where the upload began, which may have taken an hour; and once more where the clock was put back.
        if known and (known.state == "sending" or (known.state == "doubt" and known.at > time.time())):
            self._write("doubt")
            return self.journal.line(self.item.key, self.receiver.name)
        return known

    def _step(self, known: Line | None) -> Delivery | None:
        """Ask, and do what is left to do; None where it is not known yet whether what was begun has arrived."""
        now = time.time()
        # The receiver before the journal: it knows best, and other machines have journals of their own. Its queue
        # before its shelves: what goes from one to the other between two questions is seen by the second one.
        ticket = self.receiver.pending(self.item)
        if (remote := self.receiver.find(self.item)) is not None:
            return self._proved("waited" if known and known.state == "sent" else "found", remote)
        if ticket is not None:
            return self._waited("waited", ticket)
        if known is None or known.state == "refused":
            return self._send(known)
        if known.state in ("sent", "verified", "changed"):
            return self._seen_before(known)
        arrived = self._arrived(now - known.at)
        if arrived:
            raise Taken
        return None if arrived is None else self._send(known)

    def _arrived(self, seconds: float) -> bool | None:
        try:
            return self.receiver.arrived(self.item, seconds)
        except Later:
            return None
        except NotTaken:
            if self.again:
                return False
            raise

    def _seen_before(self, known: Line) -> Delivery:
        """What the receiver has given a ticket for or was verified, and is not found; or what it has changed."""
        try:
            if known.state == "sent" and known.ticket is not None:
                return self._waited("waited", known.ticket)
            if known.state == "changed" and known.remote is not None:
                return self._proved("found", known.remote)
        except Gone:
            if not self.again:
                raise
        if self.again:
            return self._send(known)
        raise Taken if self.receiver.watched else Gone

    def _send(self, known: Line | None) -> Delivery:
        self.receiver.prepare(self.item)
        self._write("sending")
        try:
            ticket = self.receiver.commit(self.item)
        except NotTaken:
            self._write("refused")
            raise
        except Later as later:
            if later.sent:
                # From now on counts how long it may still arrive.
                self._write("doubt")
            else:
                self.journal.restore(self.item.key, self.receiver.name, known)
            raise
        self._write("sent", ticket)
        return self._waited("sent", ticket)

    def _waited(self, did: Did, ticket: str) -> Delivery:
        try:
            remote = self.receiver.wait(ticket, self.item, self.seconds)
        except Rejected:
            self._write("refused")
            raise
        return self._proved(did, remote)

    def _proved(self, did: Did, remote: str) -> Delivery:
        """Read back and compared; only then it is written down as verified, and completed."""
        if (digest := self._read_back(remote)) != self.item.key:
            # A connection without a length can end in the middle without a word: what is so is so twice.
            if self._read_back(remote) != digest:
                raise Later("cut")
            self._write("changed", remote=remote)
            told = (problem("E-SEND.changed"),)
            return Delivery(self.item, self.receiver.name, "changed", remote, problems=told)
        # What was said once and is there no more, a person has taken away.
        before = self.journal.line(self.item.key, self.receiver.name)
        said = before.said if before and before.remote == remote and not self.again else None
        self._write("verified", remote=remote, said=said)
        if said == self.item.said:
            return Delivery(self.item, self.receiver.name, did, remote)
        return self._completed(did, remote)

    def _read_back(self, remote: str) -> str:
        digest, size = hashlib.sha256(), 0
        for piece in self.receiver.fetch(remote, self.item):
            digest.update(piece)
            size += len(piece)
            if size > self.item.size:
                return "larger"
        return digest.hexdigest()

    def _completed(self, did: Did, remote: str) -> Delivery:
        """What is missing there does not undo that it is there."""
        completed: tuple[str, ...] = ()
        told: tuple[Problem, ...] = ()
        try:
            completed = self.receiver.complete(remote, self.item)
            self._write("verified", remote=remote, said=self.item.said)
        except Later as later:
            told = (waits(later, self.journal.line(self.item.key, self.receiver.name)),)
        except NotTaken as no:
            told = (no.problem,)
        return Delivery(self.item, self.receiver.name, did, remote, completed, told)

    def _write(
        self, state: State, ticket: str | None = None, remote: str | None = None, said: str | None = None
    ) -> None:
        self.journal.write(self.item.key, self.receiver.name, state, ticket, remote, said)
