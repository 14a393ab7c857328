"""What was done to values so that they stand in their blanks: type made smaller, letters and lists adapted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from formgen.ground.marks import Text
from formgen.spec.items import RowsBlank

if TYPE_CHECKING:
    from formgen.sheet.make import FilledSheet


@dataclass(frozen=True, slots=True)
class FittedBlank:
    """The smallest type used in one blank, in points, and the size its form asks for."""

    form: str
    user: int | None
    permission: int | None
    blank: str
    label: str
    size: float
    wished: float


@dataclass(frozen=True, slots=True)
class Adapted:
    """What was done to a value so that it stands as its form asks; no fault.

    `kind`: `letters` (made `full` or `half` wide, as `words` says), `attached` (it stands on the sheet `words`
    names, 別紙１), `further` (its rows go on over `words` pages more).
    """

    form: str
    user: int | None
    permission: int | None
    blank: str
    label: str
    kind: str
    words: str


def fitted(sheets: Iterable[FilledSheet]) -> tuple[tuple[FittedBlank, ...], tuple[Adapted, ...]]:
    """The type sizes that were needed, and what was adapted."""
    made = tuple(sheets)
    return tuple(_sizes(made)), tuple(_notes(made))


def _notes(made: Iterable[FilledSheet]) -> Iterator[Adapted]:
    for sheet in made:
        for done in sheet.laid.adaptations:
            yield Adapted(sheet.form.form, *_whose(sheet), done.blank, done.label, done.kind, done.words)


def _sizes(made: Iterable[FilledSheet]) -> Iterator[FittedBlank]:
    for sheet in made:
        for blank in sheet.form.blanks:
            if used := sheet.laid.sizes.get(blank.blank):
                size, wished = _in_columns(sheet, blank) if isinstance(blank, RowsBlank) else (used, blank.size)
                yield FittedBlank(sheet.form.form, *_whose(sheet), blank.blank, blank.label, size, wished)


def _in_columns(sheet: FilledSheet, blank: RowsBlank) -> tuple[float, float]:
    """The size that fell furthest short of what its column asks for: columns of a list may ask for different ones."""
    found = [(blank.size, blank.size)]
    left = sheet.form.boxes[blank.blank].x
    for page in sheet.laid.pages:
        texts = (mark for mark in page.values if isinstance(mark, Text) and mark.field == blank.blank)
        found.extend((mark.size, _wished(blank, mark.x - left)) for mark in texts)
    return min(found, key=lambda pair: pair[0] / pair[1])


def _wished(blank: RowsBlank, x: float) -> float:
    """The size asked for by the column at a distance from the left edge of the list."""
    edges = accumulate(column.width for column in blank.columns)
    column = next((c for c, right in zip(blank.columns, edges, strict=True) if x < right), blank.columns[-1])
    return float(column.size or blank.size)


def _whose(sheet: FilledSheet) -> tuple[int | None, int | None]:
    return (sheet.case.user, sheet.case.permission) if sheet.case else (None, None)
