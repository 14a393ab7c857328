"""Faults of whole columns, told once and not in every row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from formgen.batch.cases import Finding
from formgen.batch.tables.cells import Table

# Up to so many each cell is told by itself.
_FEW = 5


def gathered(table: Table, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings by rows; what is the same in every filled cell of a column is one, at its first cell."""
    groups: dict[tuple[str, int | None], list[Finding]] = {}
    for found in findings:
        column = found.place.column if found.place and found.case else None
        groups.setdefault((found.problem.key, column), []).append(found)
    out = []
    for (_, column), group in groups.items():
        whole = column is not None and len(group) > _FEW and len(group) >= _filled(table, column - 1)
        out += [_joined(group)] if whole else group
    return tuple(sorted(out, key=_order))


def _filled(table: Table, column: int) -> int:
    return sum(row[column] is not None for row in table.rows)


def _joined(group: list[Finding]) -> Finding:
    """One for all. The case is left out: it is not that of the first row alone."""
    rows = tuple(sorted({row for one in group for row in one.rows}))
    return replace(min(group, key=_order), case=None, rows=rows)


def _order(found: Finding) -> tuple[int, int]:
    if found.place is None:
        return (min(found.rows, default=0), 0)
    return (found.place.row, found.place.column)
