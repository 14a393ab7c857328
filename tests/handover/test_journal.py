"""What is written down, for whom, and who keeps whom from what."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from formgen.ground.problems import Refused
from formgen.handover import claims
from formgen.handover.journal import SYNCHRONOUS as ON_DISK
from formgen.handover.journal import Journal, Line
from formgen.handover.receivers import Later

KEY, OTHER = "a" * 64, "b" * 64


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "state" / "j.sqlite")


def test_only_its_owner_reads_it(journal: Journal) -> None:
    journal.write(KEY, "dav=x", "sending")
    assert journal.path.stat().st_mode & 0o777 == 0o600
    assert journal.path.parent.stat().st_mode & 0o777 == 0o700


def test_a_line_is_on_the_disk_when_it_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    real = sqlite3.connect

    def connect(*given: object, **named: object) -> sqlite3.Connection:
        made = real(*given, **named)  # type: ignore[call-overload]
        made.set_trace_callback(asked.append)
        return made

    monkeypatch.setattr("formgen.handover.journal.SYNCHRONOUS", ON_DISK)
    monkeypatch.setattr("formgen.handover.journal.sqlite3.connect", connect)
    Journal(tmp_path / "j.sqlite").write(KEY, "dav=x", "sending")
    assert ON_DISK == "EXTRA"
    assert asked.count("PRAGMA synchronous=EXTRA") == 2


def test_a_line_is_what_was_written_last(journal: Journal) -> None:
    journal.write(KEY, "dav=x", "sent", "t1")
    journal.write(KEY, "dav=x", "verified", remote="7")
    journal.write(OTHER, "dav=x", "sending")
    line = journal.line(KEY, "dav=x")
    # A ticket of the time before says nothing of what comes after.
    assert (line.state, line.ticket, line.remote) == ("verified", None, "7")
    assert journal.line(KEY, "dav=y") is None
    assert [one.key for one in journal.lines()] == [OTHER, KEY]
    assert [one.key for one in journal.lines(frozenset({KEY}))] == [KEY]
    journal.restore(KEY, "dav=x", None)
    journal.restore(OTHER, "dav=x", line)
    assert journal.line(KEY, "dav=x") is None
    assert journal.line(OTHER, "dav=x") == replace(line, key=OTHER)


def test_what_is_forgotten_of_one_receiver_stays_known_of_the_others(journal: Journal) -> None:
    journal.write(KEY, "dav=x", "sending")
    journal.write(KEY, "folder=/x", "verified")
    journal.restore(KEY, "dav=x", None)
    assert [(one.receiver, one.state) for one in journal.lines()] == [("folder=/x", "verified")]


def test_what_a_receipt_proves_is_learnt_where_nothing_is_known(journal: Journal) -> None:
    proof = Line(KEY, "folder=/x", "verified", None, None, 1.0)
    journal.learn(proof)
    assert journal.line(KEY, "folder=/x") == proof
    journal.write(KEY, "folder=/x", "changed")
    journal.learn(proof)
    assert journal.line(KEY, "folder=/x").state == "changed"


@pytest.mark.parametrize("what", ["text", "other-database", "torn"])
def test_a_file_of_another_program_is_left_alone(tmp_path: Path, what: str) -> None:
    path = tmp_path / "j.sqlite"
    if what == "text":
        path.write_bytes("帳簿\n".encode() * 400)
    elif what == "other-database":
        with sqlite3.connect(path) as db:
            db.execute("CREATE TABLE bookmarks (a)")
        db.close()
    else:
        Journal(path).write(KEY, "x", "sending")
        path.write_bytes(path.read_bytes()[:3000])
    before = path.read_bytes()
    with pytest.raises(Refused) as caught:
        Journal(path).lines()
    assert [p.key for p in caught.value.problems] == ["E-SEND.journal"]
    assert path.read_bytes() == before


def test_a_place_that_takes_nothing_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(Refused) as caught:
        Journal(tmp_path / "file" / "j.sqlite")
    assert caught.value.problems[0].code == "E-OUTPUT"


def test_a_claim_keeps_threads_from_the_same_and_not_from_another(journal: Journal) -> None:
    with journal.claimed(KEY, "dav=x", 1):
        # Another claim that ends must not end the first, as locks of a whole process would.
        with journal.claimed(OTHER, "dav=x", 0), journal.claimed(KEY, "dav=y", 0):
            pass
        with pytest.raises(Later) as caught, Journal(journal.path).claimed(KEY, "dav=x", 0):
            pass
        assert caught.value.why == "locked"
    with journal.claimed(KEY, "dav=x", 0):
        pass
    assert list(journal.path.with_name("j.sqlite.claims").iterdir()) == []


def test_one_at_a_time(journal: Journal) -> None:
    inside, most = [0], [0]

    def work() -> None:
        for _ in range(20):
            with journal.claimed(KEY, "dav=x", 30):
                inside[0] += 1
                most[0] = max(most[0], inside[0])
                time.sleep(0.0005)
                inside[0] -= 1

    threads = [threading.Thread(target=work) for _ in range(3)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert most == [1]


@pytest.mark.skipif(claims.fcntl is None, reason="no locks of this kind")
def test_a_claim_whose_name_has_gone_meanwhile_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, flock, locked = tmp_path / "claim", claims.fcntl.flock, []

    def late(handle: int, how: int) -> None:
        # Between opening and locking whoever had it has ended, and somebody else has made a new one.
        if not locked:
            path.unlink()
            path.touch()
        locked.append(os.fstat(handle).st_ino)
        flock(handle, how)

    monkeypatch.setattr(claims.fcntl, "flock", late)
    with claims.claimed(path, 1):
        assert locked[-1] == path.stat().st_ino
    assert len(locked) == 2


def test_a_claim_is_not_waited_for_longer_than_was_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slept = []
    with claims.claimed(tmp_path / "claim", 0):
        monkeypatch.setattr(claims.time, "monotonic", lambda: sum(slept))
        monkeypatch.setattr(claims.time, "sleep", slept.append)
        with pytest.raises(Later) as caught, claims.claimed(tmp_path / "claim", 3):
            pass
    assert caught.value.why == "locked"
    assert 3 <= sum(slept) < 3.2


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")
def test_the_claim_of_a_process_that_was_killed_ends_with_it(journal: Journal) -> None:
    ready, told = os.pipe()
    if not (child := os.fork()):
        with journal.claimed(KEY, "dav=x", 0):
            os.write(told, b"x")
            time.sleep(60)
        os._exit(0)
    os.read(ready, 1)
    with pytest.raises(Later), journal.claimed(KEY, "dav=x", 0.1):
        pass
    os.kill(child, 9)
    os.waitpid(child, 0)
    with journal.claimed(KEY, "dav=x", 1):
        pass
