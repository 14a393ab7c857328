"""The command line: it parses, calls the library and prints. It computes nothing about papers."""

from __future__ import annotations

import sys

__all__ = ["main"]


def main() -> None:
    """Run the command of this process and leave with its exit code."""
    try:
        from formgen.cli.app import app

        app(prog_name="formgen")
    except KeyboardInterrupt:
        # 128 + SIGINT, as shells tell it. Pressed while modules are loaded, no command is there to answer.
        sys.exit(130)
