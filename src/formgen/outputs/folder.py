"""A packet as a folder, whole or not at all, for its owner only."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from formgen.files.held import Content, pieces_of
from formgen.files.writing import free, plainly
from formgen.ground.problems import Refused, problem
from formgen.outputs.manifest import KIND, MANIFEST, inner_path

# Finder and Explorer put these into folders that somebody merely looks at.
_SYSTEM_FILES = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})


def write_folder(path: Path, files: Mapping[str, Content], *, force: bool = False) -> None:
    """A folder (0700) of files (0600). With `force` it replaces a packet, never another folder, and never
    one to which somebody has added files. Raises `Refused` with `E-OUTPUT`.
    """
    free(path, force=force)
    if os.path.lexists(path):
        _replaceable(path)
    with plainly(path):
        # Beside its place, as only within a file system a rename is one step. mkdtemp makes it 0700.
        new = Path(tempfile.mkdtemp(prefix=".formgen-", suffix=".tmp", dir=path.parent))
        try:
            for name in sorted(files):
                _write_below(new, name, files[name])
            _swap(new, path)
        finally:
            shutil.rmtree(new, ignore_errors=True)


def _write_below(folder: Path, name: str, data: Content) -> None:
    target = folder / inner_path(name)
    for parent in reversed(target.relative_to(folder).parents[:-1]):
        (folder / parent).mkdir(mode=0o700, exist_ok=True)
    # 0600 from the beginning: no moment in which somebody else could open it.
    with os.fdopen(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as out:
        out.writelines(pieces_of(data))


def _swap(new: Path, path: Path) -> None:
    """Move the new folder into place; the old one comes back if that fails."""
    if not path.exists():
        new.rename(path)
        return
    old = new.with_suffix(".old")
    path.rename(old)
    try:
        new.rename(path)
    except BaseException:
        old.rename(path)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _replaceable(path: Path) -> None:
    if path.is_symlink() or not path.is_dir():
        raise Refused([problem("E-OUTPUT.not-a-packet", path=path)])
    with plainly(path):
        there = set(_files(path))
        known = _listed(path) if there else {MANIFEST}
    if known is None:
        raise Refused([problem("E-OUTPUT.not-a-packet", path=path)])
    if there - known:
        raise Refused([problem("E-OUTPUT.added-files", path=path, count=len(there - known))])


def _files(folder: Path) -> Iterator[str]:
    for here, _, names in os.walk(folder):
        base = Path(here).relative_to(folder)
        yield from ((base / n).as_posix() for n in names if n not in _SYSTEM_FILES)


def _listed(folder: Path) -> set[str] | None:
    """The files a packet's manifest names, and itself; None when the folder is no packet."""
    try:
        about = json.loads((folder / MANIFEST).read_bytes())
        # Other programs call their lists manifest.json, too.
        if about["kind"] != KIND:
            return None
        return {MANIFEST, *(str(f["path"]) for f in about["files"])}
    except (OSError, ValueError, KeyError, TypeError):
        return None
