"""Japanese line breaking (禁則処理) and even spacing (均等割付). Knows text and widths, no page."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from formgen.typeface import clusters

#: Never at the start of a line (行頭禁則文字).
NOT_FIRST = frozenset(
    "、。，．,.）」』】〉》〕］｝)]}｣､｡・･：；:;？！?!ー－ゝゞヽヾ々〻ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ゛゜％%"
)
#: Never at the end of a line (行末禁則文字).
NOT_LAST = frozenset("（「『【〈《〔［｛([{｢￥¥〒＄$")

# Latin, Cyrillic and Greek words, numbers, dates and addresses of mail are kept whole.
_WORD = re.compile(r"[0-9A-Za-z\u00aa-\u024f\u0300-\u052f\u1e00-\u1fff０-９Ａ-Ｚａ-ｚ'’.,:/@&+_#\-]+")


def units(text: str) -> list[str]:
    """What may not be parted: words, numbers, and a character with what must stay at its side."""
    out: list[str] = []
    for piece in _pieces(text):
        joined = out and (piece[0] in NOT_FIRST or out[-1][-1] in NOT_LAST)
        if joined and out[-1] != " ":
            out[-1] += piece
        else:
            out.append(piece)
    return out


def _pieces(text: str) -> list[str]:
    out: list[str] = []
    at = 0
    for word in _WORD.finditer(text):
        out += clusters(text[at : word.start()])
        out.append(word.group())
        at = word.end()
    return [*out, *clusters(text[at:])]


def break_lines(text: str, room: float, width: Callable[[str], float]) -> list[str] | None:
    """The text in lines no wider than `room`; None when one unit alone is wider.

    Line ends of the text itself are kept. Spaces at the end of a broken line stay there: nothing is dropped.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for unit in units(paragraph):
            if line and width((line + unit).rstrip(" \u3000")) > room:
                lines.append(line)
                line = ""
            if width(unit.rstrip(" \u3000")) > room:
                return None
            line += unit
        lines.append(line)
    return lines


def even_gaps(advances: Sequence[float], room: float) -> float:
    """The space between neighbours that makes characters of these widths fill `room` exactly."""
    gaps = len(advances) - 1
    return (room - sum(advances)) / gaps if gaps > 0 else 0.0


def badly_broken(lines: Sequence[str]) -> bool:
    """Whether a line begins or ends with a character that may not stand there."""
    return any(
        (first and first[-1] in NOT_LAST) or (second and second[0] in NOT_FIRST) for first, second in pairwise(lines)
    )
