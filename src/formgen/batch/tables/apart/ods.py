"""What the XML of an .ods tells of a sheet besides its values: errors, formulas without a value, what is hidden."""

from __future__ import annotations

import zipfile
from xml.parsers import expat

from formgen.batch.tables.apart.told import Told

# LibreOffice fills sheets up with empty cells to the last column: what repeats so often holds nothing.
_FILLING = 1_000


def told(archive: zipfile.ZipFile, sheet: str) -> Told:
    """What the XML tells of a sheet. Raises `ValueError` or `KeyError` for one that is damaged."""
    found = _Reading(sheet)
    try:
        found.read(archive.read("content.xml"))
    except expat.ExpatError as error:
        raise ValueError(str(error)) from None
    return found.told


class _Reading:
    """Goes through the XML of all sheets, cell by cell of the one that is meant."""

    def __init__(self, sheet: str) -> None:
        self.told = Told()
        self.sheet = sheet
        self.here = False
        self.row = self.column = self.hidden_column = 0
        self.rows = 1
        self.first = -1

    def read(self, xml: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator="}")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.Parse(xml, True)

    def _start(self, tag: str, about: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        said = {key.rpartition("}")[2]: value for key, value in about.items()}
        if name == "table":
            self.here = said.get("name") == self.sheet
        elif not self.here:
            return
        elif name == "table-column":
            self._columns(said)
        elif name == "table-row":
            self.column, self.rows = 0, int(said.get("number-rows-repeated", 1))
            if said.get("visibility") in ("collapse", "filter") and self.rows < _FILLING:
                self.told.hidden_rows += range(self.row, self.row + self.rows)
        elif name in ("table-cell", "covered-table-cell"):
            self._cell(about, said)

    def _columns(self, said: dict[str, str]) -> None:
        count = int(said.get("number-columns-repeated", 1))
        if said.get("visibility") in ("collapse", "filter"):
            self.told.hidden_columns += range(self.hidden_column, self.hidden_column + min(count, _FILLING))
        self.hidden_column += count

    def _cell(self, about: dict[str, str], said: dict[str, str]) -> None:
        count = int(said.get("number-columns-repeated", 1))
        formula = "formula" in said
        kinds = [value for key, value in about.items() if key.endswith("value-type")]
        if kinds or formula:
            out = self.told.errors if "error" in kinds else self.told.formulas if kinds else self.told.unsaved
            if formula or "error" in kinds:
                out += [[self.row, self.column + n] for n in range(min(count, _FILLING))]
        down, right = (int(said.get(f"number-{way}-spanned", 1)) for way in ("rows", "columns"))
        if down > 1 or right > 1:
            self.told.merged.append([self.row, self.column, self.row + down - 1, self.column + right - 1])
        self.column += count

    def _end(self, tag: str) -> None:
        name = tag.rpartition("}")[2]
        if name == "table":
            self.here = False
        elif name == "table-row" and self.here:
            self.row += self.rows
