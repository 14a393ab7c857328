"""Where a sheet comes to stand on A4: at its own size or smaller, never larger. In points throughout."""

from __future__ import annotations

from typing import NamedTuple

from formgen.attachments.pdf.boxes import Box

A4 = (595.276, 841.89)
# 3 mm: a scanner's A4, and A4 after rounding, pass for A4 and are left at their size.
NEARLY = 8.6
# 20 mm: a card or a slip stands in the upper middle, as a clerk would lay it on the copier.
TOP = 56.693


class Place(NamedTuple):
    """The size of the page, and where on it the sheet stands as it is seen."""

    page: tuple[float, float]
    box: Box


def place(wide: float, high: float, *, edge: float = 0.0) -> Place:
    """A sheet of this size, as it is seen. `edge`: what stays free on both sides together."""
    short, long = sorted((wide, high))
    scale = min(1.0, (A4[0] - edge) / short, (A4[1] - edge) / long)
    w, h = wide * scale, high * scale
    # A small thing that lies, such as a residence card (在留カード), stands on an upright page.
    across, down = A4[::-1] if w > h and w > A4[0] else A4
    left, free = (across - w) / 2, down - h
    # What had to be made smaller fills the page, and stands in the middle of it.
    low = free / 2 if scale < 1 else max(free - TOP, free / 2)
    return Place((across, down), Box(left, low, left + w, low + h))
