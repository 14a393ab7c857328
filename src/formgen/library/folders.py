"""Where forms, rules and texts are: beside the package in a wheel, at the root in a checkout. One look-up."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


@cache
def data_folder(name: str) -> Path:
    """The folder `name` (`form_specs`, `fonts/core`). Raises `FileNotFoundError` when it is nowhere."""
    for root in (_PACKAGE / "data", _PACKAGE.parent.parent):
        if (root / name).is_dir():
            return root / name
    raise FileNotFoundError(name)
