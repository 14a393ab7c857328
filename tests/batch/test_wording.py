"""What is wrong with a row, told to somebody who has only the table: heads, cells, columns, no keys of a profile."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner

from formgen import api
from formgen.cli.app import app
from formgen.ground.in_tables import IN_TABLES
from formgen.ground.messages import MESSAGES

ORGANIZATION = {
    "organization.kind": "登録支援機関", "organization.name": "見本支援機構", "organization.phone": "03-0000-0000",
    "organization.address": "東京都新宿区見本町1番", "organization.representative.name": "見本 一郎",
    "organization.registration_number": "見本登－000001", "date": "2026-11-24", "filing.kind": "新規",
    "filing.category_review": "いいえ", "filing.terms_accepted": "はい", "user.status": "申出中",
}  # fmt: skip
PEOPLE: list[dict[str, Any]] = [
    {"user.name": "見本 花子", "user.phone": 9000000001, "user.nationality": "日本"},
    {"user.name": None, "user.phone": "03-0000-0001", "user.nationality": "ベトナム"},
]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Two people of one organisation, in the empty workbook of the form."""
    path = api.write_template(tmp_path / "t.xlsx", "usage-request", route="mail")
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    columns = {cell.value: cell.column for cell in sheet[2]}
    sheet.cell(1, sheet.max_column + 1, "まとめる番号")
    for number, person in enumerate(PEOPLE, 3):
        for name, value in {**ORGANIZATION, **person}.items():
            sheet.cell(number, columns[name], value)
        sheet.cell(number, sheet.max_column, "A")
    book.save(path)
    return path


def told(table: Path) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for one in api.make_batch(table, form="usage-request", route="mail").findings:
        found.setdefault(one.problem.key, []).append(one)
    return found


def test_a_head_is_told_as_people_read_it(table: Path) -> None:
    assert told(table)["E-TABLE.number-for-text"][0].problem.label == "本人・電話番号"


def test_what_is_missing_is_to_be_written_into_its_cell(table: Path) -> None:
    name = next(
        f for f in told(table)["E-REQUIRED.field"] if f.place and f.place.row == 4 and "氏名" in f.problem.label
    )
    assert name.problem.fix() == "このセルに書いてください。"
    assert name.problem.fix("en") == "Write it in this cell."


def test_a_document_that_is_missing_is_told_at_its_column_and_person(table: Path) -> None:
    missing = [f for f in told(table)["E-MISSING-DOCUMENT.one"] if f.problem.words["document"] == "agent-certificate"]
    heads = {cell.value: cell.column for cell in openpyxl.load_workbook(table).worksheets[0][2]}
    assert [(f.place.row, f.place.column) for f in missing] == [
        (n, heads["attachment.agent-certificate"]) for n in (3, 4)
    ]
    assert "「同封」か、ファイルの名前" in missing[0].problem.fix()
    assert missing[0].problem.message() == missing[1].problem.message()


def test_a_fact_without_a_column_is_told_by_the_head_it_would_have(table: Path) -> None:
    card = told(table)["W-UNKNOWN.residence-card"]
    assert [f.rows for f in card] == [(4,)]
    assert card[0].problem.fix().startswith("「在留カード・番号」の列（なければ足します）に")


def test_a_screen_names_each_fault_once_and_no_key_of_a_profile(table: Path) -> None:
    words = ["batch", str(table), "--form", "usage-request", "--route", "mail", "--check", "--lang", "ja"]
    shown = CliRunner().invoke(app, words).output
    assert "直すところがあります" in shown
    errors = shown[: shown.index("W-")]
    assert not re.search(r"users|attachments|プロファイル", errors)
    assert len(re.findall(r"申請等取次者証明書」がありません", shown)) == 1


def test_the_list_of_findings_says_the_same_once(table: Path) -> None:
    made = api.make_batch(table, form="usage-request", route="mail")
    api.write_marked(made, path := table.parent / "marked.xlsx")
    rows = [tuple(cell.value for cell in row[:7]) for row in openpyxl.load_workbook(path).worksheets[0].iter_rows(4)]
    assert len(rows) == len(set(rows))


@pytest.mark.parametrize("key", sorted(IN_TABLES))
def test_what_to_do_in_a_table_belongs_to_a_message(key: str) -> None:
    assert key in MESSAGES
    assert all(IN_TABLES[key])
