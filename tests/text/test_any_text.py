"""Any covered text in any text cell is on the paper, inside its cell and as typed, or refused by name."""

from __future__ import annotations

import random

import pytest
from covered import LIMIT, covered_text, laid_out, some_text, text_cells
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from reading import by_poppler, by_pypdf, glyph_codes, outside, said

from formgen.ground.marks import MM, Box, Page, Text
from formgen.ground.problems import errors
from formgen.ground.values import Value
from formgen.layout import LaidOut, lay_out
from formgen.layout.continuation import FRAME
from formgen.layout.texts import floor, shown
from formgen.pdf.draw import draw
from formgen.sheet.verify import differences
from formgen.spec.form import Form
from formgen.spec.items import RowsBlank, TextBlank
from formgen.typeface import clusters, ink, missing, runs, width
from forms_under_test import NAMES, form

CELLS = text_cells()
LISTS = [
    (name, blank.blank, column.key)
    for name in NAMES
    for blank in form(name).blanks
    if isinstance(blank, RowsBlank)
    for column in blank.columns
    if column.kind not in ("check", "choice", "ordinal")
]


def room_of(spec: Form, name: str) -> Box:
    return spec.boxes[name]


def texts_of(page: Page, name: str) -> list[Text]:
    return [m for m in page.values if isinstance(m, Text) and (m.field or "").split(".")[0] == name]


def check_places(spec: Form, laid: LaidOut, name: str) -> None:
    """The ink of a blank lies in its cell, or in the frame of the attached sheet."""
    for number, page in enumerate(laid.pages, 1):
        room = room_of(spec, name) if number <= spec.pages else FRAME
        assert outside(texts_of(page, name), room) == []


def drawn(laid: LaidOut, name: str) -> str:
    return "".join(m.text for page in laid.pages for m in page.values if isinstance(m, Text) and m.field == name)


def fits_easily(text: str, blank: TextBlank, room: Box) -> bool:
    """Whether one line of the smallest size would do."""
    x0, y0, x1, y1 = ink(runs(text, blank.style))
    em = floor(blank) / MM
    wide = max(x1, width(runs(text, blank.style))) - min(x0, 0)
    return wide * em < room.w - 2 * blank.pad and 2 * max(y1 - 0.38, 0.38 - y0, 0.5) * em < room.h - 0.4


@settings(max_examples=1000)
@given(cell=st.sampled_from(CELLS), text=covered_text)
def test_one_text_in_one_cell(cell: tuple[str, str], text: str) -> None:
    assume(text.strip())
    spec, name = form(cell[0]), cell[1]
    laid = laid_out(spec, {name: text})
    stopped = [p.code for p in errors(laid.problems)]
    blank = next(b for b in spec.blanks if b.blank == name)
    assert isinstance(blank, TextBlank)
    if stopped:
        assert stopped == ["E-FIT"]
        assert drawn(laid, name) == ""
        assert blank.fit != "continue"
        assert not fits_easily(shown(blank, text), blank, room_of(spec, name))
        return
    assert drawn(laid, name) == shown(blank, text)
    check_places(spec, laid, name)
    assert laid.sizes[name] >= 6.0
    pages = [Page((), page.values) for page in laid.pages]
    assert differences(draw(pages, {}), pages, spec.form) == ()


@pytest.mark.parametrize("name", NAMES)
def test_pages_full_of_any_text(name: str, poppler_text) -> None:
    """Every text cell filled at once, a number of times; three readers read the whole file as it was drawn."""
    spec, chance = form(name), random.Random(name)
    pages: list[Page] = []
    filled = refused = 0
    for _ in range(30):
        texts = {blank: some_text(chance) for of, blank in CELLS if of == name}
        laid = laid_out(spec, texts)
        assert {p.code for p in errors(laid.problems)} <= {"E-FIT"}
        for blank in texts:
            check_places(spec, laid, blank)
        pages += laid.pages
        filled, refused = filled + len(texts), refused + len(errors(laid.problems))
    assert refused * 2 <= filled
    pdf = draw(pages, {})
    wanted = [said(page) for page in pages]
    assert differences(pdf, pages, name) == ()
    assert by_poppler(pdf, poppler_text) == wanted
    assert by_pypdf(pdf) == wanted
    assert "0000" not in set(glyph_codes(pdf))


#: Told as what they are: a cell of one line takes none.
LINE_ENDS = "\r\n\u2028\u2029"


@settings(max_examples=300)
@given(
    cell=st.sampled_from(CELLS),
    text=covered_text,
    stranger=st.characters(exclude_categories=()).filter(lambda c: c not in LINE_ENDS and missing(c)),
    place=st.integers(0, LIMIT),
)
def test_an_uncovered_character_is_named(cell: tuple[str, str], text: str, stranger: str, place: int) -> None:
    parts = clusters(text)
    spoiled = "".join(parts[:place]) + stranger + "".join(parts[place:])
    assume(missing(spoiled))
    laid = laid_out(form(cell[0]), {cell[1]: spoiled})
    stopped = errors(laid.problems)
    assert [p.code for p in stopped] == ["E-GLYPH"]
    assert f"U+{ord(stranger):04X}" in stopped[0].message("ja")
    assert f"U+{ord(stranger):04X}" in stopped[0].message("en")
    assert stopped[0].field == cell[1]
    assert stopped[0].fix("ja") != stopped[0].fix("en")
    assert drawn(laid, cell[1]) == ""


@pytest.mark.parametrize("end", LINE_ENDS)
@pytest.mark.parametrize("cell", CELLS)
def test_a_line_break_in_a_cell_of_one_line_is_told_as_one(cell: tuple[str, str], end: str) -> None:
    laid = laid_out(form(cell[0]), {cell[1]: f"佐倉{end}一郎"})
    found = [p.key for p in errors(laid.problems)]
    # Where a cell takes several lines, `\n` is how they are told apart.
    assert found == ["E-FIT.line-break"] or (end == "\n" and not found)


@settings(max_examples=200)
@given(list_of=st.sampled_from(LISTS), text=covered_text)
def test_any_text_in_a_row(list_of: tuple[str, str, str], text: str) -> None:
    assume(text.strip())
    name, blank_name, key = list_of
    spec = form(name)
    place = next(n for n, placed in spec.numbered_blanks if placed.item.blank == blank_name)
    laid = lay_out(spec, [place], {blank_name: Value(({key: text},), "/x")})
    if errors(laid.problems):
        assert [p.code for p in errors(laid.problems)] == ["E-FIT"]
        return
    # The number of the row stands in a cell of its own.
    cell = cell_of(spec, blank_name, key)
    found = [m for m in texts_of(laid.pages[0], blank_name) if m.x >= cell.x]
    assert "".join(m.text for m in found) == text
    assert outside(found, cell) == []
    assert differences(draw(laid.pages, {}), laid.pages, name) == ()


def cell_of(spec: Form, name: str, key: str) -> Box:
    """The first cell of a column."""
    blank = next(b for b in spec.blanks if b.blank == name)
    assert isinstance(blank, RowsBlank)
    place = [c.key for c in blank.columns].index(key)
    whole = spec.boxes[name]
    left = whole.x + sum(c.width for c in blank.columns[:place])
    return Box(left, whole.y + blank.header_height, blank.columns[place].width, blank.row_height)


def test_every_text_cell_is_tried() -> None:
    assert len(CELLS) >= 60
    assert {name for name, _ in CELLS} == {n for n in NAMES if any(isinstance(b, TextBlank) for b in form(n).blanks)}
