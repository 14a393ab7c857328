"""The empty workbook of a form, and a table given back with its findings: read back, mended, checked again."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from formgen.batch.cases import Cases, Finding
from formgen.batch.heads import KEY, columns_for
from formgen.batch.reading import read_cases
from formgen.batch.tables.cells import Place, Table
from formgen.batch.tables.looks import FILLS
from formgen.batch.tables.marked import marked
from formgen.batch.tables.sheets import ENTRY, FINDINGS, RULES, SAMPLE
from formgen.batch.tables.template import template
from formgen.batch.tables.written import rows_of
from formgen.filing.begin import begin
from formgen.ground.problems import problem
from formgen.library import open_library
from formgen.library.samples import sample_of

LIBRARY = open_library()
LEADS = sorted(LIBRARY.packet_files)
FORMS = sorted(form for form in LIBRARY.files if not LIBRARY.editions(form)[-1].internal)


def filled(form: str, folder: Path, route: str | None = None) -> Path:
    """The empty workbook of a form, its sample copied into the sheet that is filled in."""
    book = openpyxl.load_workbook(io.BytesIO(template(form, route, LIBRARY)))
    sheet, sample = book[ENTRY], book[SAMPLE]
    for row in sample.iter_rows(min_row=3):
        for cell in row:
            if cell.value is not None:
                sheet.cell(cell.row, cell.column).value = cell.value
                sheet.cell(cell.row, cell.column).number_format = "@"
    path = folder / f"{form}.xlsx"
    book.save(path)
    return path


def read(path: Path, form: str, route: str | None = None) -> Cases:
    return read_cases(path, form=form, route=route, library=LIBRARY)


def stated(data: Any) -> Any:
    """Data without what states nothing: an empty cell is none, so an empty text cannot come back."""
    if isinstance(data, dict):
        inner = {key: stated(value) for key, value in data.items()}
        return {key: value for key, value in inner.items() if value not in ("", None, {}) and value != [{}]}
    return [stated(value) for value in data] if isinstance(data, list) else data


@pytest.mark.parametrize("form", FORMS)
def test_the_sample_comes_back_from_the_filled_workbook(form: str, tmp_path: Path) -> None:
    found = read(filled(form, tmp_path), form)
    assert not found.stopped
    assert [f.problem.key for f in found.findings if f.problem.severity == "error"] == []
    assert len(found.cases) == 1
    columns = columns_for(LIBRARY, form)
    sample = sample_of(LIBRARY, form)
    assert rows_of(columns, stated(found.cases[0].data)) == rows_of(columns, stated(sample))
    if form in LEADS:
        back = stated(json.loads(json.dumps(found.cases[0].data)))
        assert _comparable(back) == _comparable(dict(stated(sample), form=form))


def _comparable(data: dict[str, Any]) -> dict[str, Any]:
    """Without the order of lists whose entries name themselves, and with one permission as a list."""
    out = dict(data)
    for key in ("attachments", "changes"):
        out[key] = sorted(out.get(key, []), key=json.dumps) if out.get(key) else []
    for one in out["attachments"]:
        one.setdefault("user", 0)
        one.pop("permission", None)
    permission = out.get("permission")
    out["permission"] = [permission] if isinstance(permission, dict) else permission
    return {key: value for key, value in out.items() if value}


@pytest.mark.parametrize("form", LEADS)
def test_what_comes_back_makes_the_plan_of_the_sample(form: str, tmp_path: Path) -> None:
    case = read(filled(form, tmp_path), form).cases[0]
    ours, theirs = begin(dict(case.data), form=form), begin(sample_of(LIBRARY, form))
    assert [d.document for d in ours.plan.documents] == [d.document for d in theirs.plan.documents]
    assert [s.form for s in ours.plan.sheets] == [s.form for s in theirs.plan.sheets]


def test_the_same_bytes_at_every_call() -> None:
    one = template("usage-request", "mail", LIBRARY)
    assert one == template("usage-request", "mail", LIBRARY)
    with zipfile.ZipFile(io.BytesIO(one)) as book:
        assert {part.date_time[0] for part in book.infolist()} == {1980}


def test_the_workbook_is_of_the_day_of_its_edition() -> None:
    since = LIBRARY.editions("usage-request")[-1].since
    assert _book(template("usage-request", None, LIBRARY)).properties.created.date() == since


def test_ten_thousand_rows_have_choices_and_every_page_both_heads() -> None:
    sheet = _book(template("usage-request", None, LIBRARY))[ENTRY]
    ranges = [str(rule.sqref).split(":") for rule in sheet.data_validations.dataValidation]
    assert ranges
    assert {(first.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), last[-5:]) for first, last in ranges} == {("3", "10002")}
    assert sheet.print_title_rows == "$1:$2"


def test_what_the_fixed_profile_says_has_no_column() -> None:
    base = {"organization": {"name": "株式会社さくら精機"}}
    names = [c.value for c in _book(template("usage-request", None, LIBRARY, base=base))[ENTRY][2]]
    assert "organization.name" not in names
    assert "organization.address" in names


def test_every_column_is_text_with_a_remark_and_its_choices() -> None:
    book = _book(template("usage-request", None, LIBRARY))
    assert book.sheetnames == [ENTRY, SAMPLE, RULES]
    sheet = book[ENTRY]
    rules = {str(r.sqref).split(":")[0]: r for r in sheet.data_validations.dataValidation}
    for cell, column in zip(sheet[1], columns_for(LIBRARY, "usage-request"), strict=True):
        assert sheet.column_dimensions[cell.column_letter].number_format == "@"
        assert column.meaning in cell.comment.text
        assert (f"{cell.column_letter}3" in rules) == bool(column.words)
        assert len(rules[f"{cell.column_letter}3"].formula1) <= 257 if column.words else True


def test_long_lists_stand_on_a_hidden_sheet_under_a_name() -> None:
    book = _book(template("fee-payment-sheet", None, LIBRARY))
    sheets = [s for s in book.worksheets if s.sheet_state == "hidden"]
    named = [r.formula1 for r in book[ENTRY].data_validations.dataValidation if not r.formula1.startswith('"')]
    assert bool(sheets) == bool(named) == bool(book.defined_names)


def test_rows_that_belong_together_have_a_key() -> None:
    heads = [c.value for c in _book(template("periodic-report", None, LIBRARY))[ENTRY][1]]
    assert heads[0] == KEY.label
    assert KEY.label not in [c.value for c in _book(template("usage-request", None, LIBRARY))[ENTRY][1]]


def _book(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def broken(folder: Path) -> Path:
    path = filled("usage-request", folder, "mail")
    book = openpyxl.load_workbook(path)
    names = {c.value: c.column for c in book[ENTRY][2]}
    book[ENTRY].cell(3, names["user.birth_date"]).value = "88/4/1"
    book[ENTRY].cell(3, names["user.birth_date"]).comment = Comment("本人に聞く", "佐倉")
    book.save(path)
    return path


def test_a_faulty_cell_is_coloured_framed_and_told(tmp_path: Path) -> None:
    found = read(broken(tmp_path), "usage-request", "mail")
    book = _book(marked(found.table, found.findings).content)
    cell = _birth(book)
    assert cell.fill.fgColor.rgb == f"00{FILLS['error']}"
    assert cell.border.left.style == "medium"
    assert cell.comment.text.startswith("本人に聞く\n")
    assert "E-DATE" in cell.comment.text
    assert "88/4/1" not in cell.comment.text
    assert book[ENTRY].cell(3, 2).fill.fgColor.rgb != f"00{FILLS['error']}"
    lines = book[FINDINGS]
    assert book.sheetnames[0] == FINDINGS
    assert lines["B4"].hyperlink.location == f"'{ENTRY}'!{cell.coordinate}"
    assert lines["C4"].value == "本人・生年月日"
    assert book[ENTRY].data_validations.dataValidation
    assert {SAMPLE, RULES} <= set(book.sheetnames)


def test_a_mended_workbook_loses_its_marks_and_keeps_its_own(tmp_path: Path) -> None:
    found = read(broken(tmp_path), "usage-request", "mail")
    again = tmp_path / "again.xlsx"
    again.write_bytes(marked(found.table, found.findings).content)
    book = openpyxl.load_workbook(again)
    _birth(book).value = "1988-04-01"
    book.save(again)
    clean = read(again, "usage-request", "mail")
    assert not clean.findings
    cell = _birth(_book(marked(clean.table, clean.findings).content))
    assert cell.fill.fill_type is None
    assert not (cell.border.left and cell.border.left.style)
    assert cell.comment.text == "本人に聞く"


def _birth(book: Any) -> Any:
    return next(book[ENTRY].cell(3, c.column) for c in book[ENTRY][2] if c.value == "user.birth_date")


def test_no_text_of_a_table_becomes_a_formula(tmp_path: Path) -> None:
    texts = ["=1+1", "+1", "-1", "@SUM(A1)", "＝1"]
    table = Table(tmp_path / "t.csv", tuple("=HEAD" for _ in texts), [texts], [3])
    found = Finding(problem("E-DATE.iso"), place=Place(3, 1), rows=(3,))
    book = _book(marked(table, [found, Finding(problem("E-DATE.iso"))]).content)
    assert [c.value for c in book[ENTRY][3]] == texts
    assert {c.data_type for sheet in book.worksheets for row in sheet for c in row} <= {"s", "n", "inlineStr"}
    assert book[FINDINGS]["C4"].value == "=HEAD"


def plain(folder: Path) -> Path:
    """A workbook of somebody's own: the table is its second sheet."""
    book = openpyxl.Workbook()
    book.active.title = "控え"
    sheet = book.create_sheet("表")
    for row in (["本人・氏名", "本人・性別"], ["甲", "雄"], ["乙", "女"], ["丙", "女"]):
        sheet.append(row)
    sheet["B2"].fill = PatternFill("solid", fgColor="00FFEE88")
    sheet["B2"].comment = Comment("本人に聞く", "佐倉")
    book.save(folder / "own.xlsx")
    return folder / "own.xlsx"


def test_marks_stand_on_the_sheet_that_was_read_and_the_first_row_of_a_finding(tmp_path: Path) -> None:
    found = read_cases(plain(tmp_path), form="usage-request", sheet="表", library=LIBRARY)
    book = _book(marked(found.table, [Finding(problem("E-DATE.iso"), rows=(3, 4))]).content)
    red = [(s.title, c.coordinate) for s in book.worksheets for row in s for c in row if _painted(c, "error")]
    assert [one for one in red if one[0] != FINDINGS] == [("表", "A3")]


def _painted(cell: Any, kind: str) -> bool:
    return bool(cell.fill.fgColor.rgb == f"00{FILLS[kind]}")


def test_all_that_is_found_in_a_cell_is_told_there_by_the_worst(tmp_path: Path) -> None:
    table = read_cases(plain(tmp_path), form="usage-request", sheet="表", library=LIBRARY).table
    both = [Finding(problem(key), place=Place(2, 2, "表")) for key in ("W-TABLE.line-end", "E-DATE.iso")]
    cell = _book(marked(table, both).content)["表"]["B2"]
    assert all(found.problem.message() in cell.comment.text for found in both)
    assert (cell.comment.text.partition("\n")[0], cell.comment.author) == ("本人に聞く", "佐倉")
    assert _painted(cell, "error")


def test_a_mended_cell_looks_as_it_did(tmp_path: Path) -> None:
    path = plain(tmp_path)
    for mended in (False, False, True):
        found = read_cases(path, form="usage-request", sheet="表", library=LIBRARY)
        book = _book(marked(found.table, [] if mended else found.findings).content)
        assert _painted(book["表"]["B2"], "error") != mended
        book.save(path)
    cell = book["表"]["B2"]
    assert (cell.fill.fgColor.rgb, cell.comment.text, cell.comment.author) == ("00FFEE88", "本人に聞く", "佐倉")


@pytest.mark.parametrize(
    ("part", "word"),
    [("xl/vbaProject.bin", "マクロ"), ("xl/media/image1.png", "図"), ("xl/activeX/activeX1.xml", "ActiveX")],
)
def test_parts_that_are_not_kept_are_named(part: str, word: str, tmp_path: Path) -> None:
    path = plain(tmp_path)
    table = read_cases(path, form="usage-request", sheet="表", library=LIBRARY).table
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(part, b"x")
    (told,) = marked(table, []).problems
    assert (told.key, word in told.message()) == ("W-TABLE.not-kept", True)


def test_what_a_workbook_may_lose_is_told(tmp_path: Path) -> None:
    from openpyxl.chart import BarChart, Reference

    path = filled("usage-request", tmp_path, "mail")
    book = openpyxl.load_workbook(path)
    chart = BarChart()
    chart.add_data(Reference(book[ENTRY], min_col=1, min_row=1, max_row=2))
    book[SAMPLE].add_chart(chart, "B20")
    book.save(path)
    found = read(path, "usage-request", "mail")
    given = marked(found.table, [])
    assert [p.key for p in given.problems] == ["W-TABLE.not-kept"]
    assert "グラフ" in _book(given.content)[FINDINGS]["F4"].value


def test_a_workbook_that_only_its_cells_can_be_read_of_is_marked_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "odd.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    table = Table(path, ("本人・氏名",), [["髙橋 花子"]], [2])
    given = marked(table, [Finding(problem("E-DATE.iso"), place=Place(2, 1))])
    assert _book(given.content)[ENTRY]["A2"].value == "髙橋 花子"
    assert [p.key for p in given.problems] == ["W-TABLE.not-kept"]
