"""What was done to values so that they stand in their blanks: type made smaller, letters and lists adapted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

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
        for note in sheet.laid.notes:
            yield Adapted(sheet.form.form, *_whose(sheet), note.blank, note.label, note.kind, note.words)


def _sizes(made: Iterable[FilledSheet]) -> Iterator[FittedBlank]:
    for sheet in made:
        for blank in sheet.form.blanks:
            if size := sheet.laid.sizes.get(blank.blank):
                yield FittedBlank(sheet.form.form, *_whose(sheet), blank.blank, blank.label, size, blank.size)


def _whose(sheet: FilledSheet) -> tuple[int | None, int | None]:
    return (sheet.case.user, sheet.case.permission) if sheet.case else (None, None)
