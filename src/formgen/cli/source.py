"""Gets a profile from a path or from stdin, where it may be JSON or YAML."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from formgen.profile.reading import ProfileFile


class _Named(io.BytesIO):
    """Bytes with a name, so that messages can say where they came from."""

    name = "stdin.json"


def profile_from(path: str, forms: Path | None = None) -> ProfileFile:
    """The profile of a path; `-` is stdin, with attachments relative to the current folder.

    `forms` is the folder of the user's own forms, which declares what may stand in `custom`.
    """
    from formgen.library import open_library
    from formgen.profile.reading import read_profile

    declared = open_library(forms).facts.own
    if path != "-":
        return read_profile(path, declared=declared)
    content = sys.stdin.buffer.read()
    stdin = _Named(content)
    if content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] not in (b"{", b"["):
        stdin.name = "stdin.yaml"
    return read_profile(stdin, folder=Path(), declared=declared)
