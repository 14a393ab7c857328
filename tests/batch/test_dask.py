"""A Dask cluster of this machine alone: nothing is shared with its workers, and one that dies costs nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from making import cases, codes, driver, files, made, states

from formgen.batch.engines import engine_for
from formgen.ground.problems import Refused


class Deadly(dict):
    """A profile that kills each process it arrives in but this one, which has the scheduler."""

    def __reduce__(self) -> object:
        back = f"__import__({__name__!r}).Deadly()"
        return eval, (f"{back} if __import__('os').getpid() == {os.getpid()} else __import__('os')._exit(9)",)


distributed = pytest.importorskip("distributed")
dask = pytest.importorskip("dask")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    settings = {"distributed.scheduler.allowed-failures": 0, "distributed.worker.daemon": True}
    about = {"n_workers": 2, "threads_per_worker": 1, "host": "127.0.0.1", "dashboard_address": None}
    with dask.config.set(settings), distributed.LocalCluster(**about, silence_logs=50) as cluster:
        yield cluster.scheduler_address


def test_the_same_as_by_this_process_and_nothing_shared(address: str, tmp_path: Path) -> None:
    every = cases(6)
    by = driver(tmp_path / "dask", engine_for(None, 1, address), form="usage-request")
    # Wherever the worker is, our folder is not: what the profile names travels with it.
    assert states(by.run(every, every)) == ["made"] * 6
    assert states(by.run(every, every)) == ["unchanged"] * 6
    made(tmp_path / "one", every, form="usage-request")
    assert files(tmp_path / "dask") == files(tmp_path / "one")


def test_a_case_that_kills_its_worker_is_told(address: str, tmp_path: Path) -> None:
    every = cases(8)
    every[3] = replace(every[3], data=Deadly(every[3].data))
    outcome = made(tmp_path, every, engine_for(None, 1, address))
    assert states(outcome) == ["made"] * 3 + ["refused"] + ["made"] * 4
    assert codes(outcome) == ["E-BATCH.worker-died"]


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nonsense"])
def test_no_scheduler_there(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("formgen.batch.engines._ANSWERS_WITHIN", 1)
    with pytest.raises(Refused) as refused:
        made(tmp_path, cases(1), engine_for(None, 1, address))
    assert [p.key for p in refused.value.problems] == ["E-BATCH.dask"]
