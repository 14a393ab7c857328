"""How a command ends that is told to, and what it does where nobody can read what it says."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from running import Run

from formgen import make_packet
from formgen.cli.app import app
from formgen.cli.endings import told_to_end
from formgen.files import temporary

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
FULL = Path("/dev/full")
pytestmark = pytest.mark.skipif(not FULL.exists(), reason="no device that is always full")

# A command that is at work until it is told to end; it says so in the same folder.
WAITING = """
import os, sys, time
from pathlib import Path
from formgen.cli import main
from formgen.filing import packet
make = packet.make_packet

def waiting(*args, **named):
    made = make(*args, **named)
    Path("ready").write_text(Path(f"/proc/self/task/{os.getpid()}/children").read_text())
    for _ in range(600):
        time.sleep(0.1)
    return made

packet.make_packet = waiting
sys.argv = ["formgen", "packet", "profile.json", "-o", "out"]
main()
"""


@contextmanager
def waiting(folder: Path, *before: str) -> Iterator[subprocess.Popen[bytes]]:
    """A command that has made a packet with attachments and not yet written it."""
    shutil.copytree(EXAMPLES / "periodic-report-online", folder, dirs_exist_ok=True)
    command = [*before, sys.executable, "-c", WAITING]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        try:
            for _ in range(600):
                if (folder / "ready").exists():
                    break
                time.sleep(0.1)
            time.sleep(0.1)
            yield process
        finally:
            process.kill()


def gone(number: str) -> bool:
    for _ in range(100):
        try:
            state = Path(f"/proc/{number}/stat").read_text()
        except OSError:
            return True
        if state.rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.1)
    return False


@pytest.mark.parametrize("name, code", [("SIGTERM", 143), ("SIGHUP", 129), ("SIGINT", 130)])
def test_a_command_that_is_told_to_end_takes_everything_with_it(tmp_path: Path, name: str, code: int) -> None:
    with waiting(tmp_path) as process:
        readers = (tmp_path / "ready").read_text().split()
        assert readers, "no process reads attachments: this test would look for nothing"
        process.send_signal(getattr(signal, name))
        said = process.communicate(timeout=60)
    assert process.returncode == code
    assert said == (b"", b"")
    assert {p.name for p in tmp_path.iterdir()} == {"profile.json", "scans", "ready"}
    assert all(gone(number) for number in readers)


def test_nohup_keeps_a_command_when_the_terminal_is_closed(tmp_path: Path) -> None:
    with waiting(tmp_path, "nohup") as process:
        process.send_signal(signal.SIGHUP)
        time.sleep(0.3)
        assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
    assert process.returncode == 143


@pytest.fixture
def handlers() -> Iterator[None]:
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.getsignal(number) for number in numbers}
    for number in numbers:
        signal.signal(number, signal.SIG_DFL)
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def test_the_library_leaves_signals_alone() -> None:
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    code = "import signal, formgen, formgen.api, formgen.cli.app\n" + "".join(
        f"assert signal.getsignal({int(number)}) == signal.{'default_int_handler' if number == 2 else 'SIG_DFL'}\n"
        for number in before
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_what_was_begun_goes_whatever_was_being_done(handlers: None, tmp_path: Path) -> None:
    """Also what no context ends any more: a second signal may come while the first one is being obeyed."""
    begun = temporary.folder_in(tmp_path)
    begun.__enter__()
    assert len(list(tmp_path.iterdir())) == 1
    with pytest.raises(SystemExit), told_to_end():
        signal.raise_signal(signal.SIGTERM)
    assert list(tmp_path.iterdir()) == []


def test_two_signals_at_once_are_one(handlers: None) -> None:
    """Who ends a service sends HUP after TERM: the second must not disturb what the first one clears away."""
    cleared = []

    def told_twice() -> None:
        try:
            signal.raise_signal(signal.SIGTERM)
        finally:
            signal.raise_signal(signal.SIGHUP)
            cleared.append(True)

    with pytest.raises(SystemExit) as end, told_to_end():
        told_twice()
    assert end.value.code == 143
    assert cleared == [True]


def test_a_signal_that_was_lost_is_not_the_last(handlers: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is raised in a destructor goes nowhere."""
    now = [0.0]
    monkeypatch.setattr("formgen.cli.endings.monotonic", lambda: now[0])

    def told_again() -> None:
        for moment in (0.0, 5.0):
            now[0] = moment
            with pytest.raises(KeyboardInterrupt):
                signal.raise_signal(signal.SIGTERM)

    with pytest.raises(SystemExit) as end, told_to_end():
        told_again()
    assert end.value.code == 143


def test_a_system_without_these_signals(handlers: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(signal, "SIGHUP")
    with told_to_end():
        assert signal.getsignal(1) == signal.SIG_DFL


COMMANDS = {
    "forms": ("forms",),
    "show": ("show", "pledge"),
    "new": ("new", "pledge"),
    "plan": ("plan", "profile.json"),
    "check": ("check", "profile.json"),
    "changes": ("changes", "profile.json", "profile.json"),
    "render": ("render", "resignation-report", "profile.json", "-o", "-"),
    "packet": ("packet", "profile.json", "-o", "out"),
    "bundle": ("bundle", "given", "-o", "bag"),
    "send": ("send", "given", "folder=shelf", "--journal", "journal"),
    "batch": ("batch", "table.csv", "--form", "pledge", "--sheet", "-o", "many"),
    "preview": ("preview", "pledge", "-o", "."),
    "schema": ("schema", "profile"),
    "lint": ("lint",),
    "sources": ("sources",),
    "diff": ("diff", "fee-payment-sheet", "2026-01-01", "2026-11-01"),
    "who": ("who", "extension"),
    "certificate-number": ("certificate-number", "(東) 弁10第50号"),
    "explain": ("explain", "E-OUTPUT"),
    "doctor": ("doctor",),
    "fonts": ("fonts", "check", "日"),
    "help": ("--help",),
    "help of one": ("plan", "--help"),
    "version": ("--version",),
}


def test_every_command_is_here() -> None:
    names = {command.name or command.callback.__name__.replace("_", "-") for command in app.registered_commands}
    assert names | {"fonts"} == set(COMMANDS) - {"help", "help of one", "version"}


@pytest.fixture
def here(run: Run, tmp_path: Path) -> Path:
    """The folder in which commands run, with a profile."""
    shutil.copy(EXAMPLES / "resignation" / "profile.json", tmp_path)
    make_packet(EXAMPLES / "resignation" / "profile.json").write(tmp_path / "given")
    (tmp_path / "shelf").mkdir()
    (tmp_path / "table.csv").write_text("organization.name,user.name\n株式会社さくら精機,髙橋 花子\n", encoding="utf-8")
    return tmp_path


def called(*args: str) -> int:
    with pytest.raises(SystemExit) as end:
        app(args, prog_name="formgen")
    return int(end.value.code or 0)


@pytest.mark.parametrize("json_too", [False, True])
@pytest.mark.parametrize("command", COMMANDS)
def test_an_answer_that_cannot_be_written_is_told(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str, json_too: bool
) -> None:
    args = COMMANDS[command]
    if json_too:
        if command in ("new", "render", "schema", "help", "help of one", "version", "lint"):
            pytest.skip("its answer is no JSON object, or none at all")
        args = (*args, "--json")
    with FULL.open("w", encoding="utf-8") as full, monkeypatch.context() as patched:
        patched.setattr(sys, "stdout", full)
        assert called(*args, *([] if "help" in command or command == "version" else ["--lang", "en"])) == 1
    said = capsys.readouterr().err
    assert "E-OUTPUT" in said
    assert ("no room is left" in said) or ("空き容量がありません" in said)
    assert "internal error" not in said


def test_a_refusal_that_cannot_be_written_as_json_is_told_in_words(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with FULL.open("w", encoding="utf-8") as full, monkeypatch.context() as patched:
        patched.setattr(sys, "stdout", full)
        assert called("plan", "nosuch.json", "--json", "--lang", "en") == 2
    assert "nosuch.json" in capsys.readouterr().err


def test_where_words_cannot_be_written_the_code_tells(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for args, code in ((("packet", "profile.json", "-o", "out"), 0), (("plan", "nosuch.json"), 2), (("nosuch",), 2)):
        with FULL.open("w", encoding="utf-8") as full, monkeypatch.context() as patched:
            patched.setattr(sys, "stderr", full)
            assert called(*args) == code


@pytest.mark.parametrize(
    "closed, args, code, said",
    [
        (">&-", "plan profile.json", 1, b"E-OUTPUT"),
        (">&-", "plan profile.json --json", 1, b"E-OUTPUT"),
        (">&-", "--version", 1, b"E-OUTPUT"),
        (">&- 2>&-", "plan profile.json", 1, b""),
        (">/dev/full 2>/dev/full", "plan profile.json", 1, b""),
        ("2>&-", "plan profile.json", 0, b""),
        ("2>&-", "packet profile.json -o out", 0, b""),
        ("2>&-", "nosuch", 2, b""),
        ("<&-", "plan -", 1, b"E-SCHEMA"),
        ("<&- >&- 2>&-", "packet profile.json -o out", 1, b""),
    ],
)
def test_a_process_without_its_streams(here: Path, closed: str, args: str, code: int, said: bytes) -> None:
    command = f"{sys.executable} -m formgen {args} {closed}"
    done = subprocess.run(["sh", "-c", command], capture_output=True, timeout=60)
    assert done.returncode == code, done.stderr.decode()
    assert said in done.stderr
    assert b"Traceback" not in done.stderr
    assert b"Exception" not in done.stderr
    if "-o out" in args:
        # Nothing else was written into what had the number of a stream.
        assert (here / "out" / "packet.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("args", ["forms", "plan profile.json --json", "--help", "sources"])
def test_a_reader_who_has_read_enough_is_quiet(here: Path, args: str) -> None:
    command = f"{sys.executable} -m formgen {args} | head -c 1"
    done = subprocess.run(["sh", "-c", command], capture_output=True, timeout=60)
    assert len(done.stdout) == 1
    assert done.stderr == b""


SMALL = """
import resource, sys
from formgen.cli.app import app
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
for output in sys.argv[1:]:
    try:
        app(["packet", "profile.json", "-o", output, "--force", "--lang", "en"], prog_name="formgen")
    except SystemExit as end:
        assert end.code == 1, end.code
"""


def test_no_room_on_the_disk_is_told_and_leaves_the_old_packet(run: Run, here: Path) -> None:
    """By the largest size a process may write: for whoever writes it is the same as a full disk."""
    outputs = ("out", "out.zip", "out.pdf", "new", "new.zip", "new.pdf")
    for output in outputs[:3]:
        assert run("packet", "profile.json", "-o", output).returncode == 0
    profile = json.loads((here / "profile.json").read_text(encoding="utf-8"))
    profile["organization"]["name"] += "（新）"
    (here / "profile.json").write_text(json.dumps(profile), encoding="utf-8")
    before = {p: p.read_bytes() for p in here.rglob("*") if p.is_file()}
    done = subprocess.run([sys.executable, "-c", SMALL, *outputs], capture_output=True, timeout=120)
    assert done.returncode == 0, done.stderr.decode()
    told = done.stderr.decode()
    assert told.count("E-OUTPUT") == len(outputs)
    assert all(f"{output} " in told for output in outputs)
    assert {p: p.read_bytes() for p in here.rglob("*") if p.is_file()} == before
    assert not [p.name for p in here.iterdir() if p.name.startswith((".formgen", "new"))]
