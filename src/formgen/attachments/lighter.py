"""Has the scans that were taken in made lighter, by a process apart."""

from __future__ import annotations

from dataclasses import dataclass

from formgen.attachments.process import worker
from formgen.attachments.process.readers import Reader
from formgen.attachments.sources import Source
from formgen.attachments.steps import STEPS
from formgen.files.held import Held


@dataclass(frozen=True, slots=True)
class Shrunk:
    """What was done to the scans of a file: sizes of its pages in bytes, dots to the inch at most, quality (JPEG)."""

    before: int
    after: int
    dpi: int
    quality: int

    def as_json(self) -> dict[str, int]:
        """As in the manifest."""
        return {"bytes_before": self.before, "bytes_after": self.after, "dpi": self.dpi, "quality": self.quality}


def lighter(held: Held, pages: int, step: int, by: Reader) -> tuple[Held, Shrunk] | None:
    """The same pages by this step of `STEPS`; None when they would not be lighter, or could not be read again."""
    # What comes of a file may be larger than a file may be.
    with held.opened() as file:
        answer = by.read(Source(file, held.size), worker.SHRINK + step)
    if answer.reply.fault or answer.reply.pages != pages or answer.made.size >= held.size:
        return None
    return answer.made, Shrunk(held.size, answer.made.size, *STEPS[step])
