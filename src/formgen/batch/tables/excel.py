"""Reads a workbook (.xlsx, .xlsm, .ods) into a table. It comes from outside, so a process with limits opens it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from formgen.batch.tables.cells import NO_VALUE, TIME, Notice, Odd, Place, Raw, Table
from formgen.batch.tables.sheets import APART, ENTRY
from formgen.files.extras import extra
from formgen.files.reading import read_bytes
from formgen.files.reasons import reasons
from formgen.ground.problems import Refused, problem

MAX_BYTES = 100_000_000
# On the clock; the process's limit on computing time ends it before, unless the machine has much else to do.
MAX_SECONDS = 120
_SCRIPT = Path(__file__).with_name("apart") / "start.py"
_MOST_LISTED = 20

Notices = tuple[Notice, ...]


def read_workbook(path: Path, sheet: str | None = None) -> tuple[Table, Notices]:
    """The cells of one sheet: the one named, else the first that is no help of the template, and what is odd there.

    Raises `Refused` (E-TABLE, E-LIMIT, E-EXTRA) for what is no workbook that can be read.
    """
    extra("python_calamine", "excel")
    found = _asked(read_content(path, MAX_BYTES), {"sheet": sheet, "skip": sorted(APART), "first": ENTRY})
    if found["fault"]:
        raise Refused([_refusal(found, path.name)])
    return _table(path, found)


def read_content(path: Path, most: int) -> bytes:
    """The bytes of a table's file. Raises `Refused`."""
    try:
        return read_bytes(path, most, file=path.name)
    except (OSError, ValueError) as error:
        raise Refused([problem("E-TABLE.unreadable", file=path.name, **reasons(error))]) from None


def _asked(content: bytes, question: Mapping[str, Any]) -> dict[str, Any]:
    # An empty entry of sys.path is the current folder, which may hold anything under the name of a module.
    command = [sys.executable, "-I", "-S", str(_SCRIPT), str(os.getpid()), *filter(None, sys.path)]
    asked = json.dumps(question).encode() + b"\n" + content
    try:
        # What it prints may quote the workbook: it goes nowhere.
        done = subprocess.run(  # noqa: S603 - our own file, no shell
            command, input=asked, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=MAX_SECONDS, env=_ENV
        )
        found = json.loads(done.stdout) if done.returncode == 0 else None
    except (OSError, ValueError, subprocess.TimeoutExpired):
        found = None
    # Ended by its limits, whatever it was about to say.
    return found if isinstance(found, dict) else {"fault": "too-heavy"}


# For the GNU C library: with a heap for each thread the limit on memory would be reached by room that nobody uses.
_ENV = {**os.environ, "MALLOC_ARENA_MAX": "1"}


def _refusal(found: Mapping[str, Any], file: str) -> Any:
    match found["fault"]:
        case "columns" | "rows" | "cells" as what:
            return problem(f"E-LIMIT.table-{what}", file=file, limit=f"{int(found['limit']):,}")
        case "too-heavy":
            return problem("E-LIMIT.table", file=file)
        case "sheet":
            sheets = [str(name) for name in found["sheets"]]
            said = "、".join(f"「{name}」" for name in sheets)
            return problem("E-TABLE.sheet", file=file, sheets=said, sheets_en=", ".join(sheets))
        case "locked":
            return problem("E-TABLE.locked", file=file)
        case "old":
            return problem("E-TABLE.old-format", file=file)
        case "no-sheet":
            return problem("E-TABLE.no-sheet", file=file)
        case "kind":
            return problem("E-TABLE.kind", file=file)
        case _:
            return problem("E-TABLE.damaged", file=file)


def _table(path: Path, found: Mapping[str, Any]) -> tuple[Table, Notices]:
    name = str(found["sheet"])
    rows: list[list[Raw]] = [[_cell(c) for c in row] if _odd(row) else row for row in found["rows"]]
    # An error that lies beyond all values has no head, and so nobody would miss it.
    for row, column in (*found["errors"], *found["unsaved"]):
        _room(rows, row, column)[column] = NO_VALUE
    heads = tuple("" if c is None or isinstance(c, Odd) else str(c) for c in (rows[0] if rows else ()))
    kept = [(n, row) for n, row in enumerate(rows[1:], 2) if any(c is not None for c in row)]
    width = max(len(heads), *(len(row) for _, row in kept)) if kept else len(heads)
    heads += ("",) * (width - len(heads))
    for _, row in kept:
        row += [None] * (width - len(row))
    table = Table(path, heads, [row for _, row in kept], [n for n, _ in kept], name)
    return table, tuple(_notices(found, table))


def _odd(row: Iterable[Any]) -> bool:
    return any(type(c) is list for c in row)


def _cell(cell: Any) -> Raw:
    if type(cell) is not list:
        return cell  # type: ignore[no-any-return]
    return date.fromisoformat(cell[1]) if cell[0] == "day" else TIME


def _room(rows: list[list[Raw]], row: int, column: int) -> list[Raw]:
    """The row with room for a column: an error at the edge may lie beyond all values."""
    while len(rows) <= row:
        rows.append([])
    rows[row] += [None] * (column + 1 - len(rows[row]))
    return rows[row]


def _notices(found: Mapping[str, Any], table: Table) -> Iterator[Notice]:
    """What is odd about the sheet, by place."""
    file, sheet = table.path.name, table.sheet

    def at(row: int, column: int) -> Place:
        return Place(row + 1, column + 1, sheet)

    held = set(table.numbers)
    if not any(map(str.strip, table.heads)):
        yield problem("E-TABLE.empty", file=file), None
    for row, column in found["errors"]:
        yield problem("E-TABLE.error-value"), at(row, column)
    for row, column in found["unsaved"]:
        yield problem("E-TABLE.unsaved-formula"), at(row, column)
    for top, left, bottom, right in found["merged"]:
        last = problem("E-TABLE.merged", last=Place(bottom + 1, right + 1).address)
        # Each of its rows is in doubt, as far as there are rows.
        inside = (row for row in range(top, bottom + 1) if row + 1 in held or row == 0)
        yield from ((last, at(row, left)) for row in inside if left < len(table.heads))
    if formulas := found["formulas"]:
        yield problem("W-TABLE.formulas", count=len(formulas)), at(*formulas[0])
    if rows := [n + 1 for n in found["hidden_rows"] if n + 1 in held or n == 0]:
        yield problem("W-TABLE.hidden-rows", file=file, rows=_listed(map(str, rows))), None
    columns = [at(0, n).address.rpartition("!")[2][:-1] for n in found["hidden_columns"] if n < len(table.heads)]
    if columns:
        yield problem("W-TABLE.hidden-columns", file=file, columns=_listed(columns)), None
    if others := found["others"]:
        said = "、".join(f"「{name}」" for name in others)
        yield problem("W-TABLE.other-sheets", sheet=sheet, sheets=said, sheets_en=", ".join(others)), None


def _listed(names: Iterable[str]) -> str:
    every = list(names)
    return ", ".join(every[:_MOST_LISTED]) + (" …" if len(every) > _MOST_LISTED else "")
