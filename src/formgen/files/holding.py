"""Writes what is to be held: in memory while it is small, in a file without a name once it is large."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import tempfile
from pathlib import Path
from typing import IO, BinaryIO

from formgen.files.held import Held
from formgen.files.unwritable import plainly
from formgen.ground.identifiers import places, written

LARGE = 1 << 20
"""From this many bytes on, something is kept in a file."""

_PIECE = 1 << 20


class Holding(io.RawIOBase):
    """A file that is written once, from its beginning, and then `held`. Its hash is made on the way.

    `near`: a folder; what is large is kept in its file system, so that it need not be copied to get there.
    """

    def __init__(self, near: Path | None = None) -> None:
        self._near, self._linkable = near, False
        self._file: BinaryIO = io.BytesIO()
        self._digest = hashlib.sha256()
        self._size = 0
        self._tried = False
        # A hash as it was a while ago, from where it can be made again when something at the end is written over.
        self._earlier = self._latest = (0, self._digest.copy())

    def writable(self) -> bool:
        """Always."""
        return True

    def tell(self) -> int:
        """How much was written."""
        return self._size

    def write(self, data: bytes | bytearray | memoryview) -> int:  # type: ignore[override]
        """The next bytes. Raises `Refused` (E-OUTPUT.full) when there is no room for temporary files."""
        if self._size + len(data) >= LARGE and not self._tried:
            self._move()
        self._digest.update(data)
        try:
            self._file.write(data)
        # Not the fault of what is being read or merged: an OSError would be taken for that.
        except OSError as error:
            with plainly(self._near if self._linkable and self._near else Path(tempfile.gettempdir())):
                raise error
        self._size += len(data)
        if self._size - self._latest[0] >= _PIECE:
            self._earlier, self._latest = self._latest, (self._size, self._digest.copy())
        return len(data)

    def identified(self) -> None:
        """Give the PDF that was written without an identifier one by its content."""
        where, data = places(self._file), written(self._digest.hexdigest())
        for at in where:
            self._file.seek(at)
            self._file.write(data)
        self._hash_from(min(where, default=self._size))

    def _hash_from(self, first: int) -> None:
        """The hash once more, as something was written over from this place on."""
        known = [(0, hashlib.sha256()), self._earlier, self._latest]
        start, digest = next(one for one in reversed(known) if one[0] <= first)
        self._digest = digest.copy()
        self._file.seek(start)
        while piece := self._file.read(_PIECE):
            self._digest.update(piece)

    def held(self) -> Held:
        """What was written. Nothing may be written after that."""
        self._file.flush()
        return Held(self._file, self._size, self._digest.hexdigest(), linkable=self._linkable)

    def _move(self) -> None:
        self._tried = True
        try:
            file = self._nameless() or tempfile.TemporaryFile(prefix=".formgen-")  # noqa: SIM115
            # Some must be left for the files that are read and written.
            if file.fileno() >= _most_files():
                file.close()
                raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))
            self._file.seek(0)
            file.write(self._file.read())
        # No place for files, or no more of them: then all of it stays in memory.
        except OSError:
            self._file.seek(self._size)
            self._linkable = False
        else:
            self._file = file

    def _nameless(self) -> BinaryIO | None:
        """A file without a name that can be given one; None where there is none."""
        if self._near is None or not hasattr(os, "O_TMPFILE"):
            return None
        try:
            handle = os.open(self._near, os.O_RDWR | os.O_TMPFILE, 0o600)
        except OSError:
            return None
        self._linkable = True
        return os.fdopen(handle, "w+b")


def _most_files() -> int:
    """How many files may be open for what is held: three quarters of what the system allows this process."""
    try:
        import resource
    except ImportError:  # Windows
        return 1 << 10
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return 1 << 20 if most == resource.RLIM_INFINITY else most * 3 // 4


def held_from(file: IO[bytes], near: Path | None = None, most: int | None = None) -> Held:
    """What is left in an open file. Raises `ValueError` for more than `most` bytes, and what reading raises."""
    holding = Holding(near)
    while piece := file.read(_PIECE):
        holding.write(piece)
        if most is not None and holding.tell() > most:
            raise ValueError
    return holding.held()


def held_of(data: bytes) -> Held:
    """The same bytes, no longer in memory if they are many."""
    holding = Holding()
    holding.write(data)
    return holding.held()
