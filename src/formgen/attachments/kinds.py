"""What a file is by its first bytes, never by its name: one that is taken, or one of another kind that has a name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

# Readers accept what some mail programs, scanners and printers put before the first byte.
_BEFORE = b"\0\t\n\r \xef\xbb\xbf"
_HEAD = 1024
# What an office file, an e-mail or a page says of itself stands this early.
_EARLY = 65_536


def media_type(data: bytes) -> str:
    """Of a file that is taken; empty for any other."""
    if b"%PDF-" in data[:_HEAD]:
        return "application/pdf"
    begin = data[:_HEAD].lstrip(_BEFORE)
    if begin.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if begin.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    # 43: of more than 4 GB, in other numbers (BigTIFF).
    return "image/tiff" if data[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+") else ""


def bare(data: bytes, kind: str) -> bytes:
    """A picture from its own first byte on."""
    return (
        data if kind == "image/tiff" else data[data.index({"image/jpeg": b"\xff\xd8", "image/png": b"\x89P"}[kind]) :]
    )


def other_kind(data: bytes) -> tuple[str, str]:
    """What a file that is not taken is: a group that has one thing to do (`office`), and its kind (`word`).

    Both are empty for bytes that nobody knows.
    """
    return next(_found(data), ("", ""))


def _found(data: bytes) -> Iterator[tuple[str, str]]:
    for group, kind, begins in _BEGINNINGS:
        if re.match(begins, data, re.DOTALL):
            yield group, kind
    if data.startswith(b"PK\x03\x04"):
        yield _in_a_zip(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        yield _in_an_old_office_file(data)
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        yield "text", "text"
    early = data[:_EARLY]
    if b"\0" not in early:
        yield from _of_letters(early)


_BEGINNINGS: tuple[tuple[str, str, bytes], ...] = (
    # ISO base media: the brand stands after `ftyp` (ISO/IEC 23008-12, AV1 Image File Format).
    ("photo", "avif", rb".{4}ftyp(avif|avis)"),
    ("photo", "heic", rb".{4}ftyp(hei[a-z]|hev[a-z]|mif1|msf1|mif2)"),
    ("film", "film", rb".{4}ftyp|\x1a\x45\xdf\xa3|RIFF.{4}AVI "),
    ("picture", "webp", rb"RIFF.{4}WEBP"),
    ("picture", "gif", rb"GIF8[79]a"),
    # The four reserved bytes keep a text that begins with BM apart.
    ("picture", "bmp", rb"BM.{4}\0\0\0\0"),
    ("picture", "jpeg-2000", rb"\0\0\0\x0cjP  \r\n\x87\n|\xff\x4f\xff\x51"),
    ("picture", "jpeg-xl", rb"\0\0\0\x0cJXL \r\n\x87\n|\xff\x0a"),
    ("picture", "photoshop", rb"8BPS\0[\x01\x02]"),
    ("print", "postscript", rb"%!|\x04%!|\xc5\xd0\xd3\xc6"),
    ("print", "rich-text", rb"\{\\rtf"),
    ("archive", "rar", rb"Rar!\x1a\x07"),
    ("archive", "7z", rb"7z\xbc\xaf\x27\x1c"),
    ("archive", "gzip", rb"\x1f\x8b\x08"),
    ("archive", "lzh", rb"..-lh[0-7d]-"),
    ("archive", "tar", rb".{257}ustar"),
    ("archive", "zip", rb"PK\x05\x06|PK\x07\x08"),
)

# By the names of the members, which stand in clear before each of them.
_OOXML = ((b"word/", "word"), (b"xl/", "excel"), (b"ppt/", "powerpoint"))
_ODF = (
    (b"opendocument.text", "odt"),
    (b"opendocument.spreadsheet", "ods"),
    (b"opendocument.presentation", "odp"),
    (b"opendocument", "opendocument"),
    (b"epub", "epub"),
)
_MEMBER = re.compile(rb"PK\x03\x04.{26}(word/|xl/|ppt/)|PK\x01\x02.{42}(word/|xl/|ppt/)", re.DOTALL)
_FIXED_PAGE = re.compile(rb"PK\x01\x02.{42}(?:FixedDocSeq\.fdseq|FixedDocumentSequence\.fdseq)", re.DOTALL)


def _in_a_zip(data: bytes) -> tuple[str, str]:
    # ISO 26300-3, 3.3: the first member is called mimetype, is not packed, and says which kind it is.
    if data[30:38] == b"mimetype":
        return next((("office", kind) for sign, kind in _ODF if sign in data[38:138]), ("archive", "zip"))
    if found := _MEMBER.search(data):
        return "office", dict(_OOXML)[found[1] or found[2]]
    return ("print", "xps") if _FIXED_PAGE.search(data) else ("archive", "zip")


# The entries of the directory of an OLE file, in UTF-16 (MS-CFB 2.6.1).
_STREAMS = (
    ("WordDocument", "office", "word"),
    ("Workbook", "office", "excel"),
    ("Book\0", "office", "excel"),
    ("PowerPoint Document", "office", "powerpoint"),
    ("EncryptedPackage", "office", "locked"),
    ("__properties_version1.0", "mail", "outlook"),
    ("JSRV_SegmentInformation", "print", "ichitaro"),
    ("DocumentText", "print", "ichitaro"),
)


def _in_an_old_office_file(data: bytes) -> tuple[str, str]:
    for name, group, kind in _STREAMS:
        if name.encode("utf-16-le") in data:
            return group, kind
    return "office", "office"


def _of_letters(early: bytes) -> Iterator[tuple[str, str]]:
    lower = early.lstrip(_BEFORE).lower()
    for group, kind, says in _SAYINGS:
        if says(lower):
            yield group, kind
    if _is_text(early):
        yield "text", "text"


_HEADERS = re.compile(
    rb"(?:from|to|subject|date|received|return-path|delivered-to|message-id|mime-version|x-[a-z-]+): "
)


def _is_mail(lower: bytes) -> bool:
    lines = lower[:8192].splitlines()
    named = {found[0] for line in lines if (found := _HEADERS.match(line))}
    return bool(lines) and bool(_HEADERS.match(lines[0])) and len(named) > 1


_SAYINGS: tuple[tuple[str, str, Callable[[bytes], bool]], ...] = (
    ("page", "saved-page", lambda lower: b"mime-version:" in lower[:2048] and b"multipart/related" in lower[:4096]),
    ("mail", "mail", _is_mail),
    (
        "page",
        "html",
        lambda lower: bool(
            re.match(rb"(?:<\?xml[^>]*>|<!--.*?-->|\s)*<(?:!doctype html|html|head|body)\b", lower, re.DOTALL)
        ),
    ),
    ("picture", "svg", lambda lower: b"<svg" in lower[:2048] and lower.startswith(b"<")),
)


def _is_text(early: bytes) -> bool:
    """Letters in an encoding that Japanese machines use; the last of them may be cut in two."""
    if any(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in early[:4096]):
        return False
    return any(_decodes(early, name) for name in ("utf-8", "cp932", "euc-jp"))


def _decodes(early: bytes, encoding: str) -> bool:
    for end in (len(early), -1, -2, -3):
        try:
            early[:end].decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False
