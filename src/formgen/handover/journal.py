"""What is known of every hand-over, on disk before the next step begins. Holds hashes, places and times; no names."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from formgen.files.unwritable import plainly
from formgen.ground.problems import Refused, problem
from formgen.handover.receivers import Later

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

State = Literal["sending", "sent", "verified", "changed", "refused"]
"""sending: the step that counts was begun · sent: the receiver gave a ticket · verified: what it keeps was read back
and is the same · changed: it keeps something else · refused: it said no."""

_TABLE = """CREATE TABLE IF NOT EXISTS handed (
    key TEXT, receiver TEXT, state TEXT NOT NULL, ticket TEXT, remote TEXT, at REAL NOT NULL,
    PRIMARY KEY (key, receiver)) WITHOUT ROWID"""
_COLUMNS = "key, receiver, state, ticket, remote, at"
# In seconds: how long another process may take for the one write of its own.
_BUSY = 30.0


@dataclass(frozen=True)
class Line:
    """One hand-over: the SHA-256 of the file, the receiver, how far it is, its ticket and id there, and since when.

    `at` is in seconds since 1970.
    """

    key: str
    receiver: str
    state: State
    ticket: str | None
    remote: str | None
    at: float


class Journal:
    """The hand-overs of one user (SQLite). Safe with several processes."""

    def __init__(self, path: Path) -> None:
        """Open it, or make it (0600). Raises `Refused` (E-SEND.journal, E-OUTPUT)."""
        self.path = path
        with plainly(path):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        try:
            self._make()
        except sqlite3.Error:
            raise Refused([problem("E-SEND.journal", path=path)]) from None

    def _make(self) -> None:
        with closing(self._opened()) as db:
            db.execute(_TABLE)

    def _opened(self) -> sqlite3.Connection:
        # No WAL: its files beside would be one more thing that a copy of the journal can lack.
        db = sqlite3.connect(self.path, timeout=_BUSY, isolation_level=None)
        db.execute("PRAGMA synchronous=FULL")
        return db

    def line(self, key: str, receiver: str) -> Line | None:
        """What is known of one hand-over."""
        with closing(self._opened()) as db:
            query = f"SELECT {_COLUMNS} FROM handed WHERE key = ? AND receiver = ?"  # noqa: S608 - columns of ours
            found = db.execute(query, (key, receiver)).fetchone()
        return Line(*found) if found else None

    def lines(self, keys: tuple[str, ...] | None = None) -> tuple[Line, ...]:
        """All hand-overs, or those of some files, the latest first."""
        with closing(self._opened()) as db:
            rows = db.execute(f"SELECT {_COLUMNS} FROM handed ORDER BY at DESC, key").fetchall()  # noqa: S608
        return tuple(line for row in rows if (line := Line(*row)) and (keys is None or line.key in keys))

    def write(
        self, key: str, receiver: str, state: State, ticket: str | None = None, remote: str | None = None
    ) -> None:
        """Write down how far a hand-over is; it is on disk when this returns. A ticket once known stays."""
        with closing(self._opened()) as db:
            db.execute(
                f"INSERT INTO handed ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (key, receiver) DO UPDATE SET"  # noqa: S608
                " state = excluded.state, ticket = coalesce(excluded.ticket, ticket),"
                " remote = coalesce(excluded.remote, remote), at = excluded.at",
                (key, receiver, state, ticket, remote, time.time()),
            )

    @contextmanager
    def claimed(self, key: str, receiver: str, seconds: float) -> Iterator[None]:
        """While this lasts no other process of this user hands over the same file to the same receiver.

        Raises `Later` (locked) when another one still does after so many seconds.
        """
        if fcntl is None:
            yield
            return
        # One byte of a file for each: locks on bytes that are not there cost nothing, and go with the process.
        place = int.from_bytes(bytes.fromhex(key)[:6]) ^ hash_of(receiver)
        with self.path.with_name(self.path.name + ".lock").open("a+b") as file:
            _lock(file.fileno(), place, seconds)
            yield


def hash_of(text: str) -> int:
    """A number of 48 bits, the same in every process."""
    from hashlib import sha256

    return int.from_bytes(sha256(text.encode()).digest()[:6])


def _lock(handle: int, place: int, seconds: float) -> None:
    end = time.monotonic() + seconds
    while True:
        try:
            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
        except OSError:
            if time.monotonic() >= end:
                raise Later("locked") from None
            time.sleep(0.05)
        else:
            return
