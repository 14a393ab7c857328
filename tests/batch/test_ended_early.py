"""The whole command is killed or told to end: only whole packets are left, and nobody works on."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest
from making import alive, begun, below, cases, files, made, states, strays, wait_until

from formgen.batch.engines import engine_for
from formgen.handover.packets import open_packet

SCRIPT = Path(__file__).with_name("a_batch.py")
COUNT = 30

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


def _packets(out: Path) -> list[Path]:
    return sorted(p for p in out.glob("*") if p.name[0] != ".") if out.is_dir() else []


def _stopped(out: Path, number: int) -> tuple[set[int], int, int]:
    """A batch that is sent a signal once some packets are there; its processes, how it ended, how many were there."""
    process = begun(SCRIPT, COUNT, out)
    wait_until(lambda: len(_packets(out)) >= 4 or process.poll() is not None)
    workers = set(below(process.pid))
    os.kill(process.pid, number)
    there = len(_packets(out))
    process.communicate(timeout=60)
    return workers, process.returncode, there


def test_a_driver_that_is_killed_leaves_whole_packets_and_no_worker(tmp_path: Path) -> None:
    workers, _, _ = _stopped(tmp_path / "out", signal.SIGKILL)
    assert workers
    wait_until(lambda: not any(map(alive, workers)))
    for packet in _packets(tmp_path / "out"):
        open_packet(packet)
    assert 4 <= len(_packets(tmp_path / "out")) < COUNT
    outcome = made(tmp_path / "out", cases(COUNT), engine_for(None, 2, None), form="usage-request")
    assert set(states(outcome)) <= {"made", "same", "unchanged"}
    assert len(_packets(tmp_path / "out")) == COUNT
    assert strays(tmp_path / "out") == []
    made(tmp_path / "alone", cases(1), form="usage-request")
    assert files(tmp_path / "out" / "0000") == files(tmp_path / "alone" / "0000")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_told_to_end_it_clears_away_and_takes_its_workers_along(tmp_path: Path, number: int) -> None:
    workers, code, there = _stopped(tmp_path / "out", number)
    assert code == 128 + number
    # Nobody waits for the chunks that are under way.
    assert len(_packets(tmp_path / "out")) <= there + 6
    wait_until(lambda: not any(map(alive, workers)))
    assert strays(tmp_path / "out") == []
    for packet in _packets(tmp_path / "out"):
        open_packet(packet)
