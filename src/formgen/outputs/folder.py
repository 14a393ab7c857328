"""A packet as a folder, whole or not at all, for its owner only."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from formgen.files.held import Content
from formgen.files.moving import replace_folder
from formgen.files.reading import read_bytes
from formgen.files.settling import settle, settle_names
from formgen.files.temporary import folder_in
from formgen.files.unwritable import plainly
from formgen.files.writing import free, write_new
from formgen.ground.problems import Refused, problem
from formgen.outputs.manifest import MANIFEST, MOST_LISTED, inner_path, read_manifest

# Finder and Explorer put these into folders that somebody merely looks at.
_SYSTEM_FILES = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})


Allowed = Callable[[Path, Path], None]
"""Refuses to replace a folder (where it is, how the user calls it) that is not of the kind that is written."""


def write_folder(
    path: Path, files: Mapping[str, Content], *, force: bool = False, allowed: Allowed | None = None
) -> None:
    """A folder (0700) of files (0600), in this order. With `force` it replaces a packet (or what `allowed` lets it),
    never another folder, and never one to which somebody has added files. Raises `Refused` with `E-OUTPUT`.
    """
    allowed = allowed or replaceable
    free(path, force=force)
    if os.path.lexists(path):
        allowed(path, path)
    # Beside its place, as only within a file system a rename is one step.
    with plainly(path), folder_in(path.parent) as new:
        for name, content in files.items():
            _write_below(new, name, content)
        _take_place(new, path, allowed, force=force)


def _write_below(folder: Path, name: str, data: Content) -> None:
    target = folder / inner_path(name)
    for parent in reversed(target.relative_to(folder).parents[:-1]):
        (folder / parent).mkdir(mode=0o700, exist_ok=True)
    write_new(target, data)


def _take_place(new: Path, path: Path, allowed: Allowed, *, force: bool) -> None:
    try:
        # Another run may have put its own there meanwhile: a rename fails then, except over an empty folder.
        if not os.path.lexists(path):
            new.rename(path)
            return
    except OSError:
        if not os.path.lexists(path):
            raise
    if not force:
        raise FileExistsError
    settle(new)
    # Once more, of what was moved away: somebody may have added a file while the new one was written.
    replace_folder(new, path, lambda old: allowed(old, path))
    settle_names(path.parent)


def replaceable(path: Path, shown: Path) -> None:
    """Refuse to replace anything but a packet as it was written. `shown`: how the user calls it. Raises `Refused`."""
    as_written(path, shown, _listed, "E-OUTPUT.not-a-packet")


def as_written(path: Path, shown: Path, listed: Callable[[Path], set[str] | None], otherwise: str) -> None:
    """Refuse a folder with other files than `listed` says it was written with, which is None for one not of ours.

    `otherwise` is the problem of those. An empty folder may be replaced. Raises `Refused` (E-OUTPUT).
    """
    if path.is_symlink() or not path.is_dir():
        raise Refused([problem(otherwise, path=shown)])
    with plainly(shown):
        there = set(files_in(path))
        known = listed(path) if there else set()
    if known is None:
        raise Refused([problem(otherwise, path=shown)])
    if there - known:
        raise Refused([problem("E-OUTPUT.added-files", path=shown, count=len(there - known))])


def files_in(folder: Path) -> Iterator[str]:
    """The files in a folder and below it, by their paths with /; what systems put there by themselves apart."""
    for here, _, names in os.walk(folder):
        base = Path(here).relative_to(folder)
        yield from ((base / n).as_posix() for n in names if n not in _SYSTEM_FILES)


def manifest_in(folder: Path) -> dict[str, Any] | None:
    """The manifest of a packet; None where there is none, or something that cannot be one."""
    try:
        return read_manifest(read_bytes(folder / MANIFEST, MOST_LISTED))
    except (OSError, Refused):
        return None


def _listed(folder: Path) -> set[str] | None:
    """The files a packet's manifest names, and itself; None when the folder is no packet."""
    about = manifest_in(folder)
    return None if about is None else {MANIFEST, *(f["path"] for f in about["files"])}
