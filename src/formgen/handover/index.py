"""The index of what is handed over: a CSV file in the encoding a system reads, without a letter lost."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from formgen.ground.problems import Problem, Refused, problem
from formgen.handover.patterns import Values, fill
from formgen.handover.settings import Index

Row = Sequence[str]

_DELIMITERS = {"comma": ",", "tab": "\t", "semicolon": ";"}
_NEWLINES = {"crlf": "\r\n", "lf": "\n"}
_MARKED = "utf-8-sig"
_MOST_ROWS = 5
_HALVES = re.compile("[\ud800-\udfff]")


def index_of(index: Index, every: Sequence[Values]) -> tuple[bytes, tuple[Problem, ...]]:
    """The bytes of the index, and what has to be told of it.

    Raises `Refused` (E-TARGET.unwritable) with every character that its encoding lacks, each with column and row.
    """
    rows = [[fill(column.value, values) for column in index.columns] for values in every]
    table = [[column.head for column in index.columns], *rows] if index.header else rows
    lacking = tuple(_lacking(index, table))
    if not lacking:
        return as_csv(index, table).encode(index.encoding), ()
    listed = dict.fromkeys(" ".join(p.words["characters"] for p in lacking).split())
    # Half a character no encoding has.
    if index.unwritable == "refuse" or _HALVES.search("".join(map("".join, table))):
        raise Refused(lacking)
    told = problem("W-TARGET.encoding", encoding=index.encoding, characters=" ".join(listed))
    return as_csv(index, table).encode(_MARKED), (told,)


def as_csv(index: Index, table: Sequence[Row]) -> str:
    """The rows as text (RFC 4180), every value as it is."""
    delimiter, newline = _DELIMITERS[index.delimiter], _NEWLINES[index.newline]
    return "".join(delimiter.join(_cell(text, index, delimiter) for text in row) + newline for row in table)


def _cell(text: str, index: Index, delimiter: str) -> str:
    # A row of one empty cell would be an empty line, which readers pass over. Spaces at the ends some readers cut off.
    quoted = (
        index.quote == "all" or (not text and len(index.columns) == 1) or text != text.strip()
        or any(c in text for c in ('"', "\r", "\n", delimiter))
    )  # fmt: skip
    return '"' + text.replace('"', '""') + '"' if quoted else text


def _lacking(index: Index, table: Sequence[Row]) -> Iterator[Problem]:
    """What the encoding has no bytes for, by column, with the rows of the file."""
    for place, column in enumerate(index.columns):
        found: dict[str, list[int]] = {}
        for number, row in enumerate(table, 1):
            for character in sorted({c for c in row[place] if not _has(index.encoding, c)}):
                found.setdefault(character, []).append(number)
        together: dict[tuple[int, ...], list[str]] = {}
        for character, rows in found.items():
            together.setdefault(tuple(rows), []).append(f"U+{ord(character):04X}")
        for places, characters in together.items():
            yield problem(
                "E-TARGET.unwritable",
                encoding=index.encoding,
                characters=" ".join(characters),
                column=column.head or place + 1,
                rows=_listed(places),
            )


def _listed(rows: Sequence[int]) -> str:
    return ", ".join(map(str, rows[:_MOST_ROWS])) + (", …" if len(rows) > _MOST_ROWS else "")


def _has(encoding: str, character: str) -> bool:
    try:
        # There and back: some encoders take what they would give back as another character.
        return character.isascii() or character.encode(encoding).decode(encoding) == character
    except UnicodeError:
        return False
