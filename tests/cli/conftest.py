from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from running import SECRET, Run

import formgen


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """The command as a process of its own, in an empty folder."""

    def call(*args: str, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "FORMGEN_", "COLUMNS"))}
        command = [sys.executable, "-m", "formgen", *args]
        return subprocess.run(
            command, input=stdin, capture_output=True, cwd=tmp_path, env={**kept, **environment}, timeout=120
        )

    return call


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    path = tmp_path / "profile.json"
    path.write_text(json.dumps(formgen.sample("usage-request"), ensure_ascii=False, indent=2), encoding="utf-8")
    return path


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """A profile with a value that no font can draw and many facts left out."""
    path = tmp_path / "faulty.json"
    data = {
        "form": "usage-request",
        "route": "mail",
        "date": "2026-11-22",
        "organization": {"kind": "employer", "name": SECRET, "corporate_number": "12345"},
        "users": [{"name": "한글", "status": "applying"}],
    }
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
    return path
