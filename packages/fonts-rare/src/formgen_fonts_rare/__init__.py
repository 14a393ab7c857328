"""Two fonts with rare name characters, and where they lie."""

from pathlib import Path

__all__ = ["folder"]


def folder() -> Path:
    """Return the folder of the font files."""
    return Path(__file__).resolve().parent / "data"
