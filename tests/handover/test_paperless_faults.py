"""Whatever breaks between us and Paperless-ngx: one copy, its bytes, and all that is said of it."""

from __future__ import annotations

import itertools
import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from faulty import Fault, Faulty
from killing import ended_at, in_child
from paperless_fake import PaperlessFake
from test_paperless import DATA, WHOLE, filed, item_of, receiver_of

from formgen.handover import deliver as deliver_module
from formgen.handover.deliver import Delivery, deliver
from formgen.handover.items import Item
from formgen.handover.journal import Journal
from formgen.handover.receivers.paperless import Paperless
from formgen.handover.receivers.paperless import receiver as receiver_module

UPLOAD = "post_document"


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiver_module, "_PAUSE", 0.03)
    monkeypatch.setattr(deliver_module, "_PAUSE", 0.05)


_numbers = itertools.count()


def own_item() -> Item:
    return item_of(DATA + b"%% %d %d" % (os.getpid(), next(_numbers)))


def until_done(receiver: Callable[[], Paperless], item: Item, journal: Callable[[], Journal]) -> list[Delivery]:
    """Again and again, as a person does."""
    said: list[Delivery] = []
    while not (said and said[-1].done) and len(said) < 8:
        said.append(deliver(item, receiver(), journal(), seconds=3))
    return said


def prove(fake: PaperlessFake, item: Item, said: list[Delivery]) -> None:
    assert said[-1].done, said
    assert {delivery.did for delivery in said} <= {"later", "sent", "waited", "found"}
    assert fake.copies(item.key) == 1, said
    assert len(fake.documents) == 1
    (number,) = fake.documents
    assert str(number) == said[-1].remote
    assert filed(fake, number) == WHOLE


def one_or_new(tmp_path: Path, kept: bool) -> Callable[[], Journal]:
    """The same journal each time, or one that was deleted in between."""
    count = itertools.count()
    return lambda: Journal(tmp_path / ("journal" if kept else f"journal-{next(count)}"))


FAULTS = [
    *(Fault("cut", "POST", UPLOAD, amount=much) for much in (1, 300, 900, 5_000, 11_000)),
    Fault("mute", "POST", UPLOAD),
    Fault("half", "POST", UPLOAD, amount=20),
    Fault("half", "POST", UPLOAD, amount=130),
    Fault("late", "POST", UPLOAD, amount=0.6),
    Fault("busy", "POST", UPLOAD),
    Fault("down", "POST", UPLOAD),
    Fault("down", "POST", UPLOAD, times=2),
    *(Fault("mute", "POST", kind) for kind in ("tags", "document_types", "correspondents", "custom_fields")),
    Fault("busy", "POST", "tags"),
    *(Fault(way, "GET", "checksum__iexact=.*fields=id%2C") for way in ("mute", "down", "busy")),
    *(Fault(way, "GET", "tasks/.*name=") for way in ("mute", "busy")),
    *(Fault(way, "GET", "tasks/.*task_id=") for way in ("mute", "down", "busy")),
    Fault("busy", "GET", "tasks/.*task_id=", times=3),
    Fault("late", "GET", "tasks/.*task_id=", amount=0.6),
    *(Fault(way, "GET", "download") for way in ("mute", "down", "busy")),
    Fault("half", "GET", "download", amount=4_000),
    Fault("mute", "GET", r"documents/\d+/\?"),
]


def _named(fault: Fault) -> str:
    return f"{fault.way}-{fault.amount:g}-{fault.method}-{fault.times}-" + "".join(c for c in fault.path if c.isalnum())


@pytest.mark.parametrize("kept", [True, False], ids=["journal kept", "journal deleted"])
@pytest.mark.parametrize("fault", FAULTS, ids=_named)
def test_the_line_breaks(tmp_path, fault, kept) -> None:
    fresh = Fault(fault.way, fault.method, fault.path, fault.amount, fault.times)
    with PaperlessFake() as fake, Faulty(fake.port, fresh) as proxy:
        item = own_item()
        said = until_done(lambda: receiver_of(fake, port=proxy.port, seconds=0.3), item, one_or_new(tmp_path, kept))
        assert fresh.met == fresh.times
        prove(fake, item, said)


@pytest.mark.parametrize("way", ["mute", "half", "busy", "down"])
def test_what_is_missing_is_completed_after_a_fault(tmp_path, way) -> None:
    with PaperlessFake() as fake, Faulty(fake.port, Fault(way, "PATCH", amount=5)) as proxy:
        item = own_item()
        fake.store("scan.pdf", bytes(item.content))
        said = until_done(
            lambda: receiver_of(fake, port=proxy.port, seconds=0.3), item, one_or_new(tmp_path, kept=True)
        )
        assert [delivery.there for delivery in said] == [True, True]
        prove(fake, item, said)


def test_an_upload_that_arrives_when_nobody_waits_for_it(tmp_path) -> None:
    """Held up on the way for longer than we have patience, and taken in after we have asked for it."""
    with PaperlessFake() as fake:
        item, journal = own_item(), one_or_new(tmp_path, kept=True)

        def held_up(method: str, path: str) -> None:
            if UPLOAD in path:
                time.sleep(0.7)

        fake.before = held_up

        def receiver() -> Paperless:
            waits = receiver_of(fake, seconds=0.2)
            waits._settling = 2.0
            return waits

        first = deliver(item, receiver(), journal(), seconds=0.1)
        second = deliver(item, receiver(), journal(), seconds=0.1)
        assert [one.problems[0].key for one in (first, second)] == ["W-SEND.no-answer", "W-SEND.in-doubt"]
        prove(fake, item, until_done(receiver, item, journal))
        assert len(fake.uploads) == 1


# Killed, and run again


def killed_at(number: int, receiver: Paperless, journal: Journal, item: Item) -> bool:
    """Whether a process was ended before its so many-th step: a request, its answer, a line of the journal."""

    def child(step: Callable[[], None]) -> None:
        def watched(call: Callable[..., Any]) -> Callable[..., Any]:
            def both(*given: Any, **named: Any) -> Any:
                step()
                answer = call(*given, **named)
                step()
                return answer

            return both

        transport = receiver._http._transport
        transport.handle_request = watched(transport.handle_request)
        journal.write = watched(journal.write)  # type: ignore[method-assign]
        deliver(item, receiver, journal, seconds=3)

    return ended_at(number, child)


@pytest.mark.slow
@pytest.mark.parametrize("kept", [True, False], ids=["journal kept", "journal deleted"])
def test_killed_before_and_after_each_step(tmp_path, kept) -> None:
    killed = 0
    # Without a journal every second one: after what was done, not before.
    for number in itertools.count(1) if kept else itertools.count(2, 2):
        with PaperlessFake(consume_seconds=0.05) as fake:
            item, journal = own_item(), one_or_new(tmp_path / f"{number}", kept)
            going_on = killed_at(number, receiver_of(fake), journal(), item)
            said = until_done(lambda fake=fake: receiver_of(fake), item, journal)
            prove(fake, item, said)
            assert len(said) == 1, (number, said)
        if not going_on:
            break
        killed += 1
    assert killed > (40 if kept else 20)


@pytest.mark.slow
def test_killed_at_random_with_two_at_once(tmp_path) -> None:
    dice = random.Random(10)
    for trial in range(15):
        with PaperlessFake(consume_seconds=0.03) as fake:
            item, journal = own_item(), one_or_new(tmp_path / f"{trial}", kept=True)
            for _ in range(2):
                pids = [
                    in_child(lambda fake=fake, item=item, j=journal: deliver(item, receiver_of(fake), j(), seconds=3))
                    for _ in range(2)
                ]
                time.sleep(dice.uniform(0, 0.2))
                for pid in pids:
                    os.kill(pid, signal.SIGKILL)
                    os.waitpid(pid, 0)
            prove(fake, item, until_done(lambda fake=fake: receiver_of(fake), item, journal))
