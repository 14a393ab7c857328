"""Workers as the rest of formgen has them: forked by one server for this process, or started one by one.

The server starts with the first packet, in whichever thread that is, and ends with this process. A process that was
forked from this one has a server of its own.
"""

from __future__ import annotations

import atexit
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Protocol

from formgen.attachments.process.forking import FORK

_SCRIPT = Path(__file__).with_name("start.py")
_START_SECONDS = 30


class Worker(Protocol):
    """A process that answers questions about files."""

    @contextmanager
    def limited(self, seconds: float) -> Iterator[None]:
        """While this lasts the worker has so much time; then it is killed, or reading raises `TimeoutError`."""

    def write(self, data: bytes | memoryview) -> None:
        """Send bytes. Raises `OSError`."""

    def read_into(self, room: memoryview) -> int:
        """Some bytes, as many as there are and have room. Raises `OSError`, or `EOFError` when the worker is gone."""

    def kill(self) -> None:
        """Kill it, whatever it does: who reads from it in another thread is told that it is gone."""

    def end(self) -> None:
        """Kill it and leave nothing behind."""


def exactly(process: Worker, count: int) -> bytes:
    """So many bytes of what a worker answers. Raises `OSError`, or `EOFError` when it is gone."""
    data = bytearray(count)
    room = memoryview(data)
    while room:
        room = room[process.read_into(room) :]
    return bytes(data)


def new_worker() -> Worker:
    """A worker that has read nothing yet. Raises `OSError`."""
    return _SERVER.worker() if _CAN_FORK else Spawned()


class Spawned:
    """A worker started as a process of its own, where the system cannot fork."""

    def __init__(self) -> None:
        self.process = _started("once", 0, subprocess.PIPE, subprocess.PIPE)

    @contextmanager
    def limited(self, seconds: float) -> Iterator[None]:
        """See `Worker`."""
        clock = threading.Timer(seconds, self.process.kill)
        clock.start()
        try:
            yield
        finally:
            clock.cancel()

    def write(self, data: bytes | memoryview) -> None:
        """See `Worker`."""
        if self.process.stdin:
            self.process.stdin.write(data)
            self.process.stdin.flush()

    def read_into(self, room: memoryview) -> int:
        """See `Worker`."""
        got = self.process.stdout.readinto1(room) if self.process.stdout else 0  # type: ignore[attr-defined]
        if not got:
            raise EOFError
        return got

    def kill(self) -> None:
        """See `Worker`."""
        self.process.kill()

    def end(self) -> None:
        """See `Worker`."""
        self.process.kill()
        self.process.communicate()


class Forked:
    """A worker that the server forked."""

    def __init__(self, kill: Callable[[int], None], channel: socket.socket) -> None:
        self._kill = kill
        self._channel = channel
        self._until = time.monotonic() + _START_SECONDS
        self.number: int = struct.unpack(">Q", exactly(self, 8))[0]

    @contextmanager
    def limited(self, seconds: float) -> Iterator[None]:
        """See `Worker`."""
        self._until = time.monotonic() + seconds
        yield

    def write(self, data: bytes | memoryview) -> None:
        """See `Worker`."""
        self._wait()
        self._channel.sendall(data)

    def read_into(self, room: memoryview) -> int:
        """See `Worker`."""
        self._wait()
        got = self._channel.recv_into(room)
        if not got:
            raise EOFError
        return got

    def _wait(self) -> None:
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._channel.settimeout(left)

    def kill(self) -> None:
        """See `Worker`."""
        self._kill(self.number)

    def end(self) -> None:
        """See `Worker`."""
        self._kill(self.number)
        self._channel.close()


class Server:
    """The process that forks workers, and the socket it is told by."""

    def __init__(self) -> None:
        # Taken again by the same thread: `worker` stops a server that has gone.
        self._lock = threading.RLock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._hooked = False

    def worker(self) -> Forked:
        """A new worker; a server that is gone is started again. Raises `OSError`."""
        with self._lock:
            # The server may have been ended from outside since the last packet: once more, with a new one.
            for _ in range(2):
                try:
                    return self._forked()
                except (OSError, EOFError):
                    self.stop()
            raise OSError("the process that reads attachments does not start")

    def _forked(self) -> Forked:
        control = self._control or self._start()
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                socket.send_fds(control, [struct.pack(">Q", FORK)], [theirs.fileno()])
            return Forked(partial(self._kill, control), ours)
        # Also when interrupted: an end that stays open would keep the worker waiting for questions.
        except BaseException:
            ours.close()
            raise

    def _kill(self, control: socket.socket, number: int) -> None:
        """Kill a worker of the server behind a socket; nothing happens when one of them is gone."""
        with self._lock, suppress(OSError):
            control.sendall(struct.pack(">Q", number))

    def stop(self) -> None:
        """End the server and all its workers."""
        with self._lock:
            if self._control:
                self._control.close()
            if self._process:
                # On Linux its workers end with it, as they watch it; elsewhere each ends when its own socket closes.
                self._process.kill()
                self._process.wait()
            self._process = self._control = None

    def _start(self) -> socket.socket:
        self._hook()
        ours, theirs = socket.socketpair()
        # Linux ends a child with the *thread* that started it, so only the main one may be watched.
        watched = os.getpid() if threading.current_thread() is threading.main_thread() else 0
        try:
            with theirs:
                self._process = _started("fork", watched, theirs.fileno(), subprocess.DEVNULL)
        except BaseException:
            ours.close()
            raise
        self._control = ours
        return ours

    def _hook(self) -> None:
        """No fork of this process while a socket is being handed on, and none of it in the forked process."""
        if not self._hooked:
            self._hooked = True
            atexit.register(self.stop)
            os.register_at_fork(
                before=self._lock.acquire, after_in_parent=self._lock.release, after_in_child=self._forget
            )

    def _forget(self) -> None:
        if self._control:
            self._control.close()
        if self._process:
            self._process.returncode = 0  # another's child: not to be waited for here
        self._process = self._control = None
        self._lock.release()


def _started(way: str, watched: int, given: int, answers: int) -> subprocess.Popen[bytes]:
    # An empty entry of sys.path is the current folder, which may hold anything under the name of a module.
    command = [sys.executable, "-I", "-S", str(_SCRIPT), way, str(watched), *filter(None, sys.path)]
    # What readers print may quote the file: it goes nowhere.
    return subprocess.Popen(  # noqa: S603 - our own file, no shell
        command, stdin=given, stdout=answers, stderr=subprocess.DEVNULL, env={**os.environ, **_KEEP_MEMORY}
    )


# For the GNU C library: memory that one file has used stays for the next, instead of being given back and taken anew.
_KEEP_MEMORY = {"MALLOC_TRIM_THRESHOLD_": str(1 << 28), "MALLOC_MMAP_THRESHOLD_": str(1 << 28)}


# Windows has none of them.
_CAN_FORK = all((hasattr(os, "fork"), hasattr(socket, "send_fds"), hasattr(signal, "pthread_sigmask")))
_SERVER = Server()
