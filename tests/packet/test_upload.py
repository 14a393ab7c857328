"""The folder `upload/`: one PDF for each document that is handed in online, and what its names are."""

from __future__ import annotations

import io
import json
import re
import shutil
import struct
import unicodedata
import zipfile
from pathlib import Path
from typing import Any

import foreign
import pikepdf
import pypdf
import pypdfium2
import pytest

import formgen
from example_profiles import EXAMPLES, beside, example
from formgen.files.held import size_of
from formgen.filing.packet import Packet
from formgen.filing.upload import file_name
from formgen.outputs.merge import Bookmarked, merge
from formgen.outputs.zip import write_zip

MAIL = "usage-request-by-mail/profile"
# Windows takes none of these in a name (learn.microsoft.com, Naming Files, Paths, and Namespaces).
FORBIDDEN = set('<>:"/\\|?*') | {chr(n) for n in range(32)}


def packet(**change: Any) -> Packet:
    data = {**example(MAIL), "route": "online", **change}
    data["attachments"] = [a for a in data["attachments"] if a.get("file")]
    return formgen.make_packet(beside(MAIL, data), draft=True)


@pytest.fixture(scope="module")
def online() -> Packet:
    return packet()


def uploaded(made: Packet) -> list[Any]:
    return [e for e in made.entries if e.role == "upload"]


def pages(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


def test_every_sheet_and_document_is_there_once_in_the_order_of_filing(online: Packet) -> None:
    papers = [e for e in online.entries if e.role in ("sheet", "attachment")]
    found = uploaded(online)
    assert [e.path for e in found] == sorted(e.path for e in found)
    assert [(e.form, e.document, e.person, e.sha256) for e in found] == [
        (e.form, e.document, e.person, e.sha256) for e in papers
    ]


def test_what_a_file_was_made_of_is_told_once(online: Packet) -> None:
    assert [e for e in online.entries if e.original]
    assert [e for e in uploaded(online) if e.original or e.shrunk] == []


def test_names_are_the_words_of_the_office_with_number_and_place(online: Packet) -> None:
    assert [e.path for e in uploaded(online)][:4] == [
        "upload/01_必要書類チェックシート（新規利用申出用）（1人目の申出人）.pdf",
        "upload/02_誓約書（1人目の申出人）.pdf",
        "upload/03_在職証明書（1人目の申出人）.pdf",
        "upload/04_本人確認資料の写し（1人目の申出人）.pdf",
    ]


def test_no_name_of_a_file_holds_anything_personal(online: Packet) -> None:
    data = json.dumps(example(MAIL), ensure_ascii=False)
    values = {v for v in re.findall(r': "([^"]+)"', data) if len(v) > 1}
    for one in uploaded(online):
        title = one.path.removeprefix("upload/")
        assert not [v for v in values if v in title and v not in one.title]


def test_on_paper_there_is_no_such_folder() -> None:
    for route in ("mail", "counter"):
        data = {**example(MAIL), "route": route}
        made = formgen.make_packet(beside(MAIL, data), draft=True)
        assert not [name for name in made.files if name.startswith("upload")]


def test_several_scans_of_a_document_are_one_file_in_their_order(tmp_path: Path) -> None:
    shutil.copytree((EXAMPLES / MAIL).parent / "scans", tmp_path / "scans")
    (tmp_path / "two.pdf").write_bytes(foreign.saved(foreign.pages(foreign.A4, foreign.A4)))
    (tmp_path / "one.pdf").write_bytes(foreign.plain())
    data = {**example(MAIL), "route": "online"}
    given = {"document": "category-evidence", "issued_on": "2026-01-31"}
    others = [a for a in data["attachments"] if a.get("file") and a["document"] != "category-evidence"]
    data["attachments"] = [*others, {**given, "file": "two.pdf"}, {**given, "file": "one.pdf"}]
    made = formgen.make_packet(formgen.read_profile(data, folder=tmp_path), draft=True)
    single = [e for e in made.entries if e.role == "attachment" and e.document == "category-evidence"]
    (joined,) = [e for e in uploaded(made) if e.document == "category-evidence"]
    assert [e.pages for e in single] == [2, 1]
    assert (joined.pages, pages(made.files[joined.path])) == (3, 3)
    with pikepdf.open(io.BytesIO(made.files[joined.path])) as whole:
        drawn = [p.Contents.read_bytes() for p in whole.pages]
    parts = []
    for entry in single:
        with pikepdf.open(io.BytesIO(made.files[entry.path])) as part:
            parts += [p.Contents.read_bytes() for p in part.pages]
    assert drawn == parts


def test_a_signed_file_is_uploaded_as_it_came_also_beside_another_of_its_document(tmp_path: Path) -> None:
    shutil.copytree((EXAMPLES / MAIL).parent / "scans", tmp_path / "scans")
    (tmp_path / "signed.pdf").write_bytes(foreign.sealed())
    (tmp_path / "plain.pdf").write_bytes(foreign.plain())
    data = {**example(MAIL), "route": "online"}
    given = {"document": "category-evidence", "issued_on": "2026-01-31"}
    others = [a for a in data["attachments"] if a.get("file") and a["document"] != "category-evidence"]
    data["attachments"] = [*others, {**given, "file": "plain.pdf"}, {**given, "file": "signed.pdf"}]
    made = formgen.make_packet(formgen.read_profile(data, folder=tmp_path), draft=True)
    found = [made.files[e.path] for e in uploaded(made) if e.document == "category-evidence"]
    assert len(found) == 2
    assert found[1] == foreign.sealed()


def test_what_is_only_shown_or_kept_and_what_holds_the_papers_is_not_uploaded(online: Packet) -> None:
    needs = {s.form: s.line.filed for s in online.plan.sheets}
    needs |= {d.document: d.line.filed for d in online.plan.documents}
    assert all(needs[e.form or e.document] for e in uploaded(online))
    line = online.plan.sheets[0].line
    for change in ({"need": "show"}, {"need": "not-needed"}, {"wrapper": True}):
        assert not line.model_copy(update=change).filed


def test_the_limit_counts_what_is_uploaded(monkeypatch: pytest.MonkeyPatch, online: Packet) -> None:
    from formgen.filing import packet as module

    weights: list[int] = []

    def heavy(files: Any, limits: Any, fit: bool) -> Any:
        sizes = [size_of(one) for one in files]
        weights.extend(sizes)
        return upload_problems([*files, bytes(30_000_000)], limits, fit)

    upload_problems = module.upload_problems
    monkeypatch.setattr(module, "upload_problems", heavy)
    with pytest.raises(formgen.Refused) as refused:
        packet()
    assert "E-LIMIT.bytes" in {p.key for p in refused.value.problems}
    assert weights == [e.bytes for e in uploaded(online)]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("誓約書", "誓約書"),
        ('a<b>c:d"e/f\\g|h?i*j', "a＜b＞c：d”e／f＼g｜h？i＊j"),
        ("写し\n（\t\u200b裏\u202e）", "写し（裏）"),
        (" 写し. ", "写し"),
        ("ハ\u309aスポート", "パスポート"),
        ("𠮷" * 100, "𠮷" * 45),
        ("あ" * 61, "あ" * 60),
    ],
)
def test_a_title_becomes_a_name_that_every_system_takes(title: str, name: str) -> None:
    assert file_name(title) == name


def test_every_name_fits_on_windows(online: Packet) -> None:
    for name in online.files:
        for part in name.split("/"):
            assert not FORBIDDEN & set(part)
            assert not part.endswith((" ", "."))
            assert len(part.encode()) <= 255
            assert unicodedata.is_normalized("NFC", part)
        assert len(name) < 150


def test_japanese_names_in_a_zip_are_marked_as_unicode(online: Packet, tmp_path: Path) -> None:
    """Without the flag (bit 11) Windows reads a name in the code page of the system."""
    write_zip(tmp_path / "p.zip", online.contents)
    data = (tmp_path / "p.zip").read_bytes()
    names = []
    for header, at, name_at in ((b"PK\x01\x02", 8, 46), (b"PK\x03\x04", 6, 30)):
        found = {}
        for place in (m.start() for m in re.finditer(re.escape(header), data)):
            (flags,) = struct.unpack_from("<H", data, place + at)
            (length,) = struct.unpack_from("<H", data, place + name_at - (18 if header[2] == 1 else 4))
            raw = data[place + name_at : place + name_at + length]
            found[raw.decode()] = flags
        assert {name for name in found if not name.isascii()} == {e.path for e in uploaded(online)}
        assert all(flags & 0x800 for name, flags in found.items() if not name.isascii())
        names.append(sorted(found))
    with zipfile.ZipFile(tmp_path / "p.zip") as archive:
        assert names == [sorted(archive.namelist())] * 2
        assert len(set(archive.namelist())) == len(archive.namelist())
        assert archive.testzip() is None


def test_a_folder_with_uploads_is_replaced_as_any_packet(online: Packet, tmp_path: Path) -> None:
    for _ in range(2):
        online.write(tmp_path / "out", force=True)
    found = {p.relative_to(tmp_path / "out").as_posix() for p in (tmp_path / "out").rglob("*") if p.is_file()}
    assert found == set(online.files)


# Numbers of pages, as readers show them


def labels(pdf: bytes) -> list[str]:
    opened = pypdfium2.PdfDocument(pdf)
    shown = [opened.get_page_label(n) for n in range(len(opened))]
    assert list(pypdf.PdfReader(io.BytesIO(pdf)).page_labels) == shown
    return shown


def test_pages_are_numbered_by_the_number_of_their_file(online: Packet) -> None:
    papers = [e for e in online.entries if e.role in ("sheet", "attachment")]
    wanted = [f"{int(Path(e.path).name[:2])}-{page}" for e in papers for page in range(1, (e.pages or 0) + 1)]
    assert labels(online.pdf) == wanted


def test_papers_of_several_pages_and_headings_have_numbers_and_bookmarks_of_their_own() -> None:
    two, one = foreign.saved(foreign.pages(foreign.A4, foreign.A4)), foreign.plain()
    parts = [
        Bookmarked("甲", two, label="1-"),
        Bookmarked("見出し"),
        Bookmarked("乙", one, 1),
        Bookmarked("丙", two, label="3-"),
    ]
    made = merge(parts).read()
    assert labels(made) == ["1-1", "1-2", "3", "3-1", "3-2"]
    opened = pypdfium2.PdfDocument(made)
    found = [(b.get_title(), b.get_dest().get_index(), b.level) for b in opened.get_toc()]
    assert found == [("甲", 0, 0), ("見出し", 2, 0), ("乙", 2, 1), ("丙", 3, 0)]


def test_without_labels_pages_are_numbered_through() -> None:
    made = merge([Bookmarked("甲", foreign.plain())]).read()
    with pikepdf.open(io.BytesIO(made)) as opened:
        assert "/PageLabels" not in opened.Root
