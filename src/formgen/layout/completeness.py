"""The last look at a sheet: every character of every value stands on it, once, in its order, and every picture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from formgen.ground.bitmaps import Bitmap
from formgen.ground.marks import Page, Picture, Text
from formgen.ground.values import Value
from formgen.layout.rows import shown as shown_in_row
from formgen.layout.texts import shown
from formgen.spec.items import AmountBlank, AnyBlank, BoxesBlank, PictureBlank, RowsBlank, TextBlank


def lost(blanks: Iterable[AnyBlank], values: Mapping[str, Value], pages: Iterable[Page]) -> Iterator[AnyBlank]:
    """The blanks whose texts on the pages are not their values, code point by code point; or whose pictures."""
    drawn: dict[str, list[str]] = {}
    shown_in: dict[str, list[Bitmap]] = {}
    for mark in (m for page in pages for m in page.values):
        if isinstance(mark, Text) and mark.field:
            drawn.setdefault(mark.field, []).append(mark.text)
        elif isinstance(mark, Picture) and mark.field:
            shown_in.setdefault(mark.field, []).append(mark.image)
    for blank in blanks:
        if blank.blank in values:
            if isinstance(blank, PictureBlank):
                if shown_in.get(blank.blank) != [values[blank.blank].content] * blank.prints:
                    yield blank
                continue
            wanted = _wanted(blank, values[blank.blank].content)
            # Line ends are places, not characters; everything else must be there, spaces too.
            if wanted is not None and wanted.replace("\n", "") != "".join(drawn.get(blank.blank, ())):
                yield blank


def _wanted(blank: AnyBlank, content: Any) -> str | None:
    """All text of a value, None for a kind that is marked rather than written."""
    match blank:
        case TextBlank():
            return shown(blank, content)
        case BoxesBlank():
            return str(content)
        case AmountBlank():
            return f"{blank.prefix}{content:,}{blank.suffix}"
        case RowsBlank():
            # A tick and a ring are lines, which no text can be compared with.
            written = [c for c in blank.columns if c.kind not in ("check", "choice")]
            cells = (
                (c, n if c.kind == "ordinal" else row.get(c.key)) for n, row in enumerate(content, 1) for c in written
            )
            return "".join(shown_in_row(value, column.kind) for column, value in cells if value is not None)
    return None
