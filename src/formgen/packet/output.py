"""Writes a packet as folder or zip, whole or not at all, for its owner only, with its manifest."""

from __future__ import annotations

import json
import os
import shutil
import stat
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from formgen.problems import Refused, problem
from formgen.writing import free, plainly, write_file

MANIFEST = "manifest.json"
KIND = "formgen-packet"

_SYSTEM_FILES = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a packet, as the manifest lists it. `path` is relative, with /."""

    path: str
    role: str
    form: str | None = None
    document: str | None = None
    title: str = ""
    person: str | None = None
    pages: int | None = None
    bytes: int = 0
    sha256: str = ""
    status: str | None = None
    copies: int = 1


def manifest_json(entries: Sequence[Entry], header: Mapping[str, Any]) -> bytes:
    """The manifest: the caller's header and every other file of the packet, always written the same way."""
    about = {**header, "kind": KIND, "schema_version": 1, "files": [asdict(e) for e in entries]}
    return (json.dumps(about, ensure_ascii=False, sort_keys=True, indent=2) + "\n").encode()


def write_zip(path: Path, files: Mapping[str, bytes], *, force: bool = False) -> None:
    """The files as one zip, mode 0600. Raises `Refused` with `E-OUTPUT`."""
    write_file(path, zip_bytes(files), force=force)


def zip_bytes(files: Mapping[str, bytes]) -> bytes:
    """A zip that depends on names and contents alone: stored, sorted, without times."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in sorted(files):
            about = zipfile.ZipInfo(_relative(name), (1980, 1, 1, 0, 0, 0))
            about.create_system, about.external_attr = 3, (stat.S_IFREG | 0o600) << 16
            archive.writestr(about, files[name])
    return out.getvalue()


def write_folder(path: Path, files: Mapping[str, bytes], *, force: bool = False) -> None:
    """A folder (0700) of files (0600). With `force` it replaces a packet, never another folder, and never
    one to which somebody has added files. Raises `Refused` with `E-OUTPUT`.
    """
    free(path, force=force)
    if os.path.lexists(path):
        _replaceable(path)
    with plainly(path):
        new = Path(tempfile.mkdtemp(prefix=".formgen-", suffix=".tmp", dir=path.parent))
        try:
            for name in sorted(files):
                _write_below(new, name, files[name])
            _swap(new, path)
        finally:
            shutil.rmtree(new, ignore_errors=True)


def _write_below(folder: Path, name: str, data: bytes) -> None:
    target = folder / _relative(name)
    for parent in reversed(target.relative_to(folder).parents[:-1]):
        (folder / parent).mkdir(mode=0o700, exist_ok=True)
    with os.fdopen(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as out:
        out.write(data)


def _relative(name: str) -> str:
    if not name or name.startswith("/") or "\\" in name or {"", ".", ".."} & set(name.split("/")):
        raise ValueError(name)
    return name


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
        if about["kind"] != KIND:
            return None
        return {MANIFEST, *(str(f["path"]) for f in about["files"])}
    except (OSError, ValueError, KeyError, TypeError):
        return None
