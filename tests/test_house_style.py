"""The house style of reconstructed sheets, held over all of them: its numbers are written here once more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from formgen.ground.marks import MM, Box, Curve, Ellipse, Line, Mark, Page, Text
from formgen.ground.values import Value
from formgen.layout import lay_out
from formgen.sheet.make import blank_sheet
from formgen.spec.form import Form
from formgen.spec.items import BoxesBlank, CheckBlank, ChoiceBlank, DateBlank, Frame, Print, RowsBlank, TextBlank
from formgen.spec.placed import Placed
from formgen.spec.sheet_file import SheetFile
from formgen.typeface import Run, clusters, ink, width
from forms_under_test import NAMES, filled, form

RECONSTRUCTED = [name for name in NAMES if form(name).layout == "reconstructed"]
OURS = [name for name in NAMES if form(name).layout != "official"]
reconstructed = pytest.mark.parametrize("name", RECONSTRUCTED)
of_ours = pytest.mark.parametrize("name", OURS)


def prints(spec: Form) -> Iterator[Placed]:
    return (p for p in spec.items if isinstance(p.item, Print))


def frames(spec: Form) -> Iterator[Box]:
    """The outlines of tables with rules and of lists."""
    yield from (grid.whole for grid in spec.grids if grid.outer)
    for placed in spec.items:
        if isinstance(blank := placed.item, RowsBlank) and placed.box:
            high = blank.header_height + blank.rows * blank.row_height
            yield Box(placed.box.x, placed.box.y, sum(c.width for c in blank.columns), high)


@reconstructed
def test_the_frame_stands_from_20_to_190(name: str) -> None:
    """Each frame, or those side by side together."""
    drawn = [Box(*p.item.frame) for p in form(name).items if isinstance(p.item, Frame)]
    for frame in frames(form(name)):
        beside = [frame, *(other for other in drawn if other.y <= frame.y + 0.1 and frame.bottom <= other.bottom + 0.1)]
        assert min(box.x for box in beside) == pytest.approx(20), frame
        assert max(box.right for box in beside) == pytest.approx(190), frame


@reconstructed
def test_every_table_has_the_weights_of_the_house(name: str) -> None:
    # A table inside a frame has the weight of its inner rules all around.
    wide = [grid for grid in form(name).grids if grid.outer and grid.whole.w > 160]
    assert {(grid.outer, grid.inner) for grid in wide} <= {(1.2, 0.5)}
    lists = [p.item for p in form(name).items if isinstance(p.item, RowsBlank) and sum(_widths(p.item)) > 160]
    assert {(one.outer, one.inner) for one in lists} <= {(1.2, 0.5)}


def _widths(blank: RowsBlank) -> list[float]:
    return [column.width for column in blank.columns]


@reconstructed
def test_the_number_line(name: str) -> None:
    """Gothic 10.5 at the upper left; one figure alone full-width, two and more half-width."""
    spec = form(name)
    lines = [p.item for p in prints(spec) if re.match("別記|参考様式", p.item.print)]
    assert [(i.at, i.size, i.style) for i in lines] == [((20, 18), 10.5, "gothic")] * len(lines)
    # A form with variants has a number for each, and prints the one of its case.
    numbers = {n for n in (spec.number, *(t.number for t in spec.titles)) if n}
    plain = [line.print.translate(str.maketrans("０１２３４５６７８９", "0123456789")) for line in lines]
    assert sorted(plain) == sorted(numbers)
    assert len(lines) <= 1 or all(line.when for line in lines)
    for line in lines:
        assert not re.search(r"(?<!\d)[0-9](?!\d)|[０-９]{2}", line.print)


#: Title -> its width at 14 pt in mm, measured on paper; None: set solid.
WIDTHS = {"誓約書": 34.6, "離職報告書": 54.3, "定期報告書": 54.3, "申請等取次申出書": 74.1,
          "資料添付に係る申告書": 93.8, "申請等取次者離職報告書": 103.7,
          "外国人を受け入れる機関の名簿": None}  # fmt: skip


@of_ours
def test_titles_are_spaced_by_their_length(name: str) -> None:
    for placed in prints(form(name)):
        item = placed.item
        if item.spread != "title":
            continue
        drawn = [m for m in blank_sheet_of(name, placed) if isinstance(m, Text)]
        letters, pitch = len(clusters(item.print)), drawn[0].size / MM + drawn[0].spacing / MM
        left, right = drawn[0].x, drawn[-1].x + right_of(drawn[-1])
        assert (left + right) / 2 == pytest.approx(105, abs=0.1), item.print
        if wide := WIDTHS.get(item.print):
            assert (letters - 1) * pitch + item.size / MM == pytest.approx(wide * item.size / 14, abs=0.2)
        if re.search("[ァ-ヴー（Ａ-ＺA-Z]", item.print) or letters > 13:
            assert {m.spacing for m in drawn} == {0}, item.print
        assert right - left <= 170


def blank_sheet_of(name: str, placed: Placed) -> list[Mark]:
    spec = form(name)
    return list(lay_out(spec, [spec.items.index(placed)], {}).pages[placed.item.page - 1].ink)


def right_of(mark: Text) -> float:
    return width([Run(mark.face, mark.text)]) * mark.size / MM + mark.spacing / MM * (len(clusters(mark.text)) - 1)


@reconstructed
def test_notes_stand_under_the_table_before_them(name: str) -> None:
    """（注） at 20 and 6 under the frame, 9 pt; a paper without a frame has them at its foot."""
    spec = form(name)
    heads = [p.item for p in prints(spec) if p.item.print == "（注）"]
    assert [p.item.print for p in prints(spec) if p.item.print.startswith("（注")] == ["（注）"] * len(heads)
    for item in heads:
        above = _above(spec, item.at[1])
        assert (item.at[0], item.size) == (20, 9)
        assert item.at[1] == pytest.approx(above + 6 if above else 272, abs=1.01 if _ticked_below(spec) else 0.01)


def _ticked_below(spec: Form) -> bool:
    """Whether a line to tick stands between the last frame and the notes: it has its own air around its words."""
    return any(isinstance(p.item, CheckBlank) and p.table is None for p in spec.items)


def _above(spec: Form, y: float) -> float:
    """Where the last frame over a height ends, or the line to tick under it; 0 without a frame."""
    ends = [f.bottom for f in frames(spec) if f.bottom < y]
    ticks = [p.box.bottom for p in spec.items if isinstance(p.item, CheckBlank) and p.box and p.box.bottom < y]
    return max([*ends, *ticks]) if ends else 0.0


@reconstructed
@pytest.mark.parametrize("blank", [True, False])
def test_notes_follow_a_list_that_grows(name: str, blank: bool) -> None:
    """As a reader sees it: the distance from the lowest rule over （注）."""
    if not any(isinstance(p.item, RowsBlank) and p.item.grow for p in form(name).items):
        return
    for sheet in [blank_sheet(form(name))] if blank else filled(name):
        for page in sheet.pages:
            for note in (m for m in page.ink if isinstance(m, Text) and m.text == "（注）"):
                middle = note.y - 0.38 * note.size / MM
                level = (m for m in page.ink if isinstance(m, Line) and m.y0 == m.y1 and m.x0 < 100)
                rules = [m.y0 for m in level if m.y0 < middle]
                assert middle - max(rules) == pytest.approx(6, abs=0.05)


# Rings


@dataclass(frozen=True)
class Bounds:
    """The rectangle a mark takes, strokes and all, in mm."""

    x0: float
    y0: float
    x1: float
    y1: float

    def clear_of(self, other: Bounds) -> float:
        """How far it stands from another; negative where they meet."""
        across = max(other.x0 - self.x1, self.x0 - other.x1)
        down = max(other.y0 - self.y1, self.y0 - other.y1)
        return max(across, down)


def bounds(mark: Mark) -> Bounds:
    if isinstance(mark, Text):
        x0, y0, x1, y1 = ink([Run(mark.face, mark.text)])
        em, more = mark.size / MM, mark.spacing / MM * (len(clusters(mark.text)) - 1)
        return Bounds(mark.x + x0 * em, mark.y - y1 * em, mark.x + x1 * em + more, mark.y - y0 * em)
    half = mark.weight / 2 / MM
    if isinstance(mark, Ellipse):
        return Bounds(
            mark.x - mark.rx - half, mark.y - mark.ry - half, mark.x + mark.rx + half, mark.y + mark.ry + half
        )
    if isinstance(mark, Line):
        xs, ys = (mark.x0, mark.x1), (mark.y0, mark.y1)
    else:
        xs, ys = zip(*mark.points, strict=True)
    return Bounds(min(xs) - half, min(ys) - half, max(xs) + half, max(ys) + half)


def rules_of(page: Page) -> list[Bounds]:
    lines = (m for m in (*page.ink, *page.values) if isinstance(m, Line) and (m.x0 == m.x1 or m.y0 == m.y1))
    return [bounds(line) for line in lines]


def choices(name: str) -> Iterator[tuple[int, Placed]]:
    return ((n, p) for n, p in form(name).numbered_blanks if isinstance(p.item, ChoiceBlank) and p.item.options)


@of_ours
def test_rings_are_clear_of_every_rule_and_of_the_other_words(name: str) -> None:
    spec = form(name)
    for _, placed in choices(name):
        blank = placed.item
        active = [n for n, p in enumerate(spec.items) if p.item.page == blank.page]
        for option in (o for o in blank.options if o.print):
            laid = lay_out(spec, active, {blank.blank: Value(option.value, "/x")})
            page = laid.pages[blank.page - 1]
            (ring,) = [m for m in page.values if isinstance(m, Ellipse | Curve)]
            around = bounds(ring)
            assert min(around.clear_of(rule) for rule in rules_of(page)) >= 0.8, (blank.blank, option.print)
            words = [m for m in page.ink if isinstance(m, Text) and m.field == blank.blank and m.text != blank.label]
            inside = [m.text for m in words if around.clear_of(bounds(m)) < 0]
            assert "".join(inside) in (option.print, ""), (blank.blank, option.print)


# Columns


def _first_edge(placed: Placed, page: Page) -> float | None:
    """Where a value begins in its cell: its first character, box or ring."""
    mine = [m for m in page.values if m.field == placed.item.blank]
    match placed.item:
        case TextBlank() | DateBlank():
            return min((m.x for m in mine if isinstance(m, Text)), default=None)
        case BoxesBlank():
            cell = placed.box
            left = [m for m in page.ink if isinstance(m, Line) and cell.y < m.y0 < m.y1 < cell.bottom and m.x0 == m.x1]
            return (
                min((m.x0 for m in left if cell.x < m.x0 < cell.right), default=None)
                if not placed.item.prefix
                else None
            )
        case ChoiceBlank():
            shown = [o.value for o in placed.item.options if o.print]
            laid = lay_out(
                SheetFile.model_validate(LONE | {"content": [alone(placed)]}).as_form(),
                [0],
                {"it": Value(shown[0], "/x")},
            )
            (ring,) = [m for m in laid.pages[0].values if isinstance(m, Ellipse | Curve)]
            return bounds(ring).x0 + ring.weight / 2 / MM
    return None


LONE = {"form": "f", "from": "2020-01-01", "system": "free", "title": "題", "title_en": "T", "layout": "free",
        "source": "s", "status": "inferred"}  # fmt: skip


def alone(placed: Placed) -> dict[str, object]:
    box = placed.box
    words = {o.value if o.value is not None else "null": o.print for o in placed.item.options}
    options = [{"value": value, "print": word} for value, word in words.items()]
    return {"choice": "filing.kind", "blank": "it", "box": [box.x, box.y, box.w, box.h], "options": options,
            "size": placed.item.size, "pad": placed.item.pad}  # fmt: skip


@reconstructed
def test_values_of_a_column_begin_at_one_edge(name: str) -> None:
    """Text, days, boxes and the rings of choices, 2 mm from the rule."""
    found = 0
    for sheet in filled(name):
        for _, placed in form(name).numbered_blanks:
            table = placed.table
            if table is None or not form(name).grids[table].outer or placed.item.align != "left":
                continue
            edge = _first_edge(placed, sheet.pages[placed.item.page - 1])
            if edge is not None and placed.cells and placed.cells[-1].x == placed.box.x:
                assert edge - placed.box.x == pytest.approx(2, abs=0.15), placed.item.blank
                found += 1
    assert found or not [g for g in form(name).grids if g.outer]


@of_ours
def test_figures_and_latin_of_a_column_are_of_one_face(name: str) -> None:
    for sheet in filled(name):
        for page in sheet.pages:
            for style in ("mincho", "gothic", "bold"):
                blanks = {b.blank for b in form(name).blanks if b.style == style and not isinstance(b, RowsBlank)}
                shown = [m for m in page.values if isinstance(m, Text) and m.field in blanks and m.text.isascii()]
                assert len({m.face for m in shown}) <= 1, {m.text: m.face for m in shown}


@reconstructed
def test_who_files_stands_in_rows_of_one_pitch(name: str) -> None:
    bare = [p for p in form(name).items if p.label and not p.label.ruled and p.table is not None]
    assert {p.label.box.h for p in bare} <= {9}, name


@of_ours
def test_nothing_touches_a_rule(name: str) -> None:
    """Words and figures, printed or filled in, keep off every rule; ink of the sample and of the empty sheet."""
    for sheet in (*filled(name), blank_sheet(form(name))):
        for page in sheet.pages:
            rules = rules_of(page)
            for mark in (m for m in (*page.ink, *page.values) if isinstance(m, Text) and m.text.strip()):
                near = min((bounds(mark).clear_of(rule) for rule in rules), default=1.0)
                assert near >= 0.15, (mark.text, round(near, 2))
