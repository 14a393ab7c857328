"""The empty workbook of a form: a column for each fact its packet asks for, with drop-downs, examples and remarks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from formgen.batch.asked import stated_in
from formgen.batch.heads import GROUPS, KEY, Column, columns_for
from formgen.batch.tables import looks, rules_sheet
from formgen.batch.tables.drop_downs import DropDowns
from formgen.batch.tables.sheets import ENTRY, RULES, SAMPLE
from formgen.batch.tables.steady import saved
from formgen.batch.tables.written import rows_of
from formgen.library import Library
from formgen.library.samples import sample_of
from formgen.spec.form import Form

LAST_ROW = 10_002
"""Down to which row the drop-downs reach: ten thousand rows below the two of the heads."""

_FIRST_ROW = 3
_NEEDED = {"always": "必ず書きます", "sometimes": "場合によって必ず書きます", "free": "空欄でもかまいません"}
_LOOKS_LIKE = {
    "day": "日付：2026-04-01 の形（年は西暦の4桁、月と日は2桁）",
    "document": "書き方：紙を入れるなら 同封、ファイルなら名前（表のあるフォルダから）",
    "period": "書き方：1年、3月 の形",
    "choices": "書き方：いくつもあるときは「、」で区切ります。1つもなければ なし",
    "int": "書き方：数字だけ",
}


def template(
    form: str,
    route: str | None,
    library: Library,
    *,
    base: Mapping[str, Any] | None = None,
    day: date | None = None,
) -> bytes:
    """An .xlsx, the same bytes at every call; what the profile `base` states has no columns.

    Raises `Refused` (E-VALUE, E-EDITION, E-EXTRA).
    """
    edition = library.form(form, day) if day else library.editions(form)[-1]
    said = frozenset(stated_in(base or {}))
    columns = tuple(c for c in columns_for(library, form, route, day) if c.name not in said)
    sample = sample_of(library, form)
    # Where people of one organisation stand on one paper, rows belong together.
    columns = (*((KEY,) if len(rows_of(columns, sample)) > 1 else ()), *columns)
    book = looks.openpyxl().Workbook()
    book.properties.creator, book.properties.title = "formgen", edition.title
    # Of the edition, not of the clock: the same workbook has the same bytes.
    book.properties.created = datetime.combine(edition.since, time())
    sheet = book.active
    sheet.title = ENTRY
    _heads(sheet, columns)
    shown = book.create_sheet(SAMPLE)
    _heads(shown, columns)
    _rows(shown, columns, rows_of(columns, sample))
    rules_sheet.write(book.create_sheet(RULES), edition, route)
    DropDowns(book).add(sheet, columns, _FIRST_ROW, LAST_ROW)
    for one, paint in ((sheet, "1F4E79"), (shown, "9AA5AF"), (book[RULES], "9AA5AF")):
        one.sheet_properties.tabColor = paint
        _printed(one, edition, heads=one is not book[RULES])
    return saved(book, f"{edition.since.isoformat()}T00:00:00Z")


def _heads(sheet: Any, columns: Sequence[Column]) -> None:
    """Two rows of heads and the set-up of every column below them."""
    make = looks.styles()
    before = ""
    for number, column in enumerate(columns, 1):
        width = _width(column)
        place = sheet.column_dimensions[looks.letter(number)]
        place.width = width
        place.number_format, place.font = looks.TEXT, looks.font(11)
        place.alignment = make.Alignment(vertical="center")
        left = looks.side("thin", "8C9BA8" if column.group != before else "D0D5DA")
        before = column.group
        line = looks.side("medium" if column.needed == "always" else "thin", looks.LINES[column.needed])
        label, name = sheet.cell(1, number), sheet.cell(2, number)
        looks.put(label, column.label)
        looks.put(name, column.name)
        label.font = looks.font(10, bold=column.needed == "always")
        name.font = looks.font(7, color=looks.GREY)
        label.alignment = make.Alignment(wrap_text=True, vertical="center", horizontal="center")
        name.alignment = make.Alignment(wrap_text=True, vertical="center", horizontal="center")
        label.fill = looks.fill(looks.FILLS[column.needed])
        name.fill = looks.fill("FAFAF9")
        label.border = make.Border(left=left, bottom=looks.side("thin", "D0D5DA"))
        name.border = make.Border(left=left, bottom=line)
        label.comment = looks.comment(_remark(column))
    sheet.row_dimensions[1].height, sheet.row_dimensions[2].height = 36, 22
    sheet.sheet_format.defaultRowHeight, sheet.sheet_format.customHeight = 20, True
    sheet.freeze_panes = sheet.cell(_FIRST_ROW, 2)
    last = looks.letter(len(columns))
    sheet.auto_filter.ref = f"A2:{last}{LAST_ROW if sheet.title == ENTRY else _FIRST_ROW}"


def _rows(sheet: Any, columns: Sequence[Column], rows: Sequence[Mapping[str, str]]) -> None:
    for number, row in enumerate(rows, _FIRST_ROW):
        for place, column in enumerate(columns, 1):
            text = row.get(column.name)
            if text is not None:
                cell = sheet.cell(number, place)
                looks.put(cell, text)
                cell.font = looks.font(11)
                cell.alignment = looks.styles().Alignment(vertical="center")
    letter = looks.letter(len(columns))
    sheet.auto_filter.ref = f"A2:{letter}{_FIRST_ROW + len(rows) - 1}"


def _width(column: Column) -> float:
    """Room for the example, and for the head in two lines."""
    words = max((looks.width_of(word) for _, word in column.words), default=0)
    inside = max(looks.width_of(column.example), words)
    head = looks.width_of(column.label) / 2 + 3
    return float(max(10, min(26, max(inside + 3, head))))


def _remark(column: Column) -> str:
    """What stands in the remark on a head: what it means, what is asked, how it is written, whether it is needed."""
    lines = [f"【{GROUPS[column.group]}】{column.label}", column.meaning]
    if column.question:
        lines.append(f"問い：{column.question}")
    if column.words and column.kind in ("choice", "bool"):
        lines.append("選択肢：" + "、".join(word for _, word in column.words))
    if said := _LOOKS_LIKE.get(column.kind):
        lines.append(said)
    if column.example:
        lines.append(f"例：{column.example}")
    lines.append(_NEEDED[column.needed])
    return "\n".join(lines)


def _printed(sheet: Any, edition: Form, *, heads: bool) -> None:
    """A4 across, the heads on every page."""
    sheet.page_setup.orientation = "landscape" if heads else "portrait"
    sheet.page_setup.paperSize = 9
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top, sheet.page_margins.bottom = 0.8, 0.7
    sheet.page_margins.header = sheet.page_margins.footer = 0.35
    sheet.page_setup.scale = 70 if heads else 100
    sheet.print_options.gridLines = heads
    sheet.oddHeader.left.text, sheet.oddHeader.right.text = edition.title, "&A"
    sheet.oddFooter.center.text = "&P / &N"
    if heads:
        sheet.print_title_rows, sheet.print_title_cols = "1:2", "A:A"
    else:
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = looks.fit_to_page()
