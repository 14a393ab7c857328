"""What a packet is made of, held without filling the memory: small things in it, large ones in files without a name."""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from formgen.files.unwritable import plainly
from formgen.ground.identifiers import places, written

LARGE = 1 << 20
"""From this many bytes on, something is kept in a file."""

_PIECE = 1 << 20


class Held:
    """Bytes that do not change any more, with their number and their SHA-256 (hex). Safe to be read by several threads.

    The file of large ones has no name, and is gone with this process however it ends: it may hold personal data.
    """

    def __init__(self, file: BinaryIO, size: int, sha256: str, *, linkable: bool = False) -> None:
        self.size, self.sha256 = size, sha256
        self._file, self._lock, self._linkable = file, threading.Lock(), linkable

    def __repr__(self) -> str:
        return f"<Held {self.size} bytes>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Held) and (self.size, self.sha256) == (other.size, other.sha256)

    def __hash__(self) -> int:
        return hash(self.sha256)

    def read(self) -> bytes:
        """All of it."""
        return b"".join(self.pieces())

    def pieces(self, at: int = 0) -> Iterator[bytes]:
        """All of it from a place on, a megabyte at a time."""
        while data := self._piece(at, _PIECE):
            yield data
            at += len(data)

    def put_at(self, path: Path) -> bool:
        """Give the file without a name this one, once, where the system can; whether that was done.

        What is written to the new file is then written to this one, too.
        """
        with self._lock:
            if not self._linkable:
                return False
            self._linkable = False
            try:
                # The folder is there to be ignored: only with one is the link followed to the file behind it.
                os.link(f"/proc/self/fd/{self._file.fileno()}", path, src_dir_fd=0)
            except (OSError, NotImplementedError):
                return False
            return True

    def write_to(self, out: BinaryIO) -> None:
        """All of it into a file that is open for writing. Raises `OSError`."""
        done = self._handed_over(out)
        for piece in self.pieces(done):
            out.write(piece)

    def opened(self) -> BinaryIO:
        """A file to be read from its beginning, independent of every other."""
        return io.BufferedReader(_View(self), 1 << 16)

    def _handed_over(self, out: BinaryIO) -> int:
        """From file to file without a way through this process, where the system can; how much that was."""
        done = 0
        with suppress(AttributeError, OSError):
            out.flush()
            ours, theirs = self._file.fileno(), out.fileno()
            while got := os.copy_file_range(ours, theirs, self.size - done, done):
                done += got
        # What is written next is written behind it.
        return out.seek(0, io.SEEK_END) if done else 0

    def _piece(self, at: int, count: int) -> bytes:
        with self._lock:
            self._file.seek(at)
            return self._file.read(count)

    def _into(self, room: memoryview, at: int) -> int:
        with self._lock:
            self._file.seek(at)
            got: int = self._file.readinto(room)  # type: ignore[attr-defined]
            return got


class _View(io.RawIOBase):
    """A place of its own in what is held."""

    def __init__(self, held: Held) -> None:
        self._held, self._at = held, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._held.size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        got = self._held._into(buffer, self._at)
        self._at += got
        return got


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
        # Not the fault of what is being read or merged: an OSError would be taken for that.
        with plainly(self._near if self._linkable and self._near else Path(tempfile.gettempdir())):
            self._file.write(data)
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
            self._file.seek(0)
            file.write(self._file.read())
        # No place for files: then all of it stays in memory.
        except OSError:
            self._file.seek(self._size)
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


def held_of(data: bytes) -> Held:
    """The same bytes, no longer in memory if they are many."""
    holding = Holding()
    holding.write(data)
    return holding.held()


Content = bytes | Held
"""What a file holds."""


def size_of(content: Content) -> int:
    """How many bytes."""
    return content.size if isinstance(content, Held) else len(content)


def sha256_of(content: Content) -> str:
    """SHA-256, hex."""
    return content.sha256 if isinstance(content, Held) else hashlib.sha256(content).hexdigest()


def pieces_of(content: Content) -> Iterator[bytes]:
    """All of it, piece by piece."""
    return content.pieces() if isinstance(content, Held) else iter((content,))


def write_content(content: Content, out: BinaryIO) -> None:
    """All of it into a file that is open for writing. Raises `OSError`."""
    if isinstance(content, Held):
        content.write_to(out)
    else:
        out.write(content)


def open_content(content: Content) -> BinaryIO:
    """A file to be read."""
    return content.opened() if isinstance(content, Held) else io.BytesIO(content)


class ReadFiles(Mapping[str, bytes]):
    """Files by their paths, each read when it is asked for."""

    def __init__(self, contents: Mapping[str, Content]) -> None:
        self._contents = contents

    def __getitem__(self, path: str) -> bytes:
        return b"".join(pieces_of(self._contents[path]))

    def __iter__(self) -> Iterator[str]:
        return iter(self._contents)

    def __len__(self) -> int:
        return len(self._contents)

    def __repr__(self) -> str:
        return f"<files {', '.join(self._contents)}>"
