"""A value for a blank, between filling and layout: what is to stand there and where it was stated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from formgen.ground.bitmaps import Bitmap


@dataclass(frozen=True, slots=True)
class Heading:
    """A line of a list that is no entry: the words over a section, or those that close the list (以上)."""

    words: str
    closes: bool = False

    def get(self, key: str) -> None:
        """Nothing: no column has anything to show."""


Row = Mapping[str, Any] | Heading


@dataclass(frozen=True, slots=True)
class Value:
    """What goes into one blank, and the JSON Pointer of the fact it comes from.

    Text, day, amount in yen, the chosen option, a tick, the rows of a list, or a picture, by the kind of the blank.
    `reading` stands above a text where the form asks for ruby.
    """

    content: str | date | int | bool | tuple[Row, ...] | Bitmap
    pointer: str
    reading: str = ""
