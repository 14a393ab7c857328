"""What the XML of an .xlsx tells of a sheet besides its values: errors, formulas without a value, what is hidden."""

from __future__ import annotations

import posixpath
import re
import zipfile
from xml.etree import ElementTree as ET
from xml.parsers import expat

from formgen.batch.tables.apart.told import Told

_CELL = re.compile(r"([A-Za-z]+)([0-9]+)\Z")
# A sheet without any of these has nothing to tell, which is seen a hundred times faster than by reading its XML.
_TELLING = (b"<f>", b"<f ", b"<f/", b":f>", b":f ", b":f/", b'"e"', b"'e'", b" hidden")
_LAST = 200


def told(archive: zipfile.ZipFile, sheet: str) -> Told:
    """What the XML of a sheet tells. Raises `ValueError` or `KeyError` for one that is damaged."""
    with archive.open(_part_of(archive, sheet)) as file:
        xml = file.read()
    if _is_plain(xml) and not any(sign in xml for sign in _TELLING):
        return Told()
    found = _Reading()
    try:
        found.read(xml)
    except expat.ExpatError as error:
        raise ValueError(str(error)) from None
    return found.told


def _is_plain(xml: bytes) -> bool:
    """Whether it is written in a way in which bytes can be looked for."""
    head = xml[:_LAST].lower()
    return b"\0" not in head and (b"encoding" not in head or b"utf-8" in head)


def _part_of(archive: zipfile.ZipFile, sheet: str) -> str:
    """The name of the part that holds a sheet."""
    workbook = _target(archive, "_rels/.rels", "", "/officeDocument") or "xl/workbook.xml"
    folder = posixpath.dirname(workbook)
    relations = f"{folder}/_rels/{posixpath.basename(workbook)}.rels"
    for element in ET.fromstring(archive.read(workbook)).iter():  # noqa: S314 - in a process with limits
        if _local(element.tag) == "sheet" and element.get("name") == sheet:
            key = next(value for name, value in element.attrib.items() if name.endswith("}id"))
            if part := _target(archive, relations, folder, "/worksheet", key):
                return part
    raise KeyError("sheet")


def _target(archive: zipfile.ZipFile, relations: str, folder: str, kind: str, key: str | None = None) -> str | None:
    for element in ET.fromstring(archive.read(relations)).iter():  # noqa: S314 - in a process with limits
        if (element.get("Type") or "").endswith(kind) and key in (None, element.get("Id")):
            target = element.get("Target") or ""
            return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
    return None


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


class _Reading:
    """Goes through the XML of a sheet, cell by cell; inside of a cell only where it has a formula."""

    def __init__(self) -> None:
        self.told = Told()
        self.row = self.column = -1
        self.kind = ""
        self.value = self.inside = False
        self.parser = expat.ParserCreate(namespace_separator="}")

    def read(self, xml: bytes) -> None:
        self.parser.StartElementHandler = self._start
        self.parser.Parse(xml, True)

    def _start(self, tag: str, about: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        if name == "c":
            self._cell(about)
        elif name == "row":
            self.row = int(about["r"]) - 1 if "r" in about else self.row + 1
            self.column = -1
            if _yes(about.get("hidden")):
                self.told.hidden_rows.append(self.row)
        elif name == "f":
            self._formula()
        elif name in ("v", "t"):
            self.inside = True
        elif name == "col" and _yes(about.get("hidden")):
            # Often up to the last column there can be: as far as columns are read is enough.
            last = min(int(about["max"]), int(about["min"]) + 1_000)
            self.told.hidden_columns += range(int(about["min"]) - 1, last)

    def _cell(self, about: dict[str, str]) -> None:
        if found := _CELL.match(about.get("r", "")):
            self.row, self.column = int(found[2]) - 1, _column(found[1])
        else:
            self.column += 1
        self.kind = about.get("t", "n")
        self.value = self.inside = False
        if self.kind == "e":
            self.told.errors.append([self.row, self.column])

    def _formula(self) -> None:
        """From here to the end of the cell it matters whether there is a value."""
        # Of a formula that gives no text at all Excel saves that it is text.
        self.value = self.kind == "str"
        self.inside = False
        self.parser.CharacterDataHandler = self._text
        self.parser.EndElementHandler = self._end

    def _text(self, text: str) -> None:
        if self.inside and text:
            self.value = True

    def _end(self, tag: str) -> None:
        name = tag.rpartition("}")[2]
        if name in ("v", "t"):
            self.inside = False
        elif name == "c":
            self.parser.CharacterDataHandler = self.parser.EndElementHandler = None
            if self.kind != "e":
                (self.told.formulas if self.value else self.told.unsaved).append([self.row, self.column])


def _yes(said: str | None) -> bool:
    return said in ("1", "true", "on")
