"""A new folder takes the place of an old one: in one step where there is one, else so that the next run can mend it."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from formgen.files import temporary
from formgen.files.settling import settle_names

# From <linux/fcntl.h>, <linux/fs.h> and <sys/stdio.h>; Python has no names for them.
_AT_FDCWD, _RENAME_EXCHANGE, _RENAME_SWAP = -100, 2, 2


def replace_folder(new: Path, path: Path, allowed: Callable[[Path], None]) -> None:
    """Move a folder to where another one is; that is then at `new`, or gone.

    `allowed` is asked of the old one when nobody can reach it by its name any more; what it raises puts everything
    back. Raises `OSError`.
    """
    # For a moment the old one has a name by which another run knows what was left behind.
    with temporary.guarded(path):
        if not exchange(new, path):
            _by_two_steps(new, path, allowed)
            return
        try:
            allowed(new)
        except BaseException:
            # Where somebody has taken the new one away meanwhile, there is nothing to exchange the old one for.
            if not exchange(new, path):
                new.rename(path)
            raise


def exchange(one: Path, other: Path) -> bool:
    """Whether two names have changed places in one step; False where the system or the file system has no such step."""
    call = _call()
    # Whatever it fails for, the way without it fails for too, and tells it.
    return call is not None and call(os.fsencode(one), os.fsencode(other)) == 0


def put_back(path: Path) -> None:
    """Mend what a run that was killed between the two steps left: the old folder comes back where no new one came."""
    old = _aside(path)
    if not old.is_dir() or old.is_symlink():
        return
    if os.path.lexists(path):
        temporary.remove(old)
    else:
        old.rename(path)


def _by_two_steps(new: Path, path: Path, allowed: Callable[[Path], None]) -> None:
    old = _aside(path)
    try:
        path.rename(old)
        allowed(old)
        new.rename(path)
        settle_names(path.parent)
        temporary.remove(old)
    # Also when interrupted: the next run would mend it, but nobody may come to run it.
    except BaseException:
        put_back(path)
        raise


def _aside(path: Path) -> Path:
    """Where the old one stands meanwhile: always the same place, so that the next run finds it."""
    # Not the name itself, which may be as long as a name can be.
    return path.parent / f".formgen-{hashlib.sha256(os.fsencode(path.name)).hexdigest()[:16]}.old"


def _call() -> Callable[[bytes, bytes], int] | None:
    library = _c_library()
    if sys.platform == "darwin" and hasattr(library, "renamex_np"):
        return lambda one, other: int(library.renamex_np(one, other, _RENAME_SWAP))
    if sys.platform == "linux" and hasattr(library, "renameat2"):
        return lambda one, other: int(library.renameat2(_AT_FDCWD, one, _AT_FDCWD, other, _RENAME_EXCHANGE))
    return None


def _c_library() -> Any:
    # Imported late: only a packet that replaces another one needs it.
    try:
        import ctypes

        return ctypes.CDLL(None)
    except (ImportError, OSError, TypeError):
        return None
