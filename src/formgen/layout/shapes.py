"""Lines and curves: ruled grids, frames, braces, rings, boxes and ticks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from formgen.ground.marks import MM, ROUND, Box, Curve, Ellipse, Line, Role
from formgen.spec.placed import Grid

Segment = tuple[float, float, float, float]


def frame(box: Box, weight: float, role: Role = "ink", field: str | None = None) -> Iterator[Line]:
    """The four sides of a rectangle, corners closed."""
    # Half a line longer at each end, or the corners would have a notch.
    h = weight / 2 / MM
    yield Line(box.x - h, box.y, box.right + h, box.y, weight, role, field)
    yield Line(box.x - h, box.bottom, box.right + h, box.bottom, weight, role, field)
    yield Line(box.x, box.y - h, box.x, box.bottom + h, weight, role, field)
    yield Line(box.right, box.y - h, box.right, box.bottom + h, weight, role, field)


def ruled(grid: Grid, cells: Iterable[Box]) -> Iterator[Line]:
    """The rules between the cells that are used, joined, and the heavier outer rules around the table."""
    if grid.inner:
        for x0, y0, x1, y1 in _joined(_inner_sides(cells, grid.whole)):
            dotted = y0 == y1 and any(abs(y0 - y) < 0.01 for y in grid.dotted)
            yield Line(x0, y0, x1, y1, grid.inner, dotted=dotted)
    if grid.outer:
        yield from frame(grid.whole, grid.outer)


def _inner_sides(cells: Iterable[Box], whole: Box) -> set[Segment]:
    sides: set[Segment] = set()
    for c in cells:
        for y in (c.y, c.bottom):
            # The sides on the outline are drawn once, heavier, with the frame.
            if min(abs(y - whole.y), abs(y - whole.bottom)) > 0.01:
                sides.add(_rounded(c.x, y, c.right, y))
        for x in (c.x, c.right):
            if min(abs(x - whole.x), abs(x - whole.right)) > 0.01:
                sides.add(_rounded(x, c.y, x, c.bottom))
    return sides


def _rounded(x0: float, y0: float, x1: float, y1: float) -> Segment:
    # A side that two cells share is reached by two sums: rounded, it is one.
    return round(x0, 3), round(y0, 3), round(x1, 3), round(y1, 3)


def _joined(sides: set[Segment]) -> Iterator[Segment]:
    """Segments on one line that touch or overlap become one."""
    across = sorted((s[1], s[0], s[2]) for s in sides if s[1] == s[3])
    down = sorted((s[0], s[1], s[3]) for s in sides if s[1] != s[3])
    for at, start, end in _runs(across):
        yield start, at, end, at
    for at, start, end in _runs(down):
        yield at, start, at, end


def _runs(pieces: list[tuple[float, float, float]]) -> Iterator[tuple[float, float, float]]:
    open_piece: tuple[float, float, float] | None = None
    for at, start, end in pieces:
        if open_piece and open_piece[0] == at and start <= open_piece[2] + 0.01:
            open_piece = (at, open_piece[1], max(open_piece[2], end))
            continue
        if open_piece:
            yield open_piece
        open_piece = (at, start, end)
    if open_piece:
        yield open_piece


def brace(box: Box, opens: str, weight: float) -> Curve:
    """A curly brace that fills a box; its point is on the side away from where it opens."""
    outer, inner = (box.right, box.x) if opens == "right" else (box.x, box.right)
    spine = (outer + inner) / 2
    top, middle, bottom = box.y, box.middle, box.bottom
    bend = min(box.h / 8, abs(outer - inner) * 1.6)
    half = abs(bend) * 0.55
    points = [(outer, top)]
    points += [(spine, top), (spine, top + half), (spine, top + bend)]
    points += _straight(spine, top + bend, middle - bend)
    points += [(spine, middle - half), (spine, middle), (inner, middle)]
    points += [(spine, middle), (spine, middle + half), (spine, middle + bend)]
    points += _straight(spine, middle + bend, bottom - bend)
    points += [(spine, bottom - half), (spine, bottom), (outer, bottom)]
    return Curve(tuple(points), weight)


def _straight(x: float, y0: float, y1: float) -> list[tuple[float, float]]:
    return [(x, y0 + (y1 - y0) / 3), (x, y0 + (y1 - y0) * 2 / 3), (x, y1)]


# Around a chosen word, in mm: how far its ring stands from it, and how near it may come to the middle of a rule, which
# is at most 1.2 pt wide.
RING_SIDE, RING_OVER, RING_CLEAR = 1.4, 0.9, 0.81 + 0.6 / MM


def ring_reach(letters: int) -> float:
    """How far the ring around a word of so many letters reaches beyond it at its sides, in mm."""
    # One letter takes a circle, which is as wide as it is high.
    return RING_OVER if letters == 1 else RING_SIDE


def ring(box: Box, field: str, letters: int, most: float, weight: float = 0.8) -> Curve | Ellipse:
    """A ring around a chosen word: a circle round one letter, with straight sides round a word.

    `most` is the height it may take in mm, rules and air beside it not counted.
    """
    ry = min(box.h / 2 + RING_OVER, most / 2 - RING_CLEAR - weight / 2 / MM)
    rx = box.w / 2 + ring_reach(letters)
    if letters == 1 or rx <= ry:
        return Ellipse(box.x + box.w / 2, box.middle, ry, ry, weight, "value", field)
    return _long_ring(box.x + box.w / 2, box.middle, rx, ry, weight, field)


def _long_ring(x: float, y: float, rx: float, ry: float, weight: float, field: str) -> Curve:
    """Two half circles joined by straight lines, clockwise from the upper left."""
    inner, k = rx - ry, ry * ROUND
    points = [(x - inner, y - ry), *_thirds(x - inner, x + inner, y - ry)]
    points += [(x + inner + k, y - ry), (x + rx, y - k), (x + rx, y)]
    points += [(x + rx, y + k), (x + inner + k, y + ry), (x + inner, y + ry)]
    points += _thirds(x + inner, x - inner, y + ry)
    points += [(x - inner - k, y + ry), (x - rx, y + k), (x - rx, y)]
    points += [(x - rx, y - k), (x - inner - k, y - ry), (x - inner, y - ry)]
    return Curve(tuple(points), weight, "value", field)


def _thirds(x0: float, x1: float, y: float) -> list[tuple[float, float]]:
    return [(x0 + (x1 - x0) / 3, y), (x0 + (x1 - x0) * 2 / 3, y), (x1, y)]


def tick(box: Box, field: str, weight: float = 1.1) -> Iterator[Line]:
    """A tick (✓) inside a box."""
    x, y, w, h = box.x, box.y, box.w, box.h
    yield Line(x + 0.18 * w, y + 0.5 * h, x + 0.42 * w, y + 0.8 * h, weight, "value", field)
    yield Line(x + 0.42 * w, y + 0.8 * h, x + 0.86 * w, y + 0.14 * h, weight, "value", field)
