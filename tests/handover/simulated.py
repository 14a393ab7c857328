"""A document system in memory, in its own time, that fails as it is told: a queue, shelves, requests that come late."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import formgen.handover.deliver
import formgen.handover.journal
from formgen.files.held import open_content
from formgen.ground.problems import problem
from formgen.handover.items import Item
from formgen.handover.receivers import Gone, Later, NotTaken, Rejected, Taken


class Killed(BaseException):
    """As kill -9: nothing that is written after it is run, as far as a test can have it so."""


class Clock:
    """Time that goes on by itself a little with each question, and by sleeping."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def time(self) -> float:
        return self.now

    monotonic = time

    def sleep(self, seconds: float) -> None:
        if seconds < 0:
            raise ValueError("sleep length must be non-negative")
        self.now += seconds

    def rule(self, patch: Any) -> None:
        patch.setattr(formgen.handover.deliver, "time", self)
        patch.setattr(formgen.handover.journal, "time", self)


@dataclass
class Task:
    ticket: str
    data: bytes
    arrives: float
    done: float
    outcome: str = "kept"
    remote: str | None = None


@dataclass
class System:
    """`faults` are used up one after the other by the calls they are for: (method, what happens)."""

    clock: Clock
    settling: float = 60.0
    watched: bool = False
    faults: list[tuple[str, str]] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    documents: dict[str, bytes] = field(default_factory=dict)
    dressed: set[str] = field(default_factory=set)
    work: float = 3.0
    calls: list[str] = field(default_factory=list)
    uploads: int = 0

    name = "simulated=there"

    @property
    def in_flight(self) -> bool:
        return any(task.arrives > self.clock.now for task in self.tasks)

    def _tick(self) -> None:
        self.clock.now += 0.3
        for task in self.tasks:
            if task.remote is None and task.done <= self.clock.now and task.outcome != "rejected":
                task.remote = str(len(self.documents) + 1)
                self.documents[task.remote] = task.data + (b"!" if task.outcome == "changed" else b"")

    def _called(self, method: str) -> str:
        self._tick()
        self.calls.append(method)
        for place, (name, what) in enumerate(self.faults):
            if name == method:
                del self.faults[place]
                self._happens(what)
                return what
        return ""

    def _happens(self, what: str) -> None:
        match what:
            case "killed":
                raise Killed
            case "no-connection":
                raise Later("no-connection", sent=False)
            case "lost":
                raise Later("cut")
            case "no":
                raise NotTaken(problem("E-SEND.refused", status=400))
            case "forbidden":
                raise NotTaken(problem("E-SEND.credentials", status=403))
            case "gone":
                raise Gone
            case "taken":
                raise Taken

    def find(self, item: Item) -> str | None:
        self._called("find")
        return next((n for n, data in self.documents.items() if hashlib.sha256(data).hexdigest() == item.key), None)

    def pending(self, item: Item) -> str | None:
        self._called("pending")
        known = (task for task in self.tasks if task.arrives <= self.clock.now < task.done)
        return next((task.ticket for task in known if hashlib.sha256(task.data).hexdigest() == item.key), None)

    def arrived(self, item: Item, seconds: float) -> bool:
        self._called("arrived")
        if seconds < self.settling:
            raise Later("in-doubt")
        return False

    def prepare(self, item: Item) -> None:
        self._called("prepare")

    def commit(self, item: Item) -> str:
        what = self._called("commit")
        late = self.settling * 0.99 if what.endswith("late") else 0.0
        arrives = self.clock.now + late
        with open_content(item.content) as file:
            data = file.read()
        task = Task(f"t{len(self.tasks)}", data, arrives, arrives + self.work)
        task.outcome = what if what in ("rejected", "changed") else "kept"
        self.tasks.append(task)
        self.uploads += 1
        if what.startswith("killed"):
            raise Killed
        if what.startswith("unanswered"):
            # The patience of the client ends some time after the request was there.
            self.clock.now += 1.0
            raise Later("no-answer")
        return task.ticket

    def wait(self, ticket: str, item: Item, seconds: float) -> str:
        self._called("wait")
        end = self.clock.now + seconds
        (task,) = (t for t in self.tasks if t.ticket == ticket)
        while self.clock.now < end:
            self._tick()
            if task.remote is not None:
                if task.remote not in self.documents:
                    raise Gone
                return task.remote
            if task.done <= self.clock.now:
                raise Rejected(problem("E-SEND.refused", status=200))
            self.clock.sleep(0.5)
        raise Later("in-work")

    def fetch(self, remote: str, item: Item) -> Iterator[bytes]:
        what = self._called("fetch")
        if remote not in self.documents:
            raise Gone
        data = self.documents[remote]
        yield data[: len(data) // 2]
        if what == "half":
            return
        if what == "broken":
            raise Later("cut")
        yield data[len(data) // 2 :]

    def complete(self, remote: str, item: Item) -> tuple[str, ...]:
        self._called("complete")
        if remote in self.dressed:
            return ()
        self.dressed.add(remote)
        return ("tags",)
