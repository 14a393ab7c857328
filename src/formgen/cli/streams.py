"""What a command writes to: streams of any encoding, which may be full, closed, or left by their reader."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TextIO

from formgen.ground.problems import Problem, problem


def sound() -> None:
    """Let every stream be one. What was closed before this process began reads as empty and takes nothing.

    The next file that is opened would else get the number of the closed stream, and what some library prints would
    go into it.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            # Opened for reading: to write there fails, as it should.
            handle = os.open(os.devnull, os.O_RDONLY)
            setattr(sys, name, open(handle, mode, encoding="utf-8", closefd=False))  # noqa: SIM115


def write(stream: TextIO, text: str | bytes) -> None:
    """To a stream, whatever its encoding; a reader who has gone away is no fault. Raises `OSError`."""
    try:
        if isinstance(text, bytes):
            # Words written so far go first: bytes pass the text layer by.
            stream.flush()
            stream.buffer.write(text)
        else:
            encoding = stream.encoding or "utf-8"
            # A terminal in Shift_JIS has no 𠮷: a code is better than a traceback.
            stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
        stream.flush()
    except OSError as error:
        silence(stream)
        if not _reader_gone(error):
            raise


def tell(stream: TextIO, words: str) -> None:
    """Words that help and are not the answer: where they cannot be written, the exit code must do."""
    with suppress(OSError):
        write(stream, words)


def silence(stream: TextIO) -> None:
    """Let what is still to be written to a stream go nowhere, until the end of the process."""
    # Python writes what is left when it ends, and would complain then.
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def lost(error: OSError) -> Problem:
    """That the answer could not be written to standard output."""
    from formgen.api import reasons

    return problem("E-OUTPUT.stdout", **reasons(error))


def _reader_gone(error: OSError) -> bool:
    # Windows calls it by another name.
    return isinstance(error, BrokenPipeError) or (sys.platform == "win32" and error.errno == 22)
