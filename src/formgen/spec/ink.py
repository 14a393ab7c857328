"""What is printed on every copy of a form, as a form file names it: text, rules, frames, braces, stamp areas."""

from __future__ import annotations

from typing import Literal

from formgen.spec.base import Align, Item, Point, Rectangle, Style


class Print(Item):
    """Printed text. `at`: left edge and the height of the middle of the characters; or a `box` or `cell`.

    `spread` sets the characters evenly (均等割付): over that many mm, or over the box when true.
    `vertical` stacks the characters.
    """

    print: str
    at: Point | None = None
    box: Rectangle | None = None
    cell: str | None = None
    size: float = 10.5
    style: Style = "mincho"
    align: Align = "left"
    valign: Literal["top", "middle", "bottom"] = "middle"
    spread: bool | float = False
    leading: float = 1.5
    pad: float = 0.0
    vertical: bool = False
    wrap: bool = False


class RuledLine(Item):
    """A straight line from point to point; weight in pt."""

    rule: Rectangle
    weight: float = 0.5


class Frame(Item):
    """A rectangle; `double` draws a second line inside."""

    frame: Rectangle | None = None
    cell: str | None = None
    weight: float = 0.5
    double: bool = False


class Brace(Item):
    """A curly brace in a box; `opens` says to which side it is open."""

    brace: Rectangle
    opens: Literal["left", "right"]
    weight: float = 0.6


class Stamp(Item):
    """An area for the office or for stamps, never filled: a frame with its name."""

    stamp: str
    box: Rectangle | None = None
    cell: str | None = None
    size: float = 9.0
    weight: float = 0.5
    framed: bool = True
    label_at: Literal["top", "middle"] = "top"
