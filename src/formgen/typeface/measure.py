"""Measures text that already has its fonts; every length is in em."""

from __future__ import annotations

import math
from collections.abc import Iterable

from formgen.typeface.chain import Run
from formgen.typeface.cluster import clusters
from formgen.typeface.faces import InkBox, face


def width(runs: Iterable[Run]) -> float:
    """Return how far a sequence of runs moves the pen."""
    return sum(face(run.face).width(run.text) for run in runs)


def advances(run: Run) -> tuple[float, ...]:
    """Return the advance of each cluster of a run."""
    return face(run.face).advances(run.text)


def ink(runs: Iterable[Run]) -> InkBox:
    """Return the black box of a sequence of runs from its origin; all zero when nothing is black."""
    pen, left, bottom, right, top = 0.0, math.inf, math.inf, -math.inf, -math.inf
    for run in runs:
        font = face(run.face)
        for cluster, step in zip(clusters(run.text), font.advances(run.text), strict=True):
            if box := font.ink(cluster):
                x0, y0, x1, y1 = box  # compared by hand: this is the innermost loop of layout
                left = pen + x0 if pen + x0 < left else left
                right = pen + x1 if pen + x1 > right else right
                bottom = y0 if y0 < bottom else bottom
                top = y1 if y1 > top else top
            pen += step
    return (left, bottom, right, top) if right > left else (0.0, 0.0, 0.0, 0.0)
