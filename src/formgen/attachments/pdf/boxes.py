"""What of a page is seen, and how: its boxes, its turn and its unit, as viewers take them where they are odd."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import pikepdf

# In points. What viewers take for a page that does not say how large it is (US Letter).
NO_SIZE = (0.0, 0.0, 612.0, 792.0)
# ISO 32000-1, annex C: nothing on a page lies farther off, and a float keeps a hundredth of a point up to here.
_FARTHEST = 1e6
# What programs that count in millimetres or dots may be wrong by.
_ROUNDED = 1.0
# A unit of more than a metre is no unit.
_LARGEST_UNIT = 2835


class Box(NamedTuple):
    """A rectangle in units of the page: left, low, right, high."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def size(self) -> tuple[float, float]:
        """Width and height."""
        return self.x1 - self.x0, self.y1 - self.y0


def whole(page: pikepdf.Page) -> Box:
    """The page before it is cropped."""
    return _box(_inherited(page, "/MediaBox")) or Box(*NO_SIZE)


def seen(page: pikepdf.Page) -> Box:
    """What is seen of it: a crop box counts as far as it lies on the page, and not at all if it lies beside it."""
    page_box, crop = whole(page), _box(_inherited(page, "/CropBox"))
    if crop is None:
        return page_box
    x0, y0 = max(crop.x0, page_box.x0), max(crop.y0, page_box.y0)
    x1, y1 = min(crop.x1, page_box.x1), min(crop.y1, page_box.y1)
    return Box(x0, y0, x1, y1) if x0 < x1 and y0 < y1 else page_box


def is_plain(page: pikepdf.Page) -> bool:
    """Whether viewers agree on what is seen: the page has a size, and what it is cropped to lies on it."""
    crop = _inherited(page, "/CropBox")
    if _box(_inherited(page, "/MediaBox")) is None or (crop is not None and _box(crop) is None):
        return False
    pairs = zip(seen(page), _box(crop) or seen(page), strict=True)
    return all(abs(one - other) < _ROUNDED for one, other in pairs)


def turn(page: pikepdf.Page) -> int:
    """0, 90, 180 or 270 degrees clockwise; what is no multiple of 90 does not turn the page."""
    found = _number(_inherited(page, "/Rotate"))
    return int(found) % 360 if found is not None and not found % 90 else 0


def unit(page: pikepdf.Page) -> float:
    """In points. A page may be measured in more than 1/72 inch (ISO 32000-1, table 30)."""
    found = _number(page.get("/UserUnit"))
    return found if found is not None and 0 < found < _LARGEST_UNIT else 1.0


def set_plain(page: pikepdf.Page) -> None:
    """Write on the page what it is seen to be, so that no reader has to guess."""
    box, degrees = seen(page), turn(page)
    page.MediaBox = pikepdf.Array([_short(v) for v in box])
    points = unit(page)
    for key in ("/CropBox", "/Rotate", "/UserUnit"):
        if key in page:
            del page[key]
    if degrees:
        page.Rotate = degrees
    if points != 1:
        page.UserUnit = _short(points)


def _short(value: float) -> Any:
    return int(value) if value == int(value) else value


def _inherited(page: pikepdf.Page, key: str) -> Any:
    node: Any = page.obj
    # A tree of pages that goes round in a circle must end, too.
    for _ in range(50):
        if not isinstance(node, pikepdf.Dictionary) or key in node:
            break
        node = node.get("/Parent")
    return node.get(key) if isinstance(node, pikepdf.Dictionary) else None


def _box(found: Any) -> Box | None:
    """Its corners in order; None where it is no rectangle, or one that no page has."""
    if not isinstance(found, pikepdf.Array) or len(found) != 4:
        return None
    numbers = [n for n in map(_number, list(found)) if n is not None and abs(n) <= _FARTHEST]
    if len(numbers) < 4:
        return None
    x0, y0, x1, y1 = numbers
    box = Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    return box if min(box.size) > 0 else None


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None
