"""Executors: processes, threads, somebody's own; workers that die; nothing piles up."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from threading import Timer

import making
import pytest
from making import case, cases, codes, files, kill, made, states, strays

from formgen.batch.engines import Engine, engine_for
from formgen.batch.running import MOST, run
from formgen.batch.work import Job, Recipe
from formgen.ground.problems import Refused, errors


class Deadly(dict):
    """A profile that kills whichever process it arrives in."""

    def __reduce__(self) -> object:
        return os._exit, (9,)


def test_processes_make_what_one_makes(tmp_path: Path) -> None:
    every = cases(25)
    assert states(made(tmp_path / "one", every)) == ["made"] * 25
    assert states(made(tmp_path / "two", every, engine_for(None, 2, None))) == ["made"] * 25
    assert files(tmp_path / "one") == files(tmp_path / "two")
    assert states(made(tmp_path / "two", every, engine_for(None, 2, None))) == ["unchanged"] * 25


@pytest.mark.parametrize("form", ["pledge", "usage-request"])
def test_an_executor_of_the_callers_shares_no_folder(tmp_path: Path, form: str) -> None:
    every = cases(3)
    with ThreadPoolExecutor(2) as threads:
        outcome = made(tmp_path / "threads", every, engine_for(threads, 2, None), form=form)
        assert states(outcome) == ["made"] * 3
        every[1] = case(1, name="別 花子")
        again = made(tmp_path / "threads", every, engine_for(threads, 2, None), form=form)
        assert states(again) == ["unchanged", "replaced", "unchanged"]
    made(tmp_path / "one", every, form=form)
    assert files(tmp_path / "one") == files(tmp_path / "threads")


def test_a_case_that_kills_its_worker_is_told_and_the_others_are_made(tmp_path: Path) -> None:
    every = cases(12)
    every[5] = replace(every[5], data=Deadly(every[5].data))
    outcome = made(tmp_path, every, engine_for(None, 2, None))
    found = states(outcome)
    # What a worker had just put in its place when the other one died is found there: once all the same.
    assert found.pop(5) == "refused"
    assert set(found) <= {"made", "same"}
    assert codes(outcome) == ["E-BATCH.worker-died"]
    assert {f.rows for f in outcome.findings if f.problem.severity == "error"} == {(7,)}


def test_a_worker_that_is_killed_costs_nothing(tmp_path: Path) -> None:
    every = cases(24)
    by = making.driver(tmp_path, engine_for(None, 2, None), form="usage-request")
    victims: list[int] = []

    def progress(done: int, total: int) -> None:
        # A worker is killed in the midst of its next packet, twice.
        if done in (3, 12):
            victims.append(next(making.below(os.getpid())))
            for worker in _workers():
                kill(worker)

    by.progress = progress
    outcome = by.run(every, every)
    assert len(victims) == 2
    assert set(states(outcome)) <= {"made", "same"}
    assert strays(tmp_path) == []
    made(tmp_path / "alone", every[:1], form="usage-request")
    assert files(tmp_path / "0000") == files(tmp_path / "alone" / "0000")
    assert sorted(p.name for p in tmp_path.iterdir() if p.name[0] != "." and p.name != "alone") == [
        c.name for c in every
    ]


def _workers() -> list[int]:
    """The first of the processes that work for this one."""
    commands = {p: Path(f"/proc/{p}/cmdline").read_bytes() for p in making.below(os.getpid())}
    return [p for p, command in commands.items() if b"spawn_main" in command][:1]


def test_workers_that_never_live_end_it(tmp_path: Path) -> None:
    every = [replace(one, data=Deadly(one.data)) for one in cases(60)]
    with pytest.raises(Refused) as refused:
        made(tmp_path, every, _dying())
    assert [p.key for p in refused.value.problems] == ["E-BATCH.no-worker"]


class Dying(Executor):
    """An executor that is broken at once."""

    def submit(self, *_: object, **__: object) -> Future:  # type: ignore[override]
        future: Future = Future()
        future.set_exception(BrokenExecutor())
        return future


def _dying() -> Engine:
    return Engine(lambda: nullcontext(Dying()), 2, again=True)


def test_workers_that_die_now_and_then_do_not_end_it(tmp_path: Path) -> None:
    every = cases(150)

    class Mortal(Executor):
        """One that makes a chunk and is broken afterwards."""

        used = False

        def submit(self, work, *given):  # type: ignore[override]
            future: Future = Future()
            if self.used:
                future.set_exception(BrokenExecutor())
            else:
                self.used = True
                future.set_result(work(*given))
            return future

    recipe = Recipe("pdf", making.EXAMPLE, None, "pledge", check=True)
    jobs = (Job(one.name, one.data, making.DAY) for one in every)
    engine = Engine(lambda: nullcontext(Mortal()), 1, again=True)
    assert sorted(job.name for job, _ in run(recipe, jobs, 150, engine)) == [one.name for one in every]


def _run(executor: Callable[[], Executor], count: int) -> dict[str, list[str]]:
    """What is told of each of some cases that are only checked, two chunks at a time."""
    recipe = Recipe("pdf", making.EXAMPLE, None, "pledge", check=True)
    jobs = (Job(one.name, one.data, making.DAY) for one in cases(count))
    engine = Engine(lambda: nullcontext(executor()), 1, again=True)
    told = [(job.name, [p.key for p in errors(made.problems)]) for job, made in run(recipe, jobs, count, engine)]
    assert len(told) == len(dict(told))
    return dict(told)


def test_what_an_executor_does_not_take_goes_to_the_next_one() -> None:
    class Full(Executor):
        """One that takes a chunk and no more."""

        taken = 0

        def submit(self, work, *given):  # type: ignore[override]
            self.taken += 1
            if self.taken > 1:
                raise BrokenExecutor
            future: Future = Future()
            future.set_result(work(*given))
            return future

    assert _run(Full, 50) == {one.name: [] for one in cases(50)}


def _watched(killers: set[str], count: int) -> tuple[dict[str, list[str]], list[list[tuple[str, ...]]]]:
    """What is told of some cases, with executors that certain ones break; and the chunks each executor was given."""
    every: list[list[tuple[str, ...]]] = []

    class Watched(Executor):
        def __init__(self) -> None:
            self.taken: list[tuple[str, ...]] = []
            every.append(self.taken)

        def submit(self, work, recipe, jobs):  # type: ignore[override]
            self.taken.append(tuple(job.name for job in jobs))
            future: Future = Future()
            if killers.intersection(self.taken[-1]):
                future.set_exception(BrokenExecutor())
            else:
                future.set_result(work(recipe, jobs))
            return future

    return _run(Watched, count), every


def test_whoever_may_have_killed_a_worker_is_alone_with_the_next() -> None:
    told, every = _watched({"0003"}, 60)
    assert {name: keys for name, keys in told.items() if keys} == {"0003": ["E-BATCH.worker-died"]}
    assert len(told) == 60
    ends = [taken for taken in every if ("0003",) in taken]
    assert len(ends) == 3
    assert all(taken[-1] == ("0003",) for taken in ends)


def test_to_be_lost_beside_another_one_is_nobodys_fault() -> None:
    told, every = _watched({"0000", "0001"}, 2)
    assert told == {"0000": ["E-BATCH.worker-died"], "0001": ["E-BATCH.worker-died"]}
    # Twice side by side, which proves nothing; then by themselves.
    assert [set(taken) for taken in every if len(taken) > 1] == [{("0000",), ("0001",)}] * 2
    assert [every.count([(name,)]) for name in told] == [3, 3]


def test_what_is_lost_a_moment_after_another_goes_again_too() -> None:
    class Breaking(Executor):
        """One whose first chunk is lost at once, and the second later; the next ones last."""

        made = 0

        def __init__(self) -> None:
            Breaking.made += 1
            self.breaks = Breaking.made == 1
            self.first: Future | None = None

        def submit(self, work, *given):  # type: ignore[override]
            future: Future = Future()
            if not self.breaks:
                future.set_result(work(*given))
            elif self.first is None:
                self.first = future
            else:
                self.first.set_exception(BrokenExecutor())
                Timer(0.1, future.set_exception, [BrokenExecutor()]).start()
            return future

    assert _run(Breaking, 40) == {one.name: [] for one in cases(40)}


def test_not_many_executors_are_opened_in_vain() -> None:
    opened: list[Executor] = []

    def another() -> Executor:
        opened.append(Dying())
        return opened[-1]

    with pytest.raises(Refused):
        _run(another, 1000)
    assert len(opened) < 20


def test_what_is_cancelled_by_somebody_else_ends_it() -> None:
    class Cancelling(Executor):
        def submit(self, *_: object, **__: object) -> Future:  # type: ignore[override]
            future: Future = Future()
            future.cancel()
            future.set_running_or_notify_cancel()
            return future

    with pytest.raises(Refused) as refused:
        _run(Cancelling, 3)
    assert [p.key for p in refused.value.problems] == ["E-BATCH.no-worker"]


def test_a_broken_executor_of_the_callers_is_told(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        made(tmp_path, cases(3), engine_for(Dying(), 2, None))
    assert [p.key for p in refused.value.problems] == ["E-BATCH.no-worker"]


def test_only_a_few_cases_are_under_way(tmp_path: Path) -> None:
    taken, answered, most = 0, 0, 0

    def jobs() -> Iterator[Job]:
        nonlocal taken, most
        for one in cases(200):
            taken += 1
            most = max(most, taken - answered)
            yield Job(one.name, one.data, making.DAY)

    tmp_path.mkdir(exist_ok=True)
    recipe = Recipe("pdf", making.EXAMPLE, None, "pledge", check=True)
    with ThreadPoolExecutor(2) as threads:
        for _ in run(recipe, jobs(), 200, engine_for(threads, 2, None)):
            answered += 1
    assert answered == 200
    # Two chunks for each of two workers, and those that are just answered.
    assert most <= 6 * MOST


def test_the_last_chunks_are_small(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []

    class Counting(ThreadPoolExecutor):
        def submit(self, work, recipe, jobs):  # type: ignore[override]
            sizes.append(len(jobs))
            return super().submit(work, recipe, jobs)

    recipe = Recipe("pdf", making.EXAMPLE, None, "pledge", check=True)
    jobs = (Job(one.name, one.data, making.DAY) for one in cases(100))
    with Counting(2) as threads:
        assert len(list(run(recipe, jobs, 100, engine_for(threads, 2, None)))) == 100
    assert sizes[0] == MOST
    assert sizes[-1] == 1
    assert sizes == sorted(sizes, reverse=True)


def test_another_version_on_the_other_machine_is_told(tmp_path: Path) -> None:
    by = making.driver(tmp_path)
    by.recipe = replace(by.recipe, version="0.0.1")
    every = cases(1)
    assert codes(by.run(every, every)) == ["E-BATCH.version"]
