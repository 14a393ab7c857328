"""Foreign PDFs as A4 pages, read in this process: what is refused, what is noted, where the page comes to stand.

That a process apart does this, with limits, is the matter of test_intake.py.
"""

from __future__ import annotations

import io
import random
import zlib
from collections.abc import Callable
from typing import Any

import foreign
import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name

from formgen.attachments.found import Note, Unfit
from formgen.attachments.pdf.pages import from_pdf, on_a4
from formgen.attachments.pdf.placing import A4, NEARLY, TOP

BLUE = (20, 20, 120, 70)
"""The rectangle on each page of `foreign.pages`: left, low, right, high."""


def unfit(data: bytes) -> str:
    with pytest.raises(Unfit) as found:
        from_pdf(data)
    return str(found.value)


def notes(data: bytes) -> set[str]:
    return {note.word for note in from_pdf(data)[2]}


def changed(change: Callable[[pikepdf.Pdf], Any], *sizes: tuple[float, float]) -> bytes:
    pdf = foreign.pages(*(sizes or (A4,)))
    change(pdf)
    return foreign.saved(pdf)


def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(from_pdf(data)[0]))


def inked(data: bytes, page: int = 0) -> tuple[tuple[float, float], tuple[float, float, float, float]]:
    """The size of a page that was taken in, and where its ink is: left, low, right, high, to half a point."""
    sheet = pypdfium2.PdfDocument(from_pdf(data)[0])[page]
    picture = sheet.render(scale=4).to_pil().convert("L").point(lambda v: 255 if v < 200 else 0)
    x0, y0, x1, y1 = (v / 4 for v in picture.getbbox())
    high = picture.height / 4
    return sheet.get_size(), (x0, high - y1, x1, high - y0)


def near(*values: float) -> Any:
    return pytest.approx(values, abs=0.5)


# Refused


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (foreign.encrypted(), "encrypted"),
        (b"%PDF-1.7\n%%EOF", "damaged"),
        (b"%PDF-1.7\n", "cut-off"),
        (b"%PDF-1.7\n%%EOF" + b" " * 9000, "damaged"),
        (foreign.plain()[:-200], "cut-off"),
        (foreign.saved(pikepdf.new()), "no-pages"),
        (foreign.saved(foreign.pages(*[(10, 10)] * 2001)), "pages"),
    ],
)
def test_what_is_no_whole_document(data: bytes, word: str) -> None:
    assert unfit(data) == word


@pytest.mark.parametrize(("said", "word"), [("x: no pages found", "no-pages"), ("x: no root found", "damaged")])
def test_under_limits_a_document_without_pages_does_not_even_open(
    monkeypatch: pytest.MonkeyPatch, said: str, word: str
) -> None:
    def refuse(_: object) -> None:
        raise pikepdf.PdfError(said)

    monkeypatch.setattr(pikepdf, "open", refuse)
    assert unfit(b"%PDF-1.7\n%%EOF") == word


@pytest.mark.parametrize("tail", [b"", b" " * 9000, b"\0" * 50_000, b"<html>moved</html>\n" * 500])
def test_what_follows_the_end_is_passed_over(tail: bytes) -> None:
    assert from_pdf(foreign.plain().rstrip() + tail)[1:] == (1, set())


def test_a_report_of_many_pages_is_taken() -> None:
    assert from_pdf(foreign.saved(foreign.pages(*[A4] * 260)))[1] == 260


# Whole, though something is wrong with it


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (foreign.plain().replace(b"%%EOF", b""), set()),
        (foreign.plain().partition(b"startxref")[0], {"repaired"}),
        (foreign.plain().partition(b"xref")[0] + b"trailer << /Root 1 0 R >>", {"repaired"}),
        (b"X-Mailer: x\r\n\r\n" + foreign.plain(), set()),
    ],
    ids=["no end", "no startxref", "no table", "a header before it"],
)
def test_a_file_that_lost_nothing_is_taken(data: bytes, found: set[str]) -> None:
    taken, count, told = from_pdf(data)
    assert (count, {note.word for note in told}) == (1, found)
    with pikepdf.open(io.BytesIO(taken)) as pdf:
        assert b"re f" in pdf.pages[0].Contents.read_bytes()


def test_a_file_whose_trailer_leads_nowhere_is_put_together() -> None:
    """As most viewers do it; but of what is encrypted, nobody knows how."""
    lost = foreign.saved(foreign.pages(A4), object_stream_mode=pikepdf.ObjectStreamMode.disable)
    lost = lost.replace(b"/Root 1 0 R", b"/Root 99 0 R")
    assert Note("repaired") in from_pdf(lost)[2]
    assert unfit(lost.replace(b"/Size", b"/Encrypt 98 0 R /Size")) == "damaged"


def test_what_its_owner_protects_is_taken_without_the_password() -> None:
    pdf, count, found = from_pdf(foreign.restricted(modify_form=False, print_highres=False))
    assert (count, found) == (1, {Note("protected", kinds=("print-well", "fill-in"))})
    with pikepdf.open(io.BytesIO(pdf)) as taken:
        assert not taken.is_encrypted


LONG = zlib.compress(b"0 0 1 rg 20 20 100 50 re f %" + random.Random(1).randbytes(4000).hex().encode())


@pytest.mark.parametrize("several", [False, True])
@pytest.mark.parametrize("packed", [LONG[: len(LONG) // 2], LONG[:-9]], ids=["half", "without its last bytes"])
def test_a_page_that_breaks_off_is_refused(packed: bytes, several: bool) -> None:
    assert unfit(with_content(packed, several)) == "damaged"


FLUSHED = zlib.compressobj()
FLUSHED = FLUSHED.compress(zlib.decompress(LONG)) + FLUSHED.flush(zlib.Z_SYNC_FLUSH)


@pytest.mark.parametrize("several", [False, True])
@pytest.mark.parametrize(
    "packed", [LONG[:-4], LONG[:-1] + b"x", FLUSHED], ids=["no checksum", "wrong checksum", "no last part"]
)
def test_a_page_whose_end_alone_is_wrong_is_written_anew(packed: bytes, several: bool) -> None:
    taken, count, found = from_pdf(with_content(packed, several))
    assert (count, found) == (1, {Note("repaired")})
    with pikepdf.open(io.BytesIO(taken)) as pdf:
        contents = pdf.pages[0].Contents
        for part in contents if several else [contents]:
            assert part.read_bytes()
        assert not pdf.get_warnings()


def with_content(packed: bytes, several: bool) -> bytes:
    pdf = foreign.pages(A4)
    odd = pikepdf.Stream(pdf, packed, Filter=Name.FlateDecode)
    parts = Array([pdf.make_stream(b"0 g 20 20 100 50 re f"), pdf.make_indirect(odd)])
    pdf.pages[0].Contents = parts if several else odd
    return foreign.saved(pdf, stream_decode_level=pikepdf.StreamDecodeLevel.none)


@pytest.mark.parametrize("size", [(0.9, 842), (595, 0.9)])
def test_a_page_without_extent_is_refused(size: tuple[float, float]) -> None:
    assert unfit(changed(lambda pdf: pdf.pages[0].__setattr__("MediaBox", [0, 0, *size]))) == "damaged"


def test_a_page_of_one_point_is_a_page() -> None:
    assert from_pdf(changed(lambda pdf: pdf.pages[0].__setattr__("MediaBox", [0, 0, 1, 1])))[1] == 1


# Noted


@pytest.mark.parametrize(
    ("box", "found"),
    [
        ((0, 0, *A4), set()),
        ((8, 8, A4[0] - 8, A4[1] - 8), set()),
        ((NEARLY, 0, *A4), set()),
        ((9, 0, *A4), {"cropped"}),
        ((0, 0, A4[0], A4[1] - 9), {"cropped"}),
        ((A4[0], A4[1], 0, 0), set()),
    ],
)
def test_cropped_pages(box: tuple[float, ...], found: set[str]) -> None:
    assert notes(changed(lambda pdf: pdf.pages[1].__setattr__("CropBox", box), A4, A4)) == found


def test_a_pdf_that_was_mended_is_noted() -> None:
    assert notes(foreign.plain().replace(b"startxref\n", b"startxref\n9")) == {"repaired"}
    assert notes(foreign.plain()) == set()


def test_several_notes_at_once() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="x")
        pdf.pages[0].CropBox = [0, 0, 300, 300]

    assert notes(changed(change)) == {"scripts-removed", "cropped"}


# Made plain


def test_only_what_draws_the_page_is_kept() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0]
        page.Group = Dictionary(S=Name.Transparency)
        page.Metadata = pdf.make_stream(b"<secret/>")
        page.PieceInfo = Dictionary(X=Dictionary(Private=1))
        page.AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS="app.alert(1)"))
        page.TrimBox = [0, 0, 100, 100]

    with opened(changed(change)) as pdf:
        assert set(pdf.pages[0].keys()) == {"/Type", "/Parent", "/MediaBox", "/Resources", "/Contents", "/Group"}
        text = b"".join(o.unparse(resolved=True) for o in pdf.objects)
    assert b"secret" not in text
    assert b"alert" not in text


def test_a_mask_drawn_as_an_annotation_becomes_part_of_the_page() -> None:
    data = foreign.stamped()
    sheet = pypdfium2.PdfDocument(from_pdf(data)[0])[0]
    assert sheet.render(scale=1).to_pil().convert("RGB").getpixel((60, 800)) == (0, 0, 0)


def test_the_same_pages_give_the_same_bytes() -> None:
    data = foreign.saved(foreign.pages(A4, (1191, 842)))
    assert from_pdf(data)[0] == from_pdf(data)[0]


def test_names_and_small_things_are_packed() -> None:
    data = foreign.saved(foreign.pages(*[(100, 100)] * 40))
    assert b"/ObjStm" in from_pdf(data)[0]


# Placed


@pytest.mark.parametrize("size", [A4, A4[::-1], (A4[0] + 8, A4[1] - 8), (612, 842), (A4[1] - 8, A4[0] + 8)])
def test_a_page_that_is_nearly_a4_is_left_alone(size: tuple[float, float]) -> None:
    if size == (612, 842):
        size = (A4[0] + NEARLY - 0.1, A4[1] + NEARLY - 0.1)
    got, ink = inked(foreign.saved(foreign.pages(size)))
    assert got == near(*size)
    assert ink == near(*BLUE)


def lower_left(size: tuple[float, float], sheet: Any = A4, shrunk: bool = False) -> tuple[float, float]:
    """20 mm below the upper edge, or in the middle if that is less or the page had to be made smaller."""
    middle = (sheet[1] - size[1]) / 2
    return (sheet[0] - size[0]) / 2, middle if shrunk else max(middle, sheet[1] - TOP - size[1])


@pytest.mark.parametrize(
    ("size", "sheet", "ink"),
    [
        # Letter: a little wide, so centred and a little smaller
        ((612, 792), A4, (19.45, 55.25, 116.72, 103.9)),
        ((A4[0] + 9, A4[1]), A4, None),
        ((A4[0], A4[1] + 9), A4, None),
        # small ones keep their size, in the upper middle of an upright sheet
        ((200, 100), A4, (217.64, 705.2, 317.64, 755.2)),
        ((100, 200), A4, (267.64, 605.2, 347.64, 655.2)),
        ((590, 100), A4, None),
        # as wide as a sheet is, it is not turned; wider, it is
        ((595, 300), A4, None),
        ((595.276, 300), A4, None),
        ((700, 700), A4, None),
        ((600, 300), A4[::-1], (140.9, 258.6, 240.9, 308.6)),
        # too high for 20 mm above it: in the middle
        ((500, 800), A4, (67.64, 40.95, 167.64, 90.95)),
        ((1191, 842), A4[::-1], None),
        ((842, 1191), A4, None),
    ],
)
def test_other_sizes_are_fitted(size: tuple[float, float], sheet: tuple[float, float], ink: Any) -> None:
    got, found = inked(foreign.saved(foreign.pages(size)))
    assert got == near(*sheet)
    scale = min(1.0, sheet[0] / size[0], sheet[1] / size[1])
    left, low = lower_left((size[0] * scale, size[1] * scale), sheet, scale < 1)
    placed = (left + 20 * scale, low + 20 * scale, left + 120 * scale, low + 70 * scale)
    assert found == near(placed[0], placed[1], min(placed[2], left + size[0] * scale), placed[3])
    if ink:
        assert found == near(*ink)


def test_an_a4_page_that_lies_is_left_lying_and_its_turn_is_kept() -> None:
    data = changed(lambda pdf: pdf.pages[0].__setattr__("Rotate", 90))
    with opened(data) as pdf:
        assert int(pdf.pages[0].Rotate) == 90
    assert inked(data)[0] == near(*A4[::-1])


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turned_page_is_placed_as_it_is_seen(turn: int) -> None:
    """A small page, 200 by 100: its ink is low on the left, and goes round with the page."""
    wide, high = (200, 100) if turn % 180 == 0 else (100, 200)
    left, low = lower_left((wide, high))
    seen = {0: (20, 20, 120, 70), 90: (20, 80, 70, 180), 180: (80, 30, 180, 80), 270: (30, 20, 80, 120)}[turn]
    size, ink = inked(changed(lambda pdf: pdf.pages[0].__setattr__("Rotate", turn), (200, 100)))
    assert size == near(*A4)
    assert ink == near(left + seen[0], low + seen[1], left + seen[2], low + seen[3])


def test_only_what_is_seen_of_a_page_is_placed() -> None:
    """A window of 60 by 40 points, whose left half is ink."""
    data = changed(lambda pdf: pdf.pages[0].__setattr__("CropBox", [90, 25, 150, 65]), (400, 300))
    left, low = lower_left((60, 40))
    assert inked(data) == (near(*A4), near(left, low, left + 30, low + 40))


@pytest.mark.parametrize(("window", "sheet"), [((300, 300, 900, 700), A4[::-1]), ((300, 300, 700, 1200), A4)])
def test_a_large_window_is_placed_by_its_own_size(window: tuple[float, ...], sheet: tuple[float, float]) -> None:
    """Its lower left corner is ink, 100 by 50 points."""

    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].CropBox = window
        pdf.pages[0].Contents = pdf.make_stream(b"0 0 1 rg 300 300 100 50 re f")

    w, h = window[2] - window[0], window[3] - window[1]
    scale = min(1.0, sheet[0] / w, sheet[1] / h)
    left, low = lower_left((w * scale, h * scale), sheet, scale < 1)
    ink = near(left, low, left + 100 * scale, low + 50 * scale)
    assert inked(changed(change, (1500, 1500))) == (near(*sheet), ink)


def test_a_page_in_larger_units() -> None:
    """Half a sheet in units of two points: a sheet."""

    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].UserUnit = 2

    assert inked(changed(change, (A4[0] / 2, A4[1] / 2))) == (near(*A4), near(40, 40, 240, 140))
    size, ink = inked(changed(change, A4))
    assert size == near(*A4)
    assert ink == near(*BLUE)


@pytest.mark.parametrize(
    ("size", "turn", "unit", "lies"),
    [
        ((1000, 400), 0, 1, True),
        ((1000, 400), 90, 1, False),
        ((1000, 400), 180, 1, True),
        ((400, 1000), 90, 1, True),
        ((400, 1000), 270, 1, True),
        ((400, 1000), 180, 1, False),
        ((400, 200), 0, 1, False),
        ((400, 200), 0, 2, True),
        ((200, 400), 0, 2, False),
    ],
)
def test_the_sheet_lies_for_what_is_seen_lying_and_too_wide(size: Any, turn: int, unit: int, lies: bool) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Rotate = turn
        pdf.pages[0].UserUnit = unit

    assert inked(changed(change, size))[0] == near(*(A4[::-1] if lies else A4))


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("unit", [1, 2])
def test_where_a_page_was_put_is_told(turn: int, unit: int) -> None:
    """The page is ink all over."""
    pdf = foreign.pages((200, 100), A4)
    pdf.pages[0].Rotate, pdf.pages[0].UserUnit = turn, unit
    pdf.pages[0].Contents = pdf.make_stream(b"0 g 0 0 200 100 re f")
    place, as_it_is = on_a4(pdf).places
    assert as_it_is is None
    assert inked(foreign.saved(pdf))[1] == near(*place)


def test_boxes_may_be_given_the_other_way_round() -> None:
    data = changed(lambda pdf: pdf.pages[0].__setattr__("MediaBox", [200, 100, 0, 0]), (200, 100))
    assert inked(data)[1] == near(217.64, 705.2, 317.64, 755.2)
