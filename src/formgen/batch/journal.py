"""What a batch has made in a folder, and of what: hashes, no names. Written by the driver alone."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from formgen.files.unwritable import plainly
from formgen.ground.problems import Problem, Refused, problem

NAME = ".formgen-batch.sqlite"

_TABLE = """CREATE TABLE IF NOT EXISTS made (
    output TEXT PRIMARY KEY, inputs TEXT NOT NULL, sha256 TEXT NOT NULL, pages INTEGER NOT NULL) WITHOUT ROWID"""


@dataclass(frozen=True)
class Line:
    """One output: the `output_key` of its name, the digest of all it was made of, its own SHA-256 (hex), its pages."""

    output: str
    inputs: str
    sha256: str
    pages: int


def output_key(path: Path) -> str:
    """What stands for an output in the journal: its name may be that of a person."""
    return hashlib.sha256(os.fsencode(path.name)).hexdigest()


class Journal:
    """The journal of one folder, for one batch at a time: a second one is refused until this one is closed."""

    def __init__(self, folder: Path) -> None:
        """Open it, or make it (0600). Raises `Refused` (E-BATCH.busy, E-BATCH.journal, E-OUTPUT)."""
        self.path = folder / NAME
        with plainly(self.path):
            os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
        self._db = sqlite3.connect(self.path, timeout=0, isolation_level=None)
        try:
            # The lock is the system's: it goes with the process, however that ends.
            self._db.execute("PRAGMA locking_mode=EXCLUSIVE")
            self._db.execute("PRAGMA synchronous=NORMAL")
            self._db.execute("BEGIN EXCLUSIVE")
            self._db.execute(_TABLE)
            self._db.execute("COMMIT")
            self.lines = {
                row[0]: Line(*row) for row in self._db.execute("SELECT output, inputs, sha256, pages FROM made")
            }
        except sqlite3.Error as error:
            self._db.close()
            raise Refused([self._against(error)]) from None

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._db.close()

    def write(self, lines: Iterable[Line]) -> None:
        """Write down what has its place. Raises `Refused` (E-BATCH.journal, E-OUTPUT.full)."""
        found = [(line.output, line.inputs, line.sha256, line.pages) for line in lines]
        try:
            self._db.execute("BEGIN")
            self._db.executemany("INSERT OR REPLACE INTO made VALUES (?, ?, ?, ?)", found)
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            raise Refused([self._against(error)]) from None

    def _against(self, error: sqlite3.Error) -> Problem:
        code = getattr(error, "sqlite_errorname", "")
        if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            return problem("E-BATCH.busy", path=self.path.parent)
        if code.startswith("SQLITE_FULL"):
            return problem("E-OUTPUT.full", path=self.path)
        return problem("E-BATCH.journal", path=self.path)
