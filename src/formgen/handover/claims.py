"""Who hands something over keeps others from it meanwhile; a claim ends with its process, however that ends."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from formgen.files.unwritable import plainly
from formgen.handover.receivers import Later

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

# Windows removes such a file when the process that has it open ends, and lets nobody make it until then.
_FLEETING = getattr(os, "O_TEMPORARY", 0)
_NEW = os.O_RDWR | os.O_CREAT | (os.O_EXCL if fcntl is None else 0) | _FLEETING
_PAUSE = 0.05


@contextmanager
def claimed(path: Path, seconds: float) -> Iterator[None]:
    """While this lasts nobody else claims the same path, neither another process nor another thread of this one.

    Raises `Later` (locked) when somebody still does after so many seconds, `Refused` (E-OUTPUT) where
    there are no locks.
    """
    end = time.monotonic() + seconds
    while (handle := _taken(path)) is None:
        if time.monotonic() >= end:
            raise Later("locked")
        time.sleep(_PAUSE)
    try:
        yield
    finally:
        # Before it is closed: whoever waits for it finds that the name has gone, and makes another one.
        if fcntl:
            with suppress(OSError):
                path.unlink()
        os.close(handle)


def _taken(path: Path) -> int | None:
    """The handle of a file that is ours alone; None while it is somebody's."""
    with plainly(path):
        try:
            handle = os.open(path, _NEW, 0o600)
        except (FileExistsError, PermissionError):
            # A name that is about to go is forbidden on Windows.
            if fcntl is None:
                return None
            raise
        if fcntl is None or _locked(path, handle):
            return handle
        os.close(handle)
        return None


def _locked(path: Path, handle: int) -> bool:
    # Not `lockf`: its locks are the whole process', and the first file closed ends them all.
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return os.path.samestat(os.fstat(handle), path.stat())
    except (BlockingIOError, FileNotFoundError):
        return False
    except OSError:
        os.close(handle)
        raise
