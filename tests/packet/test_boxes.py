"""Odd boxes, turns and units: what is seen of a page is what viewers show of it."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

import foreign
import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageChops, ImageStat

from formgen.attachments.pdf import boxes
from formgen.attachments.pdf.pages import from_pdf

MARKS = b"0 0 1 rg 20 20 100 50 re f 1 0 0 rg 400 700 150 60 re f 0 g 250 300 40 250 re f 0 1 0 rg -90 -90 95 99 re f"


def page_with(**keys: Any) -> pikepdf.Pdf:
    """An A4 page with marks on it and beside it; None takes a key away."""
    pdf = foreign.pages(foreign.A4)
    pdf.pages[0].Contents = pdf.make_stream(MARKS)
    for key, value in keys.items():
        if value is None:
            del pdf.pages[0][f"/{key}"]
        else:
            pdf.pages[0][f"/{key}"] = value
    return pdf


def drawn(data: bytes) -> Image.Image:
    return pypdfium2.PdfDocument(data)[0].render(scale=110 / 72).to_pil().convert("RGB")


def inside(picture: Image.Image) -> Image.Image:
    """What is not white, at one size, wherever it stands."""
    box = ImageChops.invert(picture.convert("L")).getbbox()
    return picture.crop(box).resize((120, 160), Image.Resampling.BOX)


ODD = {
    "crop box larger than the page": {"CropBox": [-100, -100, 900, 900]},
    "crop box partly beside the page": {"CropBox": [200, 250, 900, 900]},
    "crop box that moves the page": {"CropBox": [100, 100, 695, 942]},
    "crop box with its corners the other way": {"CropBox": [500, 800, 10, 10]},
    "crop box without extent": {"CropBox": [0, 0, 0, 0]},
    "page that begins elsewhere": {"MediaBox": [-100, -100, Decimal("495.276"), Decimal("741.89")]},
    "page with its corners the other way": {"MediaBox": [595, 0, 0, 842]},
    "page without a size": {"MediaBox": None},
    "page of three numbers": {"MediaBox": [1, 2, 3]},
    "page without extent": {"MediaBox": [0, 0, 0, 0]},
    "turned the other way": {"Rotate": -90},
    "turned more than once": {"Rotate": 450},
    "turned by a name": {"Rotate": Name.X},
    "turned by a number with a fraction": {"Rotate": Decimal("90.0")},
    "turned by half a right angle": {"Rotate": 45},
}


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_page_is_seen_as_a_viewer_shows_it(odd: str) -> None:
    data = foreign.saved(page_with(**ODD[odd]))
    original, result = drawn(data), drawn(from_pdf(data)[0])
    difference = ImageStat.Stat(ImageChops.difference(inside(original), inside(result))).mean
    assert max(difference) < 4
    assert (original.width > original.height) == (result.width > result.height)


def test_boxes_of_the_tree_of_pages_count_for_its_pages() -> None:
    pdf = foreign.pages((900, 900))
    tree: Any = pdf.Root.Pages
    tree.CropBox = Array([0, 0, 595, 842])
    tree.Rotate = 90
    size = pypdfium2.PdfDocument(from_pdf(foreign.saved(pdf))[0])[0].get_size()
    assert size == pytest.approx((842, 595), abs=1)


def test_a_crop_box_beside_the_page_does_not_count() -> None:
    """Some viewers show nothing of it, others the page: nothing of it is lost."""
    data = foreign.saved(page_with(CropBox=[1000, 1000, 1200, 1200]))
    assert drawn(from_pdf(data)[0]).tobytes() == drawn(foreign.saved(page_with())).tobytes()


@pytest.mark.parametrize("box", [[0, 0, Decimal("1e12"), 842], [0, 0, Name.X, 842], ["a", "b", "c", "d"], "x"])
def test_a_box_that_no_page_has_is_none(box: Any) -> None:
    with page_with(MediaBox=box) as pdf:
        assert boxes.whole(pdf.pages[0]) == boxes.NO_SIZE
    with page_with(CropBox=box) as pdf:
        assert boxes.seen(pdf.pages[0]).size == pytest.approx(foreign.A4, abs=0.01)


@pytest.mark.parametrize(
    ("unit", "points"), [(0, 1), (-3, 1), (3000, 1), (Name.X, 1), (1, 1), (2, 2), (0.5, 0.5), (72, 72), (2834, 2834)]
)
def test_a_unit_is_a_size(unit: Any, points: float) -> None:
    with page_with(UserUnit=unit) as pdf:
        assert boxes.unit(pdf.pages[0]) == points


def test_the_page_says_plainly_what_it_is() -> None:
    pdf = page_with(CropBox=[-10, -10, 900, 900], Rotate=-90, UserUnit=0, MediaBox=[600, 842, 0, 0])
    page: Any = pdf.pages[0]
    boxes.set_plain(page)
    assert [float(v) for v in page.MediaBox] == [0, 0, 600, 842]
    assert (page.Rotate, "/CropBox" in page, "/UserUnit" in page) == (270, False, False)


def test_a_sheet_that_begins_elsewhere_comes_to_begin_at_its_corner() -> None:
    """What is put on sheets later (page numbers, stamps) is measured from there."""
    data = foreign.saved(page_with(MediaBox=[-100, -100, 495, 742]))
    with pikepdf.open(io.BytesIO(from_pdf(data)[0])) as taken:
        assert [float(v) for v in taken.pages[0].MediaBox][:2] == [0, 0]


def test_a_tree_of_pages_in_a_circle_ends() -> None:
    pdf = pikepdf.new()
    node = pdf.make_indirect(Dictionary(Type=Name.Page))
    node.Parent = node
    assert boxes.whole(pikepdf.Page(node)) == boxes.NO_SIZE
