"""What a case becomes on disk, a file or a folder: its hash, and its one way to its place, never over anything else."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from formgen.files.held import Content, sha256_of
from formgen.files.writing import opened
from formgen.ground.problems import Problem, Refused, problem
from formgen.outputs.folder import files_in, write_folder

Product = Mapping[str, Content]
"""The files of a folder by their paths in it; of what is one file, its content under `WHOLE`."""
WHOLE = ""

Placed = Literal["made", "same", "replaced"]
"""made: nothing was there · same: these very bytes were there · replaced: what we had made before has gone for it."""


def product_digest(product: Product) -> str:
    """SHA-256 (hex) of a file; of a folder, that of the list of its files with their hashes."""
    if WHOLE in product:
        return sha256_of(product[WHOLE])
    return _of_list({name: sha256_of(content) for name, content in product.items()})


def digest_at(path: Path) -> str | None:
    """The same of what is at a path; None when nothing is there, or it cannot be read."""
    try:
        if path.is_dir():
            return _of_list({name: _of_file(path / name) for name in files_in(path)})
        return _of_file(path)
    except OSError:
        return None


def put(product: Product, path: Path, *, ours: str | None = None, force: bool = False) -> Placed:
    """Give it its place, whole or not at all. `ours`: the hash of what was made before, which may be replaced.

    Raises `Refused`: E-BATCH.changed for what is there and is none of ours (unless `force`), E-OUTPUT.
    """
    try:
        _write(product, path, force=False)
    except Refused as refused:
        if not _taken(refused.problems):
            raise
    else:
        return "made"
    there = digest_at(path)
    if there is not None and there == product_digest(product):
        return "same"
    if not force and (there is None or there != ours):
        raise Refused([problem("E-BATCH.changed", value=path.name)])
    _write(product, path, force=True)
    return "replaced"


def _taken(problems: tuple[Problem, ...]) -> bool:
    return [p.key for p in problems] == ["E-OUTPUT.exists"]


def _write(product: Product, path: Path, *, force: bool) -> None:
    if WHOLE not in product:
        write_folder(path, product, force=force)
        return
    with opened(path, force=force) as out:
        out.write_content(product[WHOLE])


def _of_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _of_list(files: Mapping[str, str]) -> str:
    text = "".join(f"{sha256}  {name}\n" for name, sha256 in sorted(files.items()))
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()
