"""Files that others may exchange for anything at any time: opened only where they are ordinary ones, and compared."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from io import BufferedReader
from pathlib import Path

from formgen.handover.items import Item

# Never through a link, and without waiting for the other end of a pipe.
_LOOK = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def opened(path: Path) -> BufferedReader:
    """An ordinary file, to be read. Raises `OSError`, for anything else, too."""
    handle = os.open(path, _LOOK)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    return os.fdopen(handle, "rb")


def same(path: Path, item: Item) -> bool | None:
    """Whether it holds these bytes; None where nothing is. Raises `OSError`."""
    try:
        with opened(path) as file:
            if os.fstat(file.fileno()).st_size != item.size:
                return False
            return hashlib.file_digest(file, "sha256").hexdigest() == item.key
    except FileNotFoundError:
        return None
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.EISDIR, errno.ENXIO):
            return False
        raise
