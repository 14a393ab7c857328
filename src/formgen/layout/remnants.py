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
# The numbers of an address belong together: 四丁目5番6号. They end before the name of a building.
_NUMBERED = re.compile(r"[0-9０-９〇一二三四五六七八九十]+(丁目|番地?|号)$")
_SPACE = re.compile(r"\s$")
_COMMA = re.compile(r"[、。]$")
# In a line of no more characters a ragged end is no matter; in running text it would be.
_NARROW = 20


def without_remnant(ending: Sequence[list[str]], fits: Callable[[Sequence[str]], bool]) -> Sequence[list[str]]:
    """The last two lines of a paragraph, as units; `fits` tells whether units have room in one line.

    They are parted at a space, and not between the numbers of an address, where such a place is in the first of them.
    Where the last is shorter than five characters, or has the end of a word before a bracket, it begins with the
    phrase it belongs to, if that is near, or is filled up to five; a bracket that has hardly begun begins it too.
    The order of the units stays, and the line before keeps at least half as much as it gives to a phrase.
    """
    if len(ending) < 2:
        return ending
    words, chosen = [*ending[0], *ending[1]], len(ending[0])
    if (start := _opened(ending[0])) and _count(words[:start]) >= _SHORT and fits(words[start:]):
        return words[:start], words[start:]
    for start in (
        behind_space(*ending),
        _numbered(words, chosen),
        _closing_bracket(*ending),
        _behind_comma(ending[0]),
    ):
        # Neither line may become a mere rest of the other.
        if 0 < start < chosen and 2 * _count(words[:start]) >= _count(words[start:]) and fits(words[start:]):
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


def behind_space(before: Sequence[str], after: Sequence[str]) -> int:
    """Behind the last space of a line that does not end with one: 栄四丁目5番6号 ／栄ビル7階; 0 for none.

    Sentences have none: a space in them belongs to a name or a number that is told (東労一E 765432).
    """
    if not before or _SPACE.search(before[-1]) or "。" in "".join((*before, *after)):
        return 0
    return max((number for number, unit in enumerate(before, 1) if _SPACE.search(unit)), default=0)


def _closing_bracket(before: Sequence[str], last: Sequence[str]) -> int:
    """Where a bracket begins that ends the text, as the number of a form behind its name; 0 for none."""
    if not "".join(last).rstrip().endswith("）") or "（" in "".join(last):
        return 0
    return max((number for number, unit in enumerate(before) if unit.startswith("（")), default=0)


def _behind_comma(before: Sequence[str]) -> int:
    """Behind the last comma of a narrow cell's line that goes on a few characters only; 0 for none."""
    start = max((number for number, unit in enumerate(before, 1) if _COMMA.search(unit)), default=0)
    return start if _count(before) <= _NARROW and _count(before[start:]) <= _SHORT else 0


def _numbered(words: Sequence[str], start: int) -> int:
    """Where the numbers of an address begin that a break at `start` would part: 栄／四丁目5番6号."""
    while 0 < start < len(words) and _FIGURE.match(words[start]) and _NUMBERED.match(words[start - 1]):
        start -= 1
    return start


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
