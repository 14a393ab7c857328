"""What a program calls that is told to end while it makes papers."""

from __future__ import annotations

from formgen.files import temporary


def abandon() -> None:
    """Remove what this process is still writing, whatever it was doing: for its very end, after a signal."""
    temporary.discard()
