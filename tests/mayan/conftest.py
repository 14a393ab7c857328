"""Against a real Mayan EDMS: `make test-mayan`, which says by FORMGEN_MAYAN where it is installed."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parent
VENV = os.environ.get("FORMGEN_MAYAN")
collect_ignore_glob = [] if VENV else ["test_*.py"]
sys.path[:0] = [str(HERE), str(HERE.parent / "handover"), str(HERE.parents[1] / "tools" / "mayan")]


@pytest.fixture(scope="session")
def server() -> Iterator[object]:
    from server import Mayan

    with Mayan(Path(VENV or "")) as mayan:
        yield mayan
