"""All that a case is made of: its profile, the files that names, the forms and the code. One digest of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from formgen.attachments.sources import MAX_BYTES
from formgen.batch.work import Recipe
from formgen.files.cache import key_of
from formgen.files.memo import digest_of
from formgen.library import Library
from formgen.profile.reading import files_named

_UNREADABLE = "unreadable"
# In bytes: larger ones are not kept for the next case.
_SMALL = 1 << 20


@dataclass(frozen=True)
class Inputs:
    """What the cases of one run are made of. A file that many name is read once."""

    recipe: Recipe
    library: Library
    _known: dict[Path, str] = field(default_factory=dict, repr=False)

    def digest(self, data: Mapping[str, Any], as_of: date | None) -> str:
        """SHA-256 (hex); what is made of the same inputs has the same bytes."""
        profile = json.dumps(data, ensure_ascii=False, sort_keys=True, default=str)
        files = [
            f"{name} {self._of_file(path)}" for name, path in sorted(files_named(data, self.recipe.folder).items())
        ]
        return key_of(self._common, str(as_of), profile.encode("utf-8", "surrogatepass"), *files)

    def files(self, data: Mapping[str, Any]) -> dict[str, bytes]:
        """The files that a profile names, to travel with it."""
        return {name: _content(path) for name, path in files_named(data, self.recipe.folder).items()}

    @cached_property
    def _common(self) -> str:
        recipe = self.recipe
        folders = filter(None, (self.library.folder, self.library.own))
        forms = digest_of(sorted(path for folder in folders for path in folder.rglob("*.yaml")))
        return key_of(recipe.version, str(recipe.sheet), recipe.kind, forms)

    def _of_file(self, path: Path) -> str:
        if path not in self._known:
            try:
                with path.open("rb") as file:
                    self._known[path] = hashlib.file_digest(file, "sha256").hexdigest()
            except OSError:  # told when it is to be made
                self._known[path] = _UNREADABLE
        return self._known[path]


def _content(path: Path) -> bytes:
    try:
        about = path.stat()
        return _small(path, about.st_mtime_ns) if about.st_size <= _SMALL else _read(path)
    except OSError:  # gone since it was looked for: told where it is not found
        return b""


@lru_cache(maxsize=64)
def _small(path: Path, _: int) -> bytes:
    return _read(path)


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        # One byte more than may be: it is refused as too large there, too.
        return file.read(MAX_BYTES + 1)
