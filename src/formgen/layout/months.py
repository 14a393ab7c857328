"""A month in a cell of a list: 2011年4月, the figures flush before 年 and 月 in every row."""

from __future__ import annotations

import re
from collections.abc import Iterator

from formgen.ground.marks import MM, Box, Mark
from formgen.layout.setting import Look, length, line

_MONTH = re.compile(r"(\d{4})-(\d{1,2})", re.ASCII)


def month_parts(text: str) -> tuple[str, str] | None:
    """Year and month of `2011-04` as they are printed; None for words like 平成23年春, which stay as they are."""
    found = _MONTH.fullmatch(text)
    return (found[1], str(int(found[2]))) if found else None


def month_marks(parts: tuple[str, str], cell: Box, look: Look) -> Iterator[Mark]:
    """The month in the middle of its cell."""
    em = look.size / MM
    figure = length("0", look)
    x = cell.x + (cell.w - 6 * figure - 3.5 * em) / 2
    # Four figures and 年, two figures and 月, half an em before each pair: one figure stands under the other.
    for text, unit, most, gap in ((parts[0], "年", 4, 0.0), (parts[1], "月", 2, em / 2)):
        end = x + gap + most * figure
        yield from line(text, end - length(text, look), cell.middle, look)
        yield from line(unit, end + em / 2, cell.middle, look)
        x = end + em / 2 + em
