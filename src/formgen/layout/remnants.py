"""The last line of a paragraph: a mere rest of it (「す。」) gets company from the line before. Knows no widths."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from formgen.typeface import clusters

#: A last line of fewer characters looks forgotten; one of more than the second is no longer the end of a phrase.
_SHORT, _REACH = 5, 10

# A phrase begins behind a space or a sign, with a bracket, and where hiragana ends; a number behind what is none.
_AFTER = re.compile(r"[\s、。，．・）」』】]$")
_BEGINS = re.compile(r"[（「『【]")
_HIRAGANA = re.compile(r"[ぁ-ゖ]")
# One or two characters before a bracket belong to the word before: 確認／表（新規手続用）.
_STRAY = re.compile(r".{1,2}（")
# A bracket that has hardly begun is better begun in the next line: 名簿（別記／第２号様式）.
_JUST_OPENED = re.compile(r"（[^（）]{1,4}$")
_FIGURE = re.compile(r"[0-9０-９〇一二三四五六七八九十]")


def without_remnant(ending: Sequence[list[str]], fits: Callable[[Sequence[str]], bool]) -> Sequence[list[str]]:
    """The last two lines of a paragraph, as units; `fits` tells whether units have room in one line.

    Where the last is shorter than five characters, or has the end of a word before a bracket, it begins with the
    phrase it belongs to, if that is near, or is filled up to five; a bracket that has hardly begun begins it too.
    The order of the units stays, and the line before keeps at least half as much as it gives to a phrase.
    """
    if len(ending) < 2:
        return ending
    words, chosen = [*ending[0], *ending[1]], len(ending[0])
    if (start := _opened(ending[0])) and _count(words[:start]) >= _SHORT and fits(words[start:]):
        return words[:start], words[start:]
    if not _is_remnant(*ending):
        return ending
    for start in range(len(ending[0]) - 1, 0, -1):
        long = _count(words[start:])
        if long > _REACH or 2 * _count(words[:start]) < long or not fits(words[start:]):
            break
        if _opens(words[start - 1], words[start]):
            chosen = start
            break
        if chosen == len(ending[0]) and long >= _SHORT:
            chosen = start
    return words[:chosen], words[chosen:]


def _opened(before: Sequence[str]) -> int:
    """Where a bracket stands that the line only just opens; 0 for none."""
    if not _JUST_OPENED.search("".join(before)):
        return 0
    return max((number for number, unit in enumerate(before) if unit.startswith("（")), default=0)


def _is_remnant(before: Sequence[str], last: Sequence[str]) -> bool:
    if _count(last) > 1 and _opens(before[-1], last[0]):
        return False
    return _count(last) < _SHORT or _STRAY.match("".join(last)) is not None


def _count(units: Sequence[str]) -> int:
    return len(clusters("".join(units).rstrip()))


def _opens(before: str, after: str) -> bool:
    """Whether a phrase begins between two units."""
    if _AFTER.search(before) or _BEGINS.match(after):
        return True
    if _FIGURE.match(after):
        return not _FIGURE.search(before) and not before.endswith("第")
    return bool(_HIRAGANA.match(before[-1])) and not _HIRAGANA.match(after)
