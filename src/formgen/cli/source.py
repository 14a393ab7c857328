"""Gets a profile from a path or from stdin, where it may be JSON or YAML."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from formgen.api import ProfileFile


class _Stdin:
    """What stands on stdin: read as far as it is asked for, by a name that tells what it has begun with."""

    def __init__(self) -> None:
        self._first = b""

    def read(self, most: int) -> bytes:
        """The next piece."""
        piece = sys.stdin.buffer.read(most)
        self._first = self._first or piece
        return piece

    @property
    def name(self) -> str:
        """By what it begins with, as it has no ending: an object or a list, also after a byte order mark, is JSON."""
        began = self._first.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
        return "stdin.json" if began in (b"{", b"[") else "stdin.yaml"

    def fileno(self) -> int:
        """As that of stdin, which tells the file it came from."""
        return sys.stdin.fileno()


def profile_from(path: str, forms: Path | None = None) -> ProfileFile:
    """The profile of a path; `-` is stdin, with attachments relative to the current folder.

    `forms` is the folder of the user's own forms, which declares what may stand in `custom`.
    """
    from formgen.api import open_library, read_profile

    # Known before the profile is read, so that a day of the user's own becomes a day at once.
    declared = open_library(forms).declared
    if path != "-":
        return read_profile(path, declared=declared)
    return read_profile(_Stdin(), folder=Path(), declared=declared)
