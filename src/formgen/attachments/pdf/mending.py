"""What is done about a PDF before it can be opened at all, and whether its end is missing. Knows the bytes only."""

from __future__ import annotations

import re

# Readers look for the end of the file in so many last bytes.
_TAIL = 1000
END = b"%%EOF"
_CATALOG = re.compile(rb"/Type\s*/Catalog\b")
_TABLE = re.compile(rb"/Type\s*/XRef\b")
_OBJECT = re.compile(rb"(\d{1,7})\s+(\d{1,5})\s+obj\b")


def without_tail(data: bytes) -> bytes:
    """Without what a server or a mail program has put behind the end, if it is so much that the end is not found."""
    end = data.rfind(END)
    return data[: end + len(END)] if 0 <= end < len(data) - _TAIL else data


def rebuilt(data: bytes) -> bytes | None:
    """With a trailer of our own, for a file whose trailer leads nowhere; None when there is nothing it could name.

    Not for an encrypted file: its trailer says how it is read.
    """
    catalog = None
    for found in _CATALOG.finditer(data):
        begin = max(0, found.start() - 4000)
        catalog = next(reversed([*_OBJECT.finditer(data, begin, found.start())]), catalog)
    if not catalog or b"/Encrypt" in data:
        return None
    number, generation = int(catalog[1]), int(catalog[2])
    # qpdf takes numbers of objects that are larger than the file for a mistake.
    room = b" " * (10 * number)
    trailer = b"\ntrailer\n<< /Size 8388607 /Root %d %d R >>\nstartxref\n0\n%%%%EOF\n" % (number, generation)
    return data + room + trailer


def ends(data: bytes) -> bool:
    """Whether a file that had to be put together from its parts has its last part.

    What stands at the end of a whole file is its trailer, or its table of objects, which says so in its dictionary.
    Without the two bytes more or less are missing, and nobody knows what stood there.
    """
    last = data.rfind(b"endobj")
    if b"trailer" in data[max(0, last) :]:
        return True
    before = data.rfind(b"endobj", 0, max(0, last))
    return _TABLE.search(data, max(0, before)) is not None
