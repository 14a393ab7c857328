"""What a run that was killed leaves beside an output goes with the next run there; what another is writing stays."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from formgen.files import cache, moving, temporary
from formgen.files.writing import free, opened, write_file
from formgen.ground.problems import Refused
from formgen.outputs import folder
from formgen.outputs.folder import write_folder
from formgen.outputs.manifest import Entry, manifest_json

STRAY, OLDER = ".formgen-0123456789abcdef.tmp", ".formgen-a_b0c1d2.tmp"
LISTED = manifest_json([Entry("packet.pdf", "packet"), Entry("sheets/01.pdf", "sheet")], {})
PACKET = {"packet.pdf": b"p", "manifest.json": LISTED}


def left(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


@pytest.fixture(autouse=True)
def _nothing_looked_at() -> None:
    temporary._swept.cache_clear()


def as_left(folder: Path) -> None:
    (folder / STRAY).write_bytes(b"personal")
    (folder / OLDER / "sheets").mkdir(parents=True)
    (folder / OLDER / "sheets" / "01.pdf").write_bytes(b"personal")


@pytest.mark.parametrize(
    "write",
    [
        lambda folder: write_file(folder / "out", b"x"),
        lambda folder: write_folder(folder / "out", PACKET),
        lambda folder: free(folder / "out", force=False),
    ],
)
def test_what_was_left_is_swept_by_whatever_writes_there_next(tmp_path, write):
    as_left(tmp_path)
    write(tmp_path)
    assert left(tmp_path) in (["out"], [])


def test_a_run_that_is_refused_has_swept_before(tmp_path):
    as_left(tmp_path)
    (tmp_path / "out").write_bytes(b"mine")
    with pytest.raises(Refused, match="exists already"):
        write_file(tmp_path / "out", b"x")
    assert left(tmp_path) == ["out"]


def test_a_folder_is_looked_at_once(tmp_path):
    """Or whoever writes thousands of files into one folder would read all its names thousands of times."""
    write_file(tmp_path / "a", b"")
    as_left(tmp_path)
    write_file(tmp_path / "b", b"")
    assert STRAY in left(tmp_path)


@pytest.mark.parametrize(
    "name", ["formgen-01234567.tmp", ".formgen-.tmp", ".formgen-0123 567.tmp", ".formgen-01234567"]
)
def test_other_names_are_somebody_elses(tmp_path, name):
    (tmp_path / name).write_bytes(b"mine")
    temporary.sweep(tmp_path)
    assert left(tmp_path) == [name]


def test_links_are_not_followed_and_not_removed(tmp_path):
    there, target = tmp_path / "there", tmp_path / "mine"
    there.mkdir()
    target.mkdir()
    (target / "kept").write_bytes(b"mine")
    (there / STRAY).symlink_to(target)
    (there / OLDER).mkdir()
    (there / OLDER / "link").symlink_to(target)
    temporary.sweep(there)
    assert left(there) == [STRAY]
    assert left(target) == ["kept"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_of_that_name_stops_nobody(tmp_path):
    os.mkfifo(tmp_path / STRAY)
    temporary.sweep(tmp_path)
    assert left(tmp_path) == [STRAY]


def test_files_of_somebody_else_stay(tmp_path, monkeypatch):
    as_left(tmp_path)
    monkeypatch.setattr(os, "geteuid", lambda: 4242)
    temporary.sweep(tmp_path)
    assert left(tmp_path) == sorted([STRAY, OLDER])


WRITING = """
import sys
from pathlib import Path
from formgen.files import temporary
make = temporary.folder_in if sys.argv[2] == "folder" else temporary.file_in
with make(Path(sys.argv[1])):
    print("made", flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize("what", ["file", "folder"])
def test_another_run_keeps_what_it_is_writing_until_it_is_killed(tmp_path, what):
    command = [sys.executable, "-c", WRITING, str(tmp_path), what]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout.readline() == b"made\n"
        temporary.sweep(tmp_path)
        assert len(left(tmp_path)) == 1, "a run at work has lost its file"
        other.kill()
    temporary._swept.cache_clear()
    temporary.sweep(tmp_path)
    assert left(tmp_path) == []


def test_what_this_process_is_writing_itself_stays(tmp_path):
    with opened(tmp_path / "out") as out:
        out.write(b"half")
        temporary._swept.cache_clear()
        temporary.sweep(tmp_path)
        out.write(b" and half")
    assert (tmp_path / "out").read_bytes() == b"half and half"


@pytest.mark.parametrize("make", [temporary.file_in, temporary.folder_in])
def test_what_is_swept_before_it_is_locked_is_made_again(tmp_path, monkeypatch, make):
    flock, swept = temporary.fcntl.flock, []

    def slow(handle, how):
        if not swept:
            swept.extend(left(tmp_path))
            temporary.remove(tmp_path / swept[0])
        return flock(handle, how)

    monkeypatch.setattr(temporary.fcntl, "flock", slow)
    with make(tmp_path):
        assert left(tmp_path) == swept != []


@pytest.mark.parametrize("age, stays", [(0, True), (2 * 24 * 60 * 60, False)])
@pytest.mark.parametrize("locks", ["none in Python", "none in the file system"])
def test_without_locks_time_tells(tmp_path, monkeypatch, age, stays, locks):
    def refuse(*_):
        raise OSError(95, "not supported")

    as_left(tmp_path)
    long_ago = time.time() - age
    for path in tmp_path.iterdir():
        os.utime(path, (long_ago, long_ago))
    if locks == "none in Python":
        monkeypatch.setattr(temporary, "fcntl", None)
    else:
        monkeypatch.setattr(temporary.fcntl, "flock", refuse)
    write_file(tmp_path / "out", b"x")
    write_folder(tmp_path / "folder", PACKET)
    assert (STRAY in left(tmp_path), OLDER in left(tmp_path)) == (stays, stays)


def test_a_process_that_ends_takes_all_it_has_made_with_it(tmp_path):
    """Without their contexts: an end may come between any two steps."""
    kept = [temporary.file_in(tmp_path), temporary.folder_in(tmp_path)]
    for made in kept:
        made.__enter__()
    assert len(left(tmp_path)) == 2
    temporary.discard()
    assert left(tmp_path) == []


@pytest.fixture
def anybodys():
    """A folder that every user can reach."""
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        yield Path(place)


def test_an_old_packet_that_was_made_read_only_goes_too(anybodys):
    """Not as the superuser, for whom nothing is read-only."""
    out = anybodys / "out"
    write_folder(out, {**PACKET, "sheets/01.pdf": b"s"})

    def replace() -> None:
        for place in (out / "sheets", out):
            place.chmod(0o500)
        write_folder(out, {**PACKET, "sheets/01.pdf": b"new"}, force=True)

    if os.geteuid() == 0:
        moving._call()  # loaded while Python's own folder can be read
        for path in (anybodys, *anybodys.rglob("*")):
            os.chown(path, 65534, 65534)
        in_a_fork(lambda: os.setuid(65534), replace)
    else:
        replace()
    assert left(out.parent) == ["out"]
    assert (out / "sheets" / "01.pdf").read_bytes() == b"new"


def in_a_fork(*steps) -> None:
    if child := os.fork():
        assert os.waitpid(child, 0)[1] == 0
        return
    try:
        for step in steps:
            step()
        os._exit(0)
    finally:
        os._exit(1)


def test_what_changes_places_is_not_swept_by_another_run(tmp_path, monkeypatch):
    """The old packet has the name of something left behind until it is known that it may go."""
    out = tmp_path / "out"
    write_folder(out, PACKET)
    allowed = folder.replaceable

    def swept_before(old, shown):
        if old != out:
            temporary._swept.cache_clear()
            temporary.sweep(tmp_path)
            assert (old / "packet.pdf").is_file()
        allowed(old, shown)

    monkeypatch.setattr(folder, "replaceable", swept_before)
    write_folder(out, {"packet.pdf": b"new"}, force=True)
    assert left(tmp_path) == ["out"]
    assert (out / "packet.pdf").read_bytes() == b"new"


def test_an_old_packet_comes_back_although_the_new_one_has_gone(tmp_path, monkeypatch):
    out = tmp_path / "out"
    write_folder(out, PACKET)
    allowed = folder.replaceable

    def added(old, shown):
        if old != out:
            (old / "signed.pdf").write_bytes(b"mine")
            out.rename(tmp_path / "taken")
        allowed(old, shown)

    monkeypatch.setattr(folder, "replaceable", added)
    with pytest.raises(Refused, match="1"):
        write_folder(out, PACKET, force=True)
    assert (out / "signed.pdf").read_bytes() == b"mine"
    assert left(tmp_path) == ["out", "taken"]


def test_what_was_put_aside_comes_back_when_nothing_has_come_in_its_place(tmp_path):
    """As on systems without an exchange in one step, by a run that was killed between its two."""
    out = tmp_path / "out"
    write_folder(out, PACKET)
    out.rename(moving._aside(out))
    with pytest.raises(Refused, match="exists already"):
        free(out, force=False)
    assert left(tmp_path) == ["out"]
    assert (out / "packet.pdf").read_bytes() == b"p"


def test_what_was_put_aside_goes_when_the_new_one_is_there(tmp_path):
    out = tmp_path / "out"
    write_folder(out, PACKET)
    out.rename(moving._aside(out))
    out.mkdir()
    free(out, force=True)
    assert left(tmp_path) == ["out"]
    assert left(out) == []


def test_a_long_name_can_be_put_aside(tmp_path, monkeypatch):
    out = tmp_path / ("綴" * 80)
    monkeypatch.setattr(moving, "exchange", lambda *_: False)
    write_folder(out, PACKET)
    write_folder(out, PACKET, force=True)
    assert left(tmp_path) == [out.name]


def test_the_cache_is_swept_too(tmp_path, monkeypatch):
    monkeypatch.setattr(cache, "_folder", lambda: tmp_path)
    as_left(tmp_path)
    cache.store("0" * 64, b"ink")
    assert left(tmp_path) == ["0" * 64]
    assert stat.S_IMODE((tmp_path / ("0" * 64)).stat().st_mode) == 0o600
    assert cache.load("0" * 64) == b"ink"


WRITE = {
    "out": lambda path: write_folder(path, {"packet.pdf": b"p"}),
    "out.pdf": lambda path: write_file(path, b"p"),
}


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="a folder in which nothing can be made")
@pytest.mark.parametrize("name", WRITE)
def test_a_folder_in_which_nothing_can_be_made_is_told(name: str) -> None:
    """It says that there is no such file, whatever is to be made in it."""
    with pytest.raises(Refused) as refused:
        WRITE[name](Path("/proc", name))
    assert refused.value.problems[0].code == "E-OUTPUT"
