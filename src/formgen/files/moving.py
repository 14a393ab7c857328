"""What takes its place: a folder that of an old one, a file one that is free. In one step where the system has it.

Where it has none, the next run can mend what a run that was killed has left.
"""

from __future__ import annotations

import errno
import hashlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from formgen.files import temporary
from formgen.files.settling import settle_names

# From <linux/fcntl.h>, <linux/fs.h> and <sys/stdio.h>; Python has no names for them.
_AT_FDCWD, _RENAME_NOREPLACE, _RENAME_EXCHANGE, _RENAME_SWAP, _RENAME_EXCL = -100, 1, 2, 2, 4
# A system or a file system (NFS) without the step, or one that has no links (FAT, many shares).
_NO_STEP = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}
_NO_LINKS = {*_NO_STEP, errno.EPERM, errno.EMLINK, errno.EACCES}


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
    # Whatever it fails for, the way without it fails for too, and tells it.
    call = _call()
    return call is not None and call(os.fsencode(one), os.fsencode(other), _RENAME_EXCHANGE, _RENAME_SWAP) == 0


def move_new(one: Path, other: Path) -> bool:
    """Give a file another name, in one step, and never that of something that is there; False where that cannot be.

    Raises `OSError` (`FileExistsError`).
    """
    call = _call()
    if call is None:
        return False
    if call(os.fsencode(one), os.fsencode(other), _RENAME_NOREPLACE, _RENAME_EXCL) == 0:
        return True
    if (failed := _number()) in _NO_STEP:
        return False
    raise OSError(failed, os.strerror(failed), str(one), None, str(other))


def link_new(one: Path, other: Path) -> None:
    """The same in two steps: for a moment it has both names. Raises `OSError` (`FileExistsError`)."""
    try:
        other.hardlink_to(one)
    except (OSError, NotImplementedError) as error:
        if isinstance(error, OSError) and error.errno not in _NO_LINKS:
            raise
        # To look once more must do; on Windows a rename replaces nothing by itself.
        if os.path.lexists(other):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(other)) from None
        one.rename(other)
    else:
        one.unlink(missing_ok=True)


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


def _call() -> Callable[[bytes, bytes, int, int], int] | None:
    """The system's step from one name to another, by what Linux and what macOS call the kind of it."""
    library = _c_library()
    if sys.platform == "darwin" and hasattr(library, "renamex_np"):
        return lambda one, other, _, how: int(library.renamex_np(one, other, how))
    if sys.platform == "linux" and hasattr(library, "renameat2"):
        return lambda one, other, how, _: int(library.renameat2(_AT_FDCWD, one, _AT_FDCWD, other, how))
    return None


def _number() -> int:
    """What the last step failed for."""
    import ctypes

    return ctypes.get_errno()


def _c_library() -> Any:
    # Imported late: only what replaces a packet or goes into a watched folder needs it.
    try:
        import ctypes

        return ctypes.CDLL(None, use_errno=True)
    except (ImportError, OSError, TypeError):
        return None
