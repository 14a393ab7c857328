"""Text files, read within a bound: plain files and pipes, and never more of one than may be."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from formgen.ground.problems import Problem, Refused, problem

PROFILE = 10_000_000
"""Bytes of a profile: one of 2,000 users with everything that can be said of each has some 6 MB."""

TEXT = 2_000_000
"""Bytes of any other text file: the wording of a pledge, a form, a file of rules. The longest of ours has 0.1 MB."""

_PIECE = 1 << 20


def read_bytes(path: Path, most: int, **about: Any) -> bytes:
    """A file of at most so many bytes; `about` is what a problem tells besides (its pointer, its file).

    Raises `OSError`, and `Refused`: E-LIMIT.text-size where it is larger, E-FILE.not-plain for a device.
    """
    # A pipe is opened without waiting for a writer that may never come.
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb", buffering=0) as file:
        found = os.fstat(handle)
        if stat.S_ISDIR(found.st_mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        if stat.S_ISFIFO(found.st_mode):
            # Whoever writes into it is waited for; without one it has ended already.
            os.set_blocking(handle, True)
        elif not stat.S_ISREG(found.st_mode):
            raise Refused([problem("E-FILE.not-plain", **about)])
        # Its size may be a lie (/proc), and it may grow while it is read: what is read is counted, too.
        if found.st_size > most:
            raise Refused([too_large(most, **about)])
        return bytes(_joined(_pieces(file, most + 1), most, **about))


def read_text(path: Path, name: str, most: int = TEXT) -> str:
    """A text file in UTF-8. Raises as `read_bytes`, and `Refused` (E-SCHEMA.encoding) for what is no UTF-8."""
    return decoded(read_bytes(path, most, file=name), name)


def decoded(content: bytes, name: str) -> str:
    """Bytes as UTF-8 text, without the mark that Windows editors begin with. Raises `Refused` (E-SCHEMA.encoding)."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused([problem("E-SCHEMA.encoding", file=name)]) from None


def read_stream(stream: Any, most: int, **about: Any) -> Any:
    """What an open file or stdin holds, text or bytes, at most so much. Raises as `read_bytes`."""
    return _joined(_pieces(stream, most + 1), most, **about)


def within(content: str | bytes, most: int, **about: Any) -> None:
    """Refuse a text or bytes that are larger. Raises `Refused` (E-LIMIT.text-size)."""
    if len(content) > most:
        raise Refused([too_large(most, **about)])


def too_large(most: int, **about: Any) -> Problem:
    """That a text is larger than what is read."""
    return problem("E-LIMIT.text-size", limit=f"{most // 1_000_000}", **about)


def _joined(pieces: Iterator[Any], most: int, **about: Any) -> Any:
    found = list(pieces)
    content = found[0][:0].join(found) if found else b""
    within(content, most, **about)
    return content


def _pieces(stream: Any, left: int) -> Iterator[Any]:
    """What is read until the end or the bound; nothing is asked for beyond it."""
    while left > 0:
        piece = stream.read(min(left, _PIECE))
        if not piece:
            return
        left -= len(piece)
        yield piece
