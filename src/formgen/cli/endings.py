"""A command that is told to end leaves as an interrupted one does: all cleared away, with 128 and the signal."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from types import FrameType

# HUP: the terminal was closed. BREAK is Windows' own, which has no HUP, and ends a process by TERM without asking it.
_NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
# Seconds in which further signals are the same wish: who ends a service sends two, and a group gets both.
_SAME = 1.0


@contextmanager
def told_to_end() -> Iterator[None]:
    """While this lasts the signals that end a process are a `KeyboardInterrupt`; afterwards they are ignored.

    For the command alone: in another program the signals belong to that program.
    """
    told: list[tuple[int, float]] = []

    def end(number: int, _: FrameType | None) -> None:
        # Raised again later, as the first one may have been lost: Python drops what is raised in a destructor.
        if not told or monotonic() - told[-1][1] > _SAME:
            told.append((number, monotonic()))
            raise KeyboardInterrupt

    numbers = tuple(_asked())
    for number in numbers:
        signal.signal(number, end)
    try:
        yield
    finally:
        # Nothing disturbs the end: what it removes holds personal data.
        for number in numbers:
            signal.signal(number, signal.SIG_IGN)
        if told:
            _leave(told[0][0])


def _asked() -> Iterator[int]:
    """The signals nobody has decided on: `nohup` has on HUP, and a shell on INT for what runs in the background."""
    # Python lets only the main thread set handlers.
    if threading.current_thread() is not threading.main_thread():
        return
    for name in _NAMES:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
            yield number


def _leave(number: int) -> None:
    from formgen.api import abandon

    abandon()
    sys.exit(128 + number)
