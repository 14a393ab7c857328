from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from running import SECRET, Run
from typer.testing import CliRunner

import formgen
from formgen.cli.app import app


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command in this process, in an empty folder, without the surroundings of whoever runs the tests."""
    monkeypatch.chdir(tmp_path)
    for name in os.environ:
        if name.startswith(("LC_", "LANG", "FORMGEN_DEBUG", "FORMGEN_FORMS", "COLUMNS")):
            monkeypatch.delenv(name)

    def call(*args: str, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
        done = CliRunner().invoke(app, args, input=stdin, env=environment, prog_name="formgen")
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return subprocess.CompletedProcess(list(args), done.exit_code, done.stdout_bytes, done.stderr_bytes)

    return call


@pytest.fixture
def process(tmp_path: Path) -> Run:
    """The command as a process of its own, for what only a process can show."""

    def call(*args: str, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "FORMGEN_DEBUG", "COLUMNS"))}
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
