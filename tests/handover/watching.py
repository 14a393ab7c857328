"""Somebody who watches a folder and takes away what appears in it."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


class Watcher(threading.Thread):
    """Takes every file that is not hidden the moment it appears, and reads it only then. `taken`: their SHA-256."""

    def __init__(self, folder: Path, pause: float) -> None:
        super().__init__(daemon=True)
        self.folder, self.pause, self.taken, self.ended = folder, pause, list[str](), threading.Event()

    def run(self) -> None:
        while not self.ended.is_set():
            self.look()
            time.sleep(self.pause)
        self.look()

    def look(self) -> None:
        for path in [p for p in self.folder.iterdir() if not p.name.startswith(".")]:
            away = self.folder.parent / f"taken-{len(self.taken)}"
            path.rename(away)
            self.taken.append(sha256(away))


@contextmanager
def watched(folder: Path, pause: float) -> Iterator[Watcher]:
    """While this lasts; `pause` in seconds between two looks."""
    watcher = Watcher(folder, pause)
    watcher.start()
    try:
        yield watcher
    finally:
        watcher.ended.set()
        watcher.join()
