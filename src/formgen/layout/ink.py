"""What is printed on every copy of a form: text, labels, rules, frames, braces, stamp areas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from formgen.ground.marks import MM, Box, Line, Mark
from formgen.layout.breaking import break_lines
from formgen.layout.labels import label_marks, title_marks
from formgen.layout.setting import Look, in_box, length, line, spread, stacked
from formgen.layout.shapes import brace, frame, ruled
from formgen.spec.form import Form
from formgen.spec.ink import Brace, Frame, Print, RuledLine, Stamp
from formgen.spec.placed import Placed
from formgen.typeface import clusters


def tables(form: Form, here: Sequence[Placed], page: int) -> Iterator[Mark]:
    """The ruled grids of one page."""
    for number, grid in enumerate(form.grids):
        cells = [cell for placed in here if placed.table == number for cell in placed.cells]
        if grid.page == page and cells:
            yield from ruled(replace(grid, whole=_outline(form, number, cells)), cells)


def _outline(form: Form, number: int, cells: Sequence[Box]) -> Box:
    """The outline of a table in a case: without the rows at its top and bottom that are not printed."""
    whole = form.grids[number].whole
    every = [cell for placed in form.items if placed.table == number for cell in placed.cells]
    top = whole.y + min(c.y for c in cells) - min(c.y for c in every)
    bottom = whole.bottom + max(c.bottom for c in cells) - max(c.bottom for c in every)
    return Box(whole.x, top, whole.w, bottom - top)


def printed(placed: Placed) -> Iterator[Mark]:
    """The ink of one thing that is no blank."""
    match placed.item:
        case Print():
            yield from _print(placed.item, placed.box)
        case RuledLine(rule=(x0, y0, x1, y1), weight=weight):
            yield Line(x0, y0, x1, y1, weight)
        case Frame():
            yield from _frame(placed.item)
        case Brace():
            yield brace(Box(*placed.item.brace), placed.item.opens, placed.item.weight)
        case Stamp():
            yield from _stamp(placed.item, placed.box)


def label(placed: Placed) -> Iterator[Mark]:
    """The words in the label cell of a row, under the name of their blank."""
    if placed.label is not None:
        yield from label_marks(placed.label, Look(placed.label.size, field=getattr(placed.item, "blank", None)))


def _print(item: Print, box: Box | None) -> Iterator[Mark]:
    look = Look(item.size, item.style, item.align, field=item.labels)
    if item.at is not None or box is None:
        yield from _at(item, look)
        return
    box = box.inset(item.pad)
    if item.vertical:
        yield from stacked(item.print, box.x + box.w / 2, _column(item.print, box, look), look)
        return
    if item.leaders:
        yield from _leaders(length(item.print, look), box)
        look = replace(look, align="center")
    text = item.print
    if item.wrap:
        text = "\n".join(break_lines(text, box.w, lambda t: length(t, look)) or [text])
    yield from _block(text, box, look, item.leading, even=item.spread is True, valign=item.valign)


# The characters of a side head (縦書き) stand at most this far apart, in em.
_WIDEST_PITCH = 2.4


def _column(text: str, box: Box, look: Look) -> Box:
    """The part of a box that vertical words take: all of it, or its middle where they would be torn apart."""
    high = min(box.h, len(clusters(text)) * _WIDEST_PITCH * look.size / MM)
    return Box(box.x, box.middle - high / 2, box.w, high)


def _leaders(wide: float, box: Box) -> Iterator[Mark]:
    """Dotted rules from the sides of a box to the words in its middle, two mm before them."""
    reach = (box.w - wide) / 2 - 2
    yield Line(box.x, box.middle, box.x + reach, box.middle, 0.5, dotted=True)
    yield Line(box.right - reach, box.middle, box.right, box.middle, 0.5, dotted=True)


def _at(item: Print, look: Look) -> Iterator[Mark]:
    x, middle = item.at or (0.0, 0.0)
    if item.spread == "title":
        yield from title_marks(item.print, x, middle, look)
        return
    if item.vertical:
        # From one character to the next: as given, or with a fifth of air.
        pitch = float(item.spread or item.size / MM * 1.2)
        box = Box(x, middle - pitch / 2, 0, pitch * len(item.print))
        yield from stacked(item.print, x, box, look)
        return
    step = item.size / MM * item.leading
    for number, text in enumerate(item.print.split("\n")):
        if item.spread:
            yield from spread(text, x, float(item.spread), middle + number * step, look)
        else:
            shift = {"left": 0.0, "center": 0.5, "right": 1.0}[item.align] * length(text, look)
            yield from line(text, x - shift, middle + number * step, look)


def _block(text: str, box: Box, look: Look, leading: float, *, even: bool, valign: str = "middle") -> Iterator[Mark]:
    """Lines of text in a box, the block of them set at its top, middle or bottom."""
    lines = text.split("\n")
    step = look.size / MM * leading
    height = step * (len(lines) - 1)
    half = look.size / MM / 2
    tops = {"top": box.y + half, "middle": box.middle - height / 2, "bottom": box.bottom - half - height}
    for number, words in enumerate(lines):
        middle = tops[valign] + number * step
        # A single character has nothing to be spread between, and words wider than the cell would be pushed together.
        if even and len(words) > 1 and length(words, look) < box.w:
            yield from spread(words, box.x, box.w, middle, look)
        else:
            yield from in_box(words, box, middle, look)


def _frame(item: Frame) -> Iterator[Mark]:
    box = Box(*item.frame)
    sides = frame(box, item.weight)
    yield from (replace(side, dotted=True) for side in sides) if item.dotted else sides
    if item.double:
        yield from frame(box.inset(0.8, 0.8), item.weight / 2)


def _stamp(item: Stamp, box: Box | None) -> Iterator[Mark]:
    if box is None:
        return
    if item.framed:
        yield from frame(box, item.weight)
    if item.head:
        yield Line(box.x, box.y + item.head, box.right, box.y + item.head, item.weight)
        yield from _block(item.stamp, replace(box, h=item.head), Look(item.size, align="center"), 1.35, even=False)
    elif item.stamp:
        look = Look(item.size, align="left" if item.label_at == "corner" else "center")
        valign = "middle" if item.label_at == "middle" else "top"
        yield from _block(item.stamp, box.inset(2.0, 1.5), look, 1.35, even=False, valign=valign)
