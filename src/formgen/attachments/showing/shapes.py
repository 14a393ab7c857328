"""Lines, polygons, carets and borders of links drawn over a page without a picture of them. Trusts no byte of them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any, NamedTuple

import pikepdf

from formgen.attachments.found import Unfit
from formgen.attachments.pdf.names import as_text
from formgen.attachments.showing.shown import kind, numbers, rectangle

Point = tuple[float, float]

# ISO 32000-1, table 166: a dash of a border that names none.
_DASH = [3.0]
# How long the ends of a line are, in widths of the line.
_END = 6.0
_COLOUR_OPERATORS = {1: ("G", "g"), 3: ("RG", "rg"), 4: ("K", "k")}


class Shape(NamedTuple):
    """Page contents in units of the page, the box they fill, and their opacity (/CA), which goes by the name of /A."""

    contents: bytes
    box: tuple[float, float, float, float]
    opacity: float


def shape(annot: Any) -> Shape | None:
    """What a viewer draws of it; None for nothing. Raises `Unfit` for what nobody here can draw."""
    match kind(annot):
        case "Line":
            return _line(annot)
        case "PolyLine" | "Polygon":
            return _polygon(annot)
        case "Caret":
            return _caret(annot)
        case "Link":
            return _link(annot)
        case "FreeText":
            return _callout(annot)
    return None


def _line(annot: Any) -> Shape | None:
    # A caption stands in the line and parts it.
    if annot.get("/Cap") is True and as_text(annot.get("/Contents", "")):
        raise Unfit("shape")
    ends = [*_points(numbers(annot.get("/L")))]
    if len(ends) != 2 or ends[0] == ends[1]:
        return None
    (x0, y0), (x1, y1) = ends
    length = math.hypot(x1 - x0, y1 - y0)
    up = (y0 - y1) / length, (x1 - x0) / length
    lead, beyond, gap = (_number(annot.get(key)) for key in ("/LL", "/LLE", "/LLO"))
    side = math.copysign(1, lead)
    moved = [_along(p, up, lead + side * gap if lead else 0) for p in ends]
    paths = [moved]
    if lead:
        far = lead + side * (gap + beyond)
        paths += [[_along(p, up, side * gap), _along(p, up, far)] for p in ends]
    return _drawn(annot, paths, ends=moved)


def _along(point: Point, direction: Point, distance: float) -> Point:
    return point[0] + direction[0] * distance, point[1] + direction[1] * distance


def _polygon(annot: Any) -> Shape | None:
    points = [*_points(numbers(annot.get("/Vertices")))]
    # Of curves (ISO 32000-2, 12.5.6.9).
    if "/Path" in annot:
        raise Unfit("shape")
    if len(points) < 2:
        return None
    if kind(annot) == "Polygon":
        return _drawn(annot, [points], closed=True)
    return _drawn(annot, [points], ends=points)


def _callout(annot: Any) -> Shape | None:
    """The line from a text to what it is about."""
    points = [*_points(numbers(annot.get("/CL")))]
    if len(points) < 2:
        return None
    return _drawn(annot, [points], ends=points, colour="0 G")


def _caret(annot: Any) -> Shape | None:
    rect, stroke = rectangle(annot), _colour(annot.get("/C"), 0)
    if rect is None or not stroke:
        return None
    x0, y0, x1, y1 = rect
    middle = (x0 + x1) / 2
    fill = _colour(annot.get("/C"), 1)
    sides = f"{_at(x0, y0)} m {_at(middle, y0)} {_at(middle, y1)} {_at(middle, y1)} c "
    sides += f"{_at(middle, y1)} {_at(middle, y0)} {_at(x1, y0)} c h f"
    return Shape(f"/A gs {fill} {sides}".encode(), rect, _opacity(annot))


def _link(annot: Any) -> Shape | None:
    """The border of a link; viewers draw none where it names none, although the standard would have one."""
    rect, width = rectangle(annot), _width(annot)
    if rect is None or not width or ("/Border" not in annot and "/BS" not in annot):
        return None
    # On the edge and not within, where a thick one would cover what it is about; and none that would do so even there.
    x0, y0, x1, y1 = rect
    if width > min(abs(x1 - x0), abs(y1 - y0)) / 2:
        return None
    if _style(annot) == "/U":
        return _drawn(annot, [[(x0, y0), (x1, y0)]], filled=False)
    return _drawn(annot, [[(x0, y0), (x1, y0), (x1, y1), (x0, y1)]], closed=True, filled=False)


def _drawn(
    annot: Any,
    paths: list[list[Point]],
    *,
    closed: bool = False,
    filled: bool = True,
    ends: list[Point] | None = None,
    colour: str = "",
) -> Shape | None:
    stroke = colour or _colour(annot.get("/C"), 0)
    fill = _colour(annot.get("/IC"), 1, default="") if filled else ""
    width = _width(annot)
    if not width or not stroke:
        stroke = ""
    if not stroke and not (fill and closed):
        return None
    operator = f"{'h ' if closed else ''}{'B' if stroke and fill and closed else 'f' if not stroke else 'S'}"
    steps = ["/A gs", stroke, fill, f"{width:g} w", _dashes(annot), *(f"{_path(path)} {operator}" for path in paths)]
    steps += ["[] 0 d", *_ends(annot, ends, width, bool(fill))] if ends and stroke else []
    reach = width * (_END + 1)
    xs, ys = zip(*(p for path in paths for p in path), strict=True)
    box = min(xs) - reach, min(ys) - reach, max(xs) + reach, max(ys) + reach
    return Shape(" ".join(filter(None, steps)).encode(), box, _opacity(annot))


def _ends(annot: Any, points: list[Point], width: float, filled: bool) -> Iterator[str]:
    found: Any = annot.get("/LE")
    names = [as_text(n) for n in found] if isinstance(found, pikepdf.Array) else [as_text(found)]
    names = names or ["/None"]
    # A callout has one end only, where it begins.
    first, last = (names * 2)[:2] if kind(annot) != "FreeText" else (names[0], "/None")
    for name, at, before in ((first, points[0], points[1]), (last, points[-1], points[-2])):
        yield _end(name, at, math.atan2(at[1] - before[1], at[0] - before[0]), width, filled)


def _end(name: str, at: Point, angle: float, width: float, filled: bool) -> str:
    """One end of a line that points to `angle`."""
    size = width * _END
    ends: dict[str, list[Point]] = {
        "/OpenArrow": [(-size, size / 2), (0, 0), (-size, -size / 2)],
        "/ClosedArrow": [(-size, size / 2), (0, 0), (-size, -size / 2)],
        "/ROpenArrow": [(size, size / 2), (0, 0), (size, -size / 2)],
        "/RClosedArrow": [(size, size / 2), (0, 0), (size, -size / 2)],
        "/Square": [(-size / 2, -size / 2), (size / 2, -size / 2), (size / 2, size / 2), (-size / 2, size / 2)],
        "/Diamond": [(-size / 2, 0), (0, size / 2), (size / 2, 0), (0, -size / 2)],
        "/Butt": [(0, size / 2), (0, -size / 2)],
        "/Slash": [(-size / 4, -size / 2), (size / 4, size / 2)],
        # Near enough to a circle at this size.
        "/Circle": [(size / 2 * math.cos(n * math.pi / 12), size / 2 * math.sin(n * math.pi / 12)) for n in range(24)],
    }
    if not (corners := ends.get(name)):
        return ""
    cos, sin = math.cos(angle), math.sin(angle)
    turned = [(at[0] + x * cos - y * sin, at[1] + x * sin + y * cos) for x, y in corners]
    if name in ("/OpenArrow", "/ROpenArrow", "/Butt", "/Slash"):
        return f"{_path(turned)} S"
    return f"{_path(turned)} h {'B' if filled else 'S'}"


def _path(points: list[Point]) -> str:
    first, *rest = points
    return " ".join([f"{_at(*first)} m", *(f"{_at(*point)} l" for point in rest)])


def _at(x: float, y: float) -> str:
    return f"{round(x, 3):.12g} {round(y, 3):.12g}"


def _points(found: Iterable[float]) -> Iterator[Point]:
    values = [*found]
    return ((x, y) for n, (x, y) in enumerate(pairwise(values)) if n % 2 == 0 and max(abs(x), abs(y)) < 1e6)


def _number(value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        return 0.0


def _width(annot: Any) -> float:
    style, border = annot.get("/BS"), annot.get("/Border")
    if isinstance(style, pikepdf.Dictionary):
        return min(abs(_number(style.get("/W", 1))), 1000)
    if isinstance(border, pikepdf.Array) and len(border) > 2:
        return min(abs(_number(border[2])), 1000)
    return 1.0


def _style(annot: Any) -> str:
    style = annot.get("/BS")
    return as_text(style.get("/S", "/S")) if isinstance(style, pikepdf.Dictionary) else "/S"


def _dashes(annot: Any) -> str:
    style, border = annot.get("/BS"), annot.get("/Border")
    if isinstance(style, pikepdf.Dictionary):
        dashes = (numbers(style.get("/D")) or _DASH) if as_text(style.get("/S")) == "/D" else []
    else:
        dashes = numbers(border[3]) if isinstance(border, pikepdf.Array) and len(border) > 3 else []
    if not dashes or min(dashes) < 0 or not any(dashes):
        return ""
    return f"[{' '.join(f'{dash:g}' for dash in dashes)}] 0 d"


def _colour(found: Any, use: int, default: str | None = None) -> str:
    """`use`: 0 for lines, 1 for areas. Black where none is named; an empty list is no colour at all."""
    if found is None:
        return ("0 G", "0 g")[use] if default is None else default
    parts = numbers(found)
    operators = _COLOUR_OPERATORS.get(len(parts))
    return " ".join([*(f"{part:g}" for part in parts), operators[use]]) if operators else ""


def _opacity(annot: Any) -> float:
    found = annot.get("/CA")
    return min(max(_number(found), 0.0), 1.0) if found is not None else 1.0
