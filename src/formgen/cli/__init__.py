"""The command line: it parses, calls the library and prints. It computes nothing about papers."""

from __future__ import annotations

import gc
import os

from formgen.cli.endings import told_to_end

__all__ = ["main"]


def main() -> None:
    """Run the command of this process and leave with its exit code."""
    # Other people's plugins, which would be looked for among everything installed, have no part in what a form says.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "true")
    # A command makes many things that live until its end and hardly any garbage: it is looked for seldom.
    gc.set_threshold(50_000, 20, 20)
    # From the first moment: also while modules are loaded, when no command is there to answer.
    with told_to_end():
        from formgen.cli.app import app
        from formgen.cli.streams import sound

        sound()
        app(prog_name="formgen")
