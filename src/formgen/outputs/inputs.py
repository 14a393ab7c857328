"""What was read is never written over, by whatever path it is reached, with `force` or without."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from formgen.ground.problems import Refused, problem
from formgen.outputs.manifest import MANIFEST
from formgen.profile.reading import Identity, identity


def spare(path: Path, inputs: Collection[Identity]) -> None:
    """Refuse an output that is one of the inputs, or a folder that holds one. Raises `Refused` (E-OUTPUT.input)."""
    held = path.rglob("*") if inputs and (path / MANIFEST).is_file() else ()  # nothing else is ever replaced
    if any(identity(file) in inputs for file in (path, *held)):
        raise Refused([problem("E-OUTPUT.input", path=path)])


def ends_in(path: Path, known: Collection[str], *, folder: bool = False) -> None:
    """Refuse a name whose ending says another format. Raises `Refused` (E-OUTPUT.suffix).

    A name without an ending is fine, and so is a folder that exists where a folder may be written.
    """
    # 「申請 No. 3」 has a dot, but no ending.
    if path.suffix.lower() in known or (folder and path.is_dir()) or not path.suffix[1:].isalnum():
        return
    ja, en = "、".join(known), " or ".join(known)
    more = ("（または終わりを付けずにフォルダ）", " (or nothing, for a folder)") if folder else ("", "")
    raise Refused([problem("E-OUTPUT.suffix", path=path, known=ja + more[0], known_en=en + more[1])])
