"""How workbooks of ours look: Excel's own Japanese fonts by name, calm colours, and what is told apart without them."""

from __future__ import annotations

import math
import unicodedata
from types import SimpleNamespace
from typing import Any

from formgen.files.extras import extra

FACE = "游ゴシック"
#: Heads: needed in every case, in some, in none; faults and remarks. Dark on light, so that they print well in grey.
FILLS = {"always": "CFE0EE", "sometimes": "E6EFF6", "free": "F3F3F1", "error": "F8D3CE", "warning": "FFF2CC"}
LINES = {"always": "2F5D7C", "sometimes": "2F5D7C", "free": "A6A6A6", "error": "B3261E", "warning": "B58900"}
INK, GREY, BLUE = "1F1F1F", "7A7A7A", "1F4E79"
TEXT = "@"
"""The number format of text: nothing that is typed becomes a number or a day, and no zero is lost."""


def openpyxl() -> Any:
    """The library that writes workbooks. Raises `Refused` (E-EXTRA) where it is not installed."""
    whole = extra("openpyxl", "excel")
    parts = ("styles", "comments", "utils", "worksheet.datavalidation", "workbook.defined_name", "cell.cell")
    for part in parts:
        extra(f"openpyxl.{part}", "excel")
    return whole


def styles() -> SimpleNamespace:
    """The classes of styles."""
    return SimpleNamespace(**{name: getattr(openpyxl().styles, name) for name in
                              ("Font", "PatternFill", "Border", "Side", "Alignment")})  # fmt: skip


def font(size: float = 10, *, bold: bool = False, color: str = INK, underline: str | None = None) -> Any:
    """The face of all our sheets."""
    return styles().Font(name=FACE, size=size, bold=bold, color=color, underline=underline)


def fill(color: str) -> Any:
    """A plain ground."""
    return styles().PatternFill("solid", fgColor=color)


def side(kind: str, color: str) -> Any:
    """One edge of a cell."""
    return styles().Side(style=kind, color=color)


def fit_to_page() -> Any:
    """That the page set-up counts pages, not a scale."""
    return extra("openpyxl.worksheet.properties", "excel").PageSetupProperties(fitToPage=True)


def link(cell: str, place: str) -> Any:
    """A link from a cell to a place in the same workbook."""
    return extra("openpyxl.worksheet.hyperlink", "excel").Hyperlink(ref=cell, location=place, display=None)


def letter(number: int) -> str:
    """The letters of a column, counted from 1."""
    return openpyxl().utils.get_column_letter(number)  # type: ignore[no-any-return]


def width_of(text: str) -> int:
    """The width of a text in the half-width characters that columns are measured by; a full-width one takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "FWA" else 1 for c in text)


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes in a column of a width."""
    return sum(max(1, math.ceil(width_of(line) / width)) for line in text.split("\n"))


def comment(text: str, author: str = "formgen") -> Any:
    """A comment, its box as large as its text (Excel does not do that by itself)."""
    lines = lines_of(text, 44)
    # In pixels, for Excel's 9 point letters: 44 half-width characters, 16 a line.
    return openpyxl().comments.Comment(text, author, width=320, height=min(16 * lines + 14, 460))


def put(cell: Any, text: str) -> None:
    """A text into a cell, never a formula, whatever it begins with."""
    cell.value = clean(text)
    cell.data_type = "s"
    cell.number_format = TEXT


def clean(text: str) -> str:
    """A text without the signs that no workbook can hold (control characters)."""
    return openpyxl().cell.cell.ILLEGAL_CHARACTERS_RE.sub("�", text)  # type: ignore[no-any-return]
