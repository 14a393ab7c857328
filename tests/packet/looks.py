"""A foreign file as viewers show it, beside the pages made of it."""

from __future__ import annotations

from collections.abc import Iterator

import pypdfium2
from PIL import Image, ImageChops, ImageStat

from formgen.attachments.pdf.pages import from_pdf

DPI = 110


def drawn(data: bytes, *, forms: bool = False) -> list[Image.Image]:
    """Each page; `forms`: with fields, which are drawn as a viewer in which they can be filled in draws them."""
    with pypdfium2.PdfDocument(data) as pdf:
        if forms:
            pdf.init_forms()
        return [page.render(scale=DPI / 72).to_pil().convert("RGB") for page in pdf]


def differences(data: bytes, *, forms: bool = False) -> Iterator[float]:
    """How much the pages made of a file of A4 pages differ from what it shows: for each page the mean of 0…255."""
    originals, results = drawn(data, forms=forms), drawn(from_pdf(data)[0])
    assert len(originals) == len(results)
    for one, other in zip(originals, results, strict=True):
        assert one.size == other.size
        yield max(ImageStat.Stat(ImageChops.difference(one, other)).mean)


def colour(data: bytes, x: float, y: float, page: int = 0) -> tuple[int, ...]:
    """The colour at a place of a page made of a file, in points from its lower left corner."""
    picture = drawn(from_pdf(data)[0])[page]
    found = picture.getpixel((int(x * DPI / 72), int(picture.height - y * DPI / 72)))
    assert isinstance(found, tuple)
    return found
