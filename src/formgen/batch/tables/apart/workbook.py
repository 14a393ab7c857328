"""A workbook as plain data: its cells by calamine, and by its own XML what calamine does not tell."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from formgen.batch.tables.apart import ods, xlsx

# Bytes of all parts together as the archive states them; what lies about it ends by the limits of the process.
MAX_UNPACKED = 600 << 20
MAX_PARTS = 10_000
MAX_ROWS, MAX_COLUMNS, MAX_CELLS = 100_000, 1_000, 6_000_000

_OLE, _ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"


class Unfit(Exception):
    """Why a workbook is not read, in one word, and what belongs to it."""

    def __init__(self, fault: str, **about: Any) -> None:
        super().__init__(fault)
        self.about = about


def read(content: bytes, sheet: str | None, skip: Collection[str], first: str) -> dict[str, Any]:
    """The cells of one sheet; else one word of what is wrong. It is the one named, the one called `first`, or the first
    that is not in `skip`.

    A cell is text, a number, yes or no, None, or a list: ["day", ISO], ["time"].
    """
    try:
        return _read(content, sheet, skip, first)
    except Unfit as unfit:
        return {"fault": str(unfit), **unfit.about}
    except PasswordError:
        return {"fault": "locked"}
    except MemoryError:
        return {"fault": "too-heavy"}
    except (CalamineError, zipfile.BadZipFile, ValueError, KeyError, LookupError, OSError, RuntimeError):
        return {"fault": "damaged"}


def _read(content: bytes, sheet: str | None, skip: Collection[str], first: str) -> dict[str, Any]:
    archive, kind = _opened(content)
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    shown, named = _chosen(book, sheet, skip, first)
    # The cells in between take room: one at the end of a sheet needs more than there is, and ends this process.
    found = book.get_sheet_by_name(named)
    if found.total_width > MAX_COLUMNS:
        raise Unfit("columns", limit=MAX_COLUMNS)
    if found.total_height > MAX_ROWS:
        raise Unfit("rows", limit=MAX_ROWS)
    if found.total_width * found.total_height > MAX_CELLS:
        raise Unfit("cells", limit=MAX_CELLS)
    told = (ods if kind == "ods" else xlsx).told(archive, named)
    rows = [[_cell(c) for c in row] for row in found.to_python(skip_empty_area=False)]
    merged = [*told.merged, *([*first, *last] for first, last in found.merged_cell_ranges or ())]
    return {"fault": "", "sheet": named, "others": [n for n in shown if n != named], "rows": rows, "merged": merged,
            "errors": told.errors, "unsaved": told.unsaved, "formulas": told.formulas,
            "hidden_rows": told.hidden_rows, "hidden_columns": told.hidden_columns}  # fmt: skip


def _opened(content: bytes) -> tuple[zipfile.ZipFile, str]:
    if content.startswith(_OLE):
        # The old format of Excel, or a newer one inside a lock.
        raise Unfit("locked" if "EncryptedPackage".encode("utf-16-le") in content else "old")
    if not content.startswith(_ZIP):
        raise Unfit("kind")
    archive = zipfile.ZipFile(io.BytesIO(content))
    parts = archive.infolist()
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise Unfit("too-heavy")
    names = {part.filename for part in parts}
    if "xl/workbook.bin" in names:
        raise Unfit("old")
    if "content.xml" in names:
        if b"encryption-data" in _part(archive, "META-INF/manifest.xml", names):
            raise Unfit("locked")
        return archive, "ods"
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise Unfit("kind")
    return archive, "xlsx"


def _part(archive: zipfile.ZipFile, name: str, names: Collection[str]) -> bytes:
    return archive.read(name) if name in names else b""


def _chosen(book: CalamineWorkbook, sheet: str | None, skip: Collection[str], first: str) -> tuple[Sequence[str], str]:
    """The sheets that are seen, and the one to be read."""
    every = [s for s in book.sheets_metadata if s.typ == SheetTypeEnum.WorkSheet]
    shown = [s.name for s in every if s.visible == SheetVisibleEnum.Visible and s.name not in skip]
    if sheet is not None:
        if sheet not in [s.name for s in every]:
            raise Unfit("sheet", sheets=[s.name for s in every])
        return shown, sheet
    if not shown:
        raise Unfit("no-sheet")
    return shown, first if first in shown else shown[0]


def _cell(cell: Any) -> Any:
    kind = type(cell)
    if kind is str:
        return cell or None
    if kind is float or kind is int or kind is bool:
        return cell
    if kind is datetime:
        return ["day", cell.date().isoformat()] if cell.time().isoformat() == "00:00:00" else ["time"]
    return ["day", cell.isoformat()] if kind is date else ["time"]
