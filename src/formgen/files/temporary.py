"""What stands beside an output while that is being written; and what a run that was killed has left there.

It holds personal data, so it goes whatever happens: with its context, or with the process (`discard`), or at the next
run in that folder (`sweep`). Another run at work is known by its lock, which the system drops when a process dies.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

_NAME = re.compile(r"\.formgen-[0-9a-z_]{8,16}\.tmp")
# Where there are no locks only time tells whether somebody is still writing. In seconds.
_LONG_AGO = 24 * 60 * 60
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0)
# Never through a link, and without waiting for the other end of a pipe.
_LOOK = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_made: set[Path] = set()
# A sweep that is faster than a lock is rare enough; twice in a row it does not happen.
_TRIES = 20


@contextmanager
def file_in(folder: Path) -> Iterator[tuple[Path, BinaryIO]]:
    """A new file (0600) in a folder, gone at the end unless it was moved; the caller may close it. Raises `OSError`."""
    with _named(folder) as path, ExitStack() as ends:
        handle = _locked(path, lambda: os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        if fcntl:
            # A second handle keeps the lock until the file has its place: it is closed before it is moved.
            ends.callback(os.close, os.dup(handle))
        file = os.fdopen(handle, "wb")
        # What is left to be written cannot be of use any more, and says so a second time where the disk is full.
        ends.callback(_close, file)
        yield path, file


@contextmanager
def folder_in(folder: Path) -> Iterator[Path]:
    """A new folder (0700) in a folder, gone at the end unless it was moved. Raises `OSError`."""
    with _named(folder) as path, ExitStack() as ends:
        if fcntl:
            ends.callback(os.close, _locked(path, lambda: _made_folder(path)))
        else:
            path.mkdir(mode=0o700)
        yield path


@contextmanager
def guarded(path: Path) -> Iterator[None]:
    """While this lasts no other run sweeps a folder, whatever name it is given meanwhile."""
    with ExitStack() as ends:
        with suppress(OSError):  # a folder that cannot be read, or a file system without locks
            if fcntl:
                handle = os.open(path, _FOLDER | _LOOK)
                ends.callback(os.close, handle)
                # Shared: another run may be about to replace the same one.
                fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        yield


def remove(path: Path) -> None:
    """Remove a file or a folder with all that is in it, as far as possible; of a link only the link."""
    if not path.is_dir() or path.is_symlink():
        with suppress(OSError):
            path.unlink()
        return
    shutil.rmtree(path, ignore_errors=True)
    # Who keeps packets read-only has them replaced all the same, and the old one must not lie about for that.
    if path.exists():
        with suppress(OSError):
            for folder, _, _ in os.walk(path):
                os.chmod(folder, 0o700)  # noqa: PTH101
        shutil.rmtree(path, ignore_errors=True)


def discard() -> None:
    """Remove all that this process is still writing: for a command that was told to end, at its very end."""
    for path in tuple(_made):
        remove(path)


def sweep(folder: Path, *, again: bool = False) -> None:
    """Remove what runs that were killed left in a folder: our own files only, and none that is still being written.

    `again`: look although this process has looked before, as when it has lost one of its own.
    """
    with suppress(OSError):
        about = folder.stat()
        # Whoever writes thousands of files into one folder looks once: what is left there is older than this process.
        look = _swept.__wrapped__ if again else _swept
        look(folder.absolute(), about.st_dev, about.st_ino)


@lru_cache(maxsize=256)
def _swept(folder: Path, *_: int) -> None:
    with os.scandir(folder) as entries:
        strays = [Path(entry.path) for entry in entries if _NAME.fullmatch(entry.name)]
    for stray in strays:
        with suppress(OSError):
            if _left_behind(stray, stray.lstat()):
                remove(stray)


def _left_behind(path: Path, about: os.stat_result) -> bool:
    """Whether this is ours and nobody writes it any more. Raises `OSError`."""
    ours = not hasattr(os, "geteuid") or about.st_uid == os.geteuid()
    if not ours or not (stat.S_ISREG(about.st_mode) or stat.S_ISDIR(about.st_mode)):
        return False
    if not fcntl:
        return path not in _made and time.time() - about.st_mtime > _LONG_AGO
    handle = os.open(path, _LOOK)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks
        return path not in _made and time.time() - about.st_mtime > _LONG_AGO
    else:
        # Whoever made it a moment ago and waits for the lock finds that the name has gone, and makes another one.
        return os.path.samestat(about, os.fstat(handle))
    finally:
        os.close(handle)


def _close(file: BinaryIO) -> None:
    with suppress(OSError):
        file.close()


@contextmanager
def _named(folder: Path) -> Iterator[Path]:
    """A name nobody has. Known before anything is made, so that no moment is left in which an end forgets it."""
    path = folder.absolute() / f".formgen-{os.urandom(8).hex()}.tmp"
    _made.add(path)
    try:
        yield path
    finally:
        remove(path)
        _made.discard(path)


def _made_folder(path: Path) -> int:
    path.mkdir(mode=0o700)
    return os.open(path, _FOLDER)


def _locked(path: Path, make: Callable[[], int]) -> int:
    """The handle of something just made, locked; made again when a sweep was faster than the lock. Raises `OSError`."""
    for left in reversed(range(_TRIES)):
        try:
            handle = make()
        except FileNotFoundError:
            # Swept between its making and its opening; or there is no such folder, or one that takes nothing new.
            if not left or not path.parent.is_dir():
                raise
            continue
        if fcntl:
            with suppress(OSError):  # a file system without locks
                fcntl.flock(handle, fcntl.LOCK_EX)
        with suppress(FileNotFoundError):
            if os.path.samestat(path.lstat(), os.fstat(handle)):
                return handle
        os.close(handle)
    raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
