"""A table given back with what is wrong in it: cells coloured and commented, a list of all findings before its sheets.

Only cells with a finding change. Marks of a run before are taken away first, so that a workbook can be mended and
checked again as often as need be.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from warnings import catch_warnings, simplefilter

from formgen.batch.cases import Finding
from formgen.batch.tables import findings_sheet, looks
from formgen.batch.tables.cells import Place, Table
from formgen.batch.tables.sheets import ENTRY, FINDINGS
from formgen.batch.tables.steady import saved
from formgen.files.reading import read_bytes
from formgen.ground.problems import Language, Problem, problem

_AUTHOR = "formgen"
_BEFORE = "―― formgen ――"
"""What parts a comment of the user's from ours."""

_MAX_BYTES = 100_000_000
_COLUMN_OF_ROW = 1
#: Parts of a workbook that openpyxl leaves out, by the beginning of their names, and what people call them.
_NOT_KEPT = {
    "xl/charts/": ("グラフ", "charts"),
    "xl/media/": ("図", "pictures"),
    "xl/vbaProject": ("マクロ", "macros"),
    "xl/threadedComments/": ("スレッド形式のコメント", "threaded comments"),
    "xl/ctrlProps/": ("フォームの部品", "form controls"),
    "xl/activeX/": ("ActiveXの部品", "ActiveX controls"),
    "xl/slicers/": ("スライサー", "slicers"),
    "xl/embeddings/": ("埋め込みの文書", "embedded documents"),
}
_ALL = ("書式とほかのシート", "looks and other sheets")
_EXTENSIONS = ("入力規則や条件付き書式の一部", "some drop-downs or conditional formats")
Words = tuple[str, str]


@dataclass(frozen=True)
class Marked:
    """The workbook as bytes (.xlsx), and what of the user's it could not keep."""

    content: bytes
    problems: tuple[Problem, ...] = ()


def marked(table: Table, findings: Iterable[Finding], lang: Language = "ja") -> Marked:
    """The user's workbook (of a CSV file: a new one) with its findings. Raises `Refused` (E-EXTRA), `OSError`."""
    book, lost = _opened(table)
    every = (*findings, *map(Finding, lost))
    sheet = book[table.sheet] if table.sheet in book.sheetnames else book.worksheets[0]
    if FINDINGS in book.sheetnames:
        _cleared(book)
    by_place: dict[Place, list[Problem]] = {}
    for found in every:
        if (place := _place(found, sheet.title)) is not None:
            by_place.setdefault(place, []).append(found.problem)
    lines = []
    # What several sheets lack is one cell to fill in.
    for found in {(f.place, f.rows, _said(f.problem, lang)): f for f in every}.values():
        place = _place(found, sheet.title)
        before = book[place.sheet][_inside(place)] if place else None
        # A copy: marking changes the looks in place.
        looked = copy(before._style) if before else None
        lines.append(findings_sheet.Line(found, place, _head(sheet, place), looked))
    for place, problems in by_place.items():
        _mark(book[place.sheet][_inside(place)], problems, lang)
    # After the marks, with the looks of the cells as they were before them.
    findings_sheet.write(book, lines, lang)
    return Marked(saved(book, _modified(book)), lost)


def _opened(table: Table) -> tuple[Any, tuple[Problem, ...]]:
    suffix = table.path.suffix.lower()
    if suffix not in (".xlsx", ".xlsm"):
        return _from_cells(table), _lost(table.path, [_ALL]) if suffix == ".ods" else ()
    content = read_bytes(table.path, _MAX_BYTES, file=table.path.name)
    try:
        # What it says of parts it does not know goes to the list, not to the terminal.
        with catch_warnings(record=True) as warned:
            simplefilter("always")
            book = looks.openpyxl().load_workbook(io.BytesIO(content), rich_text=True)
    # It was read as a table, so its cells are there; openpyxl is stricter about all that is around them.
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, zipfile.BadZipFile):
        return _from_cells(table), _lost(table.path, [_ALL])
    dropped = [_EXTENSIONS] if any("not supported" in str(w.message) for w in warned) else []
    return book, _lost(table.path, [*_not_kept(content), *dropped])


def _not_kept(content: bytes) -> Sequence[Words]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
    found = [said for start, said in _NOT_KEPT.items() if any(name.startswith(start) for name in names)]
    # A drawing that shows neither a chart nor a picture holds shapes; ours have none.
    if not found and any(name.startswith("xl/drawings/drawing") for name in names):
        return [("図形", "shapes")]
    return found


def _lost(path: Path, what: Sequence[Words]) -> tuple[Problem, ...]:
    if not what:
        return ()
    ja, en = "、".join(ja for ja, _ in what), ", ".join(en for _, en in what)
    return (problem("W-TABLE.not-kept", file=path.name, what=ja, what_en=en),)


def _from_cells(table: Table) -> Any:
    """A new workbook with the cells of a table as text."""
    book = looks.openpyxl().Workbook()
    # The same findings are the same bytes.
    book.properties.created = datetime(2000, 1, 1)
    sheet = book.active
    sheet.title = ENTRY
    make = looks.styles()
    widths: dict[int, int] = {}
    for number, row in ((1, table.heads), *zip(table.numbers, table.rows, strict=True)):
        for column, value in enumerate(row, 1):
            if value is None:
                continue
            cell = sheet.cell(number, column)
            looks.put(cell, str(value))
            if number == 1:
                cell.font, cell.fill = looks.font(10, bold=True), looks.fill(looks.FILLS["free"])
                cell.alignment = make.Alignment(wrap_text=True, vertical="center")
            widths[column] = max(widths.get(column, 0), looks.width_of(str(value)))
    for column, width in widths.items():
        sheet.column_dimensions[looks.letter(column)].width = max(8, min(30, width + 2))
    sheet.freeze_panes = "A2"
    return book


def _place(found: Finding, sheet: str) -> Place | None:
    """The cell to be marked: the finding's own, else the first one of its row; None for what is about the whole."""
    if found.place is not None:
        return Place(found.place.row, found.place.column, sheet)
    return Place(found.rows[0], _COLUMN_OF_ROW, sheet) if found.rows else None


def _inside(place: Place) -> str:
    return Place(place.row, place.column).address


def _head(sheet: Any, place: Place | None) -> str:
    """The head as people read it: the table knows the names of facts below it, where there are any."""
    value = sheet.cell(1, place.column).value if place else None
    return "" if value is None else str(value)


def _mark(cell: Any, problems: Sequence[Problem], lang: Language) -> None:
    # Of cells that are merged, only the first one can be written to.
    if isinstance(cell, looks.openpyxl().cell.cell.MergedCell):
        return
    worst = "error" if any(p.severity == "error" for p in problems) else "warning"
    edge = looks.side("medium" if worst == "error" else "dashed", looks.LINES[worst])
    cell.fill = looks.fill(looks.FILLS[worst])
    cell.border = looks.styles().Border(left=edge, right=edge, top=edge, bottom=edge)
    # What several sheets lack is one cell to fill in.
    said = "\n".join(dict.fromkeys(_said(p, lang) for p in problems))
    theirs = _theirs(cell.comment)
    author = cell.comment.author if theirs else _AUTHOR
    cell.comment = looks.comment(f"{theirs}\n{_BEFORE}\n{said}" if theirs else said, author)


def _said(found: Problem, lang: Language) -> str:
    return f"{found.code}　{found.message(lang)}\n→ {found.fix(lang)}"


def _theirs(comment: Any) -> str:
    """What stands in a comment besides ours."""
    if comment is None:
        return ""
    text = str(comment.text)
    return text.partition(f"\n{_BEFORE}\n")[0] if _BEFORE in text else text


def _cleared(book: Any) -> None:
    """Take away the marks of a run before: the list, and in the cells it names, our colours and comments."""
    for place, style in findings_sheet.read(book):
        if place.sheet not in book.sheetnames:
            continue
        cell = book[place.sheet][_inside(place)]
        if cell.fill.fgColor.rgb in {f"00{looks.FILLS[kind]}" for kind in ("error", "warning")}:
            cell._style = style
    for sheet in book.worksheets:
        for cell in list(sheet._cells.values()):
            _unmark(cell)
    del book[FINDINGS]


def _unmark(cell: Any) -> None:
    if cell.comment is None or not (cell.comment.author == _AUTHOR or _BEFORE in str(cell.comment.text)):
        return
    # The remarks on the heads of the empty workbook are ours, too, but say nothing of a fault.
    if _BEFORE not in str(cell.comment.text) and not str(cell.comment.text).startswith(("E-", "W-")):
        return
    text, author = _theirs(cell.comment), cell.comment.author
    had_two = _BEFORE in str(cell.comment.text)
    cell.comment = looks.comment(text, author) if had_two else None
    # Moved since by sorting: its looks of before are not known, but ours go.
    if cell.fill.fgColor.rgb in {f"00{looks.FILLS[kind]}" for kind in ("error", "warning")}:
        cell.fill, cell.border = looks.styles().PatternFill(), looks.styles().Border()


def _modified(book: Any) -> str:
    stamp = book.properties.created
    return stamp.strftime("%Y-%m-%dT%H:%M:%SZ") if stamp else "2000-01-01T00:00:00Z"
