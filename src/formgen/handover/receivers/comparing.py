"""What is read somewhere, held against what was handed over, piece by piece."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from formgen.files.held import Content, open_content

Found = Literal["same", "begun", "other"]
"""same: these bytes · begun: the beginning of them, or nothing · other: something else."""


def compared(pieces: Iterable[bytes], content: Content) -> Found:
    """Reads no further than it has to."""
    with open_content(content) as ours:
        for piece in pieces:
            if ours.read(len(piece)) != piece:
                return "other"
        return "begun" if ours.read(1) else "same"
