"""What reading a foreign file brings to light: why it cannot be taken, and what somebody should know about it."""

from typing import NamedTuple

MAX_PAGES = 2_000
"""Of one file: a company's report has 250, and more than this does not go through a counter."""


class Note(NamedTuple):
    """Something about a file that is taken: one word (`signed`), how many (0: not counted), on which pages (from 1).

    `kinds`: what it is about, in words of its own (`protected`: what is forbidden); see `ground.terms`.
    """

    word: str
    number: int = 0
    pages: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()


class Unfit(Exception):
    """The file cannot be taken; the first argument says why, in one word, the others more about it.

    `letters`: it could be taken with fonts that have these, each text for itself.
    """

    def __init__(self, word: str, *notes: Note, letters: tuple[str, ...] = ()) -> None:
        super().__init__(word)
        self.notes = notes
        self.letters = letters


SIGNATURES = frozenset({"signed", "certified", "time-stamped", "usage-rights"})
"""The notes of a file that is no longer what it was once it is written anew.

By a person or office; against changes; by a clock; for a reader of forms (ISO 32000-2, 12.8).
"""

RISKY = frozenset(
    {"scripts-removed", "files-removed", "media-removed", "actions-removed", "xfa-removed", "protected", "repaired"}
)
"""The notes of a file that nobody should hand on as it is: it runs, plays, carries or locks something, or is broken."""
