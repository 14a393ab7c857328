"""A packet as one zip, whole or not at all, for its owner only."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from formgen.files.held import Content, pieces_of, size_of
from formgen.files.writing import opened
from formgen.outputs.manifest import inner_path


def write_zip(path: Path, files: Mapping[str, Content], *, force: bool = False) -> None:
    """The files as one zip, mode 0600. Raises `Refused` with `E-OUTPUT`."""
    with opened(path, force=force) as out:
        zip_into(out, files)


def zip_into(out: Any, files: Mapping[str, Content]) -> None:
    """A zip that depends on names and contents alone: stored, sorted, without times."""
    with zipfile.ZipFile(out, "w") as archive:
        for name in sorted(files):
            # The first day a zip can name. Stored, not deflated: no two versions of a
            # packer need agree, and PDFs are packed already.
            about = zipfile.ZipInfo(inner_path(name), (1980, 1, 1, 0, 0, 0))
            # 3 is Unix: only then are the rights of the files looked at.
            about.create_system, about.external_attr = 3, (stat.S_IFREG | 0o600) << 16
            about.file_size = size_of(files[name])
            with archive.open(about, "w") as file:
                file.writelines(pieces_of(files[name]))
