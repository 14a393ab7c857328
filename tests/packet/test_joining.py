"""PDFs joined one after another: every page as it was, whatever their number, memory apart."""

from __future__ import annotations

import io
import tracemalloc
from decimal import Decimal
from itertools import accumulate
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from formgen import make_packet
from formgen.outputs.joining import Joined, join
from formgen.outputs.merge import Bookmarked, merge

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def packet() -> bytes:
    """Sheets, scans and pictures: all that a packet is made of."""
    return make_packet(ROOT / "examples/agent-request-by-mail/profile.json").pdf


def joined(*parts: Joined, title: str = "全部") -> bytes:
    out = io.BytesIO()
    join(parts, out, title=title)
    return out.getvalue()


def pictures(pdf: bytes) -> list[bytes]:
    with pdfium.PdfDocument(pdf) as document:
        return [bytes(page.render(scale=0.5).buffer) for page in document]


def small(pages: int, text: str = "x") -> bytes:
    """PDFs whose names and texts look like references."""
    pdf = pikepdf.new()
    for number in range(pages):
        pdf.add_blank_page(page_size=(200 + number, 300))
        page = pdf.pages[-1].obj
        page.Contents = pdf.make_stream(f"0.5 g 10 {10 + number} 50 50 re f".encode())
        page["/Odd Name"] = pikepdf.Array([1, 2.5, True, pikepdf.String("(3 0 R) \\ " + text), pikepdf.Name("/a b")])
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def test_every_page_looks_as_it_did(packet: bytes) -> None:
    both = joined(Joined("a", packet), Joined("b", small(2)), Joined("c", packet))
    assert pictures(both) == pictures(packet) + pictures(small(2)) + pictures(packet)
    with pikepdf.open(io.BytesIO(both)) as pdf:
        assert pdf.check_pdf_syntax() == []


def test_what_pages_share_is_written_once(packet: bytes) -> None:
    """Fonts and printed parts: each page with its own would be a file many times as large."""
    with pikepdf.open(io.BytesIO(packet)) as before, pikepdf.open(io.BytesIO(joined(Joined("a", packet)))) as after:
        assert len(after.objects) <= len(before.objects) + 10


def test_every_text_reads_as_it_did(packet: bytes) -> None:
    once = [page.extract_text() for page in PdfReader(io.BytesIO(packet)).pages]
    twice = [
        page.extract_text() for page in PdfReader(io.BytesIO(joined(Joined("a", packet), Joined("b", packet)))).pages
    ]
    assert twice == once * 2


@given(counts=st.lists(st.integers(1, 4), max_size=5), text=st.text(max_size=20))
@settings(max_examples=40, deadline=None)
def test_any_number_of_files(counts: list[int], text: str) -> None:
    out = io.BytesIO()
    text = text.encode("utf-8", "ignore").decode()
    parts = [Joined(f"{text}{n}", small(n, text), ((text, n - 1),), f"{n}-") for n in counts]
    assert join(parts, out, title=text) == tuple(counts)
    with pikepdf.open(out) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert len(pdf.pages) == sum(counts)
        assert str(pdf.docinfo["/Title"]) == text
        for start, part in zip(accumulate([0, *counts]), parts, strict=False):
            odd = pdf.pages[start].obj["/Odd Name"]
            assert [odd[0], float(odd[1]), odd[2], str(odd[3]), str(odd[4])] == [
                1,
                2.5,
                True,
                "(3 0 R) \\ " + text,
                "/a b",
            ]
            assert pdf.pages[start].label == f"{part.label}1"
        with pdf.open_outline() as outline:
            pages = {page.objgen: number for number, page in enumerate(pdf.pages)}
            told = [(m.title, pages[m.destination[0].objgen]) for m in outline.root]
            below = [(m.children[0].title, pages[m.children[0].destination[0].objgen]) for m in outline.root]
        starts = list(accumulate([0, *counts]))[:-1]
        assert told == [(p.title, s) for p, s in zip(parts, starts, strict=True)]
        assert below == [(text, s + n - 1) for s, n in zip(starts, counts, strict=True)]


def test_the_same_parts_give_the_same_bytes_and_others_another_identifier() -> None:
    one, other = joined(Joined("a", small(2))), joined(Joined("a", small(3)))
    assert one == joined(Joined("a", small(2)))
    assert PdfReader(io.BytesIO(one)).trailer["/ID"] != PdfReader(io.BytesIO(other)).trailer["/ID"]


def test_what_acts_by_itself_stays_out() -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.pages[0].obj["/AA"] = pikepdf.Dictionary(O=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)"))
    out = io.BytesIO()
    pdf.save(out)
    assert b"JavaScript" not in joined(Joined("a", out.getvalue()))


def test_fonts_and_pictures_may_have_any_name() -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(200, 300))
    page = pdf.pages[0].obj
    font = pdf.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont="/Courier")
    )
    named = dict.fromkeys(("/B", "/AA", "/Parent", "/Thumb", "/Metadata", "/PieceInfo", "/StructParents"), font)
    page.Resources = pikepdf.Dictionary(Font=pdf.make_indirect(pikepdf.Dictionary(named)))
    page.Contents = pdf.make_stream(b"BT /B 20 Tf 20 100 Td (bold) Tj ET")
    out = io.BytesIO()
    pdf.save(out)
    with pikepdf.open(io.BytesIO(joined(Joined("a", out.getvalue())))) as both:
        assert set(both.pages[0].Resources.Font.keys()) == set(named)
        assert both.check_pdf_syntax() == []


def test_values_of_every_kind_stay_what_they_are() -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.pages[0].obj["/Odd"] = pikepdf.Array([True, False, None, 0, -7, Decimal("-0.00001")])
    out = io.BytesIO()
    pdf.save(out)
    with pikepdf.open(io.BytesIO(joined(Joined("a", out.getvalue())))) as both:
        assert both.pages[0].obj["/Odd"].as_list() == [True, False, None, 0, -7, Decimal("-0.00001")]


def test_memory_does_not_grow_with_the_files() -> None:
    """What is counted is Python's own; pikepdf closes each file before the next one is opened."""
    pdf = merge([Bookmarked("x", small(4))]).read()

    class Nowhere:
        def write(self, data: bytes, /) -> int:
            return len(data)

    def peak(count: int) -> int:
        tracemalloc.start()
        try:
            join((Joined(str(n), pdf) for n in range(count)), Nowhere(), title="x")
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(2)
    # A bookmark and numbers for each, less than its pages by far.
    assert peak(200) - peak(20) < 180 * 3000


def test_a_file_that_no_table_of_places_can_hold_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("formgen.outputs.joining._FURTHEST", 2000)
    with pytest.raises(OverflowError):
        joined(Joined("a", small(40)))
