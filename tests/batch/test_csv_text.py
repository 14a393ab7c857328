"""CSV as programs write it: encodings, quotes, lines."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from formgen.batch.tables.csv_text import decoded, read_csv


@pytest.mark.parametrize(
    ("encoding", "mark"), [("cp932", b""), ("utf-16-be", codecs.BOM_UTF16_BE), ("utf-16-le", codecs.BOM_UTF16_LE)]
)
def test_letters_that_only_windows_has(encoding: str, mark: bytes) -> None:
    text = "氏名\n髙﨑①㈱～\n"
    assert decoded(mark + text.encode(encoding), "表.csv") == text


def test_separators_and_line_ends_within_a_quoted_head_part_nothing(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_text('"備考;;;\n\t\t\t",user.name\nx,甲\n', encoding="utf-8")
    table, notices = read_csv(path)
    assert table.heads == ("備考;;;\n\t\t\t", "user.name")
    assert (table.rows, notices) == ([["x", "甲"]], ())


def test_a_row_is_told_by_the_line_it_begins_in(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_text('user.name,user.title\n"甲\n\n乙",x\n丙\n', encoding="utf-8")
    _, ((told, place),) = read_csv(path)
    assert (told.key, told.line, place and place.row) == ("E-TABLE.too-few-cells", 5, 3)
