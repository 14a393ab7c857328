"""A WebDAV collection: whatever breaks on the way, a file is in it whole and once, and no other is replaced."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from dav_server import DavServer
from faulty import Fault, Faulty
from killing import ended_at, in_child
from watching import sha256, watched

from formgen.ground.problems import Refused
from formgen.handover.credentials import Credentials
from formgen.handover.deliver import Delivery, deliver
from formgen.handover.items import About, Item
from formgen.handover.journal import Journal
from formgen.handover.receivers import Later, NotTaken
from formgen.handover.receivers.dav import Dav
from formgen.handover.receivers.http import Http
from formgen.handover.receivers.urls import checked_url
from formgen.handover.settings import read_settings
from formgen.handover.targets import opened, target_of

DATA = b"%PDF-1.7 " + bytes(range(256)) * 800
NAMES = [
    "誓約書_髙橋花子.pdf",
    "𠮷野家・﨑山　(写し) #1 100%&=+@'.pdf",
    "が か\u3099 é 神 葛󠄀.pdf",
    "あ" * 81 + ".pdf",
    "%41.pdf",
]
NAME = "dav=http://receiver"


def item_of(name: str = "一式.pdf", data: bytes = DATA) -> Item:
    return Item(data, name, "application/pdf", About(title="一式"))


class Named(Dav):
    """The same receiver whatever the port, as behind one address."""

    @property
    def name(self) -> str:
        return NAME


def hand(
    item: Item, port: int, journal: Journal, *, path: str = "", seconds: float = 5, watched: bool = False, **more: Any
) -> Delivery:
    with Http(checked_url("dav", f"http://127.0.0.1:{port}{path}"), seconds=seconds) as http:
        return deliver(item, Named(http, watched=watched), journal, seconds=seconds, **more)


def told(delivery: Delivery) -> list[str]:
    return [p.key for p in delivery.problems]


def names(root: Path) -> list[str]:
    return sorted(p.name for p in root.iterdir())


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "root").mkdir()
    return tmp_path / "root"


@pytest.fixture
def server(root: Path) -> Iterator[DavServer]:
    with DavServer(root) as server:
        yield server


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "journal.sqlite")


@pytest.mark.parametrize("name", NAMES)
def test_a_file_appears_whole_and_stays_one(server, root, journal, name) -> None:
    item = item_of(name)
    assert hand(item, server.port, journal).did == "sent"
    assert names(root) == [name]
    assert (root / name).read_bytes() == DATA
    assert hand(item, server.port, journal).did == "found"
    assert names(root) == [name]
    assert name not in str(journal.line(item.key, NAME))


@pytest.mark.parametrize("name", ["写し?.pdf", "写し;1.pdf"])
def test_a_server_that_cuts_the_name_is_not_taken_for_a_watcher(server, root, journal, name) -> None:
    """What wsgidav does with these; another server has them right. It is sent no second time."""
    assert told(hand(item_of(name), server.port, journal)) == ["E-SEND.gone"]
    assert told(hand(item_of(name), server.port, journal)) == ["E-SEND.gone"]
    assert names(root) == ["写し"]


def test_a_collection_deep_in_the_address(server, root, journal) -> None:
    (root / "入管 #1%" / "2026").mkdir(parents=True)
    assert hand(item_of(), server.port, journal, path="/%E5%85%A5%E7%AE%A1%20%231%25/2026/").did == "sent"
    assert names(root / "入管 #1%" / "2026") == ["一式.pdf"]
    assert names(root) == ["入管 #1%"]


@pytest.mark.parametrize("path", ["/no", "/no/deeper", "/file.pdf"])
def test_a_collection_that_is_not_there_is_not_made(server, root, journal, path) -> None:
    (root / "file.pdf").write_bytes(b"x")
    assert told(hand(item_of(), server.port, journal, path=path)) == ["E-SEND.no-place"]
    assert names(root) == ["file.pdf"]


@pytest.mark.parametrize("there", [b"", DATA[:-1], DATA + b"\n", DATA[:-1] + b"x"])
def test_another_file_of_the_name_is_never_replaced(server, root, journal, there) -> None:
    (root / "一式.pdf").write_bytes(there)
    delivery = hand(item_of(), server.port, journal)
    assert (delivery.did, told(delivery)) == ("refused", ["E-SEND.other-file"])
    assert (root / "一式.pdf").read_bytes() == there


@pytest.mark.parametrize("moves", [True, False])
@pytest.mark.parametrize("same", [True, False])
def test_a_file_that_appears_at_the_last_moment(root, journal, same, moves) -> None:
    def appears(environ: dict[str, Any]) -> str | None:
        # Without MOVE its place is the last that is put.
        if environ["REQUEST_METHOD"] == ("MOVE" if moves else "PUT") and (moves or "/." not in environ["PATH_INFO"]):
            (root / "一式.pdf").write_bytes(DATA if same else b"other")
        return None if moves else no_move(environ)

    with DavServer(root, appears) as server:
        delivery = hand(item_of(), server.port, journal)
    assert told(delivery) == ([] if same else ["E-SEND.other-file"])
    assert (root / "一式.pdf").read_bytes() == (DATA if same else b"other")
    assert not same or names(root) == ["一式.pdf"]


def test_what_a_server_has_not_kept_gets_no_name(root, journal) -> None:
    def tears(environ: dict[str, Any]) -> None:
        for path in root.iterdir():
            path.write_bytes(DATA[:-1])

    with DavServer(root, tears) as server:
        assert told(hand(item_of(), server.port, journal)) == ["W-SEND.cut"]
        with Http(server.url) as http, pytest.raises(Later) as caught:
            Dav(http).prepare(item_of())
        # Nothing that counts was sent.
        assert caught.value.sent is False
        server.odd = lambda _: None
        assert hand(item_of(), server.port, journal).did == "sent"
    assert names(root) == ["一式.pdf"]


@pytest.mark.parametrize("name", ["", ".", "..", "a/b.pdf", "a\0b", "\udc80.pdf", "あ" * 86])
def test_names_that_cannot_be(server, root, journal, name) -> None:
    assert not hand(item_of(name), server.port, journal).done
    assert [n for n in names(root) if not n.startswith(".")] == []


@pytest.mark.parametrize(
    "method, status, key",
    [
        ("PUT", 403, "E-SEND.hidden"),
        ("PUT", 405, "E-SEND.no-dav"),
        ("PUT", 409, "E-SEND.no-place"),
        ("PUT", 413, "E-SEND.too-large"),
        ("PUT", 423, "W-SEND.locked"),
        ("PUT", 501, "E-SEND.no-dav"),
        ("PUT", 503, "W-SEND.busy"),
        ("PUT", 507, "E-SEND.full"),
        ("MOVE", 301, "E-SEND.redirected"),
        ("MOVE", 401, "E-SEND.credentials"),
        ("MOVE", 414, "E-SEND.name"),
        ("MOVE", 423, "W-SEND.locked"),
        ("MOVE", 502, "W-SEND.busy"),
        ("MOVE", 507, "E-SEND.full"),
        ("GET", 401, "E-SEND.credentials"),
        ("GET", 302, "E-SEND.redirected"),
    ],
)
def test_what_servers_say(root, journal, method, status, key) -> None:
    with DavServer(root, lambda e: f"{status} No" if e["REQUEST_METHOD"] == method else None) as server:
        delivery = hand(item_of(), server.port, journal)
        assert told(delivery) == [key]
        assert "一式" not in delivery.problems[0].message("ja")
        # And once it says so no more, it goes on.
        server.odd = lambda _: None
        assert hand(item_of(), server.port, journal).did == "sent"
    assert names(root) == ["一式.pdf"]


def test_hidden_names_that_are_taken_and_not_shown(root, journal) -> None:
    def hides(environ: dict[str, Any]) -> str | None:
        return "404 No" if environ["REQUEST_METHOD"] == "GET" and "/." in environ["PATH_INFO"] else None

    with DavServer(root, hides) as server:
        assert told(hand(item_of(), server.port, journal)) == ["E-SEND.hidden"]
        with Http(server.url) as http:
            assert deliver(item_of(), Dav(http, "~仮 "), journal, seconds=5).did == "sent"
    assert names(root) == ["一式.pdf"]


@pytest.mark.parametrize("methods", [("GET",), ("GET", "PUT", "MOVE")])
def test_hidden_names_that_nobody_may_see(root, journal, methods) -> None:
    def denies(environ: dict[str, Any]) -> str | None:
        return "403 No" if environ["REQUEST_METHOD"] in methods and "/." in environ["PATH_INFO"] else None

    with DavServer(root, denies) as server:
        assert told(hand(item_of(), server.port, journal)) == ["E-SEND.hidden"]


def test_a_server_that_breaks_where_there_is_no_collection(root, journal) -> None:
    with DavServer(root, lambda e: "500 No" if e["REQUEST_METHOD"] == "PUT" else None) as server:
        assert told(hand(item_of(), server.port, journal, path="/no")) == ["E-SEND.no-place"]
        assert told(hand(item_of(), server.port, journal)) == ["W-SEND.busy"]


def test_a_server_that_changes_what_it_takes(root, journal) -> None:
    def stamps(environ: dict[str, Any]) -> None:
        for path in root.iterdir():
            path.write_bytes(b"stamp" + DATA)

    with DavServer(root, stamps) as server:
        delivery = hand(item_of(), server.port, journal)
        assert (delivery.done, told(delivery)) == (False, ["E-SEND.changed"])
    assert names(root) == []


@pytest.mark.parametrize("status", [400, 502])
def test_a_server_behind_a_proxy_knows_the_path_and_not_the_address(root, journal, status) -> None:
    def elsewhere(environ: dict[str, Any]) -> str | None:
        return f"{status} No" if environ.get("HTTP_DESTINATION", "").startswith("http") else None

    with DavServer(root, elsewhere) as server:
        assert hand(item_of(), server.port, journal).did == "sent"
    assert names(root) == ["一式.pdf"]


def test_no_redirect_and_no_other_method_than_these(server, root, journal) -> None:
    hand(item_of(), server.port, journal)
    part = f"/.formgen-{item_of().key[:32]}.tmp"
    assert server.asked == [
        "GET /一式.pdf", f"GET {part}", f"PUT {part}", f"GET {part}", f"MOVE {part}", "GET /一式.pdf", f"DELETE {part}",
        f"DELETE {part.replace('tmp', 'begun')}",
    ]  # fmt: skip


def test_opened_by_its_target_with_what_the_settings_say(server, root, tmp_path) -> None:
    (tmp_path / "s.yaml").write_text('part: "~仮 "\nwatched: true\n', encoding="utf-8")
    settings = read_settings("dav", tmp_path / "s.yaml")
    with opened(target_of(f"dav={server.url}/"), settings, Credentials(user="u", password="p"), 5) as receiver:
        assert (receiver.name, receiver.watched) == (f"dav={server.url}", True)
        receiver.prepare(item_of())
        assert [n[:3] for n in names(root)] == ["~仮 "]
        receiver.commit(item_of())
    assert names(root) == ["一式.pdf"]


@pytest.mark.parametrize("text", ["part: ''", "part: a/b", "rights: rw", "rights: '0440'", "watched: 1"])
def test_settings_that_cannot_be(tmp_path, text) -> None:
    (tmp_path / "s.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(Refused):
        read_settings("dav", tmp_path / "s.yaml")


# Servers that know no MOVE.


def no_move(environ: dict[str, Any]) -> str | None:
    return "405 No" if environ["REQUEST_METHOD"] == "MOVE" else None


def test_without_move_it_is_put_where_nothing_is(root, journal) -> None:
    with DavServer(root, no_move) as server:
        assert hand(item_of(), server.port, journal).did == "sent"
        assert hand(item_of(), server.port, journal).did == "found"
        (root / "a.pdf").write_bytes(b"other")
        assert told(hand(item_of("a.pdf", b"%PDF a"), server.port, journal)) == ["E-SEND.other-file"]
    assert (root / "a.pdf").read_bytes() == b"other"
    assert (root / "一式.pdf").read_bytes() == DATA


@pytest.mark.parametrize("amount", [250, 400, 60_000])
def test_without_move_a_half_file_is_ours_and_is_made_whole(root, journal, amount) -> None:
    with DavServer(root, no_move) as server:
        with Faulty(server.port, Fault("cut", "PUT", "%E4%B8%80", amount)) as proxy:
            assert hand(item_of(), proxy.port, journal).did == "later"
        time.sleep(0.05)
        assert hand(item_of(), server.port, journal).did in ("sent", "found")
    assert names(root) == ["一式.pdf"]
    assert (root / "一式.pdf").read_bytes() == DATA


# What breaks on the way.

FAULTS = [
    *(("cut", method, amount) for method in ("PUT", "MOVE") for amount in (0, 1, 200)),
    ("cut", "PUT", 100_000),
    ("cut", "PUT", 204_000),
    *((way, method, 0) for method in ("PUT", "MOVE", "GET") for way in ("mute", "busy", "down")),
    ("late", "PUT", 0.5),
    ("late", "MOVE", 0.5),
    ("late", "GET", 0.5),
    ("half", "GET", 300),
    ("half", "MOVE", 20),
]


@pytest.mark.parametrize("way, method, amount", FAULTS)
def test_what_breaks_and_is_done_again(server, root, journal, way, method, amount) -> None:
    for number in (1, 2, 3):
        # The first, second, third request of that method.
        item = item_of(f"{number}.pdf", DATA + b"%d" % number)
        fault = Fault(way, method, amount=amount)
        skipped = [number - 1]
        meets = fault.meets

        def later(head: bytes, meets: Callable[[bytes], bool] = meets, skipped: list[int] = skipped) -> bool:
            if skipped[0] and head.startswith(method.encode()):
                skipped[0] -= 1
                return False
            return meets(head)

        fault.meets = later
        with Faulty(server.port, fault) as proxy:
            first = hand(item, proxy.port, journal, seconds=0.25 if way == "late" else 5)
        assert first.did in ("sent", "later")
        assert hand(item, server.port, journal).done
        assert sha256(root / item.name) == item.key
    time.sleep(0.02)
    assert names(root) == ["1.pdf", "2.pdf", "3.pdf"]


@pytest.mark.parametrize("way, amount", [("mute", 0), ("late", 0.5), ("half", 20)])
def test_the_answer_of_move_is_lost_and_a_watcher_was_there(server, root, journal, way, amount) -> None:
    with watched(root, 0.001) as watcher, Faulty(server.port, Fault(way, "MOVE", amount=amount)) as proxy:
        assert hand(item_of(), proxy.port, journal, seconds=0.25, watched=True).did in ("taken", "later")
        for _ in range(2):
            assert hand(item_of(), server.port, journal, watched=True).did == "taken"
        # Where nobody is said to take files away, that it is not there is told, and nothing is sent.
        assert hand(item_of(), server.port, journal).did == "gone"
    assert watcher.taken == [item_of().key]
    assert names(root) == []


def test_a_watcher_that_takes_files_at_once(server, root, journal) -> None:
    items = [item_of(f"{n}.pdf", DATA + b"%d" % n) for n in range(10)]
    with watched(root, 0.001) as watcher:
        for item in items:
            # A file that goes while the server looks at it is a fault of the server (500): nobody knows then, yet.
            runs = (hand(item, server.port, journal, watched=True).did for _ in range(4))
            assert next((did for did in runs if did != "later"), None) in ("sent", "taken")
    assert sorted(watcher.taken) == sorted(item.key for item in items)
    assert names(root) == []


# Killed, and run again.


def killed_at(number: int, run: Callable[[], object]) -> bool:
    """Whether the process was ended before or after its so many-th request or line of the journal."""

    def child(step: Callable[[], None]) -> None:
        def watch(frame: Any, event: str, _: object) -> None:
            if event in ("call", "return") and frame.f_code.co_name in ("handle_request", "write"):
                if frame.f_code.co_name == "write" and "journal" not in frame.f_code.co_filename:
                    return
                step()

        sys.setprofile(watch)
        run()

    return ended_at(number, child)


@pytest.mark.parametrize("watching", [True, False])
@pytest.mark.parametrize("odd", [lambda _: None, no_move], ids=["move", "no move"])
def test_killed_before_and_after_each_step(root, tmp_path, watching, odd) -> None:
    number, journal, dice = 0, Journal(tmp_path / "journal"), random.Random(10)
    with DavServer(root, odd) as server:
        while True:
            number += 1
            item, taken = item_of(f"{number}.pdf", DATA + b"%d" % number), []

            def watch(taken: list[str] = taken) -> None:
                for path in [p for p in root.iterdir() if not p.name.startswith(".")] if watching else ():
                    taken.append(sha256(path))
                    path.unlink()

            going_on = killed_at(number, lambda item=item: hand(item, server.port, journal, watched=watching))
            watch()
            delivery = hand(item, server.port, journal, watched=watching)
            if odd is no_move and told(delivery) == ["E-SEND.unknown"]:
                # A person looks. If they do not find it, they say so.
                assert len(taken) <= 1
                if not taken:
                    assert hand(item, server.port, journal, again=True).did == "sent"
                    assert sha256(root / item.name) == item.key
            else:
                assert delivery.done, (number, delivery)
                watch()
                there = [sha256(root / item.name)] if (root / item.name).exists() else []
                assert taken + there == [item.key], number
            if not going_on:
                break
            # Without MOVE there are twice as many steps.
            number += 0 if odd is not no_move else dice.randrange(3)
    assert number > 15
    assert odd is no_move or [n for n in names(root) if n.endswith(".tmp")] == []


def test_killed_at_random_with_two_at_once(server, root, tmp_path) -> None:
    dice, journal = random.Random(10), Journal(tmp_path / "journal")
    for trial in range(15):
        item = item_of(f"{trial}.pdf", DATA * 3 + b"%d" % trial)
        for _ in range(2):
            pids = [in_child(lambda item=item: hand(item, server.port, journal)) for _ in range(2)]
            time.sleep(dice.uniform(0, 0.06))
            for pid in pids:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
        assert hand(item, server.port, journal).done
        assert sha256(root / item.name) == item.key
    time.sleep(0.1)
    assert [n for n in names(root) if not n.startswith(".")] == sorted(f"{trial}.pdf" for trial in range(15))


@pytest.mark.parametrize("odd", [lambda _: None, no_move], ids=["move", "no move"])
def test_two_with_journals_of_their_own_at_once(root, tmp_path, odd) -> None:
    with DavServer(root, odd) as server:
        journals = [Journal(tmp_path / f"journal-{n}") for n in range(3)]
        for trial in range(8):
            item = item_of(f"{trial}.pdf", DATA + b"%d" % trial)
            pids = [in_child(lambda j=j, item=item: hand(item, server.port, j)) for j in journals]
            for pid in pids:
                os.waitpid(pid, 0)
            for journal in journals:
                assert hand(item, server.port, journal).done
            assert sha256(root / item.name) == item.key
    assert names(root) == sorted(f"{trial}.pdf" for trial in range(8))


@pytest.mark.parametrize("hours, watched, known", [(1, True, True), (72, True, False), (1, False, False)])
def test_part_and_file_gone(server, root, journal, hours, watched, known) -> None:
    """Taken, where somebody takes files and the step was begun lately; else nobody knows."""
    with Http(server.url) as http:
        receiver = Dav(http, watched=watched)
        if known:
            assert receiver.arrived(item_of(), hours * 3600) is True
            return
        with pytest.raises(NotTaken) as caught:
            receiver.arrived(item_of(), hours * 3600)
        assert caught.value.problem.key == "E-SEND.unknown"


def test_the_answer_of_move_is_lost_and_then_the_collection(server, root, journal) -> None:
    """It may have arrived: that is no refusal, or the next run would send it again."""

    def gone(environ: dict[str, Any]) -> str | None:
        moved = any(line.startswith("MOVE") for line in server.asked)
        return "404 No" if moved and environ["REQUEST_METHOD"] != "MOVE" else None

    with watched(root, 0.001) as watcher, Faulty(server.port, Fault("mute", "MOVE")) as proxy:
        server.odd = gone
        assert hand(item_of(), proxy.port, journal, watched=True).did == "later"
        server.odd = lambda _: None
        assert hand(item_of(), server.port, journal, watched=True).did == "taken"
    assert watcher.taken == [item_of().key]


def test_a_no_to_move_that_nobody_can_look_into_is_no_refusal(root, journal) -> None:
    """The first of two that a proxy has made of one has moved it; the second, which is answered, finds no part."""
    moved: list[str] = []

    def twice(environ: dict[str, Any]) -> str | None:
        if environ["REQUEST_METHOD"] == "MOVE":
            (root / environ["PATH_INFO"].strip("/")).rename(root / "一式.pdf")
            moved.append("MOVE")
            return "409 No"
        return "503 No" if moved else None

    with DavServer(root, twice) as server:
        assert hand(item_of(), server.port, journal, watched=True).did == "later"
        (root / "一式.pdf").unlink()
        server.odd = lambda _: None
        assert hand(item_of(), server.port, journal, watched=True).did == "taken"
    assert names(root) == []


def test_a_server_that_is_away(root, journal) -> None:
    with DavServer(root) as server:
        pass
    delivery = hand(item_of(), server.port, journal, seconds=1)
    assert (delivery.did, told(delivery)) == ("later", ["W-SEND.no-connection"])
    with Http(server.url, seconds=1) as http, pytest.raises(Later):
        Dav(http).arrived(item_of(), 1)
