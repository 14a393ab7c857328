from __future__ import annotations

from pathlib import Path
from typing import Any

from formgen.files.located import read_yaml

HERE = Path(__file__).parent


def read(path: Path) -> Any:
    return read_yaml(path.read_text(encoding="utf-8"), path.name).data


def overlay(base: Any, change: Any) -> Any:
    """`change` over `base`: mappings are merged, null deletes, anything else replaces."""
    if not isinstance(base, dict) or not isinstance(change, dict):
        return change
    merged = {**base, **{k: overlay(base.get(k), v) for k, v in change.items()}}
    return {k: v for k, v in merged.items() if v is not None}
