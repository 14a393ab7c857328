"""Where forms, rules and texts are, beside the package in a wheel, at the root in a checkout; what lies in a folder."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


@cache
def data_folder(name: str) -> Path:
    """The folder `name` (`form_specs`, `fonts/core`). Raises `FileNotFoundError` when it is nowhere."""
    # In a wheel the data lies inside the package, in a checkout at its root.
    for root in (_PACKAGE / "data", _PACKAGE.parent.parent):
        if (root / name).is_dir():
            return root / name
    raise FileNotFoundError(name)


def form_files(folder: Path) -> dict[str, tuple[Path, ...]]:
    """Form id -> the files of its editions, oldest first; they lie in `sheets/` or beside it."""
    found: dict[str, list[Path]] = {}
    paths = (*folder.glob("*@*.yaml"), *folder.glob("sheets/*@*.yaml"))
    # ID@DAY.yaml: by name is by day.
    for path in sorted(paths, key=lambda p: p.name):
        found.setdefault(path.stem.partition("@")[0], []).append(path)
    return {name: tuple(paths) for name, paths in found.items()}


def procedure_files(folder: Path) -> dict[str, Path]:
    """Id of a procedure without a form of ours -> the file of its papers."""
    return {path.stem: path for path in sorted(folder.glob("procedures/*.yaml"))}


def packet_files(folder: Path) -> dict[str, Path]:
    """Id of a lead form -> the file of its packet."""
    return {path.stem: path for path in sorted(folder.glob("packets/*.yaml"))}
