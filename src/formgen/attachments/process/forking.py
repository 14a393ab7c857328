"""The server of the process apart: imports the readers once, then forks workers.

It never sees a byte of a file, so what a file does to its worker ends with that one's packet.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import struct

from formgen.attachments.process import worker
from formgen.files.dying import die_with, prctl

FORK = 0
"""The message that asks for a worker, with one end of its socket; any other number is a worker to kill."""


def serve(control: socket.socket, parent: int) -> None:
    """Fork and kill workers as the process that started this one asks, until it is gone. Never returns.

    `parent`: its number when it may be watched, else 0.
    """
    prctl()
    if parent:
        die_with(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever pressed the keys ends this by closing the socket
    # Only these are ever killed: a number that came back for another process is none of ours.
    workers: set[int] = set()
    signal.signal(signal.SIGCHLD, lambda *_: _reap(workers))
    worker.load()
    # What a worker maps beyond this it has from the server, so it is not taken off what its file may use.
    alone = worker.mapped()
    forks = 0
    while message := _message(control):
        number, ends = message
        if number != FORK:
            _kill(number, workers)
            continue
        if forks == 1:  # the first packet need not wait for what it may not use
            worker.load_all()
            # A collector that looks at these objects would write into their pages, and each worker would copy them.
            gc.freeze()
        forks += 1
        for end in ends:
            _fork(control, end, worker.mapped() - alone, workers)
    for number in tuple(workers):
        _kill(number, workers)
    # Not by way of exit handlers: they belong to libraries that were loaded for the workers.
    os._exit(0)


def _message(control: socket.socket) -> tuple[int, list[int]] | None:
    """A number and what came with it; None when the other side is gone."""
    data, ends, _, _ = socket.recv_fds(control, 8, 1)
    return (struct.unpack(">Q", data)[0], ends) if len(data) == 8 else None


def _fork(control: socket.socket, end: int, spare: int, workers: set[int]) -> None:
    server = os.getpid()
    # A worker that dies at once is taken from `workers` only after it was put there.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
    try:
        number = os.fork()
        if number:
            workers.add(number)
        else:
            _work(control, end, spare, server)
    except OSError:
        pass  # no room for one more process: the closed socket says it
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
        os.close(end)


def _work(control: socket.socket, end: int, spare: int, server: int) -> None:
    """What the forked process does; never returns."""
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
        # What reads a hostile file must not hold the socket by which workers are made and killed.
        control.close()
        die_with(server)
        worker.harden(spare)
        with os.fdopen(os.dup(end), "rb") as asked, os.fdopen(end, "wb", closefd=False) as answers:
            # The number by which this worker can be killed: only the worker itself can tell it on its own socket.
            answers.write(struct.pack(">Q", os.getpid()))
            answers.flush()
            worker.serve(asked, answers)
    finally:
        # Never back into the server's loop, whatever was raised: there would be two servers.
        os._exit(0)


def _reap(workers: set[int]) -> None:
    try:
        while number := os.waitpid(-1, os.WNOHANG)[0]:
            workers.discard(number)
    # No child is left at all.
    except ChildProcessError:
        pass


def _kill(number: int, workers: set[int]) -> None:
    """Only what was not waited for yet: its number cannot be another process by now."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
    if number in workers:
        os.kill(number, signal.SIGKILL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
