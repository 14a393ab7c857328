"""Letters that the usual Western fonts do not have, drawn in the process apart with fonts that are lent to it."""

from __future__ import annotations

import io
from typing import Any

import foreign
import pikepdf
import pypdfium2
import pytest
from looks import drawn
from pikepdf import Array, Dictionary, Name
from PIL import ImageChops

from formgen.attachments import lettering, remarks
from formgen.attachments.found import Unfit
from formgen.attachments.intake import Intake, take_in
from formgen.attachments.pdf.pages import from_pdf

MULTILINE, COMB, COMBO, PUSH = 1 << 12, 1 << 24, 1 << 17, 1 << 16


def field(value: Any = None, **keys: Any) -> bytes:
    pdf = foreign.pages(foreign.A4)
    look = {"Type": Name.Annot, "Subtype": Name.Widget, "FT": Name.Tx, "Rect": [60, 700, 260, 740], "F": 4, "T": "x"}
    if value is not None:
        keys["V"] = value
    made = pdf.make_indirect(Dictionary(**{**look, "DA": "/Helv 12 Tf 0 g", **keys}))
    pdf.pages[0].Annots = Array([made])
    pdf.Root.AcroForm = Dictionary(Fields=Array([made] if made.Subtype == Name.Widget else []))
    return foreign.saved(pdf)


def taken(data: bytes) -> bytes:
    found = take_in(data, shown="x.pdf", pointer="/a")
    assert isinstance(found, Intake), found
    return found.held.read()


def words(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as read:
        return "".join(read[0].get_textpage().get_text_range().split())


ADDRESS = "東京都千代田区霞が関一丁目1番1号中央合同庁舎第6号館"
JAPANESE: dict[str, tuple[dict[str, Any], str]] = {
    "name": ({"V": "髙橋 太郎"}, "髙橋太郎"),
    "with Western words": ({"V": "山田 “Yamada” – 2026"}, "山田“Yamada”–2026"),
    "address in lines": ({"V": ADDRESS, "Ff": MULTILINE}, ADDRESS),
    "one box for each letter": ({"V": "令和8年", "Ff": COMB, "MaxLen": 8}, "令和8年"),
    "as large as fits": ({"V": "山田", "DA": "/Helv 0 Tf 0 g"}, "山田"),
    "choice": ({"FT": Name.Ch, "Ff": COMBO, "V": "b", "Opt": Array([Array(["b", "大阪"])])}, "大阪"),
    "list": ({"FT": Name.Ch, "V": "大阪", "Opt": Array(["東京", "大阪"])}, "東京大阪"),
    "button": ({"FT": Name.Btn, "Ff": PUSH, "MK": Dictionary(CA="印刷")}, "印刷"),
    "remark": ({"Subtype": Name.FreeText, "Contents": "備考\r改行"}, "備考改行"),
    "Greek": ({"V": "Ελληνικά"}, "Ελληνικά"),
    "Czech": ({"V": "Čeština"}, "Čeština"),
}  # fmt: skip


@pytest.mark.parametrize("name", JAPANESE)
def test_it_is_drawn_and_reads_as_it_was_typed(name: str) -> None:
    keys, text = JAPANESE[name]
    assert words(taken(field(**keys))) == text


def test_the_fonts_are_in_the_pages_and_only_what_is_used_of_them() -> None:
    with pikepdf.open(io.BytesIO(taken(field("山田太郎")))) as pdf:
        names = [str(font.FontName) for font in pdf.objects if isinstance(font, Dictionary) and "/FontFile2" in font]
    assert [name.partition("+")[2] for name in names] == ["BIZUDGothic-Regular"]


def test_the_same_file_gives_the_same_bytes() -> None:
    assert taken(field("山田太郎")) == taken(field("山田太郎"))


def test_what_would_be_cut_off_is_set_smaller() -> None:
    """Twenty letters of 12 points in 200 points; drawn whole, its ink ends within the field."""
    pages = taken(field("一二三四五六七八九十一二三四五六七八九十"))
    box = ImageChops.difference(drawn(pages)[0], drawn(foreign.plain())[0]).getbbox()
    assert box is not None
    assert 200 < box[2] * 72 / 110 < 259
    assert words(pages) == "一二三四五六七八九十一二三四五六七八九十"


def test_a_file_asks_for_the_letters_of_each_text() -> None:
    with pytest.raises(Unfit) as found:
        from_pdf(field("山田山田"))
    assert found.value.letters == (" 山田",)
    assert words(from_pdf(field("山田山田"), lettering.fonts([" 山田"]))[0]) == "山田山田"
    with pytest.raises(Unfit):
        from_pdf(field("山田山田"), lettering.fonts([" 山"]))


@pytest.mark.parametrize(
    "data",
    [field("ไทย"), field("𠮷野"), field("山" * 100_001), field(Subtype=Name.Stamp), field("山田", MaxLen=1)],
    ids=["Thai", "beyond 16 bits", "too long", "stamp", "longer than may be"],
)
def test_what_no_font_of_ours_can_draw_is_refused(data: bytes) -> None:
    (problem,) = take_in(data, shown="x.pdf", pointer="/a")
    assert problem.key == "E-FILE.undrawn"
    assert "1ページ" in problem.message("ja")
    assert "page 1" in problem.message("en")


def test_fonts_would_not_help_where_something_else_cannot_be_drawn() -> None:
    pdf = pikepdf.open(io.BytesIO(field("山田")))
    stamp = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=[10, 10, 90, 90])
    pdf.pages[0].Annots.append(pdf.make_indirect(stamp))
    with pytest.raises(Unfit) as found:
        from_pdf(foreign.saved(pdf))
    assert found.value.letters == ()
    assert found.value.notes[0].kinds == ("field", "stamp")


def test_no_font_is_lent_that_lacks_a_letter() -> None:
    assert lettering.fonts([" 山田", "ไทย"]) == b""
    assert lettering.fonts([" 山田", "Ελλ"])


@pytest.mark.parametrize("said", [None, "山", [1], [None], ["山"] * 501, ["山" * 20_001]])
def test_a_worker_cannot_ask_for_anything_else(said: object) -> None:
    with pytest.raises(ValueError):
        remarks.letters(said)


def test_fonts_are_lent_for_one_file_only() -> None:
    """The next file of the same worker asks for its own."""
    from formgen.attachments.process.readers import reader
    from formgen.attachments.sources import opened

    with reader() as one, opened(field("山田")) as source:
        assert one.read(source).reply.letters == (" 山田",)
        assert not one.read(source, fonts=lettering.fonts([" 山田"])).reply.fault
        assert one.read(source).reply.letters == (" 山田",)
