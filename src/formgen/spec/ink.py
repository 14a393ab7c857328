"""What is printed on every copy of a form, as a sheet file names it: text, rules, frames, braces, stamps, notes."""

from typing import Literal

from pydantic import Field

from formgen.spec.base import Align, Item, Model, Point, Provenance, Rectangle, Sources, Status, Style


class Print(Item):
    """Printed text. `at`: left edge and the height of the middle of the characters; or a `box`; or a row of a table.

    `spread` sets the characters evenly (均等割付): over that many mm, over the box when true, or as a `title` of the
    house style, whose pitch follows from its length, centred on the point `at`.
    `leaders` draws a dotted rule from each side of the box to the text in its middle.
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
    spread: bool | float | Literal["title"] = False
    leaders: bool = False
    leading: float = 1.5
    pad: float = 0.0
    vertical: bool = False
    wrap: bool = False


class RuledLine(Item):
    """A straight line (罫線) from point to point; weight in pt."""

    rule: Rectangle
    weight: float = 0.5


class Frame(Item):
    """A rectangle; `double` draws a second line inside, `dotted` dotted ones, as to cut along."""

    frame: Rectangle
    weight: float = 0.5
    double: bool = False


class Brace(Item):
    """A curly brace in a box; `opens` says to which side it is open."""

    brace: Rectangle
    opens: Literal["left", "right"]
    weight: float = 0.6


class Stamp(Item):
    """An area for the office or for stamps, never filled: a frame with its name.

    `head` parts a strip of that height (mm) for the name. Without a `box` it stands 5 mm under the table or list
    before it, at the right: 40 by 25 mm.
    """

    stamp: str
    box: Rectangle | None = None
    head: float = 0.0
    size: float = 9.0
    weight: float = 0.5
    framed: bool = True
    label_at: Literal["top", "middle", "corner"] = "top"


class Note(Model):
    """One numbered note with a source of its own."""

    print: str
    item: str | None = None
    status: Status | None = None
    source: Sources | None = None


class Notes(Provenance):
    """（注） with its numbered lines (１　…); a single note takes no number.

    `at` is the place of （注）: by default the left edge of the house style, 6 mm under the table or list before it.
    `size` in pt, `step` the distance of lines in mm. A line ends where the text says so.
    """

    notes: tuple[str | Note, ...] = Field(min_length=1, max_length=9)
    at: Point | None = None
    page: int = 1
    size: float = 9.0
    step: float = 4.6

    def prints(self, at: Point) -> tuple[Print, ...]:
        """The texts it is set as, in reading order; `at` is where （注） stands."""
        x, y = self.at or at
        out = [Print(print="（注）", at=(x, y), size=self.size, page=self.page)]
        single = len(self.notes) == 1
        for number, note in enumerate(self.notes, 1):
            said = _note(note)
            about = said.model_dump(include={"item", "status", "source"}, exclude_none=True)
            look = {"size": self.size, "page": self.page, **about}
            if not single:
                out.append(Print(print=_FULL_WIDTH[number], at=(x + _NUMBER, y), **look))
            for words in said.print.split("\n"):
                out.append(Print(print=words, at=(x + (_ALONE if single else _WORDS), y), **look))
                y += self.step
        return tuple(out)


# In mm from （注）: the number of a note, its words, and those of a note that stands alone.
_NUMBER, _WORDS, _ALONE = 10.0, 14.5, 11.5


def _note(note: str | Note) -> Note:
    return Note(print=note) if isinstance(note, str) else note


# One character each: with more than nine the words would no longer begin in one column.
_FULL_WIDTH = "０１２３４５６７８９"
