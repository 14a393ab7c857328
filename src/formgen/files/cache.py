"""A folder of things that can be made again: read specs and drawn ink. Holds nothing of any profile.

An entry is believed only when it is whole, of this version and for exactly this input; anything else is as if it
were not there. Without a folder that can be written to, everything works and nothing is kept.
"""

from __future__ import annotations

import hashlib
import os
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path

from formgen.files import temporary
from formgen.version import __version__

_MAGIC = b"formgen cache 1\n"
_SWITCH = "FORMGEN_CACHE"
# Files in the folder; old ones are of editions and versions that are gone.
_MOST = 400


def key_of(*parts: bytes | str) -> str:
    """The name of an entry: a hash of everything it is made from, and of the version that makes it."""
    # Pickles of another Python may not load, and another version of formgen may make another thing.
    digest = hashlib.sha256(f"{__version__} {sys.version_info[:2]}".encode())
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        # Lengths keep the parts apart: else "ab", "c" would have the name of "a", "bc".
        digest.update(b"%d:" % len(data))
        digest.update(data)
    return digest.hexdigest()


def load(key: str) -> bytes | None:
    """The entry of this name; None when there is none, or when it is not whole or not ours."""
    folder = _folder()
    if folder is None:
        return None
    try:
        with (folder / key).open("rb") as file:
            # Asked of the open file: its name could lead to another one a moment later.
            if not _ours(os.fstat(file.fileno())):
                return None
            data = file.read()
    except OSError:
        return None
    head = len(_MAGIC) + 32
    whole = data.startswith(_MAGIC) and hashlib.sha256(data[head:]).digest() == data[len(_MAGIC) : head]
    return data[head:] if whole else None


def store(key: str, payload: bytes) -> None:
    """Keep an entry, if that is possible; never raises for a disk that is full, locked or not there."""
    folder = _folder()
    if folder is None:
        return
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        temporary.sweep(folder)
        with temporary.file_in(folder) as (made, file):
            file.write(_MAGIC + hashlib.sha256(payload).digest() + payload)
            file.close()
            # Renamed when it is whole, so that no other process ever reads half an entry. Not brought to the disk
            # first: what a power cut leaves of it is not believed.
            made.replace(folder / key)
        _pruned(folder)


def _pruned(folder: Path) -> None:
    """Delete the oldest entries of a folder that has grown too large."""
    entries = sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime)
    for path in entries[:-_MOST]:
        path.unlink(missing_ok=True)


def _ours(about: os.stat_result) -> bool:
    """Whether nobody but this user can have written the file."""
    return not hasattr(os, "getuid") or (about.st_uid == os.getuid() and not about.st_mode & 0o022)


@cache
def _folder() -> Path | None:
    """The user's cache folder; FORMGEN_CACHE names another one, and `off` none."""
    named = os.environ.get(_SWITCH)
    if named:
        return None if named == "off" else Path(named)
    try:
        return _user_folder() / "formgen"
    except RuntimeError:
        return None


def _user_folder() -> Path:
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
