"""What is damaged, or no document at all."""

from __future__ import annotations

import foreign
import pikepdf


def zero_bytes() -> bytes:
    return b""


def cut_in_half() -> bytes:
    data = foreign.saved(foreign.pages(*[foreign.A4] * 20))
    return data[: len(data) // 2]


def without_pages() -> bytes:
    return foreign.saved(pikepdf.new())


def xref_at_the_wrong_place() -> bytes:
    return foreign.plain().replace(b"startxref\n", b"startxref\n9")


def text_called_pdf() -> bytes:
    return b"<html>Session expired</html>"


def png_called_pdf() -> bytes:
    return foreign.as_file(foreign.marked(), "PNG", dpi=(300, 300))
