"""The process that reads scans: started once, forked for each packet, and no file leaves a trace in the next packet."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import foreign
import pytest
from PIL import Image

from formgen.attachments.process import readers, server, worker
from formgen.attachments.sources import Unreadable, opened

needs_proc = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="reads /proc")
needs_fork = pytest.mark.skipif(not server._CAN_FORK, reason="no fork here")


def asked(process: server.Worker, data: bytes) -> readers.Answer:
    with opened(data) as source:
        return readers._asked(process, source, worker.PAGES)


def by(reader: readers.Reader, data: bytes) -> readers.Answer:
    with opened(data) as source:
        return reader.read(source)


def read_by(process: server.Worker, data: bytes) -> readers.Answer:
    try:
        with process.limited(60):
            return asked(process, data)
    finally:
        process.end()


def read_alone(data: bytes) -> readers.Answer:
    """By a process that was started for this file."""
    return read_by(server.Spawned(), data)


def read_forked(data: bytes) -> readers.Answer:
    return read_by(server.new_worker(), data)


def tiff() -> bytes:
    frames = [Image.new("1", (200, 280), 1), foreign.marked((200, 280))]
    return foreign.as_file(frames[0], "TIFF", save_all=True, append_images=frames[1:])


FILES: dict[str, Callable[[], bytes]] = {
    "pdf": foreign.stamped,
    "a3": lambda: foreign.saved(foreign.pages((1191, 842)), deterministic_id=True),
    "jpeg": lambda: foreign.as_file(foreign.marked(), "JPEG"),
    "png": lambda: foreign.as_file(foreign.marked().convert("RGBA"), "PNG"),
    "tiff": tiff,
    "encrypted": foreign.encrypted,
    "cut-off": lambda: foreign.plain()[:-200],
    "bomb": foreign.flate_bomb,
}


@pytest.fixture
def own_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[server.Server]:
    """A server that no other test has used, ended with the test."""
    made = server.Server()
    monkeypatch.setattr(made, "_hooked", True)  # its end is here, not at the end of the process
    monkeypatch.setattr(server, "_SERVER", made)
    yield made
    made.stop()


@needs_fork
@pytest.mark.parametrize("name", FILES)
def test_forked_workers_answer_like_a_fresh_process(name: str, own_server: server.Server) -> None:
    """The first worker, which imports what it needs itself, and a later one, which finds it there."""
    data = FILES[name]()
    alone = read_alone(data)
    assert bool(alone.made.size) == (alone.reply.fault == "")
    assert [read_forked(data) for _ in range(3)] == [alone] * 3


@needs_fork
def test_a_hostile_file_does_not_change_the_next_packet(own_server: server.Server) -> None:
    good = FILES["png"]()
    alone = read_alone(good)
    assert read_forked(good) == alone
    assert read_forked(foreign.flate_bomb()).reply.fault == "too-heavy"
    assert read_forked(good) == alone
    victim = server.new_worker()
    os.kill(victim.number, signal.SIGKILL)
    with pytest.raises((EOFError, OSError)):
        read_by(victim, good)
    assert read_forked(good) == alone


@needs_fork
def test_a_server_that_was_killed_is_started_again(own_server: server.Server) -> None:
    good = FILES["jpeg"]()
    alone, first = read_forked(good), own_server._process
    assert first
    first.kill()
    first.wait()
    assert read_forked(good) == alone
    assert own_server._process
    assert own_server._process.pid != first.pid


def test_a_server_that_cannot_start_is_told(own_server: server.Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "_SCRIPT", Path(__file__).with_name("no-such-script.py"))
    with pytest.raises(OSError):
        own_server.worker()
    assert own_server._process is None


def test_where_nothing_can_be_forked_each_packet_has_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "_CAN_FORK", False)
    with readers.reader() as reader:
        assert by(reader, FILES["jpeg"]()).reply.pages == 1
        assert isinstance(reader.worker, server.Spawned)
        process = reader.worker.process
        assert by(reader, foreign.flate_bomb()).reply.fault == "too-heavy"
        monkeypatch.setattr(readers, "MAX_SECONDS", 0.0)
        assert by(reader, foreign.flate_bomb()).reply.fault == "too-heavy"
    assert process.returncode is not None


@needs_fork
def test_threads_share_one_server(own_server: server.Server) -> None:
    files = [FILES[name]() for name in ("pdf", "a3", "jpeg", "png")] * 4
    expected = [read_alone(data) for data in files[:4]] * 4
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(read_forked, files)) == expected
        process = own_server._process
    assert read_forked(files[0]) == expected[0]
    assert own_server._process is process


def test_several_files_are_read_at_once_and_answered_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "_cores", lambda: 3)
    names = ["bomb", "pdf", "encrypted", "a3", "cut-off", "tiff", "bomb", "jpeg", "png"]
    files = {name: FILES[name]() for name in names}
    together = threading.Barrier(3, timeout=60)
    seen = []

    def read(name: str, reader: readers.Reader) -> readers.Answer:
        seen.append(reader)
        if len(seen) <= 3:
            together.wait()  # would break if they came one after the other
        return by(reader, files[name])

    found = readers.side_by_side(names, read)
    assert found == [read_alone(files[name]) for name in names]
    assert len(set(seen)) == 3
    assert all(one.worker is None for one in seen)


@needs_fork
def test_who_is_interrupted_waits_for_no_reader(own_server: server.Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "_cores", lambda: 2)
    monkeypatch.setattr(readers, "MAX_SECONDS", 3600)
    workers: list[int] = []

    def read(name: str, reader: readers.Reader) -> readers.Answer:
        if name == "ctrl-c":
            assert eventually(lambda: bool(workers))
            signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)
            return readers.Answer(worker.Reply(""))
        reader.worker = server.new_worker()
        workers.append(reader.worker.number)
        os.kill(workers[0], signal.SIGSTOP)  # it never answers
        return by(reader, FILES["pdf"]())

    with pytest.raises(KeyboardInterrupt):
        readers.side_by_side(["slow", "ctrl-c"], read)
    assert len(workers) == 1
    assert eventually(lambda: not alive(workers[0]))


@needs_fork
@needs_proc
def test_nothing_is_left_behind(own_server: server.Server) -> None:
    # Made first: encrypting opens a source of chance and keeps it.
    files = [FILES["pdf"](), foreign.flate_bomb(), foreign.encrypted()]
    read_forked(FILES["pdf"]())
    pid, before = own_server._process.pid, open_files("self")
    at_server = open_files(pid)
    for data in files:
        read_forked(data)
    assert len(open_files("self")) == len(before)
    assert eventually(lambda: not children(pid))
    assert len(open_files(pid)) == len(at_server)
    own_server.stop()
    assert not Path(f"/proc/{pid}").exists()


@needs_fork
@needs_proc
def test_a_worker_has_the_limits_of_a_fresh_process(own_server: server.Server) -> None:
    """Memory: as much above what is there before the first file, whatever the server has imported."""
    alone = server.Spawned()
    with alone.limited(60):
        asked(alone, foreign.encrypted())
    workers = [server.new_worker() for _ in range(3)]
    for forked in workers:
        with forked.limited(60):
            asked(forked, foreign.encrypted())
    try:
        for forked in workers:
            assert limits(forked.number) == limits(alone.process.pid)
            assert abs(room(forked.number) - room(alone.process.pid)) < 12 << 20
        assert room(alone.process.pid) > 900 << 20
    finally:
        for one in (alone, *workers):
            one.end()


@needs_fork
@needs_proc
def test_a_worker_holds_its_own_socket_only(own_server: server.Server) -> None:
    """With the server's it could ask for other workers, or keep the server alive."""
    first, second = server.new_worker(), server.new_worker()
    sockets = {name for name in open_files(second.number) if name.startswith("socket:")}
    assert len(sockets) == 1
    assert not sockets & set(open_files(first.number))
    first.end()
    second.end()


PARENT = """
import os, sys, threading
from formgen.attachments.process import server
def start():
    server.new_worker().end()
    return server._SERVER._process.pid
"""


@needs_fork
@needs_proc
@pytest.mark.parametrize("start", ["print(start(), flush=True)", THREAD := """
found = []
thread = threading.Thread(target=lambda: found.append(start()))
thread.start(); thread.join(); server.new_worker().end()
assert server._SERVER._process.poll() is None and start() == found[0]
print(found[0], flush=True)"""])  # fmt: skip
def test_the_server_ends_with_its_parent(start: str) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", f"{PARENT}\n{start}\nsys.stdin.read()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    pid = int(parent.stdout.readline())
    assert alive(pid)
    parent.kill()
    parent.communicate()
    assert eventually(lambda: not alive(pid))


@needs_fork
@needs_proc
def test_nothing_goes_on_when_the_parent_is_killed_while_a_thread_reads() -> None:
    code = """
found = []
def read():
    with readers.reader() as reader:
        reader.worker = server.new_worker()
        os.kill(reader.worker.number, signal.SIGSTOP)  # it never answers
        found.append(reader.worker.number)
        reader.read(sources.Source(io.BytesIO(b"%PDF-1.7"), 8))
import io, signal
from formgen.attachments import sources
from formgen.attachments.process import readers
threading.Thread(target=read).start()
while not found:
    pass
print(server._SERVER._process.pid, found[0], flush=True)
"""
    parent = subprocess.Popen([sys.executable, "-c", PARENT + code], stdout=subprocess.PIPE, text=True)
    pids = [int(pid) for pid in parent.stdout.readline().split()]
    assert all(map(alive, pids))
    parent.kill()
    parent.communicate()
    assert eventually(lambda: not any(map(alive, pids)))


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no clock of computing time here")
def test_a_file_that_takes_too_long_is_ended_in_the_middle_of_whatever_is_done() -> None:
    """Also where no line of Python runs, and although whoever started it will not hear of such an end."""
    code = """
import signal
from formgen.attachments.process import worker
signal.signal(signal.SIGPROF, signal.SIG_IGN)
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGPROF})
worker.harden()
worker._start_clock(0.05)
3 ** 10**10
"""
    done = subprocess.run([sys.executable, "-c", code], check=False)
    assert done.returncode == -signal.SIGPROF


@needs_fork
@needs_proc
def test_a_forked_process_has_a_server_of_its_own() -> None:
    """And neither ends the other's, nor keeps it alive."""
    code = """
found = []
thread = threading.Thread(target=lambda: found.append(start()))  # so that the socket alone tells of the end
thread.start(); thread.join()
first = found[0]
ours, theirs = os.pipe()
child = os.fork()
if not child:
    assert server._SERVER._process is None
    os.write(theirs, str(start()).encode())
    server._SERVER.stop()
    os._exit(0)
assert os.waitpid(child, 0)[1] == 0
second = int(os.read(ours, 20))
assert second != first
assert start() == first
sleeper = os.fork()
if not sleeper:
    os.close(0), os.close(1)
    threading.Event().wait()
os.kill(first, 0)
print(first, second, sleeper, flush=True)
sys.stdin.read()
"""
    parent = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", PARENT + code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    first, second, sleeper = map(int, parent.stdout.readline().split())
    assert not alive(second)
    parent.kill()
    parent.communicate()
    assert eventually(lambda: not alive(first))
    os.kill(sleeper, signal.SIGKILL)


def test_the_end_of_formgen_ends_the_server(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", PARENT + "print(start() if server._CAN_FORK else 0)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    assert not alive(int(done.stdout))


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def children(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def open_files(pid: int | str) -> list[str]:
    found = []
    for entry in Path(f"/proc/{pid}/fd").iterdir():
        try:
            found.append(str(entry.readlink()))
        except FileNotFoundError:
            continue
    return found


def limits(pid: int) -> list[str]:
    """All but the address space, which is compared by what is left of it."""
    lines = Path(f"/proc/{pid}/limits").read_text().splitlines()
    return [line for line in lines if not line.startswith(("Max address space", "Max cpu time"))]


def room(pid: int) -> int:
    lines = Path(f"/proc/{pid}/limits").read_text().splitlines()
    most = next(line for line in lines if line.startswith("Max address space"))
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[0])
    return int(most.split()[3]) - pages * os.sysconf("SC_PAGESIZE")


def eventually(true: Callable[[], bool]) -> bool:
    """Whether something that takes a moment comes to pass; a minute is for a machine that is very busy."""
    until = time.monotonic() + 60
    while not true() and time.monotonic() < until:
        time.sleep(0.01)
    return true()


@pytest.mark.parametrize(("wanted", "times"), [(worker.PAGES, 1), (worker.SHRINK, readers.LONGER)])
def test_pages_that_are_made_lighter_may_take_longer(wanted: int, times: int, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[float] = []

    class Busy:
        def limited(self, seconds: float) -> None:
            given.append(seconds)
            raise OSError

        def end(self) -> None: ...

    monkeypatch.setattr(readers, "new_worker", Busy)
    with readers.reader() as reader, opened(FILES["jpeg"]()) as source:
        reader.read(source, wanted)
    assert given == [times * readers.MAX_SECONDS]


def test_a_worker_that_has_half_a_file_is_not_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def half(*_: object) -> readers.Answer:
        raise Unreadable("E-FILE.changed")

    monkeypatch.setattr(readers, "_asked", half)
    with readers.reader() as reader:
        with pytest.raises(Unreadable):
            by(reader, FILES["jpeg"]())
        assert reader.worker is None
