"""Gets a profile from a path or from stdin, where it may be JSON or YAML."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from formgen.api import ProfileFile


class _Stdin(io.BytesIO):
    """What stood on stdin: its name, for messages, and its number, which tells the file it came from."""

    name = "stdin.json"

    def fileno(self) -> int:
        """As that of stdin."""
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
    content = sys.stdin.buffer.read()
    stdin = _Stdin(content)
    # stdin has no ending; only an object or a list begins so, and after a byte order mark, too.
    if content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] not in (b"{", b"["):
        stdin.name = "stdin.yaml"
    return read_profile(stdin, folder=Path(), declared=declared)
