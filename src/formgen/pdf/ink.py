"""Compiles the ink of a page, the same for every profile: a content stream and its label fonts, ready to be written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from formgen.ground.marks import Mark, as_line
from formgen.pdf.deflate import stream
from formgen.pdf.embed import FontObjects, embedded
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
    name = sha256(drawn_as.encode()).hexdigest()[:8]
    bench = _Bench(f"I{name}")
    drawn = "\n".join(operators(marks, height, bench)).encode("latin-1")
    fonts = tuple((codes.name, embedded(codes, LEVEL)) for codes in bench.codes)
    return Ink(stream(drawn, LEVEL), fonts)


def write_ink(ink: Ink, doc: Any) -> bytes:
    """Put the ink into a document, once; return the reference to its content stream."""
    written: dict[int, bytes] = doc.__dict__.setdefault("_formgen_ink", {})
    if id(ink) not in written:
        for name, font in ink.fonts:
            doc.add_font(name, font.add(doc.put))
        written[id(ink)] = doc.put(ink.content)
        doc.__dict__.setdefault("_formgen_kept", []).append(ink)
    return written[id(ink)]


@dataclass
class _Bench:
    """What a font asks of a document, for ink that has none yet."""

    font_prefix: str
    fontMapping: dict[str, str] = field(default_factory=dict)  # noqa: N815
    delayedFonts: list[Any] = field(default_factory=list)  # noqa: N815

    @property
    def codes(self) -> list[Any]:
        """The codes of every font that was used."""
        return [font._codes(self) for font in self.delayedFonts]
