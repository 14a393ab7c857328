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
        sys.exit(130)
