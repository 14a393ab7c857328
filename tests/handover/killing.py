"""Processes that are killed at a step of theirs."""

from __future__ import annotations

import os
from collections.abc import Callable


def in_child(run: Callable[[], object]) -> int:
    """Runs it in a process of its own; its pid."""
    if pid := os.fork():
        return pid
    try:
        run()
    finally:
        os._exit(0)


def ended_at(number: int, run: Callable[[Callable[[], None]], object]) -> bool:
    """Whether a process was ended at its so many-th step; False when it has fewer. It is given what counts a step."""

    def child() -> None:
        left = number

        def step() -> None:
            nonlocal left
            left -= 1
            if not left:
                os._exit(9)

        run(step)

    return os.waitstatus_to_exitcode(os.waitpid(in_child(child), 0)[1]) == 9
