"""Bounds on what drawing a page may cost: a small file can hold a great deal."""

from __future__ import annotations

import pikepdf

from formgen.attachments.found import Unfit  # noqa: F401


def bounded(source: pikepdf.Pdf) -> None:
    """Decode what the pages need within the limits of this process, and not first in whoever opens the packet.

    Raises `Unfit`.
    """
    for page in source.pages:
        _decode(page)


def _decode(page: pikepdf.Page) -> None:
    contents = page.get("/Contents")
    if contents is not None:
        for stream in [contents] if isinstance(contents, pikepdf.Stream) else list(contents):
            stream.read_bytes()
