"""What is called something else than it is, and what is none of the kinds that are taken."""

from __future__ import annotations

import io
import random
import zipfile

import foreign


def text_called_pdf() -> bytes:
    return b"<html>Session expired</html>"


def png_called_pdf() -> bytes:
    return foreign.as_file(foreign.marked(), "PNG", dpi=(300, 300))


def pdf_called_jpg() -> bytes:
    return foreign.plain()


def photo_of_an_iphone_called_jpg() -> bytes:
    return b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(100)


def word_file_called_pdf() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("word/document.xml", "<x/>")
    return out.getvalue()


def email() -> bytes:
    return b"Received: from a by b\r\nFrom: a@example.jp\r\nSubject: x\r\n\r\nx"


def bytes_that_are_nothing() -> bytes:
    return random.Random(1).randbytes(4096)
