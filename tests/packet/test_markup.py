"""Annotations without a picture of themselves: drawn as viewers draw them, or refused; nothing is lost unsaid."""

from __future__ import annotations

import subprocess
from pathlib import Path
from shutil import which
from typing import Any

import foreign
import pypdfium2
import pytest
from looks import DPI, colour, differences, drawn
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageChops, ImageStat

from formgen.attachments.found import Note, Unfit
from formgen.attachments.pdf.pages import from_pdf

RED, GREEN, WHITE, GREY = (255, 0, 0), (0, 255, 0), (255, 255, 255), (128, 128, 128)
BOX = [200, 500, 400, 560]
CORNERS = [200, 500, 400, 500, 400, 560, 200, 560]
QUADS = [200, 560, 400, 560, 200, 500, 400, 500]


def marked(*annotations: dict[str, Any], ground: bytes = b"") -> bytes:
    pdf = foreign.pages(foreign.A4)
    pdf.pages[0].contents_add(ground)
    made = [pdf.make_indirect(Dictionary(**{"Type": Name.Annot, "Rect": BOX, "F": 4, **keys})) for keys in annotations]
    pdf.pages[0].Annots = Array(made)
    return foreign.saved(pdf)


def undrawn(data: bytes) -> Note:
    with pytest.raises(Unfit) as found:
        from_pdf(data)
    assert str(found.value) == "undrawn"
    (note,) = found.value.notes
    return note


def ink(picture: Image.Image) -> Image.Image:
    return ImageChops.difference(picture, drawn(foreign.plain())[0])


def inked(data: bytes) -> tuple[float, ...] | None:
    """Where ink is added to the page, in points: left, low, right, high; None for none."""
    picture = drawn(from_pdf(data)[0])[0]
    box = ink(picture).convert("L").point(lambda v: 255 if v > 20 else 0).getbbox()
    if box is None:
        return None
    left, high, right, low = (v * 72 / DPI for v in box)
    return left, foreign.A4[1] - low, right, foreign.A4[1] - high


def about(*values: float) -> Any:
    return pytest.approx(values, abs=1.3)


BY_PDFIUM: dict[str, dict[str, Any]] = {
    "highlight": {"Subtype": Name.Highlight, "C": [1, 1, 0], "QuadPoints": QUADS},
    "pale highlight": {"Subtype": Name.Highlight, "C": [1, 1, 0], "QuadPoints": QUADS, "CA": 0.5},
    "underline": {"Subtype": Name.Underline, "C": [1, 0, 0], "QuadPoints": QUADS},
    "strike-out": {"Subtype": Name.StrikeOut, "C": [1, 0, 0], "QuadPoints": QUADS},
    "squiggly": {"Subtype": Name.Squiggly, "C": [1, 0, 0], "QuadPoints": QUADS},
    "square": {"Subtype": Name.Square, "C": [1, 0, 0]},
    "filled square": {"Subtype": Name.Square, "C": [1, 0, 0], "IC": [0, 1, 0], "Border": [0, 0, 4]},
    "square of dashes": {"Subtype": Name.Square, "C": [1, 0, 0], "BS": Dictionary(W=3, S=Name.D, D=[6, 3])},
    "clear circle": {"Subtype": Name.Circle, "C": [1, 0, 0], "IC": [0, 1, 0], "CA": 0.4},
    "ink": {"Subtype": Name.Ink, "C": [1, 0, 0], "InkList": [[200, 500, 300, 560, 400, 500], [210, 510, 390, 520]]},
    "note": {"Subtype": Name.Text, "Rect": [200, 500, 220, 520], "Contents": "note"},
}


@pytest.mark.parametrize("name", BY_PDFIUM)
def test_what_pdfium_draws_is_drawn_as_pdfium_draws_it(name: str) -> None:
    data = marked(BY_PDFIUM[name], ground=b" 0.5 g 300 400 200 200 re f")
    bare = drawn(marked(ground=b" 0.5 g 300 400 200 200 re f"))[0]
    added = max(ImageStat.Stat(ImageChops.difference(drawn(data)[0], bare)).mean)
    assert added > 0
    assert max(differences(data)) < added / 20


def test_a_highlight_lets_through_what_it_lies_over() -> None:
    assert colour(marked(BY_PDFIUM["highlight"], ground=b" 0 g 300 400 200 200 re f"), 350, 530) == (0, 0, 0)
    assert colour(marked(BY_PDFIUM["highlight"]), 250, 530) == (255, 255, 0)


def test_what_lies_on_top_stays_on_top() -> None:
    low = {"Subtype": Name.Square, "C": [1, 0, 0], "IC": [1, 0, 0]}
    high = {"Subtype": Name.Polygon, "C": [0, 1, 0], "IC": [0, 1, 0], "Vertices": CORNERS}
    assert colour(marked(low, high), 300, 530) == GREEN
    assert colour(marked(high, low), 300, 530) == RED


def line(**keys: Any) -> dict[str, Any]:
    return {"Subtype": Name.Line, "C": [1, 0, 0], "L": [200, 500, 400, 500], **keys}


SHAPES: dict[str, tuple[dict[str, Any], tuple[float, ...] | None]] = {
    "line": (line(), (200, 499.5, 400, 500.5)),
    "thick line": (line(BS=Dictionary(W=6)), (200, 497, 400, 503)),
    "line with a lead": (line(LL=20), (199.5, 500, 400.5, 520.5)),
    "line with a lead and more": (line(LL=-20, LLE=5, LLO=3), (199.5, 472, 400.5, 497)),
    "line that ends in bars": (line(LE=[Name.Butt, Name.Butt]), (199.5, 497, 400.5, 503)),
    "line that ends in squares": (line(LE=[Name.Square, Name.Square]), (196.5, 496.5, 403.5, 503.5)),
    "line that ends in diamonds": (line(LE=[Name.Diamond, Name.Diamond]), (196.3, 496.3, 403.7, 503.7)),
    "line that ends in a circle": (line(LE=[Name.Circle, Name("/None")]), (196.5, 496.5, 400, 503.5)),
    "arrow": (line(LE=[Name("/None"), Name.OpenArrow], BS=Dictionary(W=3)), (200, 490, 403, 510)),
    "line of no colour": (line(C=[]), None),
    "line of no width": (line(BS=Dictionary(W=0)), None),
    "line of one point": (line(L=[200, 500, 200, 500]), None),
    "polygon of nothing": ({"Subtype": Name.Polygon, "Vertices": [1]}, None),
    "line that is none": (line(L=[200, 500]), None),
    "polyline": ({"Subtype": Name.PolyLine, "C": [1, 0, 0], "Vertices": CORNERS}, (200, 500, 400, 560)),
    "polygon": ({"Subtype": Name.Polygon, "IC": [1, 0, 0], "C": [], "Vertices": CORNERS}, (200, 500, 400, 560)),
    "caret": ({"Subtype": Name.Caret, "C": [1, 0, 0], "Rect": [200, 500, 220, 520]}, (200.7, 500, 219.3, 518.7)),
    "link": ({"Subtype": Name.Link, "Border": [0, 0, 6], "C": [1, 0, 0]}, (197, 497, 403, 563)),
    "link, by style": ({"Subtype": Name.Link, "BS": Dictionary(W=1), "C": [1, 0, 0]}, (200, 500, 400, 560)),
    "link, underlined": ({"Subtype": Name.Link, "BS": Dictionary(W=2, S=Name.U), "C": [1, 0, 0]}, (200, 499, 400, 501)),
    "link without a border": ({"Subtype": Name.Link, "Border": [0, 0, 0], "C": [1, 0, 0]}, None),
    "link with a border as broad as itself": ({"Subtype": Name.Link, "Border": [0, 0, 31], "C": [1, 0, 0]}, None),
    "link that says nothing of a border": ({"Subtype": Name.Link, "C": [1, 0, 0]}, None),
    "link of no colour": ({"Subtype": Name.Link, "Border": [0, 0, 1], "C": []}, None),
    "popup": ({"Subtype": Name.Popup, "Contents": "x"}, None),
    "hidden": ({"Subtype": Name.Square, "C": [1, 0, 0], "F": 2}, None),
    "note without extent": ({"Subtype": Name.Text, "Rect": [200, 500, 200, 500]}, (200, 500, 220, 520)),
    "not for viewing": (line(F=32), None),
    "invisible, but known": (line(F=1), (200, 499.5, 400, 500.5)),
    "unknown": ({"Subtype": Name.Unknown}, None),
    "film": ({"Subtype": Name.Movie}, None),
    "ink without strokes": ({"Subtype": Name.Ink, "InkList": []}, None),
    "stamp without a place": ({"Subtype": Name.Stamp, "Rect": [0, 0, 0, 0]}, None),
}  # fmt: skip


@pytest.mark.parametrize("name", SHAPES)
def test_where_there_is_ink(name: str) -> None:
    keys, box = SHAPES[name]
    assert inked(marked(keys)) == (None if box is None else about(*box))


def test_dashes_have_gaps() -> None:
    border = {"Subtype": Name.Link, "C": [1, 0, 0], "Border": [0, 0, 4, [20, 20]]}
    dashed = BY_PDFIUM["square"] | {"BS": Dictionary(W=4, S=Name.D, D=[20, 20])}
    whole = sum(ink(drawn(from_pdf(marked(border | {"Border": [0, 0, 4]}))[0])[0]).convert("L").histogram()[30:])
    for one in (border, line(BS=Dictionary(W=4, S=Name.D, D=[20, 20])), dashed):
        assert 0 < sum(ink(drawn(from_pdf(marked(one))[0])[0]).convert("L").histogram()[30:]) < 0.7 * whole


def test_opacity() -> None:
    ground = b" 0 0 1 rg 100 400 400 200 re f"
    assert colour(marked(line(CA=0.5, BS=Dictionary(W=20)), ground=ground), 300, 500) == pytest.approx(
        (128, 0, 128), abs=2
    )


POPPLER = ["line", "thick line", "arrow", "polyline", "polygon", "link", "line that ends in a circle"]


def by_poppler(data: bytes, folder: Path) -> Image.Image:
    (folder / "x.pdf").write_bytes(data)
    subprocess.run(["pdftoppm", "-r", str(DPI), "-png", "-singlefile", "x.pdf", "x"], cwd=folder, check=True)
    with Image.open(folder / "x.png") as picture:
        return picture.convert("RGB")


@pytest.mark.skipif(not which("pdftoppm"), reason="poppler is not installed")
@pytest.mark.parametrize("name", POPPLER)
def test_what_pdfium_does_not_draw_is_drawn_as_poppler_draws_it(name: str, tmp_path: Path) -> None:
    data = marked(SHAPES[name][0])
    theirs = ImageChops.difference(*(by_poppler(d, tmp_path) for d in (data, foreign.plain())))
    ours = ink(drawn(from_pdf(data)[0])[0])
    # Thin lines are put between dots by one and on dots by the other.
    assert ours.getbbox() == pytest.approx(theirs.getbbox(), abs=5)
    share = ImageStat.Stat(ours.convert("L")).mean[0] / ImageStat.Stat(theirs.convert("L")).mean[0]
    assert 0.6 < share < 1.6


def text(**keys: Any) -> dict[str, Any]:
    return {"Subtype": Name.FreeText, "DA": "/Helv 12 Tf 1 0 0 rg", "Contents": "a remark", **keys}


def words(data: bytes) -> str:
    with pypdfium2.PdfDocument(from_pdf(data)[0]) as pdf:
        return " ".join(pdf[0].get_textpage().get_text_range().split())


def test_a_remark_is_typed_in_its_frame() -> None:
    data = marked(text(C=[1, 1, 0]))
    assert words(data) == "a remark"
    assert inked(data) == about(*BOX)
    assert colour(data, 390, 510) == (255, 255, 0)
    assert colour(data, 300, 500.4)[1] < 100


def test_a_remark_is_set_in_lines_from_the_top() -> None:
    data = marked(text(Contents="one two three four five six seven eight nine ten", BS=Dictionary(W=0)))
    left, low, right, high = inked(data) or ()
    assert high == pytest.approx(557, abs=3)
    assert low == pytest.approx(531, abs=4)
    assert left == pytest.approx(201, abs=3)
    assert right < 400
    assert words(data).startswith("one two three")


def test_a_remark_may_say_more_of_how_it_looks() -> None:
    plain, styled = (
        inked(marked(text(BS=Dictionary(W=0), **more))) or () for more in ({}, {"DS": "font: bold 24.0pt Arial"})
    )
    assert styled[3] - styled[1] > 1.7 * (plain[3] - plain[1])
    data = marked(text(DS="color:#0000FF", BS=Dictionary(W=8)))
    assert colour(data, 300, 504) == (0, 0, 255)


def test_a_remark_points_to_what_it_is_about() -> None:
    data = marked(text(CL=[100, 450, 150, 530, 200, 530], LE=Name.OpenArrow))
    left, low, *_ = inked(data) or ()
    assert (left, low) == (pytest.approx(99, abs=3), pytest.approx(450, abs=3))
    assert words(data) == "a remark"


def test_a_remark_within_a_larger_place() -> None:
    assert inked(marked(text(RD=[20, 10, 30, 5]))) == about(220, 510, 370, 555)


@pytest.mark.parametrize(
    ("keys", "kind"),
    [
        ({"Subtype": Name.Stamp, "Name": Name.Approved}, "stamp"),
        ({"Subtype": Name.Redact, "QuadPoints": QUADS}, "redaction"),
        (text(Contents="備考"), "text"),
        (line(Cap=True, Contents="3 m"), "shape"),
        ({"Subtype": Name.Polygon, "Path": []}, "shape"),
    ],
)
def test_what_nobody_here_can_draw_is_refused(keys: dict[str, Any], kind: str) -> None:
    assert undrawn(marked(line(), keys)) == Note("undrawn", 1, (1,), (kind,))


def test_everything_that_cannot_be_drawn_is_told_at_once() -> None:
    data = marked({"Subtype": Name.Stamp}, text(Contents="備考"), {"Subtype": Name.Stamp})
    assert undrawn(data) == Note("undrawn", 3, (1,), ("stamp", "text"))


@pytest.mark.parametrize("side", [(190, 210), (390, 410)])
def test_both_ends_of_a_line_have_their_lead(side: tuple[int, int]) -> None:
    picture = drawn(from_pdf(marked(line(LL=20)))[0])[0].convert("L")
    left, right = (round(x * DPI / 72) for x in side)
    top, low = (round((foreign.A4[1] - y) * DPI / 72) for y in (515, 505))
    assert picture.crop((left, top, right, low)).getextrema()[0] < 200


ODD = [
    {"Subtype": Name.Line, "L": Name.X},
    {"Subtype": Name.Square, "C": Name.X, "BS": Name.X, "Border": [0, 0]},
    {"Subtype": Name.Ink, "InkList": [[1], Name.X, [200, 500, Name.X]]},
    {"Subtype": Name.Highlight, "QuadPoints": [1, 2, 3], "CA": Name.X},
    {"Subtype": Name.PolyLine, "Vertices": [1, 2, 3, 4, 5], "LE": 5, "BS": Dictionary(W=Name.X)},
    {"Subtype": Name.Link, "Border": [0, 0, 1, [0, 0]]},
    {"Subtype": Name.Link, "Border": [0, 0, 1, [-1]]},
    {"Subtype": 5},
    {"Subtype": Name.Square, "Rect": [1e9, 0, 2e9, 5]},
    {"Subtype": Name.FreeText, "DA": 5, "Contents": 5, "C": [2, 3]},
    {"Subtype": Name.Square, "AP": Name.X, "F": Name.X},
    {"Subtype": Name.FreeText, "CL": [100, 450, 150, 530], "LE": []},
    {"Subtype": Name.Square, "AP": Dictionary(N=Name.X)},
]  # fmt: skip


@pytest.mark.parametrize("keys", ODD)
def test_odd_ones_do_no_harm(keys: dict[str, Any]) -> None:
    assert from_pdf(marked(keys))[1] == 1
