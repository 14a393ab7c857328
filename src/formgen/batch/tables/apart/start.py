"""Starts the process apart: `python -I -S start.py PARENT PATH…`, a JSON line and a workbook on stdin, JSON on stdout.

PARENT: the number of the process that starts it, with which it ends. PATH…: where modules are found. Neither the rest
of formgen nor the user's environment is imported here.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from types import ModuleType

# In bytes. 10,000 rows of 60 columns take a fifth of it.
MAX_MEMORY = 1 << 30
# In seconds of computing. 10,000 rows of 60 columns take one.
MAX_CPU = 20


def _alone() -> None:
    """Find the sibling modules without running the rest of the package, so that the start is fast."""
    here = Path(__file__).parent
    places = {"formgen": here.parents[2], "formgen.batch": here.parents[1]}
    places |= {"formgen.batch.tables": here.parent, "formgen.batch.tables.apart": here}
    places["formgen.files"] = here.parents[2] / "files"
    for name, place in places.items():
        # An empty package with a path: its modules are found, its __init__ is not run.
        package = sys.modules[name] = ModuleType(name)
        package.__path__ = [str(place)]


def _harden() -> None:
    """Take from this process what it does not need: memory, computing time, files, core dumps."""
    try:
        import resource
    except ImportError:  # Windows has no such limits; there the clock of the other side has to do
        return
    for kind, most in (("AS", MAX_MEMORY), ("CPU", MAX_CPU), ("FSIZE", 0), ("CORE", 0), ("NOFILE", 32)):
        limit = getattr(resource, f"RLIMIT_{kind}")
        hard = resource.getrlimit(limit)[1]
        # A limit that is already lower cannot be raised.
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(limit, (most, most))


def _serve(parent: int) -> None:
    from formgen.files.dying import die_with

    die_with(parent)
    answers = os.fdopen(os.dup(1), "wb")
    # A library that prints must not write into the answer.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    asked = json.loads(sys.stdin.buffer.readline())
    content = sys.stdin.buffer.read()
    from formgen.batch.tables.apart import workbook

    _harden()
    answers.write(json.dumps(workbook.read(content, **asked), ensure_ascii=False, check_circular=False).encode())
    answers.close()


if __name__ == "__main__":
    _, _parent, *sys.path[:] = sys.argv
    _alone()
    _serve(int(_parent))
