"""A workbook as bytes that are the same whenever it is made: without the time of the clock in it."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
# The first day a zip can name.
_FIRST = (1980, 1, 1, 0, 0, 0)


def saved(book: Any, modified: str) -> bytes:
    """The workbook that openpyxl holds; `modified` (ISO, UTC) is what it says of the time of its last change."""
    made = io.BytesIO()
    book.save(made)
    out = io.BytesIO()
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>" + modified.encode(), content)
            about = zipfile.ZipInfo(part.filename, _FIRST)
            about.compress_type, about.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            new.writestr(about, content)
    return out.getvalue()
