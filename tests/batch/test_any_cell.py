"""Whatever is typed comes out, code point by code point, of workbooks and of CSV in every encoding that is read."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from formgen.batch.reading import read_cases
from formgen.batch.tables.csv_text import read_csv
from formgen.batch.tables.excel import read_workbook

# XML has no controls but tab and line end, and no half characters; what ends lines is one sign in it.
TYPED = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1)
LINES = st.lists(TYPED, min_size=1, max_size=3).map("\n".join)
QUIET = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@QUIET
@given(st.lists(LINES, min_size=1, max_size=30))
def test_of_workbooks(tmp_path, texts):
    path = tmp_path / "表.xlsx"
    book = Workbook()
    book.active.append(["user.name"])
    for number, text in enumerate(texts, 2):
        # As text, as a person types it: openpyxl would take "=1" for a formula.
        cell = book.active.cell(number, 1)
        cell.value, cell.data_type = text.replace("_x", "_x005F_x"), "s"
    book.save(path)
    table, _ = read_workbook(path)
    assert [row[0] for row in table.rows] == texts


@QUIET
@given(
    st.sampled_from(["utf-8", "utf-8-sig", "cp932", "utf-16"]),
    st.sampled_from([",", "\t", ";"]),
    st.sampled_from(["\r\n", "\n"]),
    st.lists(st.lists(st.text(min_size=1), min_size=2, max_size=2), min_size=1),
)
def test_of_csv(tmp_path, encoding, separator, end, rows):
    clean = [[_written(text, encoding) or "髙" for text in row] for row in rows]
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(
        [["氏名", "職名"], *clean]
    )
    path = tmp_path / "表.csv"
    path.write_bytes(out.getvalue().encode(encoding))
    table, notices = read_csv(path)
    assert notices == ()
    assert [list(row) for row in table.rows] == clean


def _written(text: str, encoding: str) -> str:
    """What of a text can be written in an encoding, and is read as nothing else."""
    return text.encode(encoding, "ignore").decode(encoding).replace("\0", "").lstrip("\ufeff")


@pytest.mark.parametrize(
    "text", ["𠮷田 葛󠄀城", "髙﨑①㈱～", " 前後 ", "_x0041_", "=1+1", "'03", "003", "1e5", "true", "NaN"]
)
def test_of_names_that_tempt(tmp_path, text):
    path = tmp_path / "表.csv"
    path.write_text(f'user.name\n"{text}"\n', encoding="utf-8")
    (case,) = read_cases(path).cases
    assert case.data["users"][0]["name"] == text
