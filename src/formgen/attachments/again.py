"""What was made of a file before is used again where it would become the same: the same file, the same reader."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from formgen.attachments.kinds import media_type
from formgen.attachments.process.readers import Answer, parsed
from formgen.attachments.sources import Source
from formgen.files.held import Held
from formgen.version import __version__

if TYPE_CHECKING:
    from formgen.attachments.intake import Intake

Found = Callable[[str, str], tuple[Held, Any] | None]
"""The pages that this reader has made of the file with this SHA-256, and what `reading` told of them; None if none."""

_SAID = ("media_type", "pages", "notes", "report")
_HERE = Path(__file__).parent
# What is between a file and its pages: our own code, whoever it asks, and fonts that may be there or not.
_OURS = ("attachments", "files", "ground", "pdf", "typeface")
_OTHERS = ("pikepdf", "pillow", "pypdfium2", "reportlab", "formgen-fonts-rare")


def answer(source: Source, found: Found) -> Answer | None:
    """What the reader would say of a file, as it is known from before. Raises `Unreadable`."""
    for _ in source.pieces():
        pass
    if (before := found(source.sha256, reader_name())) is None:
        return None
    pages, said = before
    try:
        # Held against what can be said, as the words of a worker are: anybody may have written them.
        head = {"fault": "", "picture": (), **{key: said[key] for key in _SAID}}
        sound = isinstance(head["pages"], int) and media_type(source.head()) == head["media_type"]
        return Answer(parsed(head), pages, source.size, source.sha256, again=True) if sound else None
    except (ValueError, TypeError, LookupError):
        return None


def reading(taken: Intake) -> dict[str, Any]:
    """What the next run has to know to use the pages again, for the manifest."""
    notes = [[n.word, n.number, list(n.pages), list(n.kinds)] for n in taken.notes]
    said = (taken.media_type, taken.pages, notes, taken.report.said())
    return {"by": reader_name(), **dict(zip(_SAID, said, strict=True))}


@cache
def reader_name() -> str:
    """What tells one reader from another that may make other pages of a file: a hash of all that has a part in it."""
    digest = hashlib.sha256()
    for part in (__version__, *_code(), *map(_version, _OTHERS)):
        digest.update(hashlib.sha256(part.encode()).digest())
    return digest.hexdigest()[:16]


def _version(package: str) -> str:
    try:
        return f"{package} {metadata.version(package)}"
    except metadata.PackageNotFoundError:
        return f"no {package}"


def _code() -> Iterator[str]:
    for room in _OURS:
        yield from (path.read_text(encoding="utf-8") for path in sorted((_HERE.parent / room).rglob("*.py")))
