"""Libraries that only some users need (the extras of the package)."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from formgen.ground.problems import Refused, problem


def extra(module: str, of: str) -> Any:
    """A module of an extra (`pip install formgen-jp[of]`). Raises `Refused` (E-EXTRA) where it is not installed."""
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        # A fault inside of it is another matter.
        if error.name != module.partition(".")[0] and error.name != module:
            raise
        raise Refused([problem("E-EXTRA", module=module.partition(".")[0], extra=of)]) from None
