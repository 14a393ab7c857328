"""The command line: it parses, calls the library and prints. It computes nothing about papers."""

from __future__ import annotations

import gc
import os
import sys

__all__ = ["main"]


def main() -> None:
    """Run the command of this process and leave with its exit code."""
    # Other people's plugins, which would be looked for among everything installed, have no part in what a form says.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "true")
    # A command makes many things that live until its end and hardly any garbage: it is looked for seldom.
    gc.set_threshold(50_000, 20, 20)
    try:
        from formgen.cli.app import app

        app(prog_name="formgen")
    except KeyboardInterrupt:
        # 128 + SIGINT, as shells tell it. Pressed while modules are loaded, no command is there to answer.
        sys.exit(130)
