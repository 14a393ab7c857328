"""Drop-downs of a workbook: short ones stand with their cells, long ones on a hidden sheet under a name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from formgen.batch.heads import Column
from formgen.batch.tables import looks
from formgen.batch.tables.sheets import WORDS

#: What Excel takes as a list in a formula, in characters, its quotes left out.
_MOST = 255
#: Columns in whose cells other things may stand besides the words of the list: a file's name, several words.
_OPEN = ("document", "choices")


class DropDowns:
    """Adds drop-downs to the sheets of a workbook."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._names: dict[tuple[str, ...], str] = {}

    def add(self, sheet: Any, columns: Sequence[Column], first: int, last: int) -> None:
        """A drop-down for each column that has words."""
        make = looks.openpyxl().worksheet.datavalidation.DataValidation
        for number, column in enumerate(columns, 1):
            if not column.words:
                continue
            words = tuple(word for _, word in column.words) + (("なし",) if column.kind == "choices" else ())
            rule = make(type="list", formula1=self._formula(words), allow_blank=True)
            rule.showErrorMessage = column.kind not in _OPEN
            rule.errorStyle, rule.errorTitle = "stop", "一覧にありません"
            rule.error = "一覧から選んでください。空欄にもできます。"
            letter = looks.letter(number)
            rule.add(f"{letter}{first}:{letter}{last}")
            sheet.add_data_validation(rule)

    def _formula(self, words: tuple[str, ...]) -> str:
        listed = ",".join(words)
        if len(listed) <= _MOST and not any("," in word or '"' in word for word in words):
            return f'"{listed}"'
        # By a name, not by the sheet: Excel writes the latter in a way of its own that others do not read.
        return self._names.get(words) or self._named(words)

    def _named(self, words: tuple[str, ...]) -> str:
        sheet = self._book[WORDS] if WORDS in self._book.sheetnames else self._book.create_sheet(WORDS)
        sheet.sheet_state = "hidden"
        number = len(self._names) + 1
        for row, word in enumerate(words, 1):
            looks.put(sheet.cell(row, number), word)
        name = self._names[words] = f"choices_{number}"
        letter = looks.letter(number)
        where = f"'{WORDS}'!${letter}$1:${letter}${len(words)}"
        make = looks.openpyxl().workbook.defined_name.DefinedName
        self._book.defined_names[name] = make(name, attr_text=where)
        return name
