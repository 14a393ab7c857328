"""What reading a foreign file brings to light: why it cannot be taken, and what somebody should know about it."""

from typing import NamedTuple


class Unfit(Exception):
    """The file cannot be taken; the argument says why, in one word."""


class Note(NamedTuple):
    """Something about a file that is taken: one word (`signed`), how many (0: not counted), on which pages (from 1).

    `kinds`: what it is about, in words of its own (`protected`: what is forbidden); see `ground.terms`.
    """

    word: str
    number: int = 0
    pages: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()
