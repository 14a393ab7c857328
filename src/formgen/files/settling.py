"""What takes the place of something is on the disk before that goes: a power cut leaves the old or the new, too.

A name may reach the disk before the contents do; the new name would then stand for nothing, and the old file would be
gone. It takes about 0.2 ms for a small file where the disk is fast, 10 ms where it turns, and for a packet of 250 MB of
scans from half a second to ten. So what replaces nothing does not wait for it: there nothing is lost that cannot be
made again from the profile, and the manifest's hashes tell whether a packet is whole.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def settle(path: Path) -> None:
    """Wait until a file, or a folder with all that is in it, is on the disk. Raises `OSError`."""
    if not path.is_dir():
        # For writing: Windows does it for no other.
        _wait(path, os.O_RDWR)
        return
    for folder, _, names in os.walk(path):
        for name in names:
            _wait(Path(folder, name), os.O_RDWR)
        settle_names(Path(folder))


def settle_names(folder: Path) -> None:
    """The same of the names in a folder, where the system can."""
    with suppress(OSError):  # Windows opens no folder
        _wait(folder, os.O_RDONLY)


def _wait(path: Path, how: int) -> None:
    handle = os.open(path, how)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
