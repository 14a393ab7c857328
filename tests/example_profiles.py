"""The example profiles as data that a test may change, read beside their own scans."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import formgen

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples"


def example(name: str) -> dict[str, Any]:
    """The data of `examples/<name>.json`."""
    return json.loads((EXAMPLES / f"{name}.json").read_text(encoding="utf-8"))


def beside(name: str, data: dict[str, Any]) -> formgen.ProfileFile:
    """The data as a profile that lies where the example does, so that its scans are found."""
    return formgen.read_profile(data, folder=(EXAMPLES / name).parent)
