from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import time
from pathlib import Path

import foreign
import pikepdf
import pypdf
import pytest

from formgen.attachments.pdf.pages import from_pdf
from formgen.outputs.merge import Bookmarked, merge

PARTS = [
    Bookmarked("書類", foreign.plain()),
    Bookmarked("添付", level=0),
    Bookmarked("本人確認資料の写し（髙橋 花子）", foreign.saved(foreign.pages(foreign.A4, foreign.A4)), 1),
    Bookmarked("𠮷田 太郎", foreign.plain(), 1),
    Bookmarked("次", foreign.plain()),
]


def merged(parts: list[Bookmarked], **how: str) -> bytes:
    return merge(parts, **how).read()


def page_count(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


def test_pages_stand_in_order_under_their_bookmarks():
    packet = merged(PARTS, title="利用申出")
    assert page_count(packet) == 5
    reader = pypdf.PdfReader(io.BytesIO(packet))

    def tree(items):
        return [tree(i) if isinstance(i, list) else (i.title, reader.get_destination_page_number(i)) for i in items]

    assert tree(reader.outline) == [
        ("書類", 0),
        ("添付", 1),
        [("本人確認資料の写し（髙橋 花子）", 1), ("𠮷田 太郎", 3)],
        ("次", 4),
    ]
    assert (reader.metadata.title, reader.metadata.producer) == ("利用申出", "formgen")
    root = reader.trailer["/Root"]
    assert (root["/Lang"], root["/PageMode"]) == ("ja-JP", "/UseOutlines")
    assert root["/ViewerPreferences"] == {"/DisplayDocTitle": True}


def test_what_is_drawn_is_not_touched_and_nothing_is_left_over():
    with pikepdf.open(io.BytesIO(foreign.plain())) as one, pikepdf.open(io.BytesIO(merged(PARTS))) as packet:
        drawn = one.pages[0].Contents.read_raw_bytes()
        assert all(p.Contents.read_raw_bytes() == drawn for p in packet.pages)
        assert set(packet.Root.keys()) == {
            "/Type", "/Pages", "/Lang", "/Outlines", "/PageMode", "/ViewerPreferences",
        }  # fmt: skip
        assert set(packet.docinfo.keys()) == {"/Title", "/Producer"}
        assert not packet.check_pdf_syntax()


@pytest.mark.parametrize("key", ["StructParents", "AA", "PieceInfo", "Thumb", "B", "Metadata"])
def test_what_acts_by_itself_or_points_into_another_document_is_left_out(key):
    pdf = foreign.pages(foreign.A4)
    pdf.pages[0][f"/{key}"] = pikepdf.Dictionary()
    with pikepdf.open(io.BytesIO(merged([Bookmarked("一", foreign.saved(pdf))]))) as packet:
        assert f"/{key}" not in packet.pages[0]


def test_one_part_and_no_part():
    assert page_count(merged([Bookmarked("一", foreign.plain())])) == 1
    assert page_count(merged([])) == 0


def test_without_a_title_the_first_part_gives_it():
    def title(packet):
        with pikepdf.open(io.BytesIO(packet)) as opened:
            return str(opened.docinfo["/Title"])

    assert title(merged(PARTS)) == "書類"
    assert title(merged([Bookmarked("一", foreign.plain())], title="二")) == "二"
    assert title(merged([])) == ""


def test_a_heading_at_the_end_points_at_the_last_page():
    reader = pypdf.PdfReader(io.BytesIO(merged([*PARTS, Bookmarked("終")])))
    assert reader.outline[-1].title == "終"
    assert reader.get_destination_page_number(reader.outline[-1]) == 4


def test_a_level_without_one_above_it_hangs_below_the_last_bookmark():
    parts = [
        Bookmarked("甲", foreign.plain()),
        Bookmarked("乙", foreign.plain(), 3),
        Bookmarked("丙", foreign.plain(), 1),
    ]
    with pikepdf.open(io.BytesIO(merged(parts))) as packet, packet.open_outline() as outline:
        (first,) = outline.root
        assert [child.title for child in first.children] == ["乙", "丙"]


def test_the_same_parts_give_the_same_bytes_a_second_later():
    scan = foreign.saved(foreign.pages((300, 200)))
    made, taken = merged(PARTS, title="一"), from_pdf(scan)
    time.sleep(1.1)
    assert merged(PARTS, title="一") == made
    assert from_pdf(scan) == taken


def test_names_and_small_things_are_packed():
    assert b"/ObjStm" in merged(PARTS)


SCRIPT = """
import foreign
from formgen.outputs.merge import Bookmarked, merge
from formgen.attachments.intake import take_in
picture = foreign.as_file(foreign.marked(), "JPEG")
scan = take_in(picture, shown="x", pointer="").pdf
a3 = take_in(foreign.saved(foreign.pages((1191, 842)), deterministic_id=True), shown="x", pointer="").pdf
plain = foreign.saved(foreign.pages(foreign.A4), deterministic_id=True)
parts = [Bookmarked("書類", plain), Bookmarked("写し", scan, 1)]
print(merge([*parts, Bookmarked("表", a3, 1)]).sha256)
"""


def test_the_same_bytes_whatever_the_surroundings(tmp_path):
    seen = set()
    for seed, zone, language, place in (
        ("0", "UTC", "C", tmp_path),
        ("1", "Asia/Tokyo", "ja_JP.UTF-8", Path.cwd()),
        ("77", "America/St_Johns", "tr_TR.UTF-8", Path("/")),
    ):
        surroundings = {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": language, "PYTHONUTF8": "1"}
        paths = os.pathsep.join([str(Path(__file__).parent), *sys.path])
        run = subprocess.run(
            [sys.executable, "-c", SCRIPT],
            env={**os.environ, **surroundings, "PYTHONPATH": paths},
            cwd=place,
            capture_output=True,
            check=True,
        )
        seen.add(run.stdout)
    assert len(seen) == 1
    assert len(seen.pop().strip()) == hashlib.sha256().digest_size * 2
