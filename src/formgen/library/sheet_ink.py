"""Where the printed words of a sheet come to stand: the black of each line of text, as rectangles in mm.

How far labels and titles are spread is for layout to say: here they take the room their characters need at least.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from formgen.ground.marks import MM, Box
from formgen.spec.ink import Print, Stamp
from formgen.spec.items import AnyBlank, RowsBlank
from formgen.spec.placed import Label, Placed
from formgen.typeface import clusters, ink, runs, width

# As words are set: the middle of a character above its baseline, in em; the air beside the words of a label, in mm.
_MIDDLE, _LABEL_PAD, _LABEL_LEADING = 0.38, 1.2, 1.35
_WIDEST_PITCH = 2.4
"""Of the characters of a side head, in em."""
_SHIFT = {"left": 0.0, "center": 0.5, "right": 1.0}


@dataclass(frozen=True, slots=True)
class Inked:
    """One line of printed words and how far its black reaches."""

    text: str
    box: Box


def inked(placed: Placed) -> Iterator[Inked]:
    """The printed words of one thing, those of its label cell too. Raises `MissingGlyphs`."""
    item = placed.item
    if placed.label:
        yield from _label(placed.label)
    if isinstance(item, Print):
        yield from _vertical(item, placed.box) if item.vertical else _print(item, placed.box)
    if isinstance(item, Stamp) and item.stamp and placed.box:
        yield from _stamp(item, placed.box)


def room_of(blank: AnyBlank, box: Box) -> Box:
    """What a blank's own words and its value may take of its box."""
    if isinstance(blank, RowsBlank):
        high = blank.header_height + blank.rows * blank.row_height
        return Box(box.x, box.y, sum(column.width for column in blank.columns), high)
    return box.inset(blank.pad) if box.w > 2 * blank.pad else box


def _label(label: Label) -> Iterator[Inked]:
    lines = label.text.split("\n")
    room = label.box.inset(_LABEL_PAD)
    # Set smaller where it is too long for its cell: never wider than the room there is.
    align = "center" if label.ruled else "left"
    yield from _block(lines, room, label.size, "mincho", align, "middle", _LABEL_LEADING)


def _stamp(item: Stamp, box: Box) -> Iterator[Inked]:
    room = Box(box.x, box.y, box.w, item.head) if item.head else box.inset(2.0, 1.5)
    align = "left" if item.label_at == "corner" and not item.head else "center"
    valign = "middle" if item.head or item.label_at == "middle" else "top"
    yield from _block(item.stamp.split("\n"), room, item.size, "mincho", align, valign, _LABEL_LEADING)


def _print(item: Print, box: Box | None) -> Iterator[Inked]:
    lines = item.print.split("\n")
    if item.at is not None or box is None:
        yield from _from_a_point(item, lines)
        return
    room = box.inset(item.pad)
    # Where exactly a text is broken is settled when it is set: here into as many equal lines as its width needs.
    lines = _parted(item.print, -int(-_wide(item.print, item.size, item.style) // room.w)) if item.wrap else lines
    align = "center" if item.leaders else item.align
    yield from _block(lines, room, item.size, item.style, align, item.valign, item.leading, even=item.spread is True)


def _from_a_point(item: Print, lines: Sequence[str]) -> Iterator[Inked]:
    x, middle = item.at or (0.0, 0.0)
    step = item.size / MM * item.leading
    room = 0.0 if item.spread == "title" else float(item.spread)
    align = "center" if item.spread == "title" else item.align
    for number, text in enumerate(lines):
        left = x if room else x - _SHIFT[align] * _wide(text, item.size, item.style)
        yield from _line(text, left, middle + number * step, item.size, item.style, room=room)


def _block(
    lines: Sequence[str],
    room: Box,
    size: float,
    style: str,
    align: str,
    valign: str,
    leading: float,
    even: bool = False,
) -> Iterator[Inked]:
    step, half = size / MM * leading, size / MM / 2
    height = step * (len(lines) - 1)
    top = {"top": room.y + half, "middle": room.middle - height / 2, "bottom": room.bottom - half - height}[valign]
    for number, text in enumerate(lines):
        wide = min(_wide(text, size, style), room.w)
        if even and len(text) > 1:
            yield from _line(text, room.x, top + number * step, size, style, room=room.w)
        else:
            yield from _line(text, room.x + _SHIFT[align] * (room.w - wide), top + number * step, size, style)


def _line(text: str, x: float, middle: float, size: float, style: str, room: float = 0.0) -> Iterator[Inked]:
    """The black of one line; `room` mm wide where its characters are spread."""
    x0, y0, x1, y1 = ink(runs(text, style)) if text.strip() else (0.0, 0.0, 0.0, 0.0)
    if x1 <= x0:
        return
    em = size / MM
    spread = max(0.0, room - _wide(text, size, style)) if room else 0.0
    base = middle + _MIDDLE * em
    yield Inked(text, Box(x + x0 * em, base - y1 * em, (x1 - x0) * em + spread, (y1 - y0) * em))


def _parted(text: str, count: int) -> list[str]:
    each = -(-len(text) // max(1, count))
    return [text[start : start + each] for start in range(0, len(text), each)]


def _vertical(item: Print, box: Box | None) -> Iterator[Inked]:
    em, number = item.size / MM, len(clusters(item.print))
    if item.at is not None:
        pitch = float(em * 1.2 if isinstance(item.spread, str) else item.spread or em * 1.2)
        x, top, high = item.at[0], item.at[1] - pitch / 2, pitch * number
    elif box is not None:
        high = min(box.h, number * _WIDEST_PITCH * em)
        x, top = box.x + box.w / 2, box.middle - high / 2
    else:
        return
    air = (high / max(1, number) - em) / 2
    yield Inked(item.print, Box(x - em / 2, top + air, em, high - 2 * air))


def _wide(text: str, size: float, style: str) -> float:
    return width(runs(text.replace("\n", ""), style)) * size / MM if text else 0.0
