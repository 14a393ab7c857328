"""What is drawn is read back as typed, by every reader, and the same input gives the same file."""

from __future__ import annotations

import gc
import io
import re
import weakref
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formgen.pdf.deflate import stream
from formgen.pdf.document import PdfDocument
from formgen.typeface import CORE, RARE, MissingGlyphs, clusters, face, runs
from readers import pdfium_texts, pypdf_texts

NAMES = [
    "髙橋花子",
    "\U00020bb7田",
    "\U00020b9f",
    "邊\U000e0102",
    "葛\U000e0100",
    "辻\U000e0100",
    "\ufa19",
    "Nguyễn",
    "Nguye\u0302\u0303n",
    "Şahin",
    "Łukasz",
    "Иван",
    "か\u3099",
]


A4 = (595.276, 841.89)


def operators(doc: PdfDocument, x: float, y: float, text: str, style: str = "mincho") -> Iterator[str]:
    for run in runs(text, style):
        codes = doc.fonts[run.face]
        yield f"BT /{codes.name} 10 Tf {x:g} {y:g} Td <{codes.encode(run.text)}> Tj ET"
        x += 10 * face(run.face).width(run.text)


def put_page(doc: PdfDocument, drawn: Iterable[str]) -> None:
    doc.put_page((doc.put(stream("\n".join(drawn).encode("latin-1"))),), A4)


def document(lines: Iterable[str]) -> bytes:
    target = io.BytesIO()
    doc = PdfDocument(target, {})
    put_page(doc, [word for place, line in enumerate(lines) for word in operators(doc, 50, 800 - 20 * place, line)])
    doc.close()
    return target.getvalue()


def read_pdfium(data: bytes) -> str:
    return "\n".join(pdfium_texts(data))


def read_pypdf(data: bytes) -> str:
    return "\n".join(pypdf_texts(data))


@pytest.mark.parametrize("read", [read_pdfium, read_pypdf])
def test_names_read_back(read: Any) -> None:
    assert read(document(NAMES)).split() == NAMES


def test_names_read_back_by_poppler(poppler_text: Any) -> None:
    assert poppler_text(document(NAMES)).split() == NAMES


def test_file_is_sound() -> None:
    data = document(NAMES)
    assert data == document(NAMES)
    for unwanted in (b"Helvetica", b"ASCII85", b"/Type1"):
        assert unwanted not in data
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert pdf.check_pdf_syntax() == []
        fonts = pdf.pages[0].Resources.Font
        assert len(fonts) == 4
        for font in fonts.values():
            _check_font(font)
        _check_codes(pdf.pages[0].Contents.read_bytes(), fonts)


def _check_font(font: Any) -> None:
    below = font.DescendantFonts[0]
    assert re.fullmatch(r"/[A-Z]{6}\+[A-Za-z-]+", str(font.BaseFont))
    assert font.BaseFont == below.BaseFont == below.FontDescriptor.FontName
    assert font.Encoding == "/Identity-H"
    assert below.CIDToGIDMap == "/Identity"
    assert below.DW == 1000
    file = below.FontDescriptor.FontFile2
    assert len(file.read_bytes()) == file.Length1


def _check_codes(content: bytes, fonts: Any) -> None:
    for name, code in re.findall(rb"/(F\d+) 10 Tf [^<]*<([0-9A-F]*)>", content):
        count = fonts["/" + name.decode()].ToUnicode.read_bytes().count(b"> <") - 1
        cids = [int(code[place : place + 4], 16) for place in range(0, len(code), 4)]
        assert all(1 <= cid <= count for cid in cids)


def test_widths_in_the_file_are_those_of_the_font() -> None:
    text = "Aiễ W"
    with pikepdf.open(io.BytesIO(document([text]))) as pdf:
        below = next(iter(pdf.pages[0].Resources.Font.values())).DescendantFonts[0]
        first, widths = below.W
    font = face("NotoSerif-Light")
    assert first == 1
    assert [float(width) for width in widths] == [round(1000 * font.advance(part), 3) for part in text]


def test_codes_run_from_one_and_repeat() -> None:
    codes = PdfDocument(io.BytesIO(), {}).fonts["BIZUDMincho-Regular"]
    assert codes.encode("山山田葛葛\U000e0100") == "000100010002" + "00030004"
    assert codes.encode("が" + "か\u3099") == "00050006"
    assert codes.encode("田") == "0002"
    assert codes.name == "F1"


def test_missing_is_refused() -> None:
    doc = PdfDocument(io.BytesIO(), {})
    with pytest.raises(MissingGlyphs) as caught:
        doc.fonts["BIZUDMincho-Regular"].encode("山\U00020bb7")
    assert caught.value.clusters == ("\U00020bb7",)


def test_finished_document_takes_nothing_new() -> None:
    doc = PdfDocument(io.BytesIO(), {})
    codes = doc.fonts["BIZUDMincho-Regular"]
    assert codes.encode("山") == "0001"
    doc.close()
    assert codes.encode("山") == "0001"
    with pytest.raises(ValueError, match="finished"):
        codes.encode("川")


def test_documents_do_not_touch_each_other() -> None:
    expected = [document([line]) for line in NAMES]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda line: document([line]), NAMES * 8)) == expected * 8


def test_nothing_is_kept_of_a_document() -> None:
    doc = PdfDocument(io.BytesIO(), {})
    put_page(doc, operators(doc, 50, 50, "山田"))
    doc.close()
    gone = weakref.ref(doc)
    del doc
    gc.collect()
    assert gone() is None


def test_what_is_ready_does_not_wait_for_the_end() -> None:
    target = io.BytesIO()
    doc = PdfDocument(target, {})
    put_page(doc, operators(doc, 50, 50, "山田"))
    assert b"/Type /Page " in target.getvalue()


def _covered() -> st.SearchStrategy[tuple[str, list[str]]]:
    return st.sampled_from(CORE + RARE).flatmap(
        lambda name: st.tuples(st.just(name), st.lists(_cluster(name), max_size=150))
    )


def _cluster(name: str) -> st.SearchStrategy[str]:
    index = face(name).index
    single = st.sampled_from(index.chars).map(chr)
    if not index.sequences:
        return single
    return single | st.sampled_from(index.sequences).map(sequence)


def sequence(key: int) -> str:
    number = key & 0xFF
    return chr(key >> 8) + chr(0xFE00 + number if number < 16 else 0xE0100 + number - 16)


@settings(max_examples=60, deadline=None)
@given(_covered())
def test_any_covered_text_survives(case: tuple[str, list[str]]) -> None:
    name, parts = case
    text = "".join(parts)
    target = io.BytesIO()
    doc = PdfDocument(target, {})
    code = doc.fonts[name].encode(text)
    put_page(doc, ())
    doc.close()
    with pikepdf.open(target) as pdf:
        table = _to_unicode(pdf)
    assert "0000" not in [code[place : place + 4] for place in range(0, len(code), 4)]
    assert "".join(table[code[place : place + 4]] for place in range(0, len(code), 4)) == text


def _to_unicode(pdf: Any) -> dict[str, str]:
    fonts = [entry for entry in pdf.objects if isinstance(entry, pikepdf.Dictionary) and "/ToUnicode" in entry]
    if not fonts:
        return {}
    cmap = fonts[0].ToUnicode.read_bytes().decode("ascii")
    assert all(int(size) <= 100 for size in re.findall(r"(\d+) beginbfchar", cmap))
    pairs = re.findall(r"^<([0-9A-F]{4})> <([0-9A-F]+)>$", cmap, re.MULTILINE)
    return {code: bytes.fromhex(value).decode("utf-16-be") for code, value in pairs}


def _everything(name: str) -> list[str]:
    index = face(name).index
    singles = [chr(char) for char in index.chars if chr(char).strip()]
    return singles + [sequence(key) for key in index.sequences]


def _sheet(name: str, parts: Sequence[str]) -> bytes:
    """Draw each cluster in a cell of its own, 40 to a line."""
    target = io.BytesIO()
    doc = PdfDocument(target, {})
    codes = doc.fonts[name]
    for start in range(0, len(parts), 1600):
        drawn = []
        for place, part in enumerate(parts[start : start + 1600]):
            x, y = 20 + 14 * (place % 40), 810 - 20 * (place // 40)
            drawn.append(f"BT /{codes.name} 8 Tf {x} {y} Td <{codes.encode(part)}> Tj ET")
        put_page(doc, drawn)
    doc.close()
    return target.getvalue()


PDFIUM_SPELLS_OUT = dict(zip(map(ord, "ﬀﬁﬂﬃﬄﬅﬆ"), ("ff", "fi", "fl", "ffi", "ffl", "ſt", "st"), strict=True))


@pytest.mark.slow
@pytest.mark.parametrize("name", CORE + RARE)
def test_everything_claimed_reads_back(name: str, poppler_text: Any) -> None:
    """Every character and every variation sequence of every font, by three readers."""
    parts = _everything(name)
    for start in range(0, len(parts), 16000):
        piece = parts[start : start + 16000]
        sheet, whole = _sheet(name, piece), "".join(piece)
        assert clusters(re.sub(r"\s", "", read_pdfium(sheet))) == clusters(whole.translate(PDFIUM_SPELLS_OUT))
        assert re.sub(r"\s", "", poppler_text(sheet, "-raw")) == whole, "in the order of the content stream"
        assert re.sub(r"\s", "", read_pypdf(sheet)) == whole
