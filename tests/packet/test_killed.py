"""Whatever ends a run, and whenever: the output is the old one or the new one, and nothing else is left."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="every run is a fork")
EXAMPLES = Path(__file__).parent.parent.parent / "examples"
SIGNALS = ["SIGKILL", "SIGTERM", "SIGHUP", "SIGINT"]
OUTPUTS = ["out", "out.zip", "out.pdf"]


def ended(folder: Path, example: str = "resignation", **wanted: Any) -> list[int]:
    """How many runs there were with each signal, into a new place and over an old one; none of them left a fault."""
    shutil.copytree(EXAMPLES / example, folder, dirs_exist_ok=True)
    profile = json.loads((folder / "profile.json").read_text(encoding="utf-8"))
    (folder / "new.json").write_text(json.dumps(profile), encoding="utf-8")
    profile["organization"]["name"] += "（旧）"
    (folder / "old.json").write_text(json.dumps(profile), encoding="utf-8")
    command = [sys.executable, str(Path(__file__).with_name("killing.py")), str(folder), json.dumps(wanted)]
    done = subprocess.run(command, capture_output=True, timeout=900)
    assert done.returncode == 0, done.stderr.decode()
    found = json.loads(done.stdout)
    assert found["failures"] == []
    return found["runs"]


@pytest.mark.parametrize("output", OUTPUTS)
def test_a_run_that_is_ended_at_some_operation(tmp_path, output):
    runs = ended(tmp_path, output=output, signals=SIGNALS, step=23)
    assert min(runs) > 1


@pytest.mark.slow
@pytest.mark.parametrize("signals", [SIGNALS[:1], SIGNALS[1:2], SIGNALS[2:3], SIGNALS[3:]])
@pytest.mark.parametrize("output", OUTPUTS)
def test_a_run_that_is_ended_at_every_operation(tmp_path, output, signals):
    runs = ended(tmp_path, output=output, signals=signals)
    assert min(runs) > 30


@pytest.mark.parametrize("signals", [SIGNALS[:1], SIGNALS[1:2]])
@pytest.mark.slow
def test_where_two_names_cannot_be_exchanged_the_next_run_mends_it(tmp_path, signals):
    runs = ended(tmp_path, output="out", signals=signals, two_steps=True)
    assert min(runs) > 30


@pytest.mark.slow
@pytest.mark.parametrize("signal_name", SIGNALS)
def test_a_run_that_reads_attachments_is_ended_while_it_makes_the_packet(tmp_path, signal_name):
    runs = ended(tmp_path, "periodic-report-online", output="out", signals=[signal_name], step=19, whole=True)
    assert min(runs) > 5


@pytest.mark.slow
@pytest.mark.parametrize("output", OUTPUTS[:2])
def test_a_run_that_takes_pages_from_the_packet_before_is_ended(tmp_path, output):
    how = {"output": output, "whole": True, "again": "--resume"}
    assert min(ended(tmp_path, "periodic-report-online", signals=SIGNALS[:2], step=23, **how)) > 5


def test_these_tests_find_a_run_that_leaves_neither(tmp_path):
    with pytest.raises(AssertionError, match="neither old nor new"):
        ended(tmp_path, output="out", signals=["SIGKILL"], step=13, careless=True)
