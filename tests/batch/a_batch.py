"""A batch of packets by two processes, to be killed: `a_batch.py COUNT OUT`."""

from __future__ import annotations

import sys
from pathlib import Path

import making

from formgen.batch.engines import engine_for
from formgen.cli.endings import told_to_end


def main() -> None:
    every = making.cases(int(sys.argv[1]))
    making.made(Path(sys.argv[2]), every, engine_for(None, 2, None), form="usage-request")


if __name__ == "__main__":
    with told_to_end():
        main()
