"""The operators of a content stream for marks. Knows fonts and geometry, no page and no file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from formgen.ground.marks import MM, ROUND, Curve, Ellipse, Line, Mark, Picture, Text
from formgen.pdf.embed import Fonts
from formgen.pdf.images import drawn as picture


def operators(marks: Iterable[Mark], height: float, fonts: Fonts) -> Iterator[str]:
    """The operators of a content stream for some marks; neighbouring texts share one text object."""
    for is_text, group in groupby(marks, key=lambda m: isinstance(m, Text)):
        if is_text:
            yield from _texts(group, height, fonts)  # type: ignore[arg-type]
        else:
            yield from (_shape(mark, height) for mark in group)


def _texts(marks: Iterable[Text], height: float, fonts: Fonts) -> Iterator[str]:
    yield "BT"
    face, size, spacing = "", 0.0, 0.0
    for mark in marks:
        codes = fonts[mark.face]
        # Said only when it changes: a page has hundreds of texts in a few sizes.
        if (mark.face, mark.size) != (face, size):
            face, size = mark.face, mark.size
            yield f"/{codes.name} {size:g} Tf"
        if mark.spacing != spacing:
            spacing = mark.spacing
            yield f"{spacing:.4g} Tc"
        # Each text at its own place (Tm, not Td), so that no rounding adds up along a page.
        yield f"1 0 0 1 {mark.x * MM:.3f} {(height - mark.y) * MM:.3f} Tm <{codes.encode(mark.text)}> Tj"
    # Spacing outlives the text object: the next one must not inherit it.
    yield "0 Tc ET" if spacing else "ET"


def _shape(mark: Mark, height: float) -> str:
    match mark:
        case Line(x0, y0, x1, y1, weight):
            drawn = f"{weight:g} w {_at(x0, y0, height)} m {_at(x1, y1, height)} l S"
            # A dash outlives its line: the next one must not inherit it.
            return f"[1 1] 0 d {drawn} [] 0 d" if mark.dotted else drawn
        case Ellipse():
            # "s" closes the ring before it is drawn; an open one shows a notch at its start.
            return f"{mark.weight:g} w {_ellipse(mark, height)} s"
        case Curve(points, weight):
            start, *rest = (_at(x, y, height) for x, y in points)
            segments = (" ".join(rest[i : i + 3]) + " c" for i in range(0, len(rest), 3))
            return f"{weight:g} w {start} m {' '.join(segments)} S"
        case Picture():
            return picture(mark, height)
    raise TypeError(mark)


def _at(x: float, y: float, height: float) -> str:
    return f"{x * MM:.3f} {(height - y) * MM:.3f}"


def _ellipse(mark: Ellipse, height: float) -> str:
    x, y, rx, ry = mark.x, mark.y, mark.rx, mark.ry
    kx, ky = rx * ROUND, ry * ROUND
    quarters = (
        ((x + rx, y - ky), (x + kx, y - ry), (x, y - ry)),
        ((x - kx, y - ry), (x - rx, y - ky), (x - rx, y)),
        ((x - rx, y + ky), (x - kx, y + ry), (x, y + ry)),
        ((x + kx, y + ry), (x + rx, y + ky), (x + rx, y)),
    )
    curves = (" ".join(_at(*point, height) for point in quarter) + " c" for quarter in quarters)
    return f"{_at(x + rx, y, height)} m {' '.join(curves)}"
