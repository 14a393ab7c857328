"""What the system says against writing, as a problem."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from formgen.ground.problems import Refused, problem

# What a person can do something about; every other reason is told by its name (E-OUTPUT.unwritable).
_REASONS = {
    errno.EACCES: "E-OUTPUT.forbidden",
    errno.EPERM: "E-OUTPUT.forbidden",
    errno.EROFS: "E-OUTPUT.forbidden",
    errno.ENOENT: "E-OUTPUT.no-folder",
    errno.ENOTDIR: "E-OUTPUT.no-folder",
    errno.ENOSPC: "E-OUTPUT.full",
    # Windows has no quotas of this kind.
    getattr(errno, "EDQUOT", errno.ENOSPC): "E-OUTPUT.full",
}


@contextmanager
def plainly(path: Path) -> Iterator[None]:
    """What the system says against writing, as a problem."""
    try:
        yield
    except OSError as error:
        # A folder that another run has put there meanwhile says it in this way.
        if isinstance(error, FileExistsError) or error.errno == errno.ENOTEMPTY:
            raise Refused([problem("E-OUTPUT.exists", path=path)]) from None
        name = errno.errorcode.get(error.errno or 0, "?")
        key = _REASONS.get(error.errno or 0, "E-OUTPUT.unwritable")
        raise Refused([problem(key, path=path, reason=name)]) from None
