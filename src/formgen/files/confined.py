"""Files beside a profile: found by the path it names, inside its folder and nowhere else."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

from formgen.ground.problems import Problem, problem


def resolve(folder: Path, file: str, *, pointer: str = "") -> Path | Problem:
    """The file a profile in `folder` means by `file`; never one outside of that folder."""
    try:
        # Links are followed on both sides before they are compared: one that leads out of the folder is outside.
        inside = folder.resolve()
        found = next((p for p in _spellings(inside, file) if p.exists()), (inside / file).resolve())
    except (OSError, ValueError, RuntimeError):
        return problem("E-FILE.not-found", pointer=pointer, value=file)
    if not found.is_relative_to(inside):
        return problem("E-FILE.outside", pointer=pointer, value=file)
    if found.is_file():
        return found
    key = "E-FILE.folder" if found.exists() else "E-FILE.not-found"
    return problem(key, pointer=pointer, value=file)


def _spellings(folder: Path, file: str) -> Iterator[Path]:
    """A name with ガ may be stored as one character or as カ and a mark, by the system it was made on."""
    yield (folder / file).resolve()
    for form in ("NFC", "NFD"):
        yield (folder / unicodedata.normalize(form, file)).resolve()
