"""The receipt says what is proved, and says it no longer when it is not."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from formgen.handover.deliver import Delivery, Did
from formgen.handover.items import About, Item
from formgen.handover.receipt import Receipt

ITEM = Item(b"x", "a.pdf", "application/pdf", About("題"))
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@pytest.fixture
def packet(tmp_path: Path) -> Path:
    return tmp_path / "out"


def opened(packet: Path) -> Receipt:
    return Receipt(packet, "k", {ITEM.key: "packet.pdf"})


def added(packet: Path, *every: Did, now: datetime = NOW, completed: tuple[str, ...] = ()) -> dict[str, object]:
    """The entry of the file, each time by a receipt that is opened anew."""
    for did in every:
        opened(packet).add([Delivery(ITEM, "mayan=x", did, "7", completed)], now)
    (entry,) = json.loads(packet.with_name("out.receipt.json").read_text())["deliveries"]
    return entry


@pytest.mark.parametrize("did", ["changed", "gone"])
def test_what_was_found_changed_or_gone_is_proved_no_longer(packet: Path, did: Did) -> None:
    assert added(packet, "sent", did)["state"] == did
    assert list(opened(packet).lines()) == []


@pytest.mark.parametrize("did", ["later", "refused", "held"])
def test_what_was_proved_stays_proved_though_a_later_run_could_not_look(packet: Path, did: Did) -> None:
    assert added(packet, "sent", did)["state"] == "verified"
    assert [line.state for line in opened(packet).lines()] == ["verified"]


def test_what_is_not_proved_says_what_came_last(packet: Path) -> None:
    assert added(packet, "refused", "later")["state"] == "later"
    assert list(opened(packet).lines()) == []


def test_what_was_completed_in_several_runs_is_completed(packet: Path) -> None:
    added(packet, "sent", completed=("tags",))
    assert added(packet, "found", completed=("cabinet", "tags"))["completed"] == ["tags", "cabinet"]


def test_times_are_those_of_utc_and_say_so(packet: Path) -> None:
    here = datetime(2026, 11, 24, 18, 30, tzinfo=timezone(timedelta(hours=9)))
    assert added(packet, "sent", now=here)["at"] == "2026-11-24T09:30:00+00:00"
    assert [line.at for line in opened(packet).lines()] == [NOW.timestamp()]
