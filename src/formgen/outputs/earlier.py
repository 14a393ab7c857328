"""A packet that was written before: the pages in it that were made of a file, for a run that makes it again.

Nothing of it is believed: a file counts only when its contents have the hash that the manifest gives. Whoever can
change both could as well change the packet that is handed in.
"""

from __future__ import annotations

import os
import stat
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from formgen.files.held import Held
from formgen.files.holding import held_from
from formgen.ground.problems import Refused, problem
from formgen.outputs.folder import manifest_in, replaceable
from formgen.outputs.manifest import MANIFEST, MOST_LISTED, inner_path, read_manifest

# In bytes: no file that formgen makes of another is larger.
_MOST = 1 << 30
# A file of the packet, open for reading, by its path in it and its number of bytes. Raises what `_DOUBT` says.
_Open = Callable[[str, int], AbstractContextManager[IO[bytes]]]
# Somebody has written a manifest of their own, or the file has gone, or is another one.
_DOUBT = (OSError, LookupError, TypeError, ValueError, NotImplementedError, RuntimeError, zipfile.BadZipFile)


@dataclass(frozen=True, repr=False)
class Earlier:
    """What can be used again, by the SHA-256 (hex) of the original. `form`: the lead form of the packet."""

    form: str
    _entries: Mapping[str, Mapping[str, Any]]
    _open: _Open

    def pages(self, sha256: str, by: str, near: Path | None = None) -> tuple[Held, Any] | None:
        """The pages that the reader `by` has made of a file, and what it said of it; None for any doubt.

        `near` as for `Holding`.
        """
        try:
            entry = self._entries[sha256]
            reading, size = entry["original"]["reading"], int(entry["bytes"])
            if reading["by"] != by or size > _MOST:
                return None
            with self._open(inner_path(entry["path"]), size) as file:
                pages = held_from(file, near)
        except _DOUBT:
            return None
        return (pages, reading) if (pages.size, pages.sha256) == (size, entry["sha256"]) else None


def open_earlier(path: Path) -> Earlier | None:
    """The packet at a path, a folder or a zip; None when nothing is there, or an empty folder.

    Raises `Refused` (E-OUTPUT) for anything else, which is not to be replaced either.
    """
    if not os.path.lexists(path):
        return None
    about, opened = _of_zip(path) if path.is_file() else _of_folder(path)
    if about is None:
        return None
    # Of several files that were made of one, only that with its pages as they were read can be used.
    originals = (entry.get("original") for entry in about["files"])
    read = (isinstance(one, dict) and "reading" in one and str(one.get("sha256")) for one in originals)
    entries = {sha256: entry for sha256, entry in zip(read, about["files"], strict=True) if sha256}
    return Earlier(str(about.get("form", "")), entries, opened)


def _of_folder(path: Path) -> tuple[Mapping[str, Any] | None, _Open]:
    @contextmanager
    def opened(name: str, size: int) -> Iterator[IO[bytes]]:
        handle = os.open(path / name, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(handle, "rb") as file:
            about = os.fstat(handle)
            if not stat.S_ISREG(about.st_mode) or about.st_size != size:
                raise LookupError(name)
            yield file

    replaceable(path, path)
    return manifest_in(path), opened


def _of_zip(path: Path) -> tuple[Mapping[str, Any], _Open]:
    @contextmanager
    def opened(name: str, size: int) -> Iterator[IO[bytes]]:
        with zipfile.ZipFile(path) as archive:
            found = archive.getinfo(name)
            # As we write them: what is packed could become anything.
            if found.compress_type != zipfile.ZIP_STORED or found.file_size != size:
                raise LookupError(name)
            with archive.open(found) as file:
                yield file

    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            size = min(archive.getinfo(MANIFEST).file_size, MOST_LISTED)
        with opened(MANIFEST, size) as file:
            about = read_manifest(file.read())
    except _DOUBT:
        about = None
    if about is None or path.is_symlink():
        raise Refused([problem("E-OUTPUT.not-ours", path=path)])
    if added := len(names - {MANIFEST, *(entry["path"] for entry in about["files"])}):
        raise Refused([problem("E-OUTPUT.added-files", path=path, count=added)])
    return about, opened
