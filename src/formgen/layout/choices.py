"""Printed words of which one is chosen: a ring around it, or the others struck out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from formgen.ground.marks import MM, Box, Ellipse, Line, Mark
from formgen.layout.setting import Look, length, line, looks
from formgen.layout.shapes import RING_SIDE, ring, ring_reach
from formgen.spec.blanks import ChoiceBlank, Option
from formgen.spec.ink import Print
from formgen.typeface import clusters

Apart = Sequence[tuple[Any, Print]]
"""Words of a choice that are printed apart from its blank: each value with the text that stands for it."""

_Piece = tuple[str, Option | None, float]
"""Printed words with the option they are and their width in mm."""

_WEIGHT = 0.9
_OVERHANG = 0.5
"""How far a line that strikes a word out reaches beyond it on both sides, in mm."""


def choice(blank: ChoiceBlank, box: Box, content: Any, apart: Apart, ink: bool) -> Iterator[Mark]:
    """All the words, and the mark on the chosen one when `content` is its value."""
    look, _ = looks(blank)
    for text, option, place in _placed(blank, box, look):
        if ink:
            yield from line(text, place.x, place.middle, look)
        # The prefix and the separators between the words are no options: they are never ringed.
        if content is not None and option is not None and option.value == content:
            yield ring(
                place, blank.blank, len(clusters(text)), 2 * min(place.middle - box.y, box.bottom - place.middle)
            )
    if content is not None:
        yield from _marked_apart(blank, content, apart)


def _marked_apart(blank: ChoiceBlank, content: Any, apart: Apart) -> Iterator[Mark]:
    """The mark follows from the place of the printed word, so that the two cannot come apart."""
    striking = blank.mark == "strike-others"
    for word in (word for value, word in apart if (value == content) != striking):
        place = _extent(word)
        if striking:
            x0, x1 = place.x - _OVERHANG, place.right + _OVERHANG
            yield Line(x0, place.y, x1, place.y, _WEIGHT, "value", blank.blank)
        else:
            middle = place.x + place.w / 2
            yield Ellipse(middle, place.y, blank.ring, blank.ring, _WEIGHT, "value", blank.blank)


def _extent(word: Print) -> Box:
    """The line of a printed word: its left edge, the height of its middle, its width."""
    x, middle = word.at or (0.0, 0.0)
    # A word that is spread (均等割付) is as wide as it was spread.
    wide = (
        float(word.spread)
        if isinstance(word.spread, float | int) and word.spread
        else length(word.print, Look(word.size, word.style))
    )
    return Box(x, middle, wide, 0.0)


def _pieces(blank: ChoiceBlank) -> Iterator[tuple[str, Option | None]]:
    """The printed words of a choice in order, each with the option it is, None for what stands between."""
    if blank.prefix:
        yield blank.prefix, None
    # An option without a word has it printed apart.
    for number, option in enumerate(o for o in blank.options if o.print):
        if number:
            yield blank.separator, None
        yield option.print, option
    if blank.suffix:
        yield blank.suffix, None


# In mm: from row to row of words where one row has no room for all of them, and the least that takes.
ROW = 7.2


def _rows(blank: ChoiceBlank, box: Box, ink: Look) -> Iterator[list[_Piece]]:
    """The pieces in as many rows as they need; what stands between two words is not printed at the end of a row."""
    row: list[_Piece] = []
    room = box.w - 2 * blank.pad - 2 * RING_SIDE
    used = 0.0
    for text, option in _pieces(blank):
        wide = length(text, ink)
        if option is not None and row and used + wide > room:
            yield [piece for piece in row if piece is not row[-1] or piece[1] is not None]
            row, used = [], 0.0
        row.append((text, option, wide))
        used += wide
    yield row


def _balanced(rows: list[list[_Piece]], separator: str, ink: Look) -> list[list[_Piece]]:
    """The rows; a word alone in the last one gets the word before it for company."""
    if len(rows) < 2 or len(rows[-1]) != 1 or sum(option is not None for _, option, _ in rows[-2]) < 3:
        return rows
    *first, before, (alone,) = rows
    # What stood between it and its neighbour stands between the two now.
    return [*first, before[:-2], [before[-1], (separator, None, length(separator, ink)), alone]]


def _placed(blank: ChoiceBlank, box: Box, ink: Look) -> Iterator[tuple[str, Option | None, Box]]:
    rows = _balanced(list(_rows(blank, box, ink)), blank.separator, ink)
    pitch = min(ROW, box.h / len(rows))
    high = blank.size / MM
    for number, pieces in enumerate(rows):
        middle = box.middle + (number - (len(rows) - 1) / 2) * pitch
        first = pieces[0] if pieces else None
        # The ring of the first word begins at the edge where every value of the column does.
        reach = ring_reach(len(clusters(first[0]))) if first and first[1] is not None else 0.0
        spare = box.w - 2 * blank.pad - sum(wide for *_, wide in pieces)
        x = box.x + blank.pad + {"left": reach, "center": spare / 2, "right": spare - reach}[blank.align]
        for text, option, wide in pieces:
            yield text, option, Box(x, middle - high / 2, wide, high)
            x += wide
