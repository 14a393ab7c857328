"""Japanese line breaking (禁則処理) and even spacing (均等割付). Knows text and widths, no page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Protocol

from formgen.ground.kinsoku import NOT_FIRST, NOT_LAST
from formgen.typeface import clusters

# Latin, Cyrillic and Greek words, numbers, dates and addresses of mail are kept whole; so is a no-break space.
_SIGNS = "'’.,:/@&+_#\\-"
_IN_WORD = re.compile(rf"[0-9A-Za-z\u00a0\u00aa-\u02af\u0300-\u052f\u1e00-\u1fff\u202f０-９Ａ-Ｚａ-ｚ{_SIGNS}]")
# Where a word wider than the line may be parted: after its signs, as an address of mail or of the web is.
_PARTS = re.compile(rf"[^{_SIGNS}]*[{_SIGNS}]+|[^{_SIGNS}]+")
# White space to Python, but made to hold words together.
_GLUE = "\u00a0\u202f"

Width = Callable[[str], float]


def units(text: str) -> list[str]:
    """What may not be parted: words, numbers, and a character with what must stay at its side.

    Spaces belong to what stands before them, so that a line ends with them and none begins with one.
    """
    return _joined(_pieces(text))


def _joined(pieces: Iterable[str]) -> list[str]:
    out: list[str] = []
    last = ""
    for piece in pieces:
        if out and (_is_space(piece) or not last or last in NOT_LAST or piece[0] in NOT_FIRST):
            out[-1] += piece
        else:
            out.append(piece)
        if not _is_space(piece):
            # The base of the last cluster: a mark or selector behind it changes nothing about the break.
            last = clusters(piece)[-1][0]
    return out


def _is_space(piece: str) -> bool:
    return piece.isspace() and piece not in _GLUE


def _pieces(text: str) -> Iterator[str]:
    for in_word, group in groupby(clusters(text), key=_in_word):
        parts = tuple(group)
        yield from ("".join(parts),) if in_word else parts


def _in_word(cluster: str) -> bool:
    return _IN_WORD.match(cluster) is not None


class LineMeasure(Protocol):
    """Tells how wide a line is while it grows."""

    def start(self) -> None:
        """Begin an empty line."""

    def add(self, part: str) -> float:
        """The width of the line with one more part, without the spaces at its end."""


class WholeLine:
    """Measures the whole line again for each part: for widths that do not follow from those of its characters."""

    def __init__(self, width: Width) -> None:
        self._width = width
        self._line = ""

    def start(self) -> None:
        """Begin an empty line."""
        self._line = ""

    def add(self, part: str) -> float:
        """The width of the line with one more part."""
        self._line += part
        return self._width(seen(self._line))


def paragraphs(text: str) -> list[list[str]]:
    """The units of each line that the text itself ends."""
    return [units(paragraph) for paragraph in text.split("\n")]


def break_lines(text: str, room: float, width: Width) -> list[str] | None:
    """The text in lines no wider than `room` (in the unit of `width`); see `filled_lines`."""
    return filled_lines(paragraphs(text), room, WholeLine(width))


def filled_lines(
    text: Iterable[list[str]], room: float, line: LineMeasure, *, anywhere: bool = False
) -> list[str] | None:
    """Paragraphs of units in lines no wider than `room`; None when one unit alone is wider.

    With `anywhere` such a unit is broken all the same: an address of mail or of the web after its punctuation
    (`@ . / - _`), a run of brackets or one endless word between any two characters; None is then left for a
    single character wider than the line. Line ends of the text itself are kept. Spaces at the end of a broken
    line stay there and are not measured: nothing is dropped.
    """
    lines: list[str] = []
    for parts in text:
        # Whole words first; only a paragraph that cannot be set so is broken inside them.
        found = _filled(parts, room, line)
        if found is None and anywhere:
            found = _filled(list(_broken(parts, room, line)), room, line)
        if found is None:
            return None
        lines += found
    return lines


def _filled(parts: Iterable[str], room: float, line: LineMeasure) -> list[str] | None:
    lines, words = [], ""
    line.start()
    for part in parts:
        wide = line.add(part)
        # Line by line, without looking ahead: between kanji nearly every gap is a break.
        if wide > room and words:
            lines.append(words)
            words = ""
            line.start()
            wide = line.add(part)
        if wide > room and not words:
            return None
        words += part
    return [*lines, words]


def _broken(parts: Iterable[str], room: float, line: LineMeasure) -> Iterator[str]:
    """The units, those that are wider than a line in pieces."""
    for part in parts:
        if _alone(part, line) <= room:
            yield part
            continue
        for piece in _PARTS.findall(part):
            yield from [piece] if _alone(piece, line) <= room else clusters(piece)


def _alone(part: str, line: LineMeasure) -> float:
    line.start()
    return line.add(part)


def seen(line: str) -> str:
    """A line without the spaces at its end, which nobody sees."""
    return line.rstrip()


def even_gaps(advances: Sequence[float], room: float) -> float:
    """The space between neighbours that makes characters of these widths fill `room` exactly."""
    gaps = len(advances) - 1
    return (room - sum(advances)) / gaps if gaps > 0 else 0.0
