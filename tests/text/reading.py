"""What a page says, by three readers, in the order of its content stream; and the glyph codes it uses."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pypdf
from pypdf.generic import ContentStream

from formgen.ground.marks import MM, Box, Page, Text
from formgen.typeface import Run, clusters, ink
from readers import pypdf_texts

Read = Callable[..., str]


def bare(text: str) -> str:
    """The text without white space."""
    return "".join(text.split())


def said(page: Page) -> str:
    """Everything a page is to say."""
    return bare("".join(m.text for m in (*page.ink, *page.values) if isinstance(m, Text)))


def by_poppler(pdf: bytes, poppler_text: Read) -> list[str]:
    return [bare(page) for page in poppler_text(pdf, "-raw").split("\f")[:-1]]


def by_pypdf(pdf: bytes) -> list[str]:
    return [bare(page) for page in pypdf_texts(pdf)]


def ink_box(mark: Text) -> Box | None:
    """The black box of a text mark on its page in mm; None when nothing is black."""
    x0, y0, x1, y1 = ink([Run(mark.face, mark.text)])
    em = mark.size / MM
    if x0 == x1:
        return None
    spread = mark.spacing * (len(clusters(mark.text)) - 1) / MM
    return Box(mark.x + x0 * em, mark.y - y1 * em, (x1 - x0) * em + spread, (y1 - y0) * em)


def outside(marks: Iterable[Text], room: Box, slack: float = 0.005) -> list[str]:
    """The texts whose ink leaves a rectangle."""
    boxes = ((mark, ink_box(mark)) for mark in marks)
    return [
        f"{mark.text!r} {box}"
        for mark, box in boxes
        if box
        and (
            box.x < room.x - slack
            or box.y < room.y - slack
            or box.right > room.right + slack
            or box.bottom > room.bottom + slack
        )
    ]


def glyph_codes(pdf: bytes) -> Iterator[str]:
    """Every four-digit code shown by a content stream of a file, forms inside pages included."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    for page in reader.pages:
        contents = page.get_contents()
        if contents is not None:
            yield from _codes(contents, page, reader)


def _codes(stream: Any, holder: Any, reader: pypdf.PdfReader) -> Iterator[str]:
    for operands, operator in ContentStream(stream, reader).operations:
        if operator in (b"Tj", b"TJ", b"'", b'"'):
            yield from _cut(operands)
    for inner in holder.get("/Resources", {}).get("/XObject", {}).values():
        found = inner.get_object()
        if found.get("/Subtype") == "/Form":
            yield from _codes(found, found, reader)


def _cut(operands: Any) -> Iterator[str]:
    pieces = operands[-1] if isinstance(operands[-1], list) else [operands[-1]]
    for piece in pieces:
        if not isinstance(piece, (str, bytes)):
            continue
        data = piece if isinstance(piece, bytes) else piece.original_bytes
        yield from re.findall("....", data.hex())
