"""Pages as pictures."""

from __future__ import annotations

import io

import pypdfium2 as pdfium

from formgen.ground.marks import A4, Line, Mark, Page, Text


def pictures(pdf: bytes, dpi: int = 110) -> tuple[bytes, ...]:
    """One PNG for each page of a PDF; `dpi` is dots per inch."""
    document = pdfium.PdfDocument(pdf)
    try:
        return tuple(_png(page, dpi) for page in document)
    finally:
        document.close()


def _png(page: pdfium.PdfPage, dpi: int) -> bytes:
    image = page.render(scale=dpi / 72).to_pil().convert("RGB")
    target = io.BytesIO()
    image.save(target, "PNG", optimize=True)
    return target.getvalue()


def with_grid(page: Page, step: float = 10.0) -> Page:
    """The page with a grid of `step` mm and its numbers, for people who place blanks."""
    lines: list[Mark] = []
    for number in range(1, int(A4[1] / step) + 1):
        at = number * step
        # Every 50 mm a heavier line, to count by.
        weight = 0.3 if number % 5 else 0.7
        lines.append(Line(0, at, page.width, at, weight))
        lines.append(Text(1, at - 0.4, f"{at:g}", "NotoSerif-Light", 5))
        if at < page.width:
            lines.append(Line(at, 0, at, page.height, weight))
            lines.append(Text(at + 0.4, 2.5, f"{at:g}", "NotoSerif-Light", 5))
    return Page((*page.ink, *lines), page.values, page.width, page.height)
