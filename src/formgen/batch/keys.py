"""Which rows belong together: those with the same text in the column of the key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from formgen.batch.tables.cells import NO_VALUE, Raw, Table
from formgen.batch.values import is_fault, plain, text_of
from formgen.ground.problems import Problem, problem

Row = int
"""The index of a row in the table."""


def joined(
    table: Table, rows: Iterable[Row], column: int | None, tell: Callable[[Problem, Row, int], None]
) -> Iterator[tuple[str | None, list[Row]]]:
    """The rows of each case with their key, in the order of the first ones; without a column each row by itself.

    A row without a key is told and in no case; so are keys that look alike, which are two.
    """
    if column is None:
        yield from ((None, [row]) for row in rows)
        return
    found: dict[str, list[Row]] = {}
    alike: dict[str, str] = {}
    for row in rows:
        raw = table.rows[row][column]
        key = _key(raw)
        if isinstance(key, str):
            found.setdefault(key, []).append(row)
            first = alike.setdefault(plain(key), key)
            if first != key and len(found[key]) == 1:
                tell(problem("W-TABLE.keys-alike", first=table.place(found[first][0], column).address), row, column)
        elif raw is not NO_VALUE:
            tell(key, row, column)
    yield from found.items()


def _key(raw: Raw) -> str | Problem:
    """The text that joins rows: a whole number will do, as nothing is lost of it that could differ."""
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    value = None if raw is None else text_of(raw)
    if value is None or (is_fault(value) and value.key == "W-TABLE.spaces"):
        return problem("E-TABLE.no-key")
    return value  # type: ignore[no-any-return]
