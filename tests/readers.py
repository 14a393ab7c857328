"""Three ways to read a PDF back, and what stands in a cell by each."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable

import pypdf
import pypdfium2

from formgen.ground.marks import MM, Text
from formgen.typeface import Run, clusters, ink, width

Word = tuple[float, float, float, float, str]


def pypdf_texts(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def pypdf_text(pdf: bytes) -> str:
    """Everything pypdf reads, without spaces."""
    return "".join("".join(page.split()) for page in pypdf_texts(pdf))


def pdfium_texts(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    return [page.get_textpage().get_text_range() for page in document]


def poppler_words(xml: str) -> list[list[Word]]:
    """The words of each page with their boxes in points from the top left corner."""
    xml = re.sub(r"<!DOCTYPE[^>]*>", "", xml).replace(' xmlns="http://www.w3.org/1999/xhtml"', "")
    return [
        [(*(float(w.attrib[k]) for k in ("xMin", "yMin", "xMax", "yMax")), w.text or "") for w in page.iter("word")]
        for page in ET.fromstring(xml).iter("page")
    ]


def by_cell(texts: Iterable[Text], words: list[Word] | None) -> dict[str, list[str]]:
    """Field -> its characters, sorted: as drawn, or as the words that lie where they were drawn."""
    found: dict[str, list[str]] = {}
    for mark in texts:
        field = mark.field or ""
        drawn = "".join(mark.text.split()) if words is None else "".join(_near(mark, words))
        found.setdefault(field, []).append("".join(sorted(drawn)))
    return found


def length(mark: Text) -> float:
    """How far the ink of a mark reaches to the right of its start, in points."""
    run = Run(mark.face, mark.text)
    return max(width([run]), ink([run])[2]) * mark.size + mark.spacing * len(clusters(mark.text))


def _near(mark: Text, words: list[Word]) -> list[str]:
    x0, x1 = mark.x * MM, mark.x * MM + length(mark)
    y = mark.y * MM - 0.35 * mark.size
    return [
        text
        for left, top, right, bottom, text in words
        if top - 0.5 <= y <= bottom + 0.5 and x0 - 1 <= (left + right) / 2 <= x1 + 1
    ]
