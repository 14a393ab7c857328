"""Compiles the ink of a page, the same for every profile: a content stream and its label fonts, ready to be written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import sha256

from formgen.ground.marks import Mark, as_line
from formgen.pdf.deflate import stream
from formgen.pdf.embed import FontObjects, Fonts, embedded
from formgen.pdf.operators import operators

LEVEL = 6
"""Ink is deflated once for many documents, so well."""


@dataclass(frozen=True, slots=True)
class Ink:
    """The ink of one page: the body of its content stream, and its fonts by the names the stream uses."""

    content: bytes
    fonts: tuple[tuple[str, FontObjects], ...]


def compile_ink(marks: Iterable[Mark], height: float) -> Ink:
    """The ink as it stands in the file. The names of its fonts follow from the marks, so no two pages share one."""
    marks = tuple(marks)
    drawn_as = "\n".join(as_line(replace(mark, field=None)) for mark in marks)  # whose label it is shows on no page
    # Ink of several pages and forms meets in one document, where every font needs a name of its own.
    fonts = Fonts(f"I{sha256(drawn_as.encode()).hexdigest()[:8]}")
    drawn = "\n".join(operators(marks, height, fonts)).encode("latin-1")
    return Ink(stream(drawn, LEVEL), tuple((codes.name, embedded(codes, LEVEL)) for codes in fonts.values()))
