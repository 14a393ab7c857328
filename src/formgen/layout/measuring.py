"""A text measured once, for every size and every line that it is tried in. Lengths in em until a size is given."""

from __future__ import annotations

import math
from functools import cache

from formgen.ground.marks import MM
from formgen.layout.breaking import LineMeasure, WholeLine, filled_lines, paragraphs
from formgen.layout.setting import MIDDLE, Look, extent, fonts
from formgen.typeface import Run, advances, clusters, face, ink, runs


class MeasuredText:
    """A text with its fonts, cut into what may not be parted. Raises `MissingGlyphs`.

    `face` is the one font that has all of it, None where several fonts must draw it. `least` is the width of all
    that is not white space: what lines must hold however they are broken.
    """

    def __init__(self, text: str, style: str) -> None:
        whole = text.replace("\n", "")
        found = runs(whole, style)
        self.face = found[0].face if len(found) == 1 else None
        self.least = _least(found)
        self._black = ink(found)
        self._paragraphs = paragraphs(text)

    def lines(self, room: float, look: Look, *, anywhere: bool) -> list[str] | None:
        """Lines no wider than `room` (mm) at the size of a look that has the face of this text."""
        line: LineMeasure
        if self.face:
            line = _GrowingLine(self.face, look.size / MM)
        else:  # which font draws a character may depend on its line: it is not the sum of its parts
            line = WholeLine(lambda words: sum(extent(words, look)))
        return filled_lines(self._paragraphs, room, line, anywhere=anywhere)

    def half(self, lines: list[str], look: Look) -> float:
        """How far the characters of any line reach up or down from its middle, in mm; half an em at least."""
        blacks = [self._black] if self.face else [ink(fonts(words, look)) for words in lines]
        # Half an em at least, so that a line of low letters stands as far from its neighbours as one of kanji.
        return max(max(y1 - MIDDLE, MIDDLE - y0, 0.5) * look.size / MM for _, y0, _, y1 in blacks)


def _least(found: tuple[Run, ...]) -> float:
    steps = ((part, step) for run in found for part, step in zip(clusters(run.text), advances(run), strict=True))
    return sum(step for part, step in steps if not part.isspace())


_Step = tuple[float, float, float, bool]
"""Of one character: how far it moves the pen, where its ink begins and ends, and whether it is white space."""


class _FaceSteps(dict[str, _Step]):
    """The step of each character of one font, measured when first met."""

    def __init__(self, name: str) -> None:
        self._face = face(name)

    def __missing__(self, cluster: str) -> _Step:
        x0, _, x1, _ = self._face.ink(cluster) or (math.inf, 0.0, -math.inf, 0.0)
        step = self[cluster] = (self._face.advance(cluster), x0, x1, cluster.isspace())
        return step


# Kept for the whole process: the same few thousand characters come again and again.
_steps_of = cache(_FaceSteps)


class _GrowingLine:
    """A line of one font: the sum of its characters, each measured once."""

    def __init__(self, face_name: str, em: float) -> None:
        self._steps = _steps_of(face_name)
        self._em = em
        self.start()

    def start(self) -> None:
        """Begin an empty line."""
        self._pen = self._shown = 0.0
        self._left, self._right = math.inf, -math.inf

    def add(self, part: str) -> float:
        """The width of the line with one more part: to its last visible character, and ink that hangs over."""
        pen = self._pen
        for step, x0, x1, blank in map(self._steps.__getitem__, clusters(part)):
            self._left = min(self._left, pen + x0)
            self._right = max(self._right, pen + x1)
            pen += step
            if not blank:
                self._shown = pen
        self._pen = pen
        # Ink that hangs over on either side takes room, though the pen does not move for it.
        return max(0.0, -self._left) * self._em + max(self._shown, self._right) * self._em
