"""A file that is given: opened once, read from beginning to end once, its hash made on the way."""

from __future__ import annotations

import hashlib
import io
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from formgen.files.held import Held
from formgen.files.holding import Holding

MAX_BYTES = 50_000_000

# So much is in memory at a time, and so much is looked at to see what kind of file it is.
PIECE = 1 << 18
_HEAD = 1 << 16


class Unreadable(Exception):
    """A file that cannot even be read; the argument is the key of the problem."""


class Source:
    """A given file. `size` in bytes; `sha256` (hex) once it was read."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self.size, self.sha256 = size, ""
        self._file = file

    def head(self) -> bytes:
        """Its first bytes. Raises `Unreadable`."""
        with _plainly():
            self._file.seek(0)
            return self._file.read(_HEAD)

    def whole(self) -> bytes:
        """All of it. Raises `Unreadable`."""
        with _plainly():
            self._file.seek(0)
            return self._file.read(self.size)

    def kept(self) -> Held:
        """The very bytes that were read, as they are. Raises `Unreadable` when they have changed since."""
        holding, sha256 = Holding(), self.sha256
        for piece in self.pieces():
            holding.write(piece)
        if self.sha256 != sha256:
            raise Unreadable("E-FILE.changed")
        return holding.held()

    def pieces(self) -> Iterator[memoryview]:
        """All of it, piece by piece; each is good until the next. Raises `Unreadable` when it changes meanwhile."""
        with _plainly():
            self._file.seek(0)
        digest, room = hashlib.sha256(), memoryview(bytearray(min(PIECE, self.size)))
        left = self.size
        while left:
            # Apart from what is done with a piece: that may fail, too, and not because of the file.
            with _plainly():
                got = self._file.readinto(room[:left])  # type: ignore[attr-defined]
            if not got:
                raise Unreadable("E-FILE.changed")
            digest.update(room[:got])
            yield room[:got]
            left -= got
        self.sha256 = digest.hexdigest()


@contextmanager
def opened(given: Path | bytes) -> Iterator[Source]:
    """The file, open for reading. Raises `Unreadable`."""
    with _file(given) as file:
        with _plainly():
            size = file.seek(0, os.SEEK_END)
        if not size:
            raise Unreadable("E-FILE.empty")
        # Asked before it is read: a mistaken file must not fill the memory.
        if size > MAX_BYTES:
            raise Unreadable("E-LIMIT.file")
        yield Source(file, size)


def _file(given: Path | bytes) -> BinaryIO:
    if isinstance(given, bytes):
        return io.BytesIO(given)
    try:
        # A pipe or a device might never end, and opening it might wait for ever.
        if not stat.S_ISREG(given.stat().st_mode):
            raise Unreadable("E-FILE.folder")
        return given.open("rb", buffering=0)
    except FileNotFoundError:
        raise Unreadable("E-FILE.not-found") from None
    except PermissionError:
        raise Unreadable("E-FILE.forbidden") from None
    except OSError:
        raise Unreadable("E-FILE.unreadable") from None


@contextmanager
def _plainly() -> Iterator[None]:
    """What the system says against reading: a disk or a network that fails."""
    try:
        yield
    except OSError:
        raise Unreadable("E-FILE.unreadable") from None
