"""Writes one file whole or not at all, for its owner only, and tells plainly why it cannot be written."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from formgen.files import moving, temporary
from formgen.files.held import Content, Held, write_content
from formgen.files.settling import settle, settle_names
from formgen.files.unwritable import plainly
from formgen.ground.problems import Refused, problem


def write_file(path: Path, data: bytes, *, force: bool = False) -> None:
    """One file, mode 0600. Raises `Refused` with `E-OUTPUT`."""
    with opened(path, force=force) as out:
        out.write(data)


def write_files(files: Mapping[Path, bytes], *, force: bool = False) -> None:
    """At least one file, all in one folder, mode 0600. Raises `Refused` with `E-OUTPUT`; then no new one is there."""
    for path in files:
        _ordinary(path, force=force)
    first = next(iter(files))
    with plainly(first), temporary.folder_in(first.parent) as new:
        for path, data in files.items():
            write_new(new / path.name, data)
        _put_all({new / path.name: path for path in files}, force=force)


def write_new(path: Path, content: Content) -> None:
    """A file where none is, mode 0600. Raises `OSError`."""
    if isinstance(content, Held) and content.put_at(path):
        return
    # 0600 from the beginning: no moment in which somebody else could open it.
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as out:
        write_content(content, out)


@contextmanager
def opened(path: Path, *, force: bool = False) -> Iterator[Output]:
    """A file to be written piece by piece, mode 0600; it takes its place when all went well. Raises `Refused`."""
    _ordinary(path, force=force)
    with ExitStack() as ends:
        with plainly(path):
            # In the folder it is for: a rename is one step only within a file system.
            made, file = ends.enter_context(temporary.file_in(path.parent))
        yield Output(file, path)
        with plainly(path):
            file.close()
            _put(made, path, force=force)


class Output:
    """A file that is being written: what the system says against it is told of the path it is for."""

    def __init__(self, file: BinaryIO, path: Path) -> None:
        self._file, self._path = file, path

    def write(self, data: bytes) -> int:
        """Write a piece. Raises `Refused` (E-OUTPUT)."""
        with plainly(self._path):
            return self._file.write(data)

    def write_content(self, content: Content) -> None:
        """Write all of what is held. Raises `Refused` (E-OUTPUT)."""
        with plainly(self._path):
            write_content(content, self._file)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to another place, as a zip does to write the sum of a file before it. Raises `Refused` (E-OUTPUT)."""
        with plainly(self._path):
            return self._file.seek(offset, whence)

    def tell(self) -> int:
        """The place."""
        return self._file.tell()

    def flush(self) -> None:
        """Nothing: the file is whole when it is closed."""


def make_folder(path: Path) -> None:
    """A folder (0700) with those above it, unless it is there. Raises `Refused` (E-OUTPUT)."""
    with plainly(path):
        path.mkdir(mode=0o700, parents=True, exist_ok=True)


def free(path: Path, *, force: bool) -> None:
    """Refuse a place that is taken, unless it may be. Raises `Refused` (E-OUTPUT.exists).

    Before that it mends and clears away what a run that was killed left there: nobody else will.
    """
    temporary.sweep(path.parent)
    with plainly(path):
        moving.put_back(path)
    # A link that leads nowhere is taken too: writing there would make a file somewhere else.
    if not force and os.path.lexists(path):
        raise Refused([problem("E-OUTPUT.exists", path=path)])


def _ordinary(path: Path, *, force: bool) -> None:
    free(path, force=force)
    if path.exists() and not path.is_file():
        raise Refused([problem("E-OUTPUT.folder", path=path)])


def _put_all(made: Mapping[Path, Path], *, force: bool) -> None:
    placed: dict[Path, os.stat_result] = {}
    try:
        for new, path in made.items():
            if not os.path.lexists(path):
                placed[path] = new.stat()
            with plainly(path):
                _put(new, path, force=force)
    # Also when interrupted. What was there before has gone; of the others none stays alone.
    except BaseException:
        for path, about in placed.items():
            with suppress(OSError):
                if os.path.samestat(path.lstat(), about):
                    path.unlink()
        raise


def _put(made: Path, path: Path, *, force: bool) -> None:
    if not force:
        try:
            # A link fails when the place was taken since it was looked at; a rename would replace what is there.
            path.hardlink_to(made)
        except FileExistsError:
            raise
        except (OSError, NotImplementedError):
            # A file system without links: to look once more must do.
            if os.path.lexists(path):
                raise FileExistsError from None
        else:
            return
    if not os.path.lexists(path):
        made.replace(path)
        return
    settle(made)
    made.replace(path)
    settle_names(path.parent)
