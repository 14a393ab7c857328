"""Starts the process apart: `python -I -S start.py once|fork PARENT PATH…`, with nothing of the user's environment.

`once`: reads what comes on standard input and ends. `fork`: standard input is the socket of `forking`. PARENT: the
process to die with, or 0. PATH…: where modules are found.
"""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path
from types import ModuleType


def _alone() -> None:
    """Find the sibling modules without running the rest of the package, so that the start is fast."""
    here = Path(__file__).parent.parent
    for name, place in (("formgen", here.parent), ("formgen.attachments", here)):
        # An empty package with a path: its modules are found, its __init__ is not run.
        package = sys.modules[name] = ModuleType(name)
        package.__path__ = [str(place)]


def _read_once() -> None:
    from formgen.attachments.process import worker

    with os.fdopen(os.dup(1), "wb") as channel:
        # A library that prints must not write into the answers.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        worker.harden()
        worker.serve(sys.stdin.buffer, channel)


def _fork_for_ever(parent: int) -> None:
    from formgen.attachments.process import forking

    control = socket.socket(fileno=os.dup(0))
    # Workers must not find the server's socket as their standard input.
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    forking.serve(control, parent)


if __name__ == "__main__":
    _, way, parent, *sys.path[:] = sys.argv
    _alone()
    if way == "fork":
        _fork_for_ever(int(parent))
    else:
        _read_once()
