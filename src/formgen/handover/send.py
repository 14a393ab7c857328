"""A packet to one or several receivers: each file once, proved, and written on the receipt."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from formgen.ground.problems import Problem, Refused, problem
from formgen.handover.credentials import Credentials, Keyring
from formgen.handover.deliver import Delivery, deliver, waits
from formgen.handover.describing import Described, described
from formgen.handover.items import Item
from formgen.handover.journal import Journal, Line
from formgen.handover.packets import WrittenPacket, open_packet
from formgen.handover.receipt import Receipt
from formgen.handover.receivers import Later, NotTaken, Receiver
from formgen.handover.settings import Settings, read_settings
from formgen.handover.targets import Target, opened, target_of

Progress = Callable[[str, int, int], None]
"""Called with what is being sent (never its name), how much of it has gone, and how much there is, in kB."""

HandedOver = tuple[Line, str | None]
"""What is known of a hand-over, and the place of its file in the packet that was asked about."""

# What holds for every file of a target: the others are not tried.
_FOR_ALL = frozenset(
    {
        "W-SEND.no-connection",
        "W-SEND.unreached",
        "E-SEND.certificate",
        "E-SEND.credentials",
        "E-SEND.redirected",
        "E-SEND.lookup",
        "E-SEND.paperless-version",
    }
)
# In seconds: how long others may take to write a receipt.
_BUSY = 30.0
# What may have become of a file while the others were handed over.
_WAITED_FOR = frozenset({"W-SEND.in-work", "W-SEND.in-doubt", "W-SEND.locked", "W-SEND.held"})


@dataclass(frozen=True)
class Sent:
    """What became of each file at each receiver, in the order of sending."""

    deliveries: tuple[Delivery, ...]
    receipt: Path
    paths: Mapping[str, str] = field(repr=False)
    """Places in the packet by SHA-256; an index has none."""
    told: tuple[Problem, ...] = ()
    """What has to be told of the packet and of names."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What has to be told, and what is left to do, once each."""
        found = (*self.told, *(p for one in self.deliveries for p in one.problems))
        return tuple(p for n, p in enumerate(found) if p not in found[:n])

    @property
    def done(self) -> bool:
        """Whether every file is with every receiver, and nothing is left to do."""
        return all(one.done for one in self.deliveries)

    @property
    def later(self) -> bool:
        """Whether what is left is left to time alone: the same call goes on."""
        left = [p for one in self.deliveries for p in one.problems]
        return bool(left) and all(p.code == "W-SEND" for p in left)


def send(
    packet: str | Path,
    targets: Sequence[str],
    *,
    settings: Path | None = None,
    credentials: Path | None = None,
    journal: Path | None = None,
    seconds: float | None = None,
    again: bool = False,
    progress: Progress | None = None,
) -> Sent:
    """Hand a written packet (folder or zip) over to `folder=DIR`, `dav=URL`, `paperless=URL`, `mayan=URL`, once each.

    `settings`: a file that says what the receiver wants; `credentials`: a file with tokens and passwords (0600), else
    the environment (FORMGEN_PAPERLESS_TOKEN …); `journal`: where hand-overs are written down, else in the user's
    folder; `seconds`: how long each answer is waited for; `again`: also what was handed over and is not there any more.
    Calling it again goes on where it ended. Raises `Refused` (E-PACKET, E-SEND, E-TARGET) before anything is sent, and
    where nothing can be written down (E-SEND.journal).
    """
    written, keys = open_packet(Path(packet)), Keyring(os.environ, credentials)
    ways = [_way(written, target_of(text), settings, keys) for text in dict.fromkeys(targets)]
    paths = paths_of(written)
    receipt = Receipt(Path(packet), written.key, paths)
    book = Journal(journal or journal_path())
    for line in receipt.lines():
        book.learn(line)
    run = _Run(book, receipt, seconds, again, progress)
    deliveries = tuple(one for way in ways for one in run.over(way))
    told = tuple(dict.fromkeys(p for way in ways for p in way.described.problems))
    return Sent(deliveries, receipt.path, paths, (*told, *run.unwritten))


def journal_path() -> Path:
    """Where the user's journal lies: FORMGEN_JOURNAL, else in the folder for what programs remember."""
    if given := os.environ.get("FORMGEN_JOURNAL"):
        return Path(given)
    state = os.environ.get("XDG_STATE_HOME")
    return (Path(state) if state else Path.home() / ".local" / "state") / "formgen" / "handovers.sqlite"


def handovers(packet: str | Path | None = None, *, journal: Path | None = None) -> tuple[HandedOver, ...]:
    """What the journal knows, the latest first: of everything, or of the files of a packet, with their places in it."""
    path = journal or journal_path()
    if not path.exists():
        return ()
    if packet is None:
        return tuple((line, None) for line in Journal(path).lines())
    written = open_packet(Path(packet))
    paths = Receipt(Path(packet), written.key, paths_of(written)).paths()
    return tuple((line, paths[line.key]) for line in Journal(path).lines(frozenset(paths)))


def paths_of(packet: WrittenPacket) -> dict[str, str]:
    """The places in a packet by SHA-256; of files with the same bytes the first."""
    entries = reversed(packet.manifest["files"])
    return {str(entry["sha256"]): str(entry["path"]) for entry in entries}


@dataclass(frozen=True)
class _Way:
    """What goes to one target, and how."""

    target: Target
    name: str
    settings: Settings
    credentials: Credentials | None
    described: Described


def _way(packet: WrittenPacket, target: Target, settings: Path | None, keys: Keyring) -> _Way:
    said, key = read_settings(target.kind, settings), keys.of(target.kind)
    name = f"{target.kind}={target.checked(said, key)}"
    return _Way(target, name, said, key, described(packet, said))


@dataclass
class _Run:
    journal: Journal
    receipt: Receipt
    seconds: float | None
    again: bool
    progress: Progress | None
    unwritten: tuple[Problem, ...] = ()

    def over(self, way: _Way) -> list[Delivery]:
        """Each file of one target, in order. That another target fails is no matter of this one."""
        seconds = way.settings.wait_seconds if self.seconds is None else self.seconds
        try:
            with opened(way.target, way.settings, way.credentials, max(1.0, seconds), self._told(way)) as receiver:
                return self._all(way, receiver, seconds)
        except Later as later:
            return [self._unasked(item, way.name, later) for item in way.described.items]
        except NotTaken as no:
            return [Delivery(item, way.name, "refused", problems=(no.problem,)) for item in way.described.items]

    def _all(self, way: _Way, receiver: Receiver, seconds: float) -> list[Delivery]:
        """All are handed over before one is waited for: a receiver works on several at once."""
        items, found = way.described.items, list[Delivery]()
        for item in items:
            found.append(self._one(way, receiver, item, found, 0.0 if len(items) > 1 else seconds))
        for place, one in enumerate(found):
            if len(items) > 1 and any(p.key in _WAITED_FOR for p in one.problems):
                found[place] = self._one(way, receiver, one.item, found[:place], seconds)
        return found

    def _one(self, way: _Way, receiver: Receiver, item: Item, before: Sequence[Delivery], seconds: float) -> Delivery:
        one = self._not_tried(item, receiver.name, before, way.settings)
        if one is None:
            one = deliver(item, receiver, self.journal, seconds=seconds, again=self.again)
        self._written(one)
        return one

    def _written(self, one: Delivery) -> None:
        path = self.receipt.path
        try:
            # Others may hand the same packet over to other receivers meanwhile.
            with self.journal.claimed(str(path.resolve()), "receipt", _BUSY):
                self.receipt.add([one], datetime.now(UTC))
        except (Refused, Later):
            # It was handed over all the same, and the journal knows it.
            self.unwritten = (problem("W-SEND.receipt", path=path),)

    def _told(self, way: _Way) -> Callable[[int, int], None] | None:
        if (progress := self.progress) is None:
            return None
        return lambda gone, total: progress(way.target.kind, gone // 1000, max(1, total // 1000))

    def _not_tried(self, item: Item, receiver: str, before: Sequence[Delivery], settings: Settings) -> Delivery | None:
        """What need not be tried, or must not be yet."""
        # Of one that is there only its tags are missing: that says nothing of the others.
        last = before[-1] if before and not before[-1].there else None
        if last and (same := [p for p in last.problems if p.key in _FOR_ALL]):
            if last.did == "later":
                return self._unasked(item, receiver, Later("no-connection"))
            return Delivery(item, receiver, last.did, problems=tuple(same))
        if settings.index is not None and item.media_type == "text/csv" and not all(one.there for one in before):
            return Delivery(item, receiver, "held", problems=(problem("W-SEND.held"),))
        return None

    def _unasked(self, item: Item, receiver: str, later: Later) -> Delivery:
        told = waits(later, self.journal.line(item.key, receiver))
        return Delivery(item, receiver, "later", problems=(told,))
