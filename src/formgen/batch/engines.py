"""Where the cases of a batch are made: in this process, in several, on several machines. One door: an `Executor`."""

from __future__ import annotations

import gc
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

from formgen.files.extras import extra
from formgen.ground.problems import Refused, problem

# In seconds.
_ANSWERS_WITHIN = 20


@dataclass(frozen=True)
class Engine:
    """A way to have cases made. `opened` gives an executor; None: this process makes them, one by one.

    `at_once`: how many cases are made at the same time; None: the executor is asked. `shared`: whether its workers
    reach our folders. `again`: whether a new executor can be had for one that broke.
    """

    opened: Callable[[], AbstractContextManager[Executor]] | None = None
    at_once: int | None = 1
    shared: bool = True
    again: bool = False


def engine_for(executor: Executor | None, jobs: int, dask: str | None) -> Engine:
    """The engine that was asked for: an executor of the caller's, Dask at an address, processes, or this one."""
    if executor is not None:
        return Engine(lambda: nullcontext(executor), max(jobs, 1), shared=False)
    if dask is not None:
        return Engine(lambda: _dask(dask), None, shared=False, again=True)
    if jobs > 1:
        return Engine(lambda: _processes(jobs), jobs, again=True)
    return Engine()


@contextmanager
def _processes(count: int) -> Iterator[Executor]:
    """Processes of our own, which end when this one does, however that happens, and at once when it is interrupted."""
    # Not forked: this process may have threads, and whoever calls the library may have anything open.
    context = get_context("spawn")
    theirs, ours = context.Pipe(duplex=False)
    with theirs, ours:
        pool = ProcessPoolExecutor(count, mp_context=context, initializer=_born, initargs=(theirs,))
        try:
            yield pool
        except BaseException:
            # Nobody waits for what is being made: what they were writing has no name yet.
            ours.close()
            pool.shutdown(cancel_futures=True)
            raise
        pool.shutdown()


def _born(alive: Connection) -> None:
    """In a new process: it leaves keys and signals to the one that started it, and ends with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # As in the command: there is hardly any garbage.
    gc.set_threshold(50_000, 20, 20)
    threading.Thread(target=_until_gone, args=(alive,), daemon=True).start()


def _until_gone(alive: Connection) -> None:
    # Nothing is ever sent: the other end is closed when this process is to end, by its owner or by the system.
    with suppress(OSError, EOFError):
        alive.recv_bytes()
    os._exit(1)


@contextmanager
def _dask(address: str) -> Iterator[Executor]:
    distributed: Any = extra("distributed", "dask")
    try:
        client = distributed.Client(address, timeout=_ANSWERS_WITHIN, set_as_default=False)
    except (OSError, ValueError, TimeoutError):
        raise Refused([problem("E-BATCH.dask", address=address)]) from None
    with client:
        yield client.get_executor(pure=False)


def workers_of(executor: Executor) -> int:
    """How many cases a Dask cluster makes at once."""
    client: Any = getattr(executor, "_client", None)
    return max(1, sum(client.nthreads().values())) if client is not None else 1


def worker_died(error: BaseException) -> bool:
    """Whether Dask has given up a task because its workers died with it."""
    # By its name: only whoever uses Dask has the class.
    return type(error).__name__ == "KilledWorker"
