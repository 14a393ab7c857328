"""A watched folder: a file is in it whole and once, whoever takes it away, whenever we are killed."""

from __future__ import annotations

import os
import random
import shutil
import signal
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from killing import ended_at, in_child
from watching import sha256, watched

from formgen.files import moving, temporary
from formgen.handover.deliver import Delivery, deliver
from formgen.handover.items import About, Item
from formgen.handover.journal import Journal
from formgen.handover.receivers import Later, NotTaken, ordinary
from formgen.handover.receivers import folder as module
from formgen.handover.receivers.folder import Folder

DATA = b"%PDF-1.7 " + bytes(range(256)) * 300
NAMES = [
    "誓約書_髙橋花子.pdf",
    "𠮷野家・﨑山　(写し) #1 100%?.pdf",
    "がぎぐげご パピプペポ.pdf",
    "がぎぐ.pdf",
    "é ñ 神 葛󠄀.csv",
    "あ" * 81 + ".pdf",
]
# What of Python's own functions changes files or names, or writes the journal.
STEPS = {"open", "write", "flush", "close", "fsync", "chmod", "replace", "rename", "link", "unlink", "execute", "lockf"}


def item_of(name: str = "一式.pdf", data: bytes = DATA) -> Item:
    return Item(data, name, "application/pdf", About(title="一式"))


@pytest.fixture
def here(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir(mode=0o755)
    (tmp_path / "in").chmod(0o755)
    return tmp_path / "in"


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "journal.sqlite")


@pytest.fixture(params=["one step", "two steps", "no links"])
def steps(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """As the system is; as on NFS; as on a share that has neither the step nor links."""
    if request.param != "one step":
        monkeypatch.setattr(moving, "_call", lambda: None)
    if request.param == "no links":

        def none(*_: object) -> None:
            raise PermissionError(1, "no links")

        monkeypatch.setattr(Path, "hardlink_to", none)
    return str(request.param)


def hand(item: Item, here: Path, journal: Journal, **more: bool) -> Delivery:
    return deliver(item, Folder(here), journal, seconds=5, **more)


def told(delivery: Delivery) -> list[str]:
    return [p.key for p in delivery.problems]


def names(here: Path) -> list[str]:
    return sorted(p.name for p in here.iterdir())


@pytest.mark.parametrize("name", NAMES)
def test_a_file_appears_whole_and_stays_one(here, journal, steps, name) -> None:
    item = item_of(name)
    assert hand(item, here, journal).did == "sent"
    assert names(here) == [name]
    assert (here / name).read_bytes() == DATA
    assert hand(item, here, journal).did == "found"
    assert names(here) == [name]
    line = journal.line(item.key, Folder(here).name)
    assert line is not None
    assert line.state == "verified"
    assert name not in f"{line}"


def test_a_file_is_found_without_a_journal(here, journal, tmp_path) -> None:
    hand(item_of(), here, journal)
    assert hand(item_of(), here, Journal(tmp_path / "other")).did == "found"


def test_a_large_file_that_is_held_on_disk(here, journal) -> None:
    from formgen.files.holding import Holding

    holding = Holding()
    holding.write(random.Random(1).randbytes(3_000_001))
    holding.write(random.Random(2).randbytes(30_000_000))
    item = Item(holding.held(), "大.pdf", "application/pdf", About(title="大"))
    assert hand(item, here, journal).did == "sent"
    assert sha256(here / "大.pdf") == item.key


@pytest.mark.parametrize("there", [b"", DATA[:-1], DATA + b"\n", DATA[:-1] + b"x"])
def test_another_file_of_the_name_is_never_replaced(here, journal, there) -> None:
    (here / "一式.pdf").write_bytes(there)
    delivery = hand(item_of(), here, journal)
    assert (delivery.did, told(delivery)) == ("refused", ["E-SEND.other-file"])
    assert (here / "一式.pdf").read_bytes() == there
    assert names(here) == ["一式.pdf"]
    assert "一式" not in delivery.problems[0].message("ja")


@pytest.mark.parametrize("kind", ["folder", "link", "dangling", "pipe"])
def test_what_is_no_file_is_never_replaced_nor_waited_for(here, journal, tmp_path, kind) -> None:
    place, other = here / "一式.pdf", tmp_path / "other"
    other.write_bytes(DATA)
    {
        "folder": place.mkdir,
        "link": lambda: place.symlink_to(other),
        "dangling": lambda: place.symlink_to("nowhere"),
        "pipe": lambda: os.mkfifo(place),
    }[kind]()
    assert told(hand(item_of(), here, journal)) == ["E-SEND.other-file"]


@pytest.mark.parametrize("same", [True, False])
def test_a_file_that_appears_at_the_last_moment(here, journal, steps, same) -> None:
    receiver = Folder(here)
    receiver.prepare(item_of())
    (here / "一式.pdf").write_bytes(DATA if same else b"other")
    if same:
        receiver.commit(item_of())
        receiver.wait("", item_of(), 1)
        assert names(here) == ["一式.pdf"]
    else:
        with pytest.raises(NotTaken):
            receiver.commit(item_of())
        assert (here / "一式.pdf").read_bytes() == b"other"


def test_where_the_part_has_gone_nobody_guesses(here) -> None:
    receiver = Folder(here)
    receiver.prepare(item_of())
    receiver._part(item_of()).unlink()
    with pytest.raises(Later):
        receiver.commit(item_of())


def test_of_a_part_that_is_torn_nothing_gets_the_name(here, journal) -> None:
    """As a power cut may leave it."""
    Folder(here)._part(item_of()).write_bytes(DATA[:-1])
    assert hand(item_of(), here, journal).did == "sent"
    assert (here / "一式.pdf").read_bytes() == DATA


def test_what_the_disk_has_not_kept_gets_no_name(here, journal, monkeypatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(module, "write_content", lambda _, file: file.write(DATA[:-1]))
        delivery = hand(item_of(), here, journal)
        assert (delivery.did, told(delivery)) == ("later", ["W-SEND.cut"])
        assert [name for name in names(here) if not name.startswith(".")] == []
    assert hand(item_of(), here, journal).did == "sent"


def test_names_are_on_the_disk_before_the_next_step(here, monkeypatch) -> None:
    """A mark that a power cut leaves without its part would say that a watcher has the file."""
    settled: list[list[str]] = []
    monkeypatch.setattr(module, "settle_names", lambda folder: settled.append(names(folder)))
    receiver = Folder(here)
    part, mark = receiver._part(item_of()).name, receiver._mark(item_of()).name
    receiver.prepare(item_of())
    receiver.commit(item_of())
    assert settled == [sorted([part, mark]), [mark, "一式.pdf"]]


def test_a_name_that_the_share_spells_otherwise_is_the_same_file(here, journal) -> None:
    (here / "か\u3099.pdf").write_bytes(DATA)
    assert hand(item_of("が.pdf"), here, journal).did == "found"
    assert names(here) == ["か\u3099.pdf"]
    # With other bytes it is another file, as everywhere where the names differ.
    assert hand(item_of("が.pdf", b"other"), here, journal).did == "sent"
    assert len(names(here)) == 2


def test_a_share_that_spells_otherwise_what_we_put_there(here, journal, monkeypatch) -> None:
    move = moving.move_new

    def spelt(one: Path, other: Path) -> bool:
        return move(one, other.with_name(other.name.replace("が", "か\u3099")))

    monkeypatch.setattr(moving, "move_new", spelt)
    assert hand(item_of("が.pdf"), here, journal).did == "sent"
    assert hand(item_of("が.pdf"), here, journal).did == "found"
    assert names(here) == ["か\u3099.pdf"]


@pytest.mark.parametrize("name", ["", ".", "..", "a/b.pdf", "../b.pdf", "a\0b", "あ" * 86])
def test_names_that_cannot_be(here, journal, name) -> None:
    assert told(hand(item_of(name), here, journal)) == ["E-SEND.name"]
    assert names(here) == []
    assert names(here.parent) == ["in", "journal.sqlite", "journal.sqlite.claims"]


def test_a_folder_that_is_not_there_is_not_made(tmp_path, journal) -> None:
    delivery = hand(item_of(), tmp_path / "no", journal)
    assert told(delivery) == ["E-SEND.no-place"]
    assert str(tmp_path / "no") in delivery.problems[0].message("ja")
    (tmp_path / "file").touch()
    assert told(hand(item_of(), tmp_path / "file", journal)) == ["E-SEND.no-place"]


@pytest.mark.parametrize("after", ["prepare", "commit"])
def test_a_folder_that_goes_meanwhile(here, journal, monkeypatch, after) -> None:
    receiver = Folder(here)
    receiver.prepare(item_of())
    if after == "commit":
        receiver.commit(item_of())
    shutil.rmtree(here)
    with pytest.raises(NotTaken) as caught:
        receiver.commit(item_of()) if after == "prepare" else receiver.wait("", item_of(), 1)
    assert caught.value.problem.key == "E-SEND.no-place"


@pytest.mark.parametrize(
    "number, key",
    [
        ("ENOSPC", "E-SEND.full"),
        ("EROFS", "E-SEND.no-right"),
        ("EACCES", "E-SEND.no-right"),
        ("EIO", "W-SEND.no-answer"),
    ],
)
@pytest.mark.parametrize("call", ["fsync", "open"])
def test_what_the_system_says(here, journal, monkeypatch, number, key, call) -> None:
    import errno

    real = getattr(os, call)

    def says(*given: object, **more: object) -> object:
        if call == "open" and ".formgen" not in str(given[0]):
            return real(*given, **more)
        raise OSError(getattr(errno, number), "no")

    with monkeypatch.context() as patched:
        patched.setattr(os, call, says)
        assert told(hand(item_of(), here, journal)) == [key]
    assert hand(item_of(), here, journal).did == "sent"
    assert names(here) == ["一式.pdf"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written(here, journal) -> None:
    here.chmod(0o500)
    assert told(hand(item_of(), here, journal)) == ["E-SEND.no-right"]


@pytest.mark.parametrize("of_folder, given, of_file", [
    (0o700, None, 0o600), (0o750, None, 0o640), (0o2770, None, 0o640), (0o755, None, 0o644), (0o777, None, 0o644),
    (0o700, 0o660, 0o660),
])  # fmt: skip
def test_who_may_look_into_the_folder_may_read_the_file(here, of_folder, given, of_file) -> None:
    here.chmod(of_folder)
    receiver = Folder(here, given)
    receiver.prepare(item_of())
    assert {stat.S_IMODE(p.stat().st_mode) for p in here.iterdir()} == {0o600}
    before = os.umask(0o077)
    try:
        receiver.commit(item_of())
    finally:
        os.umask(before)
    assert stat.S_IMODE((here / "一式.pdf").stat().st_mode) == of_file
    assert (here / "一式.pdf").stat().st_gid == here.stat().st_gid


def test_one_name_however_it_is_written(here, monkeypatch, tmp_path) -> None:
    (tmp_path / "link").symlink_to(here)
    monkeypatch.chdir(tmp_path)
    assert {Folder(Path(p)).name for p in ("in", "./in/", "link", str(here))} == {f"folder={here.resolve()}"}


def test_what_nobody_went_on_with_goes_after_a_month(here, journal) -> None:
    module._sweep.cache_clear()
    temporary._swept.cache_clear()
    key, other = "0" * 64, "1" * 64
    now, days = time.time(), 24 * 3600
    for name in (f".formgen-{key}.part", f".formgen-{key}.begun", f".formgen-{other}.part", "a.part"):
        (here / name).touch()
        os.utime(here / name, (now, now - (29 if other in name else 31) * days))
    hand(item_of(), here, journal)
    assert names(here) == sorted([f".formgen-{other}.part", "a.part", "一式.pdf"])


class Ended(BaseException):
    """The end of a process, between two steps of it."""


@contextmanager
def ended_after_the_first_removed() -> Iterator[None]:
    remove = Path.unlink

    def ended(path: Path, **more: bool) -> None:
        remove(path, **more)
        raise Ended

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Path, "unlink", ended)
        with pytest.raises(Ended):
            yield


def test_ended_while_it_clears_up_it_leaves_the_mark_and_no_part(here) -> None:
    """The mark is empty; the part, which is personal data, would lie there for a month."""
    receiver = Folder(here)
    receiver.prepare(item_of())
    with ended_after_the_first_removed():
        receiver.complete(item_of().key, item_of())
    assert names(here) == [receiver._mark(item_of()).name]


def test_ended_while_it_sweeps_it_leaves_no_mark_alone(here) -> None:
    """A mark without its part would say that a watcher has the file, and nobody has it."""
    module._sweep.cache_clear()
    receiver = Folder(here)
    receiver.prepare(item_of())
    for path in here.iterdir():
        os.utime(path, (0, 0))
    module._sweep.cache_clear()
    with ended_after_the_first_removed():
        receiver.prepare(item_of("a.pdf", b"other"))
    with pytest.raises(NotTaken) as caught:
        receiver.arrived(item_of(), 0)
    assert caught.value.problem.key == "E-SEND.unknown"


def test_of_another_file_no_more_is_read_than_its_length(here, monkeypatch) -> None:
    monkeypatch.setattr(ordinary.hashlib, "file_digest", lambda *_: pytest.fail("it was read"))
    for there in (DATA[:-1], DATA + b"x"):
        (here / "a.pdf").write_bytes(there)
        assert ordinary.same(here / "a.pdf", item_of()) is False


# Whoever takes the files away.


def test_a_watcher_that_takes_files_at_once(here, journal, steps) -> None:
    items = [item_of(f"{n}.pdf", DATA + b"%d" % n) for n in range(20)]
    with watched(here, 0.0002) as watcher:
        for item in items:
            assert hand(item, here, journal).did in ("sent", "taken")
        for item in items:
            assert hand(item, here, journal).did in ("found", "taken")
    assert sorted(watcher.taken) == sorted(item.key for item in items)
    assert names(here) == []


def test_a_file_that_goes_between_being_seen_and_being_read(here, journal, monkeypatch) -> None:
    hand(item_of(), here, journal)
    find = Folder.find

    def found(self: Folder, item: Item) -> str | None:
        there = find(self, item)
        (here / item.name).unlink()
        return there

    monkeypatch.setattr(Folder, "find", found)
    assert hand(item_of(), here, journal).did == "taken"


def test_a_watcher_that_writes_into_the_file(here, journal, monkeypatch) -> None:
    commit = Folder.commit

    def stamped(self: Folder, item: Item) -> str:
        ticket = commit(self, item)
        (here / item.name).write_bytes(DATA + b"stamp")
        return ticket

    monkeypatch.setattr(Folder, "commit", stamped)
    delivery = hand(item_of(), here, journal)
    assert (delivery.did, told(delivery)) == ("changed", ["E-SEND.changed"])


def test_a_share_that_is_not_connected_is_not_taken_for_a_watcher(here, journal) -> None:
    """Killed on the way; then the folder is the empty one that the share hides."""
    journal.write(item_of().key, Folder(here).name, "sending")
    assert told(hand(item_of(), here, journal)) == ["E-SEND.unknown"]
    assert names(here) == []
    assert hand(item_of(), here, journal, again=True).did == "sent"


# Killed, and run again.


def killed_at(number: int, run: Callable[[], object]) -> bool:
    """Whether the process was ended before its so many-th step; False when it has fewer."""

    def child(step: Callable[[], None]) -> None:
        def watch(frame: object, event: str, called: object) -> None:
            if event in ("c_call", "c_return") and getattr(called, "__name__", "") in STEPS:
                step()

        sys.setprofile(watch)
        run()

    return ended_at(number, child)


@pytest.mark.parametrize("watching", [True, False])
def test_killed_before_and_after_each_step(tmp_path, steps, watching) -> None:
    number = killed = 0
    while True:
        number += 1
        here = tmp_path / f"{number}" / "in"
        here.mkdir(parents=True)
        journal, item, taken = Journal(here.parent / "journal"), item_of(data=DATA + b"%d" % number), []

        def watch(here: Path = here, taken: list[str] = taken) -> None:
            for path in [p for p in here.iterdir() if not p.name.startswith(".")] if watching else ():
                taken.append(sha256(path))
                path.unlink()

        going_on = killed_at(number, lambda here=here, journal=journal, item=item: hand(item, here, journal))
        watch()
        temporary._swept.cache_clear()
        delivery = hand(item, here, journal)
        if steps != "one step" and told(delivery) == ["E-SEND.unknown"]:
            # A person looks. Whatever they find, they find it at most once.
            assert len(taken) <= 1
        else:
            assert delivery.done, (number, delivery)
            watch()
            there = [sha256(p) for p in here.iterdir() if p.suffix == ".pdf"]
            assert taken + there == [item.key], number
            assert [p for p in here.iterdir() if p.suffix in (".part", ".tmp")] == []
        if not going_on:
            break
        killed += 1
    assert killed > 40


def test_killed_at_random_with_two_at_once(here, tmp_path) -> None:
    dice = random.Random(10)
    for trial in range(20):
        item = item_of(f"{trial}.pdf", DATA * 20 + b"%d" % trial)
        journal = Journal(tmp_path / "journal")
        for _ in range(2):
            # Other processes, which have not looked into the folder before.
            temporary._swept.cache_clear()
            pids = [in_child(lambda item=item, journal=journal: hand(item, here, journal)) for _ in range(2)]
            time.sleep(dice.uniform(0, 0.03))
            for pid in pids:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
        temporary._swept.cache_clear()
        assert hand(item, here, journal).done
        assert sha256(here / item.name) == item.key
    assert names(here) == sorted(f"{trial}.pdf" for trial in range(20))


@pytest.mark.parametrize("journals", ["one", "two"])
def test_two_with_the_same_file_at_once(here, tmp_path, steps, journals) -> None:
    for trial in range(10):
        item = item_of(f"{trial}.pdf", DATA + b"%d" % trial)
        paths = [tmp_path / f"journal-{n if journals == 'two' else 0}" for n in range(3)]
        opened = [Journal(path) for path in paths]
        pids = [in_child(lambda j=j, item=item: hand(item, here, j)) for j in opened]
        for pid in pids:
            os.waitpid(pid, 0)
        for journal in opened:
            assert hand(item, here, journal).done
    assert names(here) == sorted(f"{trial}.pdf" for trial in range(10))


def test_two_at_once_and_a_watcher(here, tmp_path) -> None:
    journal, items = Journal(tmp_path / "journal"), [item_of(f"{n}.pdf", DATA + b"%d" % n) for n in range(10)]
    with watched(here, 0.0002) as watcher:
        for item in items:
            pids = [in_child(lambda item=item: hand(item, here, journal)) for _ in range(3)]
            for pid in pids:
                os.waitpid(pid, 0)
    assert sorted(watcher.taken) == sorted(item.key for item in items)
    assert names(here) == []
