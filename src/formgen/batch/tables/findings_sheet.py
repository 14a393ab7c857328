"""The sheet 誤りの一覧 of a workbook given back: a line for each finding, with a link to its cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from formgen.batch.cases import Finding
from formgen.batch.tables import looks
from formgen.batch.tables.cells import Place
from formgen.batch.tables.sheets import FINDINGS
from formgen.ground.problems import Language

_FIRST = 4
_WIDTHS = (8, 9, 22, 9, 16, 52, 52)
_HEADS = {
    "ja": ("行", "セル", "列の見出し", "区分", "コード", "内容", "直し方"),
    "en": ("row", "cell", "column", "kind", "code", "what", "what to do"),
}
_KINDS = {"ja": {"error": "誤り", "warning": "注意"}, "en": {"error": "error", "warning": "warning"}}
#: The hidden column whose cells keep the looks of the marked ones as they were.
_KEPT = len(_WIDTHS) + 1


@dataclass(frozen=True)
class Line:
    """A finding, the cell that is marked for it, the head of its column, and the looks of the cell before that."""

    found: Finding
    place: Place | None
    head: str
    style: Any = None


def write(book: Any, lines: Sequence[Line], lang: Language) -> None:
    """Put the list before all other sheets and open the workbook there."""
    sheet = book.create_sheet(FINDINGS, 0)
    count = [line.found.problem.severity for line in lines]
    errors, warnings = count.count("error"), count.count("warning")
    looks.put(sheet["A1"], "誤りの一覧" if lang == "ja" else "Findings")
    sheet["A1"].font = looks.font(14, bold=True, color=looks.BLUE)
    said = f"誤り {errors}件、注意 {warnings}件。セルの番地を押すと、その場所へ移ります。"
    said += "赤い太枠が誤り、黄色い点線の枠が注意です。"
    other = (
        f"{errors} errors, {warnings} warnings. An address leads to its cell. Bold red frame: error; dashed: warning."
    )
    looks.put(sheet["A2"], said if lang == "ja" else other)
    sheet["A2"].font = looks.font(9, color=looks.GREY)
    _heads(sheet, lang)
    for number, line in enumerate(lines, _FIRST):
        _line(sheet, number, line, lang)
    _set_up(sheet, len(lines))
    for one in book.worksheets:
        one.sheet_view.tabSelected = one is sheet
    book.active = 0


def read(book: Any) -> Iterator[tuple[Place, Any]]:
    """The cells that a list names, each with its looks before it was marked."""
    sheet = book[FINDINGS]
    for row in range(_FIRST, sheet.max_row + 1):
        link = sheet.cell(row, 2).hyperlink
        if link is not None and link.location and "!" in link.location:
            name, _, address = link.location.rpartition("!")
            cell = sheet[address]
            yield Place(cell.row, cell.column, name.strip("'").replace("''", "'")), sheet.cell(row, _KEPT)._style


def _heads(sheet: Any, lang: Language) -> None:
    make = looks.styles()
    for number, (head, width) in enumerate(zip(_HEADS[lang], _WIDTHS, strict=True), 1):
        cell = sheet.cell(_FIRST - 1, number)
        looks.put(cell, head)
        cell.font, cell.fill = looks.font(10, bold=True), looks.fill(looks.FILLS["free"])
        cell.alignment = make.Alignment(vertical="center", horizontal="center" if number in (1, 2, 4) else "left")
        cell.border = make.Border(bottom=looks.side("medium", looks.LINES["always"]))
        sheet.column_dimensions[looks.letter(number)].width = width
    sheet.column_dimensions[looks.letter(_KEPT)].hidden = True


def _line(sheet: Any, number: int, line: Line, lang: Language) -> None:
    make, found, place = looks.styles(), line.found.problem, line.place
    address = Place(place.row, place.column).address if place else ""
    rows = line.found.rows
    texts = (
        str(place.row if place else rows[0] if rows else "－"), address, line.head,
        _KINDS[lang][found.severity], found.code, found.message(lang), found.fix(lang),
    )  # fmt: skip
    thin = looks.side("thin", "D0D5DA")
    for column, text in enumerate(texts, 1):
        cell = sheet.cell(number, column)
        looks.put(cell, text)
        cell.font = looks.font(10, bold=column == 4 and found.severity == "error")
        middle = column in (1, 2, 4)
        cell.alignment = make.Alignment(wrap_text=True, vertical="top", horizontal="center" if middle else "left")
        cell.border = make.Border(bottom=thin)
    sheet.cell(number, 4).fill = looks.fill(looks.FILLS[found.severity])
    lines = max(looks.lines_of(text, width - 2) for text, width in zip(texts, _WIDTHS, strict=True))
    sheet.row_dimensions[number].height = 16 * lines + 5
    if place is not None:
        where = sheet.cell(number, 2)
        where.hyperlink = looks.link(
            where.coordinate, f"'{(place.sheet or '').replace(chr(39), chr(39) * 2)}'!{address}"
        )
        where.font = looks.font(10, color="0B57A4", underline="single")
        if line.style is not None:
            sheet.cell(number, _KEPT)._style = line.style


def _set_up(sheet: Any, count: int) -> None:
    sheet.sheet_view.showGridLines = False
    sheet.freeze_panes = sheet.cell(_FIRST, 1)
    sheet.row_dimensions[1].height, sheet.row_dimensions[_FIRST - 1].height = 26, 22
    last = looks.letter(len(_WIDTHS))
    sheet.auto_filter.ref = f"A{_FIRST - 1}:{last}{max(_FIRST, _FIRST + count - 1)}"
    sheet.sheet_properties.tabColor = looks.LINES["error"]
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = looks.fit_to_page()
    sheet.print_title_rows = f"{_FIRST - 1}:{_FIRST - 1}"
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.header = sheet.page_margins.footer = 0.35
    sheet.oddFooter.center.text = "&P / &N"
