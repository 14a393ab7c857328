"""Measures text that already has its fonts; every length is in em."""

from __future__ import annotations

from collections.abc import Iterable

from formgen.typeface.chain import Run
from formgen.typeface.cluster import clusters
from formgen.typeface.faces import Box, face


def width(runs: Iterable[Run]) -> float:
    """Return how far a sequence of runs moves the pen."""
    return sum(face(run.face).width(run.text) for run in runs)


def advances(run: Run) -> tuple[float, ...]:
    """Return the advance of each cluster of a run."""
    return face(run.face).advances(run.text)


def ink(runs: Iterable[Run]) -> Box:
    """Return the black box of a sequence of runs from its origin; all zero when nothing is black."""
    pen, boxes = 0.0, []
    for run in runs:
        font = face(run.face)
        for cluster, step in zip(clusters(run.text), font.advances(run.text), strict=True):
            box = font.ink(cluster)
            if box:
                boxes.append((pen + box[0], box[1], pen + box[2], box[3]))
            pen += step
    if not boxes:
        return 0.0, 0.0, 0.0, 0.0
    left, bottom, right, top = zip(*boxes, strict=True)
    return min(left), min(bottom), max(right), max(top)
