"""The process that reads a workbook: it ends with the one that started it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from making import ROOT, alive, kill, wait_until
from tables.crafted import TABLES

# Starts the reader as ever, but on an input that never ends.
_READING = """
import subprocess, sys
from pathlib import Path
from formgen.batch.tables import excel

def run(command, **_):
    reader = subprocess.Popen(command, stdin=0, stdout=subprocess.DEVNULL)
    print(reader.pid, flush=True)
    reader.wait()

excel.subprocess.run = run
excel.read_workbook(Path(sys.argv[1]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the system cannot do that")
def test_a_reader_whose_parent_is_killed_ends_too(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(TABLES["several-sheets.xlsx"]())
    never, ends = os.pipe()
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-c", _READING, str(path)]
    with subprocess.Popen(command, stdin=never, stdout=subprocess.PIPE, env=environment) as parent:
        assert parent.stdout is not None
        reader = int(parent.stdout.readline())
        kill(parent.pid)
    try:
        wait_until(lambda: not alive(reader), 10)
    finally:
        kill(reader)
        os.close(never)
        os.close(ends)
