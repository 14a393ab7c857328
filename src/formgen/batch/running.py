"""Has cases made by an executor, a few chunks at a time, until each was answered, whatever dies meanwhile."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future, wait
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field, replace
from itertools import islice

from formgen.batch.engines import Engine, worker_died, workers_of
from formgen.batch.work import Job, Made, Recipe, make_all
from formgen.ground.problems import Refused, problem

MOST = 10
"""Cases in one chunk: what a chunk costs by itself is then next to nothing."""

# Chunks for each worker: one in work, one that waits for it.
_WAITING = 2
# With so many losses a case is made with no other, and so many more by itself are its own fault.
_SUSPECT, _ALONE = 2, 3
# So many losses in a row without a single answer: no worker lives long enough.
_IN_VAIN = 12


def run(recipe: Recipe, jobs: Iterable[Job], count: int, engine: Engine) -> Generator[tuple[Job, Made]]:
    """Each of the `count` jobs with what became of it, as they come.

    Of the jobs as many are in memory as are under way. Raises `Refused` (E-BATCH.no-worker, E-BATCH.dask).
    """
    if engine.opened is None:
        yield from ((job, make_all(recipe, [job])[0]) for job in jobs)
        return
    with _Run(recipe, iter(jobs), count, engine) as running:
        yield from running.answers()


@dataclass(frozen=True)
class _Chunk:
    """Cases that are made together. `lost`: how often a worker died while they were made; `alone`: by themselves."""

    jobs: tuple[Job, ...]
    lost: int = 0
    alone: int = 0


@dataclass
class _Run:
    recipe: Recipe
    jobs: Iterator[Job]
    left: int
    engine: Engine
    at_once: int = 1
    vain: int = 0
    again: deque[_Chunk] = field(default_factory=deque)
    suspects: deque[_Chunk] = field(default_factory=deque)
    under_way: dict[Future[list[Made]], _Chunk] = field(default_factory=dict)
    told: list[tuple[Job, Made]] = field(default_factory=list)
    _ends: ExitStack = field(default_factory=ExitStack)
    _executor: Executor | None = None

    def __enter__(self) -> _Run:
        return self

    def __exit__(self, *error: object) -> bool | None:
        for future in self.under_way:
            future.cancel()
        return self._ends.__exit__(*error)  # type: ignore[arg-type]

    def answers(self) -> Iterator[tuple[Job, Made]]:
        """Until nothing is left."""
        while self._fill() or self.under_way:
            done = wait(self.under_way, return_when=FIRST_COMPLETED).done
            lost, broken = [], not self.under_way
            for future in done:
                chunk = self.under_way.pop(future)
                try:
                    made = future.result()
                except BrokenExecutor:
                    lost.append(chunk)
                    broken = True
                except CancelledError:
                    raise Refused([problem("E-BATCH.no-worker")]) from None
                except Exception as error:
                    if not worker_died(error):
                        raise
                    self._given_up(chunk)
                else:
                    self.vain = 0
                    yield from zip(chunk.jobs, made, strict=True)
            if broken:
                yield from self._renewed(lost)
            yield from self._told()

    def _told(self) -> Iterator[tuple[Job, Made]]:
        told, self.told = self.told, []
        yield from told

    def _fill(self) -> bool:
        """Hand on as many chunks as may be under way; whether any is, or the executor would take none."""
        executor = self._open()
        while len(self.under_way) < self._most():
            chunk = self._next()
            if chunk is None:
                break
            try:
                self.under_way[executor.submit(make_all, self.recipe, chunk.jobs)] = chunk
            except BrokenExecutor:
                (self.suspects if chunk.lost >= _SUSPECT else self.again).appendleft(chunk)
                return True
        return bool(self.under_way)

    def _most(self) -> int:
        """How many may be under way: whoever may have killed a worker is alone with the next one, to know who did."""
        suspect = self.suspects or any(chunk.lost >= _SUSPECT for chunk in self.under_way.values())
        return 1 if suspect else self.at_once * _WAITING

    def _next(self) -> _Chunk | None:
        if self.suspects:
            return self.suspects.popleft()
        if self.again:
            return self.again.popleft()
        # Small ones at the end, so that no worker waits for another one's ten.
        size = max(1, min(MOST, self.left // (self.at_once * _WAITING)))
        jobs = tuple(islice(self.jobs, size))
        self.left -= len(jobs)
        return _Chunk(jobs) if jobs else None

    def _open(self) -> Executor:
        if self._executor is None:
            opened: AbstractContextManager[Executor] = self.engine.opened()  # type: ignore[misc]
            self._executor = self._ends.enter_context(opened)
            self.at_once = self.engine.at_once or workers_of(self._executor)
        return self._executor

    def _renewed(self, lost: list[_Chunk]) -> Iterator[tuple[Job, Made]]:
        """A new executor for one that broke: what it has answered counts, what it has not goes again."""
        alone = len(lost) + len(self.under_way) == 1
        for future in wait(self.under_way).done:
            chunk = self.under_way.pop(future)
            if future.exception() is None:
                yield from zip(chunk.jobs, future.result(), strict=True)
            else:
                lost.append(chunk)
        self.vain += 1
        if not self.engine.again or self.vain > _IN_VAIN:
            raise Refused([problem("E-BATCH.no-worker")])
        self._ends.close()
        self._executor = None
        for chunk in lost:
            self._lost(chunk, alone=alone)

    def _lost(self, chunk: _Chunk, *, alone: bool) -> None:
        by_itself = chunk.alone + (alone and len(chunk.jobs) == 1)
        if by_itself >= _ALONE:
            self._blamed(chunk.jobs[0])
        elif chunk.lost + 1 < _SUSPECT:
            self.again.append(replace(chunk, lost=chunk.lost + 1))
        else:
            self.suspects.extend(_Chunk((job,), chunk.lost + 1, by_itself) for job in chunk.jobs)

    def _given_up(self, chunk: _Chunk) -> None:
        """Dask has tried it several times: one by one then, and a single one is to blame."""
        if len(chunk.jobs) == 1:
            self._blamed(chunk.jobs[0])
        else:
            self.again.extend(_Chunk((job,)) for job in chunk.jobs)

    def _blamed(self, job: Job) -> None:
        self.told.append((job, Made(job.name, (problem("E-BATCH.worker-died"),))))
