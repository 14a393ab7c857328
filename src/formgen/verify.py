"""Reads a finished PDF back and compares every value with what was to be printed, code point by code point."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import pypdfium2 as pdfium
from pypdfium2 import raw

from formgen.marks import MM, Page, Text
from formgen.problems import Problem, problem
from formgen.typeface import Run, clusters, ink, width


def differences(pdf: bytes, pages: Sequence[Page], form: str) -> tuple[Problem, ...]:
    """E-VERIFY for each value that does not read back from its place. `pages` are the marks that were drawn."""
    document = pdfium.PdfDocument(pdf)
    try:
        found = [p for number, page in enumerate(pages) for p in _page(document[number], page, form)]
    finally:
        document.close()
    return tuple(found)


def _page(opened: pdfium.PdfPage, page: Page, form: str) -> Iterator[Problem]:
    written = _characters(opened.get_textpage())
    for field, marks in groupby(_texts(page), key=lambda m: m.field):
        for mark in marks:
            if read_at(written, mark, page.height) != _drawn(mark.text):
                yield problem("E-VERIFY.differs", form=form, field=field, label=field)
                break


def _texts(page: Page) -> Iterable[Text]:
    return (m for m in page.values if isinstance(m, Text))


Character = tuple[float, float, str]


def _characters(text: pdfium.PdfTextPage) -> dict[int, list[Character]]:
    """Every character of a page by the height of its baseline in tenths of a point: (x, y, character)."""
    rows: dict[int, list[Character]] = {}
    x, y = raw.c_double(), raw.c_double()
    for index in range(text.count_chars()):
        if raw.FPDFText_IsGenerated(text, index) == 1:
            continue
        code = raw.FPDFText_GetUnicode(text, index)
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        rows.setdefault(round(y.value * 10), []).append((x.value, y.value, chr(code)))
    return rows


def read_at(written: dict[int, list[Character]], mark: Text, height: float) -> str:
    """The characters whose origin lies on the baseline of a mark, between its start and its end."""
    y = (height - mark.y) * MM
    start, end = mark.x * MM, mark.x * MM + _length(mark)
    near = (c for row in range(round(y * 10) - 2, round(y * 10) + 3) for c in written.get(row, ()))
    inside = (c for c in near if start - 0.2 <= c[0] < end - 0.05)
    return _drawn(_whole("".join(c for _, _, c in inside)))


def _whole(text: str) -> str:
    """Characters beyond U+FFFF come as two halves; here they are joined."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _length(mark: Text) -> float:
    run = Run(mark.face, mark.text)
    return max(width([run]), ink([run])[2]) * mark.size + mark.spacing * len(clusters(mark.text))


def _drawn(text: str) -> str:
    """The code points to expect; spaces are left out, as extractors write them in their own ways."""
    return "".join(c for c in text if not c.isspace() and unicodedata.category(c) != "Zs")
