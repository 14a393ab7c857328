"""Reads a table by what its file is: a workbook, or CSV."""

from __future__ import annotations

from pathlib import Path

from formgen.batch.tables.cells import Notice, Table
from formgen.batch.tables.csv_text import read_csv
from formgen.batch.tables.excel import read_workbook
from formgen.ground.problems import Refused, problem

_TEXT = (".csv", ".tsv", ".txt")


def read_table(path: Path, sheet: str | None = None) -> tuple[Table, tuple[Notice, ...]]:
    """A table with what is odd about it, by place. Raises `Refused` (E-TABLE, E-LIMIT, E-EXTRA)."""
    if path.suffix.lower() not in _TEXT:
        return read_workbook(path, sheet)
    if sheet is not None:
        raise Refused([problem("E-TABLE.no-sheets", file=path.name)])
    return read_csv(path)
