"""What is printed on every copy of a form, as a sheet file names it: text, rules, frames, braces, stamps, notes."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from formgen.spec.base import Align, Item, Model, Point, Provenance, Rectangle, Sources, Status, Style


class Print(Item):
    """Printed text. `at`: left edge and the height of the middle of the characters; or a `box`; or a row of a table.

    `spread` sets the characters evenly (均等割付): over that many mm, or over the box when true.
    `vertical` stacks the characters. `label` stands in the label cell of a row of a table.
    `labels` names the blank whose label this text is, where the label is printed apart from it.
    `chooses` names, for a choice printed apart, the blank and the value (or values) that this text stands for: the
    mark of the choice follows from the place of the text.
    """

    print: str
    at: Point | None = None
    box: Rectangle | None = None
    label: str | None = None
    label_spread: bool = True
    label_size: float = 10.0
    labels: str | None = None
    chooses: dict[str, str | int | bool | tuple[str | int | bool, ...]] = {}
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
    """A straight line (罫線) from point to point; weight in pt."""

    rule: Rectangle
    weight: float = 0.5


class Frame(Item):
    """A rectangle; `double` draws a second line inside."""

    frame: Rectangle
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
    size: float = 9.0
    weight: float = 0.5
    framed: bool = True
    label_at: Literal["top", "middle"] = "top"


class Note(Model):
    """One numbered note with a source of its own."""

    print: str
    item: str | None = None
    status: Status | None = None
    source: Sources | None = None


class Notes(Provenance):
    """（注） with its numbered lines (１　…). `at` is the place of （注）, `indent` mm further right the lines stand.

    `step` is the distance of lines in mm, `head` the size of （注） in pt. A single note takes no number.
    """

    notes: tuple[str | Note, ...] = Field(min_length=1, max_length=9)
    at: Point
    page: int = 1
    size: float = 8.5
    head: float = 8.5
    indent: float = 10.0
    step: float = 5.0

    def prints(self) -> tuple[Print, ...]:
        """The texts it is set as, in reading order."""
        x, y = self.at
        if len(self.notes) == 1:
            return (Print(print=f"（注）　{_note(self.notes[0]).print}", at=self.at, size=self.size, page=self.page),)
        out = [Print(print="（注）", at=(x, y), size=self.head, page=self.page)]
        for number, note in enumerate(self.notes, 1):
            said = _note(note)
            # A line that goes on stands under its first word: number and space are two full-width characters.
            text = f"{_FULL_WIDTH[number]}　{said.print}".replace("\n", "\n　　")
            about = said.model_dump(include={"item", "status", "source"}, exclude_none=True)
            out.append(Print(print=text, at=(x + self.indent, y), size=self.size, page=self.page, **about))
            y += self.step * (1 + text.count("\n"))
        return tuple(out)


def _note(note: str | Note) -> Note:
    return Note(print=note) if isinstance(note, str) else note


# One character each: with more than nine the words would no longer begin in one column.
_FULL_WIDTH = "０１２３４５６７８９"
