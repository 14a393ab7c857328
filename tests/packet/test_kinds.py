"""Files of other kinds are named by what is in them, with what to do; the name alone decides nothing."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from typing import Any

import foreign
import pytest
from PIL import Image

from formgen.attachments import kinds
from formgen.attachments.intake import Given, take_in, take_picture
from formgen.ground.messages import MESSAGES
from formgen.ground.problems import Problem
from formgen.ground.terms import TERMS

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def zipped(*names: str, mimetype: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        if mimetype:
            made.writestr("mimetype", mimetype, zipfile.ZIP_STORED)
        for name in names:
            made.writestr(name, "<x/>")
    return out.getvalue()


def ole(*streams: str) -> bytes:
    return OLE + bytes(504) + b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in streams)


def media(brand: bytes) -> bytes:
    return b"\0\0\0\x18ftyp" + brand + b"\0\0\0\0mif1" + brand + bytes(100)


def tar() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as made:
        made.addfile(tarfile.TarInfo("a.pdf"))
    return out.getvalue()


def drawn(kind: str) -> bytes:
    return foreign.as_file(foreign.marked(), kind)


MAIL = b"Received: from a by b; Tue, 24 Nov 2026 10:00:00 +0900\r\nFrom: a@example.jp\r\nSubject: x\r\n\r\nx"
SAVED = b'From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n'

KINDS: dict[str, tuple[bytes, str, str]] = {
    "iphone": (media(b"heic"), "photo", "heic"),
    "heif": (media(b"mif1"), "photo", "heic"),
    "avif": (drawn("AVIF"), "photo", "avif"),
    "film": (media(b"qt  "), "film", "film"),
    "mp4": (media(b"isom"), "film", "film"),
    "webp": (drawn("WEBP"), "picture", "webp"),
    "gif": (drawn("GIF"), "picture", "gif"),
    "bmp": (drawn("BMP"), "picture", "bmp"),
    "jp2": (drawn("JPEG2000"), "picture", "jpeg-2000"),
    "svg": (b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>', "picture", "svg"),
    "docx": (zipped("[Content_Types].xml", "_rels/.rels", "word/document.xml"), "office", "word"),
    "xlsx": (zipped("[Content_Types].xml", "xl/workbook.xml"), "office", "excel"),
    "pptx": (zipped("[Content_Types].xml", "ppt/presentation.xml"), "office", "powerpoint"),
    "odt": (zipped("content.xml", mimetype="application/vnd.oasis.opendocument.text"), "office", "odt"),
    "ods": (zipped("content.xml", mimetype="application/vnd.oasis.opendocument.spreadsheet"), "office", "ods"),
    "doc": (ole("Root Entry", "WordDocument"), "office", "word"),
    "xls": (ole("Root Entry", "Workbook"), "office", "excel"),
    "ppt": (ole("Root Entry", "PowerPoint Document"), "office", "powerpoint"),
    "docx with a password": (ole("Root Entry", "EncryptionInfo", "EncryptedPackage"), "office", "locked"),
    "other ole": (ole("Root Entry"), "office", "office"),
    "msg": (ole("Root Entry", "__properties_version1.0"), "mail", "outlook"),
    "jtd": (ole("Root Entry", "\4JSRV_SegmentInformation", "DocumentText"), "print", "ichitaro"),
    "eml": (MAIL, "mail", "mail"),
    "mhtml": (SAVED, "page", "saved-page"),
    "html": (b"\r\n<!DOCTYPE html>\n<html><title>404</title>", "page", "html"),
    "html after a comment": (b"<!-- saved --><html>", "page", "html"),
    "zip": (zipped("scan.pdf"), "archive", "zip"),
    "empty zip": (zipped(), "archive", "zip"),
    "gzip": (gzip.compress(b"x"), "archive", "gzip"),
    "rar": (b"Rar!\x1a\x07\x01\0", "archive", "rar"),
    "7z": (b"7z\xbc\xaf\x27\x1c\0\4", "archive", "7z"),
    "lzh": (b"\x20\x00-lh5-" + bytes(20), "archive", "lzh"),
    "tar": (tar(), "archive", "tar"),
    "postscript": (b"%!PS-Adobe-3.0\n", "print", "postscript"),
    "rtf": (rb"{\rtf1\ansi", "print", "rich-text"),
    "xps": (zipped("[Content_Types].xml", "FixedDocSeq.fdseq"), "print", "xps"),
    "csv": ("氏名,国籍\n甲,乙\n".encode("cp932"), "text", "text"),
    "text": ("住民票の写し\n".encode(), "text", "text"),
    "euc": ("住民票の写し\n".encode("euc-jp"), "text", "text"),
    "utf-16": ("住民票".encode("utf-16"), "text", "text"),
    "binary": (bytes(range(256)) * 4, "", ""),
}


@pytest.mark.parametrize("name", KINDS)
def test_a_file_of_another_kind_is_known_by_what_is_in_it(name: str) -> None:
    data, group, kind = KINDS[name]
    assert not kinds.media_type(data)
    assert kinds.other_kind(data) == (group, kind)


def refused(data: bytes, name: str) -> Problem:
    (found,) = take_in(data, shown=name, pointer="/attachments/0/file")
    return found


@pytest.mark.parametrize("name", KINDS)
def test_it_is_named_with_what_to_do(name: str) -> None:
    data, group, kind = KINDS[name]
    found = refused(data, "scans/hanako.bin")
    assert found.key == (f"E-FILE.type-{group}" if group else "E-FILE.type")
    for lang in ("ja", "en"):
        assert "hanako" not in found.message(lang) + found.fix(lang)
        if kind:
            assert TERMS[f"file.{kind}"][lang == "en"] in found.message(lang)
        assert "PDF" in found.message(lang) + found.fix(lang)


def test_every_kind_has_words() -> None:
    known = {(group, kind) for group, kind, _ in kinds._BEGINNINGS} | {
        pair for _, *pair in KINDS.values() for pair in [tuple(pair)]
    }
    for group, kind in known - {("", "")}:
        assert f"E-FILE.type-{group}" in MESSAGES
        assert f"file.{kind}" in TERMS


def test_an_ending_that_promises_something_else_is_told() -> None:
    found = refused(KINDS["docx"][0], "scans/甲.PDF")
    assert found.message("ja").startswith("名前の終わりは「.pdf」ですが、中身はWordのファイルです")
    assert found.message("en").startswith("Its name ends in .pdf, but it is a Word file")
    found = refused(KINDS["docx"][0], "contract.docx")
    assert found.message("ja").startswith("Wordのファイルです")
    assert found.message("en").startswith("This is a Word file")


def test_docuworks_is_called_so_where_the_bytes_say_nothing() -> None:
    """No description says how such a file begins; by its name alone a known file is never called so."""
    assert "DocuWorks" in refused(KINDS["binary"][0], "a.xdw").message("ja")
    assert "Word" in refused(KINDS["docx"][0], "a.xdw").message("ja")
    assert refused(KINDS["binary"][0], "a.docx").key == "E-FILE.type"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("iphone", "E-FILE.type-photo"),
        ("webp", "E-FILE.type-picture"),
        ("docx", "E-PICTURE.type"),
        ("eml", "E-PICTURE.type"),
    ],
)
def test_a_photograph_of_another_kind_is_told_how_to_become_a_picture(name: str, key: str) -> None:
    found: Any = take_picture(Given(KINDS[name][0], "face.jpg", "/users/0/photo"))
    assert [p.key for p in found] == [key]


@pytest.mark.parametrize("before", [b"\n", b"\r\n \0", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_what_a_program_puts_before_a_picture_does_not_hide_it(before: bytes, kind: str) -> None:
    data = drawn(kind)
    assert kinds.media_type(before + data) == kinds.media_type(data) == f"image/{kind.lower()}"
    assert kinds.bare(before + data, kinds.media_type(data)) == data


def test_a_picture_within_something_else_is_not_taken_for_it() -> None:
    assert not kinds.media_type(b"FUJIFILMCCD-RAW " + bytes(100) + drawn("JPEG"))


def test_a_large_tiff_is_one() -> None:
    data = foreign.as_file(Image.new("L", (8, 8)), "TIFF", big_tiff=True)
    assert data.startswith((b"II+\0", b"MM\0+"))
    assert kinds.media_type(data) == "image/tiff"
