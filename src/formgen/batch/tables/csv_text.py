"""Reads a CSV file into a table: UTF-8, or what Excel in Japan writes (CP932), decided strictly and never guessed."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from formgen.batch.tables.cells import Notice, Place, Raw, Table
from formgen.batch.tables.excel import read_content
from formgen.ground.problems import Problem, Refused, problem

MAX_BYTES = 100_000_000
MAX_ROWS, MAX_COLUMNS = 100_000, 1_000
_SEPARATORS = (",", "\t", ";")
# Kana and kanji in UTF-8. Two of them may be by chance what CP932 means by three others; no more.
_OF_THREE_BYTES = re.compile("[\u0800-\uffff]")
_BEYOND_CHANCE = 3
# What Python makes of bytes that stand for nothing in CP932.
_NOT_ON_WINDOWS = re.compile("[\x80\uf8f0-\uf8f3]")


def read_csv(path: Path) -> tuple[Table, tuple[Notice, ...]]:
    """The cells of a CSV file, all of them text. Raises `Refused` (E-TABLE, E-LIMIT)."""
    text = decoded(read_content(path, MAX_BYTES), path.name)
    if "\0" in text:
        raise Refused([problem("E-TABLE.nul", file=path.name, line=text.count("\n", 0, text.index("\0")) + 1)])
    return _table(path, list(_records(text, path.name)))


def decoded(content: bytes, name: str) -> str:
    """Text with a mark at its beginning, else strict UTF-8, else strict CP932. Raises `Refused` (E-TABLE.encoding)."""
    marked = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
    ways = next(([way] for mark, way in marked.items() if content.startswith(mark)), ["utf-8", "cp932"])
    furthest = 0
    for way in ways:
        try:
            text = content.decode(way)
        except UnicodeDecodeError as error:
            # What goes wrong later is more likely what was meant.
            furthest = max(furthest, error.start)
            if way == "utf-8" and _is_damaged(content[: error.start]):
                break
        else:
            if way != "cp932" or not (odd := _NOT_ON_WINDOWS.search(text)):
                return text
            furthest = len(text[: odd.start()].encode(way))
    line = content.count(b"\n", 0, furthest) + 1
    raise Refused([problem("E-TABLE.encoding", file=name, line=line)])


def _is_damaged(before: bytes) -> bool:
    """Whether what stands before a fault is UTF-8 without doubt: as CP932 it might be read, as other letters."""
    return len(_OF_THREE_BYTES.findall(before.decode("utf-8"))) >= _BEYOND_CHANCE


def separator(text: str) -> str:
    """The sign between cells: the one that is most often in the line of the heads, outside of quotes."""
    quoted, found = False, dict.fromkeys(_SEPARATORS, 0)
    for sign in text:
        if sign == '"':
            quoted = not quoted
        elif not quoted and sign in "\r\n":
            break
        elif not quoted and sign in found:
            found[sign] += 1
    return max(found, key=lambda sign: found[sign])


Record = tuple[int, list[str]]
"""The line it begins in, and its cells."""


def _records(text: str, name: str) -> Iterator[Record]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator(text), strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
            if len(cells) > MAX_COLUMNS:
                raise Refused([problem("E-LIMIT.table-columns", file=name, limit=f"{MAX_COLUMNS:,}")])
    except csv.Error:
        raise Refused([problem("E-TABLE.quotes", file=name, line=line)]) from None


def _table(path: Path, records: list[Record]) -> tuple[Table, tuple[Notice, ...]]:
    if len(records) > MAX_ROWS:
        raise Refused([problem("E-LIMIT.table-rows", file=path.name, limit=f"{MAX_ROWS:,}")])
    heads = tuple(records[0][1]) if records else ()
    if not any(map(str.strip, heads)):
        raise Refused([problem("E-TABLE.empty", file=path.name)])
    rows: list[list[Raw]] = []
    numbers, notices = [], []
    for number, (line, cells) in enumerate(records[1:], 2):
        if not any(cells):
            continue
        # Longer ones are fine where nothing stands beyond: some programs write the same separators in every line.
        if len(cells) < len(heads) or any(cells[len(heads) :]):
            notices.append((_width(len(cells), len(heads), path.name, line), Place(number, 1)))
        fitted = (cells + [""] * (len(heads) - len(cells)))[: len(heads)]
        rows.append([c or None for c in fitted])
        numbers.append(number)
    return Table(path, heads, rows, numbers), tuple(notices)


def _width(found: int, wanted: int, file: str, line: int) -> Problem:
    key = "E-TABLE.too-few-cells" if found < wanted else "E-TABLE.too-many-cells"
    return problem(key, file=file, line=line, found=found, wanted=wanted)
