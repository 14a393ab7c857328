"""--print: packets in the order given, a separator before each, all pages counted."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest

from formgen import Packet, Refused, make_packet
from formgen.batch.printing import _FORMS, print_all
from formgen.library import open_library
from formgen.library.lint import lint_library

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def packet() -> Packet:
    return make_packet(ROOT / "examples/usage-request-by-mail/profile.json")


@pytest.fixture(scope="module")
def fees() -> Packet:
    return make_packet(ROOT / "examples/fee-sheets/profile.json")


def texts(path: Path) -> list[str]:
    with pdfium.PdfDocument(path) as document:
        return [page.get_textpage().get_text_range() for page in document]


def test_a_folder_a_zip_and_a_pdf(packet: Packet, fees: Packet, tmp_path: Path) -> None:
    places = [("0003_髙橋", tmp_path / "a"), ("0004", tmp_path / "b.zip"), ("0005", tmp_path / "c.pdf")]
    for (_, place), made in zip(places, (packet, fees, packet), strict=True):
        made.write(place)
    pile = print_all(places, tmp_path / "all.pdf")
    sizes = [len(texts(tmp_path / "c.pdf")), _pages(fees), _pages(packet)]
    assert (pile.packets, pile.separators, pile.pages, pile.problems) == (3, 3, sum(sizes), ())
    assert (tmp_path / "all.pdf").stat().st_mode & 0o777 == 0o600
    read = texts(tmp_path / "all.pdf")
    starts = [0, sizes[0] + 1, sizes[0] + sizes[1] + 2]
    assert len(read) == sum(sizes) + 3
    for number, (start, (name, _)) in enumerate(zip(starts, places, strict=True), 1):
        assert "提出する書類には入れません" in read[start]
        assert name in read[start]
        assert read[start].split().index(str(number)) < read[start].split().index("3") or number == 3
    # One PDF says nothing of itself; a folder and a zip do.
    assert "𠮷田 太郎、NGUYỄN THỊ HƯƠNG" in read[0]
    assert "手数料納付書" in read[starts[1]]
    assert "株式会社さくら精機" not in read[starts[2]]
    assert read[1 : 1 + sizes[0]] == texts(tmp_path / "c.pdf")


def _pages(made: Packet) -> int:
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        return len(pdf.pages)


def test_bookmarks_lead_to_the_papers(packet: Packet, tmp_path: Path) -> None:
    packet.write(tmp_path / "a")
    print_all([("x", tmp_path / "a")], tmp_path / "all.pdf")
    with pikepdf.open(tmp_path / "all.pdf") as pdf, pdf.open_outline() as outline:
        pages = {page.objgen: number for number, page in enumerate(pdf.pages)}
        first, second = outline.root
        assert (first.title, pages[first.destination[0].objgen]) == ("1. x", 0)
        papers = [e for e in packet.entries if e.role in ("sheet", "attachment")]
        assert len(second.children) == len(papers)
        at = 1
        for entry, mark in zip(papers, second.children, strict=True):
            assert pages[mark.destination[0].objgen] == at
            assert entry.title in mark.title
            at += entry.pages or 0


def test_papers_of_several_pages(tmp_path: Path) -> None:
    made = make_packet(ROOT / "examples/additional-request-online/profile.json")
    made.write(tmp_path / "a")
    print_all([("x", tmp_path / "a")], tmp_path / "all.pdf")
    papers = [e for e in made.entries if e.role in ("sheet", "attachment")]
    starts = [1 + sum(e.pages or 0 for e in papers[:number]) for number in range(len(papers))]
    assert starts != list(range(1, len(papers) + 1))
    with pikepdf.open(tmp_path / "all.pdf") as pdf, pdf.open_outline() as outline:
        pages = {page.objgen: number for number, page in enumerate(pdf.pages)}
        assert [pages[mark.destination[0].objgen] for mark in outline.root[1].children] == starts
    assert {str(len(papers)), str(_pages(made))} <= set(texts(tmp_path / "all.pdf")[0].split())


def test_a_name_no_font_has_is_told_and_printed_without(fees: Packet, tmp_path: Path) -> None:
    fees.write(tmp_path / "a")
    pile = print_all([("하나", tmp_path / "a")], tmp_path / "all.pdf")
    assert [p.key for p in pile.problems] == ["W-BATCH.separator"]
    assert "手数料納付書" not in texts(tmp_path / "all.pdf")[0]
    assert pile.separators == 1


def test_many_people_go_on_on_another_page(fees: Packet, tmp_path: Path) -> None:
    import json

    fees.write(tmp_path / "a")
    manifest = json.loads((tmp_path / "a/manifest.json").read_text(encoding="utf-8"))
    manifest["people"] = [f"髙橋 花子{n}" for n in range(200)]
    (tmp_path / "a/manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    pile = print_all([("x", tmp_path / "a")], tmp_path / "all.pdf")
    read = "".join(texts(tmp_path / "all.pdf")[: pile.separators])
    assert pile.separators > 1
    assert pile.problems == ()
    # A name may go on in the next line, or on the next page, below its head.
    read = re.sub("仕切り別紙１（[0-9]／[0-9]）人", "", "".join(read.split()))
    assert all(f"髙橋花子{n}" in read for n in range(200))


@pytest.mark.parametrize("what", ["nothing", "folder", "zip"])
def test_what_is_no_packet_is_refused_and_nothing_written(what: str, tmp_path: Path) -> None:
    path = tmp_path / ("a.zip" if what == "zip" else "a")
    if what == "folder":
        path.mkdir()
    elif what == "zip":
        path.write_bytes(b"PK")
    with pytest.raises(Refused) as refused:
        print_all([("x", path)], tmp_path / "all.pdf")
    assert [p.code for p in refused.value.problems] == ["E-PACKET"]
    assert path.name not in [part for p in refused.value.problems for part in str(p.words["path"]).split("/")]
    assert not (tmp_path / "all.pdf").exists()


def test_a_pile_that_no_pdf_can_hold_is_refused(fees: Packet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("formgen.outputs.joining._FURTHEST", 2000)
    fees.write(tmp_path / "a")
    with pytest.raises(Refused) as refused:
        print_all([("x", tmp_path / "a")], tmp_path / "all.pdf")
    assert [p.key for p in refused.value.problems] == ["E-BATCH.pile-too-large"]
    assert not (tmp_path / "all.pdf").exists()


def test_nothing_is_wrong_with_the_separator() -> None:
    """Its form is held to what all forms are, though it lies elsewhere."""
    assert lint_library(open_library(_FORMS)) == ()
