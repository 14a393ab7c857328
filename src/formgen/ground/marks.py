"""Marks: single things at a place on a page, as plain data between layout and PDF.

Lengths are millimetres from the top left corner of the sheet, y downwards; type sizes and line weights are
points. `role` tells printed ink from the values of a profile, `field` names the blank a mark belongs to, and
marks come in reading order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from formgen.ground.bitmaps import Bitmap

Role = Literal["ink", "value"]

MM = 72 / 25.4
"""Points in a millimetre."""

A4 = (210.0, 297.0)

ROUND = 0.5522847498
"""How far the handles of a Bézier quarter of an ellipse reach, in half axes: 4/3 (√2 - 1)."""


@dataclass(frozen=True, slots=True)
class Text:
    """Characters of one face on one baseline that starts at (x, y). `spacing`: points added after each."""

    x: float
    y: float
    text: str
    face: str
    size: float
    spacing: float = 0.0
    role: Role = "ink"
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A straight rule; `dotted` one point on, one off."""

    x0: float
    y0: float
    x1: float
    y1: float
    weight: float
    role: Role = "ink"
    field: str | None = None
    dotted: bool = False


@dataclass(frozen=True, slots=True)
class Ellipse:
    """A ring around something chosen: centre and half axes."""

    x: float
    y: float
    rx: float
    ry: float
    weight: float
    role: Role = "value"
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Curve:
    """Bézier segments drawn in one stroke: a start point, then three points for each segment."""

    points: tuple[tuple[float, float], ...]
    weight: float
    role: Role = "ink"
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that covers a rectangle, never stretched: what reaches beyond its sides is not seen."""

    x: float
    y: float
    w: float
    h: float
    image: Bitmap
    role: Role = "value"
    field: str | None = None

    @property
    def whole(self) -> Box:
        """The rectangle of the whole picture, with what is not seen of it."""
        wide, high = self.image.seen
        # Millimetres for a dot: the larger of the two covers the rectangle both ways.
        scale = max(self.w / wide, self.h / high)
        w, h = wide * scale, high * scale
        return Box(self.x + (self.w - w) / 2, self.y + (self.h - h) / 2, w, h)


Mark = Text | Line | Ellipse | Curve | Picture


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: left, top, width, height."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.w

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + self.h

    @property
    def middle(self) -> float:
        """The height of the horizontal axis."""
        return self.y + self.h / 2

    def inset(self, dx: float, dy: float = 0.0) -> Box:
        """The box without a margin of `dx` left and right, `dy` above and below."""
        return Box(self.x + dx, self.y + dy, self.w - 2 * dx, self.h - 2 * dy)


@dataclass(frozen=True, slots=True)
class Page:
    """One side of a sheet: what is printed for everybody, and what this profile adds."""

    ink: tuple[Mark, ...]
    values: tuple[Mark, ...]
    width: float = A4[0]
    height: float = A4[1]


def as_line(mark: Mark) -> str:
    """A mark as one line of text that a person can read in a diff."""
    # Rounded to hundredths, so that a diff shows only what can be seen.
    place = f"{mark.role}:{mark.field or '-'}"
    match mark:
        case Text(x, y, text, face, size, spacing):
            spaced = f" +{spacing:.2f}" if spacing else ""
            return f"text {x:.2f} {y:.2f} {size:.2f}{spaced} {face} {place} {text!r}"
        case Line(x0, y0, x1, y1, weight):
            kind = "dots" if mark.dotted else "line"
            return f"{kind} {x0:.2f} {y0:.2f} {x1:.2f} {y1:.2f} {weight:.2f} {place}"
        case Ellipse(x, y, rx, ry, weight):
            return f"ring {x:.2f} {y:.2f} {rx:.2f} {ry:.2f} {weight:.2f} {place}"
        case Curve(points, weight):
            path = " ".join(f"{x:.2f},{y:.2f}" for x, y in points)
            return f"curve {path} {weight:.2f} {place}"
        case Picture(x, y, w, h, image):
            wide, high = image.seen
            dots = f"{wide}x{high} turn {image.turn} {image.digest[:16]}"
            return f"picture {x:.2f} {y:.2f} {w:.2f} {h:.2f} {dots} {place}"
