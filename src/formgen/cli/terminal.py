"""Text on a terminal: how many columns it takes, where to break it, colours. Knows nothing of papers."""

from __future__ import annotations

import os
import re
import shutil
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import IO

from formgen.ground.kinsoku import NOT_FIRST, NOT_LAST

COLOURS = {"red": "31", "green": "32", "yellow": "33", "cyan": "36", "bold": "1", "dim": "2"}

_PIECE = re.compile(r"[!-~]+|.", re.DOTALL)


def plain(text: str) -> str:
    """The text without anything that could steer a terminal; such characters are shown as U+XXXX."""
    return "".join(c if _harmless(c) else f"<U+{ord(c):04X}>" for c in text)


def _harmless(char: str) -> bool:
    # Wide spaces and private-use characters (外字) count as unprintable in Python, but steer no terminal.
    return char.isprintable() or char in "\n\u3000" or unicodedata.category(char) in ("Zs", "Mn", "Co")


def columns(text: str) -> int:
    """How many columns of a terminal the text takes."""
    return len(text) if text.isascii() else sum(map(_columns, text))


@lru_cache(maxsize=8192)
def _columns(char: str) -> int:
    # Marks and selectors are drawn onto the character before them.
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def pad(text: str, width: int) -> str:
    """The text with spaces up to a number of columns."""
    return text + " " * (width - columns(text))


def wrap(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` columns; no line begins with 、 or ends with （."""
    return [line for part in text.split("\n") for line in _wrapped(part, width)]


def _wrapped(text: str, width: int) -> Iterator[str]:
    line, taken = "", 0
    for piece in _pieces(text, width):
        if line and taken + columns(piece.rstrip()) > width:
            yield line.rstrip()
            line = piece.lstrip(" ")
            taken = columns(line)
        else:
            line += piece
            taken += columns(piece)
    yield line.rstrip()


def _pieces(text: str, width: int) -> Iterator[str]:
    """What must stay together: a word, or a character with the signs that cling to it."""
    piece = ""
    for found in _PIECE.findall(text):
        # The rules of line breaking as on paper; a word longer than the screen gives way.
        clings = found[0] in NOT_FIRST or (piece and piece[-1] in NOT_LAST)
        if piece and not (clings and columns(piece + found) <= width):
            yield piece
            piece = ""
        while columns(found) > width:
            yield found[:width]
            found = found[width:]
        piece += found
    yield piece


def screen_width() -> int:
    """The columns to write in: those of the terminal, between 40 and 100."""
    # Longer lines are hard to follow; fewer columns leave no room for a pointer.
    return max(40, min(100, shutil.get_terminal_size((80, 24)).columns))


def wants_colour(stream: IO[str]) -> bool:
    """Whether to colour what goes to a stream: only on a terminal, and never against NO_COLOR."""
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb" and stream.isatty()


def paint(text: str, colour: str) -> str:
    """The text in a colour."""
    return f"\x1b[{COLOURS[colour]}m{text}\x1b[0m" if text else text
