"""What a cell can ask for: 別紙, further rows, letters of one width, 令和, one character a box, ruby, 縦書き."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from covered import covered_text
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import ValidationError
from reading import by_poppler, by_pypdf, ink_box, outside, said

from formgen.ground.marks import MM, Box, Line, Text
from formgen.ground.problems import errors
from formgen.ground.values import Value
from formgen.layout import Adaptation, LaidOut, lay_out
from formgen.layout.breaking import NOT_FIRST
from formgen.layout.setting import MIDDLE
from formgen.pdf.draw import draw
from formgen.sheet.verify import differences
from formgen.spec.form import Form
from formgen.spec.items import TextBlank
from formgen.spec.sheet_file import SheetFile
from formgen.typeface import VERTICAL
from forms_under_test import NAMES, form

CLAUSE = "私は、在留申請オンラインシステムを利用するに当たり、次の事項（別に定める「利用規約」を含む。）を守ります。"


def a_form(*content: dict[str, Any]) -> Form:
    file = SheetFile.model_validate(
        {
            "form": "f", "from": date(2020, 1, 1), "system": "free", "title": "試験票", "title_en": "Test",
            "layout": "free", "source": "s", "status": "inferred", "content": list(content),
        }
    )  # fmt: skip
    return file.as_form()


def a_blank(kind: str = "text", **about: Any) -> dict[str, Any]:
    """A blank in a box of 60 by 10 mm."""
    return {"blank": "it", "label": "欄", kind: "user.name", "box": [30, 40, 60, 10], **about}


def one_blank(**about: Any) -> Form:
    """A form of one blank."""
    return a_form(a_blank(**about))


def put(content: Any, reading: str = "", **about: Any) -> LaidOut:
    return lay_out(one_blank(**about), [0], {"it": Value(content, "/it", reading)})


def written(laid: LaidOut, field: str = "it") -> list[str]:
    return [m.text for p in laid.pages for m in p.values if isinstance(m, Text) and m.field == field]


# Text in several lines


@pytest.mark.parametrize(("about", "smallest"), [({}, 8), ({"min_size": 6}, 6), ({"size": 7}, 7)])
def test_a_block_gets_no_smaller_than_it_can_be_read(about: dict[str, Any], smallest: int) -> None:
    """CLAUSE four times needs less than 6 points in 60 by 10 mm; what is refused says how small it was tried."""
    (found,) = put(CLAUSE * 4, fit="wrap", **about).problems
    assert found.key == "E-FIT.too-long"
    assert f"{smallest}pt" in found.message("ja")


@pytest.mark.parametrize("fit", ["wrap", "shrink"])
def test_several_lines_keep_off_the_edges_of_their_cell(fit: str) -> None:
    """By more than one line does, at a smaller size where it takes that; where nothing else helps they go nearer."""
    words = "一般社団法人見本国際人材交流推進機構総合研究支援課"
    for high, air in ((8.2, 0.59), (6.6, 0.19)):
        laid = put(words, fit=fit, box=[30, 40, 60, high], leading=1.15)
        lines = [m for m in laid.pages[0].values if isinstance(m, Text)]
        assert len(lines) == 2
        half = lines[0].size / MM / 2
        middles = [line.y - MIDDLE * line.size / MM for line in lines]
        assert middles[0] - half >= 40 + air
        assert middles[1] + half <= 40 + high - air


# 別紙


def test_a_text_that_fits_stays_in_its_cell() -> None:
    laid = put("短い文", fit="continue")
    assert (len(laid.pages), written(laid), laid.adaptations) == (1, ["短い文"], ())


def test_a_text_without_room_goes_whole_to_an_attached_sheet(poppler_text) -> None:
    laid = put(CLAUSE * 8, fit="continue", label="誓約文")
    assert laid.problems == ()
    assert laid.adaptations == (Adaptation("attached", "it", "誓約文", "別紙１"),)
    first, second = laid.pages
    assert [m.text for m in first.values if isinstance(m, Text)] == ["別紙１のとおり"]
    assert "".join(written(laid)) == CLAUSE * 8
    assert {"試験票", "誓約文", "別紙１"} <= {m.text for m in second.ink if isinstance(m, Text)}
    pdf = draw(laid.pages, {})
    assert differences(pdf, laid.pages, "f") == ()
    assert by_poppler(pdf, poppler_text) == by_pypdf(pdf) == [said(page) for page in laid.pages]


def test_a_long_attached_sheet_has_pages_with_numbers() -> None:
    laid = put(CLAUSE * 80, fit="continue")
    assert len(laid.pages) == 4
    assert "".join(written(laid)) == CLAUSE * 80
    names = [m.text for p in laid.pages for m in p.ink if isinstance(m, Text) and m.text.startswith("別紙")]
    assert names == ["別紙１（1／3）", "別紙１（2／3）", "別紙１（3／3）"]
    starts = [p.values[0].text[0] for p in laid.pages[2:] if isinstance(p.values[0], Text)]
    assert not set(starts) & NOT_FIRST


def test_attached_sheets_are_numbered_in_order() -> None:
    spec = a_form(a_blank(fit="continue"), a_blank(fit="continue", blank="other", box=[30, 60, 60, 10]))
    laid = lay_out(spec, [0, 1], {n: Value(CLAUSE * 5, f"/{n}") for n in ("it", "other")})
    assert [(n.blank, n.words) for n in laid.adaptations] == [("it", "別紙１"), ("other", "別紙２")]
    assert (written(laid, "it.reference"), written(laid, "other.reference")) == (["別紙１のとおり"], ["別紙２のとおり"])


@pytest.mark.parametrize(("valign", "middle"), [("top", 41.9), ("middle", 60)])
def test_the_name_of_an_attached_sheet_stands_where_the_text_would_begin(valign: str, middle: float) -> None:
    laid = put(CLAUSE * 30, fit="continue", valign=valign, box=[30, 40, 60, 40])
    (mark,) = laid.pages[0].values
    assert isinstance(mark, Text)
    assert mark.y - MIDDLE * mark.size / MM == pytest.approx(middle, abs=2)


def test_without_continue_it_is_refused() -> None:
    laid = put(CLAUSE * 8, fit="wrap")
    assert [p.code for p in errors(laid.problems)] == ["E-FIT"]
    assert (len(laid.pages), written(laid)) == (1, [])


def test_a_character_without_glyph_is_refused_on_attached_sheets_too() -> None:
    assert [p.code for p in put(CLAUSE * 8 + "한", fit="continue").problems] == ["E-GLYPH"]


@pytest.mark.parametrize("name", NAMES)
def test_every_cell_that_continues_has_room_for_the_reference(name: str) -> None:
    spec = form(name)
    for number, placed in enumerate(spec.items):
        item = placed.item
        if isinstance(item, TextBlank) and item.fit == "continue":
            laid = lay_out(spec, [number], {item.blank: Value(CLAUSE * 200, "/x")})
            assert laid.problems == ()
            assert len(laid.pages) > 1


# Further rows

COLUMNS = [{"key": "n", "label": "番号", "width": 20, "kind": "number"}, {"key": "t", "label": "書類", "width": 80}]


def rows_of(count: int, **about: Any) -> LaidOut:
    rows = tuple({"n": n, "t": f"書類{n}"} for n in range(1, count + 1))
    return put(rows, **{"kind": "list", "columns": COLUMNS, "rows": 10, "fit": "continue", "after": "以上", **about})


@pytest.mark.parametrize(
    "count, pages, numbers",
    [
        (0, 1, []),
        (10, 1, []),
        (11, 2, ["１／２", "２／２"]),
        (36, 2, ["１／２", "２／２"]),
        (37, 3, ["１／３", "２／３", "３／３"]),
    ],
)
def test_rows_go_on_under_the_same_headings(count: int, pages: int, numbers: list[str]) -> None:
    laid = rows_of(count, grow=True)
    assert laid.problems == ()
    assert len(laid.pages) == pages
    assert written(laid) == [word for n in range(1, count + 1) for word in (str(n), f"書類{n}")]
    assert written(laid, "sheet.page") == numbers
    inked = [[m.text for m in p.ink if isinstance(m, Text)] for p in laid.pages]
    assert all(("番号" in words) and ("書類" in words) for words in inked)
    assert [("以上" in words) for words in inked] == [False] * (pages - 1) + [True]
    assert all("欄（続き）" in words and "試験票" in words for words in inked[1:])
    assert laid.adaptations == ((Adaptation("further", "it", "欄", str(pages - 1)),) if pages > 1 else ())
    assert differences(draw(laid.pages, {}), laid.pages, "f") == ()


ALIKE = [
    {"kind": "ordinal", "label": "番号", "width": 20},
    {"key": "t", "label": "書類", "width": 80},
    {"key": "stays", "label": "継続", "width": 40, "kind": "choice", "options": {"true": "継続", "false": "抹消"}},
]


@pytest.mark.parametrize("count, pages", [(0, 1), (10, 1), (11, 2), (20, 2), (21, 3)])
def test_a_page_alike_repeats_everything_but_the_rows(count: int, pages: int) -> None:
    """Beside the list stands a text of the form; numbers go on, and the frame is closed on every page."""
    rows = tuple({"t": f"書類{n}", "stays": n % 2 == 0} for n in range(1, count + 1))
    listed = {"list": "users", "blank": "it", "label": "欄", "box": [20, 60, 140, 90], "columns": ALIKE, "rows": 10,
              "fit": "continue", "further": "alike"}  # fmt: skip
    spec = a_form({"print": "見出し", "at": [20, 30]}, {"text": "organization.name", "blank": "name", "label": "名",
                     "box": [20, 40, 100, 8]}, listed)  # fmt: skip
    laid = lay_out(spec, range(3), {"name": Value("株式会社さくら", "/x"), "it": Value(rows, "/y")}, ink=False)
    assert laid.problems == ()
    assert len(laid.pages) == pages
    assert written(laid) == [word for n in range(1, count + 1) for word in (str(n), f"書類{n}")]
    assert written(laid, "name") == ["株式会社さくら"]
    assert written(laid, "name.again") == ["株式会社さくら"] * (pages - 1)
    rings = [sum(not isinstance(m, Text) for m in page.values) for page in laid.pages]
    assert rings == [min(10, count - 10 * n) for n in range(pages)]
    for number, page in enumerate(laid.pages[1:], 1):
        words = [m.text for m in page.ink if isinstance(m, Text)]
        assert "見出し" in words
        assert words.count("継続") == min(10, count - 10 * number) + 1
        box = [m for m in page.ink if isinstance(m, Line) and m.weight == 1.2]
        assert len(box) == 4


def test_a_fault_of_a_further_page_is_told_once() -> None:
    rows = tuple({"t": "書類" if n < 12 else CLAUSE * 9} for n in range(13))
    laid = put(rows, kind="list", columns=ALIKE[:2], rows=10, fit="continue", further="alike")
    assert [(p.key, p.field) for p in laid.problems][:1] == [("E-FIT.too-long", "it")]
    assert len(laid.problems) == 1


def test_rows_are_refused_where_the_form_does_not_continue() -> None:
    assert [p.key for p in rows_of(11, fit="refuse").problems] == ["E-FIT.rows"]


def test_everything_lies_on_the_page() -> None:
    for page in (*rows_of(60, row_height=7.2).pages, *put(CLAUSE * 60, fit="continue").pages):
        marks = [m for m in (*page.ink, *page.values) if isinstance(m, Text)]
        assert outside(marks, Box(15, 12, 180, 275)) == []


# Letters of one width


@pytest.mark.parametrize(
    "wanted, text, printed",
    [
        ("full", "AB-12 ｶﾞｷﾞ･ｱ", "ＡＢ－１２　ガギ・ア"),
        ("full", "髙橋　花子", "髙橋　花子"),
        ("full", "\ufa19", "\ufa19"),
        ("half", "ＡＢ－１２　カナ（株）", "AB-12 カナ(株)"),
        (None, "Ａ1ｱ", "Ａ1ｱ"),
    ],
)
def test_letters(wanted: str | None, text: str, printed: str) -> None:
    laid = put(text, letters=wanted)
    assert "".join(written(laid)) == printed
    assert laid.adaptations == ((Adaptation("letters", "it", "欄", wanted),) if wanted and text != printed else ())


# 令和


@pytest.mark.parametrize(
    "day, year",
    [
        ("1873-01-01", "明治6"), ("1912-07-29", "明治45"), ("1912-07-30", "大正元"), ("1926-12-24", "大正15"),
        ("1926-12-25", "昭和元"), ("1989-01-07", "昭和64"), ("1989-01-08", "平成元"), ("2019-04-30", "平成31"),
        ("2019-05-01", "令和元"), ("2020-01-01", "令和2"), ("2026-11-22", "令和8"),
    ],
)  # fmt: skip
def test_era_to_the_day(day: str, year: str) -> None:
    when = date.fromisoformat(day)
    assert written(put(when, kind="date", era=True)) == [year, str(when.month), str(when.day)]
    assert written(put(when, kind="date")) == [day[:4], str(when.month), str(when.day)]


def test_no_era_before_1873() -> None:
    assert [p.key for p in put(date(1872, 12, 31), kind="date", era=True).problems] == ["E-DATE.era"]


# Boxes and amounts


def test_one_character_a_box() -> None:
    about = {"kind": "boxes", "groups": [3, 4], "prefix": "〒", "box_width": 6}
    laid = put("1600004", **about)
    digits = [m for m in laid.pages[0].values if isinstance(m, Text)]
    assert [m.text for m in digits] == list("1600004")
    lines = sorted({m.x0 for m in laid.pages[0].ink if not isinstance(m, Text) and m.x0 == m.x1})
    for mark in digits:
        box = ink_box(mark)
        assert box is not None
        left = max(x for x in lines if x <= box.x)
        assert left < box.x < box.right < left + 6
    assert "〒" in [m.text for m in laid.pages[0].ink if isinstance(m, Text)]
    assert [p.key for p in put("16000045", **about).problems] == ["E-FIT.boxes"]
    assert written(put("葛\U000e0100𠮷か\u3099", **about)) == ["葛\U000e0100", "𠮷", "か\u3099"]


@pytest.mark.parametrize("amount, text", [(0, "金0円"), (4000, "金4,000円"), (1234567, "金1,234,567円")])
def test_amounts_have_separators(amount: int, text: str) -> None:
    assert "".join(written(put(amount, kind="amount", prefix="金", suffix="円"))) == text


# Ruby


@pytest.mark.parametrize("align", ["left", "center", "right"])
@pytest.mark.parametrize(
    "name, reading", [("髙橋 花子", "たかはし はなこ"), ("林", "はやしのうえ"), ("東海林", "しょうじ")]
)
def test_ruby_stands_above_its_name(name: str, reading: str, align: str) -> None:
    laid = put(name, reading, ruby="user.name_kana", align=align, size=12)
    assert (written(laid), written(laid, "it.ruby")) == ([name], [reading])
    base, ruby = (m for m in laid.pages[0].values if isinstance(m, Text))
    assert (base.size, ruby.size) == (12, 6)
    above, below = ink_box(ruby), ink_box(base)
    assert above is not None
    assert below is not None
    assert above.bottom < below.y
    assert abs(above.x + above.w / 2 - below.x - below.w / 2) < 1.2
    pdf = draw(laid.pages, {})
    assert differences(pdf, laid.pages, "f") == ()
    assert by_pypdf(pdf) == [said(laid.pages[0])]


@given(
    name=covered_text,
    reading=covered_text | st.text(st.sampled_from("あいうえおきゃっー・ ")),
    wide=st.integers(20, 150),
)
def test_any_ruby_is_inside_or_refused(name: str, reading: str, wide: int) -> None:
    assume(name.strip())
    assume(reading.strip())
    box = [30, 40, wide, 10]
    laid = put(name, reading, ruby="user.name_kana", box=box)
    if laid.problems and errors(laid.problems):
        assert [p.code for p in errors(laid.problems)] == ["E-FIT"]
        assert written(laid) == []
        return
    assert ("".join(written(laid)), "".join(written(laid, "it.ruby"))) == (name, reading)
    marks = [m for m in laid.pages[0].values if isinstance(m, Text)]
    assert outside(marks, Box(*box)) == []
    assert min(m.size for m in marks) >= 6
    assert differences(draw(laid.pages, {}), laid.pages, "f") == ()


def test_ruby_needs_one_line() -> None:
    with pytest.raises(ValidationError, match="one line"):
        one_blank(ruby="user.name_kana", fit="wrap")


# 縦書き


def test_stacked_signs_take_their_vertical_shapes(poppler_text) -> None:
    stacked = a_form({"print": "（サー「字」、。", "box": [30, 40, 8, 60], "vertical": True})
    page = lay_out(stacked, [0], {}).pages[0]
    marks = [m for m in page.ink if isinstance(m, Text)]
    turned = "".join(m.text for m in marks if m.face.endswith(VERTICAL))
    assert turned == "（ー「」、。"
    bar = ink_box(marks[2])
    assert bar is not None
    assert bar.h > 2 * bar.w
    pdf = draw([page], {})
    assert by_poppler(pdf, poppler_text) == by_pypdf(pdf) == ["（サー「字」、。"]
    assert differences(pdf, [page], "f") == ()


@pytest.mark.parametrize(
    ("words", "rows"),
    [
        (("認定認定", "変更変更", "更新更新"), ["認定認定変更変更更新更新"]),
        # Of two, one that went along would leave the other alone.
        (("認定認定認定認", "変更変更変更変", "更新更新更新更"), ["認定認定認定認変更変更変更変", "更新更新更新更"]),
        # Three have room beside each other: the fourth takes the third along.
        (("認定認定", "変更変更", "更新更新", "取得取得"), ["認定認定変更変更", "更新更新取得取得"]),
        (
            ("認定認定", "変更変更", "更新更新", "取得取得", "永住永住"),
            ["認定認定変更変更更新更新", "取得取得永住永住"],
        ),
    ],
)
def test_no_word_of_a_choice_stands_alone_in_a_further_row(words: tuple[str, ...], rows: list[str]) -> None:
    options = dict(zip(("male", "female", "x", "y", "z"), words, strict=False))
    spec = a_form(a_blank("choice", box=[30, 40, 66, 20], size=9, options=options))
    printed = [m for m in lay_out(spec, [0], {}).pages[0].ink if isinstance(m, Text) and m.text in words]
    lines = {round(m.y, 2) for m in printed}
    found = ["".join(m.text for m in sorted(printed, key=lambda m: m.x) if round(m.y, 2) == y) for y in sorted(lines)]
    assert found == rows
