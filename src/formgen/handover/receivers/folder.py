"""A folder that somebody watches: a file appears in it whole, in one step, and may be gone a moment later."""

from __future__ import annotations

import errno
import os
import re
import stat
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from formgen.files import moving, temporary
from formgen.files.held import write_content
from formgen.files.settling import settle_names
from formgen.ground.problems import problem
from formgen.handover.items import Item
from formgen.handover.receivers import Later, NotTaken, Taken
from formgen.handover.receivers.ordinary import opened, same

_PIECE = 1 << 20
_OURS = re.compile(r"\.formgen-[0-9a-f]{64}\.(part|begun)")
# In seconds. Nobody comes back to a hand-over that was cut a month ago; what is left of it holds personal data.
_LONG_AGO = 30 * 24 * 60 * 60
# What a person can do something about. What is not here (a share that does not answer) may be over in a while.
_SAID = {
    errno.ENOTDIR: "E-SEND.no-place",
    errno.EACCES: "E-SEND.no-right",
    errno.EPERM: "E-SEND.no-right",
    errno.EROFS: "E-SEND.no-right",
    errno.ENOSPC: "E-SEND.full",
    getattr(errno, "EDQUOT", errno.ENOSPC): "E-SEND.full",
    errno.EFBIG: "E-SEND.full",
    errno.ENAMETOOLONG: "E-SEND.name",
    errno.EILSEQ: "E-SEND.name",
    errno.EINVAL: "E-SEND.name",
}
_IN_USE = (32, 33)


@dataclass(frozen=True)
class Folder:
    """A folder. Files get the rights (`mode`) that are given; else whoever may look into it may read them.

    Two hidden names stand in it meanwhile, made from the key: the part, which is the file until it has its name, and
    the mark, an empty file. Part gone and mark there: the file had its name, wherever it is now. Neither there: it may
    be another folder (a share that is not connected), and nobody knows.
    """

    path: Path
    mode: int | None = None

    @property
    def name(self) -> str:
        """`folder=` and where it really is."""
        return f"folder={self.path.resolve()}"

    @property
    def watched(self) -> bool:
        """Always: nobody can tell a folder that is watched from one that is not."""
        return True

    def find(self, item: Item) -> str | None:
        """Its key, where a file of its name and bytes is there. `NotTaken` (E-SEND.other-file) for other bytes."""
        with self._plainly():
            self._look()
            there = same(self._place(item), item)
            if there is False:
                raise self._no("E-SEND.other-file")
            return item.key if there or self._spelt_otherwise(item) else None

    def pending(self, item: Item) -> str | None:  # noqa: ARG002 - a folder has no queue
        """None: what is in a folder is there."""
        return None

    def arrived(self, item: Item, seconds: float) -> bool:  # noqa: ARG002 - the marks know it without the time
        """Whether the part has gone to its name. `NotTaken` (E-SEND.unknown) where nothing shows it any more."""
        with self._plainly():
            self._look()
            try:
                two_steps = self._mark(item).lstat().st_size > 0
            except FileNotFoundError:
                raise self._no("E-SEND.unknown") from None
            if not os.path.lexists(self._part(item)):
                return True
            # It may have had both names for a moment.
            if two_steps:
                raise self._no("E-SEND.unknown")
            return False

    def prepare(self, item: Item) -> None:
        """The part: written, on the disk, read back. A whole one of an earlier run is taken as it is."""
        with self._plainly():
            temporary.sweep(self.path)
            _sweep(self.path.resolve())
            if not same(self._part(item), item):
                self._write(item)
            self._marked(item, b"")
            # A mark without its part says that it has arrived: a power cut must not leave it so.
            settle_names(self.path)

    def commit(self, item: Item) -> str:
        """The part gets its name, and never that of another file. The ticket is the key."""
        with self._plainly():
            try:
                self._give_rights(self._part(item))
                self._move(item)
            except FileExistsError:
                if not same(self._place(item), item):
                    raise self._no("E-SEND.other-file") from None
                self._part(item).unlink(missing_ok=True)
            except FileNotFoundError:
                # Another process with the same file was faster, or the folder has gone.
                self._look()
                if not same(self._place(item), item):
                    raise Later("cut") from None
            settle_names(self.path)
        return item.key

    def wait(self, ticket: str, item: Item, seconds: float) -> str:  # noqa: ARG002 - there is nothing to wait for
        """The key. Raises `Taken` where the file has gone: once it has its name, a watcher may take it."""
        # That it was handed over is written down by now.
        self._clear(item)
        with self._plainly():
            if self._gone(item) and not self._spelt_otherwise(item):
                raise Taken
        return item.key

    def fetch(self, remote: str, item: Item) -> Iterator[bytes]:  # noqa: ARG002 - the name says where it is
        """The bytes of the file with its name. Raises `Taken` where it has gone, before or meanwhile."""
        with self._plainly():
            try:
                with opened(self._spelt_otherwise(item) or self._place(item)) as file:
                    while piece := file.read(_PIECE):
                        yield piece
            except OSError:
                if self._gone(item):
                    raise Taken from None
                raise

    def complete(self, remote: str, item: Item) -> tuple[str, ...]:  # noqa: ARG002 - a folder knows nothing of a file
        """Nothing is said of a file in a folder; what helped on the way goes."""
        self._clear(item)
        return ()

    def _place(self, item: Item) -> Path:
        if item.name in ("", ".", "..") or {"/", "\0", os.sep, os.altsep} & set(item.name):
            raise self._no("E-SEND.name")
        return self.path / item.name

    def _part(self, item: Item) -> Path:
        return self.path / f".formgen-{item.key}.part"

    def _mark(self, item: Item) -> Path:
        return self.path / f".formgen-{item.key}.begun"

    def _no(self, key: str) -> NotTaken:
        return NotTaken(problem(key, place=self.name))

    def _look(self) -> None:
        """Raises what the folder itself cannot do."""
        if not stat.S_ISDIR(self.path.stat().st_mode):
            raise self._no("E-SEND.no-place")

    def _gone(self, item: Item) -> bool:
        try:
            self._place(item).lstat()
        except FileNotFoundError:
            self._look()
            return True
        return False

    @contextmanager
    def _plainly(self) -> Iterator[None]:
        """What the system says, as what a person can do, or as something that may be over in a while."""
        try:
            yield
        except OSError as error:
            # On Windows somebody who has it open says that we may not.
            if getattr(error, "winerror", None) in _IN_USE:
                raise Later("busy") from None
            if error.errno in _SAID:
                raise self._no(_SAID[error.errno]) from None
            if error.errno == errno.ENOENT and not self.path.is_dir():
                raise self._no("E-SEND.no-place") from None
            raise Later("cut" if error.errno == errno.ENOENT else "no-answer") from None

    def _spelt_otherwise(self, item: Item) -> Path | None:
        """The same bytes by the same name in other code points: some shares spell が as か and a mark."""
        name = unicodedata.normalize("NFC", item.name)
        if name == unicodedata.normalize("NFD", item.name):
            return None
        with os.scandir(self.path) as entries:
            alike = [e.name for e in entries if e.name != item.name and unicodedata.normalize("NFC", e.name) == name]
        return next((place for other in alike if same(place := self.path / other, item)), None)

    def _write(self, item: Item) -> None:
        part = self._part(item)
        with temporary.file_in(self.path) as (made, file):
            write_content(item.content, file)
            file.flush()
            os.fsync(file.fileno())
            file.close()
            if not same(made, item):
                raise Later("cut")
            made.replace(part)

    def _marked(self, item: Item, data: bytes) -> None:
        how = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0)
        with os.fdopen(os.open(self._mark(item), how, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())

    def _give_rights(self, part: Path) -> None:
        """Until it is whole only its owner could open it; now those who may look into the folder can."""
        about = self.path.stat()
        mode = 0o600 | about.st_mode & 0o044 if self.mode is None else self.mode
        # A share may have rights of its own, and a user may not give files to every group.
        with suppress(PermissionError, NotImplementedError):
            if hasattr(os, "chown") and part.stat().st_gid != about.st_gid:
                os.chown(part, -1, about.st_gid)
        with suppress(PermissionError, NotImplementedError):
            part.chmod(mode)

    def _move(self, item: Item) -> None:
        part, place = self._part(item), self._place(item)
        if not moving.move_new(part, place):
            self._marked(item, b"two steps")
            moving.link_new(part, place)

    def _clear(self, item: Item) -> None:
        # The part first: a mark alone would mean that the file has arrived, and by now it has.
        for path in (self._part(item), self._mark(item)):
            with suppress(OSError):
                path.unlink()


@lru_cache(maxsize=64)
def _sweep(folder: Path) -> None:
    """Once for each folder: what hand-overs that nobody went on with have left."""
    with os.scandir(folder) as entries:
        left = [Path(entry.path) for entry in entries if _OURS.fullmatch(entry.name)]
    # The marks first: without one, whoever comes back after all is told that nobody knows.
    for path in sorted(left, key=lambda path: path.suffix):
        with suppress(OSError):
            if time.time() - path.lstat().st_mtime > _LONG_AGO:
                path.unlink()
