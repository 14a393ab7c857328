"""Things made from files before: what has not changed is not parsed, laid out or compiled a second time."""

from __future__ import annotations

import io
import os
import pickle
from collections.abc import Callable, Iterable
from functools import cache as once
from pathlib import Path
from typing import Any, TypeVar

from formgen.files import cache
from formgen.files.reading import TEXT, read_bytes

T = TypeVar("T")

_HERE = Path(__file__).parent.parent
# The modules whose classes an entry may hold. A pickle can name any function to be called; here it cannot.
_ROOMS = (
    "formgen.spec.",
    "formgen.library.rules.",
    "formgen.profile.domains.",
    "formgen.ground.dates.",
    "formgen.ground.marks.",
    "formgen.pdf.ink.",
    "formgen.pdf.embed.",
)
_PLAIN = {("datetime", "date"), ("builtins", "set"), ("builtins", "frozenset")}


def digest_of(paths: Iterable[Path]) -> str:
    """A hash of these files and of the code that reads them. Raises `OSError`, and `Refused` for one too large."""
    read = ((path.name, read_bytes(path, TEXT, file=str(path))) for path in paths)
    return cache.key_of(_code(), *(part for both in read for part in both))


def memoised(digest: str, made: Callable[[], T]) -> T:
    """What was made before under this digest, or what `made` makes now. Raises what `made` raises."""
    found = cache.load(digest)
    if found is not None:
        try:
            return _Reader(io.BytesIO(found)).load()  # type: ignore[no-any-return]
        except Exception:  # noqa: S110  an entry that cannot be read is made again
            pass
    thing = made()
    cache.store(digest, pickle.dumps(thing, protocol=5))
    return thing


class _Reader(pickle.Unpickler):
    """Builds forms, rules, days and ink, and nothing else, whatever the entry asks for."""

    def find_class(self, module: str, name: str) -> Any:
        # A dotted name would reach through a class or module to whatever that has imported.
        if (module, name) in _PLAIN or (f"{module}.".startswith(_ROOMS) and "." not in name):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(module)


@once
def _code() -> str:
    """In a checkout, what tells the state of the code: there the version stays while the code changes."""
    if not (_HERE.parent.parent / "pyproject.toml").is_file():
        return ""
    # Sizes and times, not contents: asked for sooner than every file is read. By plain names: it runs at every start.
    paths = (f"{room}/{name}" for room, _, names in os.walk(_HERE) for name in names if name.endswith(".py"))
    states = ((path, os.stat(path)) for path in sorted(paths))  # noqa: PTH116
    return cache.key_of(*(f"{path} {about.st_size} {about.st_mtime_ns}" for path, about in states))
