"""What is known of every hand-over, on disk before the next step begins. Holds hashes, places and times; no names."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import astuple, dataclass, replace
from pathlib import Path
from typing import Literal

from formgen.files.settling import settle_names
from formgen.files.unwritable import plainly
from formgen.ground.problems import Refused, problem
from formgen.handover import claims

State = Literal["sending", "doubt", "sent", "verified", "changed", "refused"]
"""sending: the step that counts was begun · doubt: it has ended, and nobody knows how · sent: the receiver gave a
ticket · verified: what it keeps was read back and is the same · changed: it keeps something else · refused."""

SYNCHRONOUS = "EXTRA"
"""FULL, and the folder is on the disk as well when a write returns."""

_TABLE = """CREATE TABLE IF NOT EXISTS handed (
    key TEXT, receiver TEXT, state TEXT NOT NULL, ticket TEXT, remote TEXT, at REAL NOT NULL,
    said TEXT, PRIMARY KEY (key, receiver)) WITHOUT ROWID"""
_COLUMNS = "key, receiver, state, ticket, remote, at, said"
_SELECT = f"SELECT {_COLUMNS} FROM handed"  # noqa: S608 - columns of ours
_PUT = f"INTO handed ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)"
# In the head of the file, so that the database of another program is never taken for ours: "fgho".
_OURS = 0x6667686F
# In seconds: how long another process may take for the one write of its own.
_BUSY = 30.0


@dataclass(frozen=True)
class Line:
    """One hand-over: the SHA-256 of the file, the receiver, how far it is, its ticket and id there, and since when.

    `at` is in seconds since 1970; `said` is `Item.said`, once all of that was there.
    """

    key: str
    receiver: str
    state: State
    ticket: str | None
    remote: str | None
    at: float
    said: str | None = None


class Journal:
    """The hand-overs of one user (SQLite), for several processes and threads. Raises `Refused` (E-SEND.journal)."""

    def __init__(self, path: Path) -> None:
        """Open it, or make it (0600). Raises `Refused` (E-SEND.journal, E-OUTPUT)."""
        self.path = path
        with plainly(path):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        settle_names(path.parent)
        with self._opened() as db:
            self._make(db)

    def _make(self, db: sqlite3.Connection) -> None:
        db.execute("BEGIN IMMEDIATE")
        (mark,) = db.execute("PRAGMA application_id").fetchone()
        (tables,) = db.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if mark != _OURS and tables:
            raise sqlite3.DatabaseError
        db.execute(f"PRAGMA application_id = {_OURS}")
        db.execute(_TABLE)
        db.execute("COMMIT")

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        try:
            # No WAL: its files beside would be one more thing that a copy of the journal can lack.
            with closing(sqlite3.connect(self.path, timeout=_BUSY, isolation_level=None)) as db:
                db.execute(f"PRAGMA synchronous={SYNCHRONOUS}")
                yield db
        except sqlite3.Error:
            raise Refused([problem("E-SEND.journal", path=self.path)]) from None

    def line(self, key: str, receiver: str) -> Line | None:
        """What is known of one hand-over."""
        with self._opened() as db:
            found = db.execute(f"{_SELECT} WHERE key = ? AND receiver = ?", (key, receiver)).fetchone()
        return Line(*found) if found else None

    def lines(self, keys: frozenset[str] | None = None) -> tuple[Line, ...]:
        """All hand-overs, or those of some files (SHA-256), the latest first."""
        with self._opened() as db:
            rows = db.execute(f"{_SELECT} ORDER BY at DESC, key").fetchall()
        found = (Line(*row) for row in rows)
        return tuple(line for line in found if keys is None or line.key in keys)

    def write(
        self,
        key: str,
        receiver: str,
        state: State,
        ticket: str | None = None,
        remote: str | None = None,
        said: str | None = None,
    ) -> None:
        """Write down how far a hand-over is; it is on disk when this returns."""
        with self._opened() as db:
            db.execute(f"INSERT OR REPLACE {_PUT}", (key, receiver, state, ticket, remote, time.time(), said))

    def restore(self, key: str, receiver: str, line: Line | None) -> None:
        """Write down again what was known before; None: nothing."""
        with self._opened() as db:
            if line is None:
                db.execute("DELETE FROM handed WHERE key = ? AND receiver = ?", (key, receiver))
            else:
                db.execute(f"INSERT OR REPLACE {_PUT}", astuple(replace(line, key=key, receiver=receiver)))

    def learn(self, line: Line) -> None:
        """Take over what another proof says, where nothing is known."""
        with self._opened() as db:
            db.execute(f"INSERT OR IGNORE {_PUT}", astuple(line))

    @contextmanager
    def claimed(self, key: str, receiver: str, seconds: float) -> Iterator[None]:
        """While this lasts nobody else with this journal hands over the same file to the same receiver.

        Raises `Later` (locked) when somebody still does after so many seconds.
        """
        folder = self.path.with_name(self.path.name + ".claims")
        with plainly(folder):
            folder.mkdir(mode=0o700, exist_ok=True)
        name = hashlib.sha256(f"{key} {receiver}".encode("utf-8", "surrogateescape")).hexdigest()
        with claims.claimed(folder / name[:32], seconds):
            yield
