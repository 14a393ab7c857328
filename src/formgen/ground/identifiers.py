"""The identifier of a PDF (/ID), made of its content: the same file has the same one, and another has another."""

from __future__ import annotations

import re
from typing import BinaryIO

# What qpdf writes twice when it is told to make none (`static_id`). Its own identifier by content is an MD5 of the
# whole file, which takes longer than writing it.
_NONE = b"<31415926535897932384626433832795>"
_TAIL = 64
# The dictionary of the last cross-reference (ISO 32000-1, 7.5.8) is short; its numbers come after it.
_HEAD = 2048


def places(file: BinaryIO) -> list[int]:
    """Where the identifier stands in a file that qpdf wrote without one, each as long as `written`."""
    # Only there, where no foreign content stands, whatever the pages hold.
    file.seek(max(0, file.seek(0, 2) - _TAIL))
    found = re.search(rb"startxref\s+(\d+)\s+%%EOF\s*$", file.read())
    if not found:
        return []
    start = int(found[1])
    file.seek(start)
    head = file.read(_HEAD)
    return [start + m.start() for m in re.finditer(re.escape(_NONE), head.partition(b"stream")[0])]


def written(sha256: str) -> bytes:
    """An identifier as it stands in the file, of a hash (hex)."""
    return b"<" + sha256[:32].encode() + b">"
