"""What a packet is made of, held without filling the memory (see `holding`), and read from there."""

from __future__ import annotations

import hashlib
import io
import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

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
