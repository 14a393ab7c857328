"""Japanese line breaking (禁則処理) and even spacing (均等割付). Knows text and widths, no page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Protocol

from formgen.ground.kinsoku import NOT_FIRST, NOT_LAST
from formgen.layout.remnants import behind_space, without_remnant
from formgen.typeface import clusters

# Latin, Cyrillic and Greek words, numbers, dates and addresses of mail are kept whole; so is a no-break space.
_SIGNS = "'’.,:/@&+_#\\-"
_IN_WORD = re.compile(rf"[0-9A-Za-z\u00a0\u00aa-\u02af\u0300-\u052f\u1e00-\u1fff\u202f０-９Ａ-Ｚａ-ｚ{_SIGNS}]")
# A word in katakana is kept whole up to this many characters: カテゴ／リー is no word in either line.
_KATAKANA, _LONGEST = re.compile(r"[ァ-ヺー]"), 6
# What counts stays with its number (第2号, 4番, 一丁目, 3か月), and a number in kanji is one, as is 株式会社.
_KANJI_FIGURE = "〇一二三四五六七八九十百千"
_TOGETHER = re.compile(
    rf"[0-9０-９{_KANJI_FIGURE}](丁目?|番地?|号室?|か月?|[階条項年月日回通部葉枚名円])$|[{_KANJI_FIGURE}]{{2}}$"
    rf"|第[0-9０-９{_KANJI_FIGURE}]+$|(株式|有限|合同|株式会|有限会|合同会|株式会社|有限会社|合同会社)$"
)
# Where a word wider than the line may be parted: after its signs, as an address of mail or of the web is.
_PARTS = re.compile(rf"[^{_SIGNS}]*[{_SIGNS}]+|[^{_SIGNS}]+")
# The lines of a long address; of more lines only prose is made.
_ADDRESS = 3
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
        if out and (
            _is_space(piece) or not last or last in NOT_LAST or piece[0] in NOT_FIRST or _belongs(out[-1], piece)
        ):
            out[-1] += piece
        else:
            out.append(piece)
        if not _is_space(piece):
            # The base of the last cluster: a mark or selector behind it changes nothing about the break.
            last = clusters(piece)[-1][0]
    return out


def _is_space(piece: str) -> bool:
    return piece.isspace() and piece not in _GLUE


def _belongs(before: str, piece: str) -> bool:
    return _TOGETHER.search(before[-4:] + piece) is not None


def _pieces(text: str) -> Iterator[str]:
    for script, group in groupby(clusters(text), key=_script):
        parts = tuple(group)
        whole = script == "word" or (script == "katakana" and len(parts) <= _LONGEST)
        yield from ("".join(parts),) if whole else parts


def _script(cluster: str) -> str:
    return "word" if _IN_WORD.match(cluster) else "katakana" if _KATAKANA.match(cluster) else ""


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
        if found:
            if len(found) == _ADDRESS:
                found = _parted_at_space(found, room, line)
            found[-2:] = without_remnant(found[-2:], lambda rest: _alone("".join(rest), line) <= room)
        elif anywhere:
            found = _filled(list(_broken(parts, room, line)), room, line)
        if found is None:
            return None
        lines += ("".join(words) for words in found)
    return lines


def _parted_at_space(found: list[list[str]], room: float, line: LineMeasure) -> list[list[str]]:
    """The first line ended at its last space, as before the name of a building, if that takes no further line."""
    first, rest = found[0], [unit for words in found[1:] for unit in words]
    start = behind_space(first, rest)
    # In running text the gap at the end of the line would look like the end of a paragraph.
    if 2 * start < len(first):
        return found
    again = _filled([*first[start:], *rest], room, line)
    return [first[:start], *again] if again and len(again) < len(found) else found


def _filled(parts: Iterable[str], room: float, line: LineMeasure) -> list[list[str]] | None:
    """Lines of units."""
    lines: list[list[str]] = [[]]
    line.start()
    for part in parts:
        wide = line.add(part)
        # Line by line, without looking ahead: between kanji nearly every gap is a break.
        if wide > room and lines[-1]:
            lines.append([])
            line.start()
            wide = line.add(part)
        if wide > room and not lines[-1]:
            return None
        lines[-1].append(part)
    return lines


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
