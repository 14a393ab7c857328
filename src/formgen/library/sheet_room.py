"""Whether what is printed has room: on the page, in its box, in its label cell. Ink is never cut silently."""

from __future__ import annotations

from collections.abc import Iterator

from formgen.ground.marks import A4, MM, Box
from formgen.ground.problems import Problem
from formgen.library.sheet_check import SheetCheck
from formgen.spec.items import Blank, BoxesBlank, ChoiceBlank, PictureBlank, Print, RowsBlank
from formgen.spec.placed import Placed
from formgen.typeface import MissingGlyphs, clusters, runs, width

#: Ink may touch the edge of its box: a title set to the width of its box is as wide as that, give or take rounding.
_TOUCH = 0.3

#: A label may become this small (pt) before it has no room.
_LABEL = 9.0

#: A title may be as wide as the frame of a sheet, in mm.
_FRAME = 170.0

#: A row of words to choose from takes this much of the height of its cell, in mm.
_ROW = 7.0


def room_faults(sheet: SheetCheck, placed: Placed) -> Iterator[Problem]:
    """Printed texts that run off the page or out of their box or label cell."""
    yield from _too_large(sheet, placed)
    try:
        for text, over in _overflowing(placed):
            ja, en = f"「{text}」が{over:.1f}mmはみ出します。", f"{text!r} is {over:.1f} mm too long"
            yield sheet.fault(placed.origin, ja, en)
    except MissingGlyphs:
        return  # told as such, with its code point


def _overflowing(placed: Placed) -> Iterator[tuple[str, float]]:
    """Texts with how many mm they are too long or too high."""
    item = placed.item
    if placed.label:
        for line in placed.label.text.split("\n"):
            yield from _over(line, _wide(line, min(_LABEL, placed.label.size)) - placed.label.box.w)
    if isinstance(item, Print):
        yield from _at(item) if item.at is not None else _in_box(item, placed.box)
    if isinstance(item, ChoiceBlank) and placed.box and item.options:
        words = item.prefix + item.separator.join(o.print for o in item.options if o.print) + item.suffix
        rows = max(1, int(placed.box.h // _ROW))
        yield from _over(words, _wide(words, item.size, item.style) - rows * (placed.box.w - 2 * item.pad))


def _too_large(sheet: SheetCheck, placed: Placed) -> Iterator[Problem]:
    """Type that is higher than the place it stands in, and a grid of boxes or rows that is larger."""
    item, box = placed.item, placed.box
    if placed.label and (over := _high(placed.label.text, placed.label.size, 1.35) - placed.label.box.h) > _TOUCH:
        yield _no_room(sheet, placed, "label_size", placed.label.size, over)
    if not isinstance(item, Blank) or box is None:
        return
    rooms = [box.h]
    if isinstance(item, RowsBlank):
        rooms = [item.row_height, item.header_height or item.row_height]
    elif isinstance(item, BoxesBlank):
        rooms = [item.box_height, item.box_width]
    if (over := item.size / MM - min(rooms)) > _TOUCH:
        yield _no_room(sheet, placed, "size", item.size, over)
    for key, wide, high in _grid_of(item):
        if max(wide - box.w, high - box.h) > _TOUCH:
            need, there = (wide, box.w) if wide else (high, box.h)
            ja = f"{key} は合わせて{need:.1f}mmで、場所（{there:.1f}mm）に入りません。"
            en = f"{key} take {need:.1f} mm together, but there are {there:.1f} mm"
            yield sheet.fault(f"{placed.origin}/{key}", ja, en)


def _grid_of(item: Blank) -> Iterator[tuple[str, float, float]]:
    """The boxes or the rows and columns of a blank: the key, the width and the height in mm."""
    if isinstance(item, RowsBlank):
        yield "columns", sum(c.width for c in item.columns), 0.0
        yield "rows", 0.0, item.header_height + item.row_height * item.rows
    if isinstance(item, PictureBlank) and item.print_width and item.print_height:
        yield "prints", item.prints * (item.print_width + item.gap) - item.gap + 2 * item.pad, 0.0
        yield "print_height", 0.0, item.print_height + 2 * item.pad
    if isinstance(item, BoxesBlank):
        yield "groups", sum(item.groups) * item.box_width + item.pad, 0.0
        yield "box_height", 0.0, item.box_height


def _high(text: str, size: float, leading: float) -> float:
    return size / MM * (1 + leading * text.count("\n"))


def _no_room(sheet: SheetCheck, placed: Placed, key: str, size: float, over: float) -> Problem:
    ja = f"{size:g}ptの文字は、場所の高さより{over:.1f}mm高いので入りません。"
    return sheet.fault(f"{placed.origin}/{key}", ja, f"type of {size:g} pt is {over:.1f} mm higher than its place")


def _over(text: str, over: float) -> Iterator[tuple[str, float]]:
    if over > _TOUCH:
        yield text, over


def _wide(text: str, size: float, style: str = "mincho") -> float:
    """The width of a text in mm. Raises `MissingGlyphs`."""
    return width(runs(text, style)) * size / MM if text else 0.0


def _at(item: Print) -> Iterator[tuple[str, float]]:
    x, middle = item.at or (0.0, 0.0)
    em = item.size / MM
    lines = item.print.split("\n")
    if item.vertical:
        pitch = float(item.spread or em * 1.2)
        yield from _over(item.print, middle + pitch * (len(clusters(item.print)) - 0.5) - A4[1])
        return
    yield from _over(lines[-1], middle + (len(lines) - 1) * em * item.leading + em / 2 - A4[1])
    for line in lines:
        if item.spread == "title":
            yield from _over(line, _wide(line, item.size) - _FRAME)
            continue
        wide = float(item.spread) if item.spread else _wide(line, item.size, item.style)
        left = x - {"left": 0.0, "center": 0.5, "right": 1.0}[item.align] * (0.0 if item.spread else wide)
        yield from _over(line, max(left + wide - A4[0], -left))


def _in_box(item: Print, box: Box | None) -> Iterator[tuple[str, float]]:
    if box is None:
        return
    em = item.size / MM
    if item.vertical:
        yield from _over(item.print, len(clusters(item.print)) * em - (box.h - 2 * item.pad))
        return
    lines = item.print.split("\n")
    if item.wrap:  # broken when it is set: what matters is whether the lines it takes find room
        lines = lines[:1] * max(1, -int(-_wide(item.print, item.size, item.style) // (box.w - 2 * item.pad)))
    else:
        for line in lines:
            yield from _over(line, _wide(line, item.size, item.style) - (box.w - 2 * item.pad))
    yield from _over(lines[0], em * (1 + item.leading * (len(lines) - 1)) - box.h)
