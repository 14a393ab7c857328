"""Processes that end with the one that started them, where the system can do that (Linux)."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from functools import cache

# From <linux/prctl.h>; Python has no name for it.
_PR_SET_PDEATHSIG = 1


def die_with(parent: int) -> None:
    """End this process when its parent ends, whatever it does then.

    On Linux a child ends with the *thread* that started it: only for children of one that lasts as long as its process.
    """
    # Elsewhere not even the number of the parent is sure: on Windows it may be that of a launcher in between.
    if sys.platform != "linux":
        return
    prctl()(_PR_SET_PDEATHSIG, signal.SIGKILL)
    # It may have gone before it was watched; then no signal will ever come.
    if os.getppid() != parent:
        os._exit(1)


@cache
def prctl() -> Callable[..., object]:
    """Linux's prctl, to be looked up before a fork; elsewhere one that does nothing."""
    try:
        import ctypes

        found: Callable[..., object] = ctypes.CDLL(None).prctl
    except (ImportError, OSError, AttributeError):
        return lambda *_: None
    return found
