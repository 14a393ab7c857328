"""A Mayan EDMS of one's own: PostgreSQL, Redis, one worker on all queues and the web server, on 127.0.0.1 only.

usage: python tools/mayan/server.py VENV     (VENV holds requirements.txt of this folder; Ctrl-C ends it)

What it keeps lies in a folder that is gone at the end. The first set-up (about two minutes) is kept in VENV/made.
"""

from __future__ import annotations

import ctypes
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import AbstractContextManager, ExitStack, closing, suppress
from pathlib import Path
from types import FrameType

_QUEUES = """
import logging, os, django
logging.disable(logging.CRITICAL)
django.setup()
from mayan.apps.task_manager.classes import CeleryQueue
print(",".join(sorted({queue.name for queue in CeleryQueue.all()})))
"""
# Not as a word of the command, which everybody on the machine can read.
_PASSWORD = """
import os
from django.contrib.auth import get_user_model
user = get_user_model().objects.get(username=os.environ["MAYAN_AUTOADMIN_USERNAME"])
user.set_password(os.environ["MAYAN_AUTOADMIN_PASSWORD"])
user.save()
"""
_DEATH = 1  # PR_SET_PDEATHSIG: what is started here ends with this process, however that ends.


class Mayan(AbstractContextManager["Mayan"]):
    """It runs from `__enter__` to `__exit__`. `url`, `user` and `password` are those of its administrator."""

    user = "admin"

    def __init__(self, venv: Path) -> None:
        self.bin = venv.resolve() / "bin"
        self.made = venv.resolve() / "made"
        self.password = secrets.token_urlsafe(16)
        self.url = ""
        self._ends = ExitStack()
        self._worker: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Mayan:
        with ExitStack() as ends:
            # Short, for a socket's path has 107 bytes at most; PostgreSQL as another user has to get in.
            self.home = Path(
                ends.enter_context(tempfile.TemporaryDirectory(prefix="mayan-", ignore_cleanup_errors=True))
            )
            self.home.chmod(0o711)
            self._ends = ends
            self._begin()
            self._ends = ends.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._ends.close()

    def _begin(self) -> None:
        kept = (self.made / "ready").is_file()
        if kept:
            # Without its settings: they name the folder that it was set up in.
            shutil.copytree(self.made / "media", self.home / "media", ignore=shutil.ignore_patterns("config*.yml"))
            _copied(self.made / "pg", self.home / "pg")
        else:
            (self.home / "media").mkdir()
        self._start_postgres()
        self._start(
            "redis",
            [
                "redis-server",
                "--port",
                "0",
                "--unixsocket",
                str(self.home / "redis.sock"),
                "--save",
                "",
                "--appendonly",
                "no",
                "--dir",
                str(self.home),
            ],
        )
        _until(lambda: (self.home / "redis.sock").exists(), 20, "Redis")
        if not kept:
            self._set_up()
            self._keep()
        self._manage("shell", "-c", _PASSWORD, seconds=120)
        self.queues = self._output([str(self.bin / "python"), "-c", _QUEUES]).split()[-1]
        self.start_worker()
        self._start_web()

    # Its parts.

    def _start_postgres(self) -> None:
        tools = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))[-1]
        place = self.home / "pg"
        if not place.exists():
            place.mkdir(mode=0o700)
            _to_postgres(place)
            subprocess.run(
                [
                    tools / "initdb",
                    "-D",
                    place,
                    "-U",
                    "mayan",
                    "-A",
                    "trust",
                    "-E",
                    "UTF8",
                    "--locale=C.UTF-8",
                    "--no-sync",
                ],
                check=True,
                stdout=subprocess.DEVNULL,
                user=_postgres(),
                cwd="/",
                timeout=120,
            )
        self._postgres = self._start(
            "postgres",
            [str(tools / "postgres"), "-D", str(place), "-h", "", "-k", str(place), "-F"],
            user=_postgres(),
            ends_by=signal.SIGINT,
        )
        ask = ["psql", "-qtA", "-h", str(place), "-U", "mayan", "-d", "postgres", "-c"]
        _until(lambda: subprocess.run([*ask, "select 1"], capture_output=True).returncode == 0, 60, "PostgreSQL")
        if "mayan" not in self._output([*ask, "select datname from pg_database"]).split():
            subprocess.run([*ask, "create database mayan"], check=True, timeout=60)

    def _set_up(self) -> None:
        print("Mayan is set up, once: about two minutes", file=sys.stderr, flush=True)
        self._manage("common_initial_setup", "--force", "--no-dependencies", seconds=400)

    def _keep(self) -> None:
        """What was set up, for the next time; taken while the database stands still."""
        self._stop(self._postgres, signal.SIGINT)
        shutil.rmtree(self.made, ignore_errors=True)
        shutil.copytree(self.home / "pg", self.made / "pg")
        shutil.copytree(self.home / "media", self.made / "media")
        (self.made / "ready").touch()
        self._start_postgres()

    def start_worker(self) -> None:
        """One worker on all queues, so that no document waits for ever."""
        self._worker = self._start(
            "worker",
            [
                str(self.bin / "celery"),
                "-A",
                "mayan",
                "worker",
                "--concurrency=1",
                "--pool=solo",
                "-Q",
                self.queues,
                "-l",
                "WARNING",
                "--without-gossip",
                "--without-mingle",
            ],
        )

    def stop_worker(self) -> None:
        """From now on what is uploaded stays in the queue."""
        if self._worker is not None:
            self._stop(self._worker, signal.SIGKILL)

    def _start_web(self) -> None:
        # The port is taken before it is told: nobody else can have it.
        door = self._ends.enter_context(closing(socket.create_server(("127.0.0.1", 0), backlog=64)))
        self.port = door.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._start(
            "web",
            [
                str(self.bin / "gunicorn"),
                "-w",
                "1",
                "--threads",
                "4",
                "--timeout",
                "120",
                "-b",
                f"fd://{door.fileno()}",
                "mayan.wsgi",
            ],
            pass_fds=[door.fileno()],
        )
        _until(self._answers, 120, "Mayan")

    def _answers(self) -> bool:
        with (
            suppress(OSError),
            urllib.request.urlopen(
                urllib.request.Request(f"{self.url}/api/v4/", headers={"Accept": "application/json"}), timeout=5
            ),
        ):
            return True
        return False

    # Starting and ending.

    @property
    def _surroundings(self) -> dict[str, str]:
        redis = self.home / "redis.sock"
        return {
            **os.environ,
            "PYTHONPATH": "",
            "DJANGO_SETTINGS_MODULE": "mayan.settings.production",
            "MAYAN_MEDIA_ROOT": str(self.home / "media"),
            "MAYAN_CELERY_BROKER_URL": f"redis+socket://{redis}?virtual_host=0",
            "MAYAN_CELERY_RESULT_BACKEND": f"redis+socket://{redis}?virtual_host=1",
            "MAYAN_LOCK_MANAGER_BACKEND": "mayan.apps.lock_manager.backends.redis_lock.RedisLock",
            "MAYAN_LOCK_MANAGER_BACKEND_ARGUMENTS": json.dumps({"redis_url": f"unix://{redis}?db=2"}),
            "MAYAN_AUTOADMIN_USERNAME": self.user,
            "MAYAN_AUTOADMIN_PASSWORD": self.password,
            "MAYAN_OCR_AUTO_OCR": "False",
            "MAYAN_ALLOWED_HOSTS": '["127.0.0.1"]',
            "MAYAN_DATABASE_ENGINE": "django.db.backends.postgresql",
            "MAYAN_DATABASE_NAME": "mayan",
            "MAYAN_DATABASE_USER": "mayan",
            "MAYAN_DATABASE_HOST": str(self.home / "pg"),
        }

    def _start(
        self,
        name: str,
        command: list[str],
        *,
        user: str | None = None,
        pass_fds: list[int] | None = None,
        ends_by: signal.Signals = signal.SIGTERM,
    ) -> subprocess.Popen[bytes]:
        with (self.home / f"{name}.log").open("ab") as log:
            started = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.home,
                user=user,
                env=self._surroundings,
                pass_fds=pass_fds or [],
                start_new_session=True,
                preexec_fn=_ends_with_us,
            )
        self._ends.callback(self._stop, started, ends_by)
        return started

    def _stop(self, started: subprocess.Popen[bytes], how: signal.Signals) -> None:
        """Asked, then, after ten seconds, ended with all that it has started."""
        if started.poll() is None:
            started.send_signal(how)
            with suppress(subprocess.TimeoutExpired):
                started.wait(10)
        with suppress(ProcessLookupError):
            os.killpg(started.pid, signal.SIGKILL)
        started.wait()

    def _manage(self, *words: str, seconds: float) -> None:
        done = subprocess.run(
            [self.bin / "mayan-edms.py", *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=self.home,
            env=self._surroundings,
            timeout=seconds,
            preexec_fn=_ends_with_us,
        )
        if done.returncode:
            raise RuntimeError(f"mayan-edms.py {words[0]}: {done.stdout[-2000:]}")

    def _output(self, command: list[str]) -> str:
        return subprocess.run(
            command,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
            cwd=self.home,
            env=self._surroundings,
            timeout=120,
            preexec_fn=_ends_with_us,
        ).stdout


def _ends_with_us() -> None:
    ctypes.CDLL(None).prctl(_DEATH, signal.SIGTERM)


def _postgres() -> str | None:
    """PostgreSQL does not run as root."""
    return "postgres" if os.getuid() == 0 else None


def _to_postgres(place: Path) -> None:
    if user := _postgres():
        for path in (place, *place.rglob("*")):
            shutil.chown(path, user, user)


def _copied(source: Path, place: Path) -> None:
    shutil.copytree(source, place)
    place.chmod(0o700)
    _to_postgres(place)


def _until(holds: object, seconds: float, what: str) -> None:
    end = time.monotonic() + seconds
    while not holds():  # type: ignore[operator]
        if time.monotonic() > end:
            raise TimeoutError(f"{what} did not start within {seconds:.0f} s")
        time.sleep(0.2)


def _interrupted(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _interrupted)
    with suppress(KeyboardInterrupt), Mayan(Path(sys.argv[1])) as mayan:
        # For one's own eyes, on one's own machine: the password is a new one each time.
        print(f"{mayan.url}  {mayan.user}  {mayan.password}  {mayan.home}", flush=True)
        signal.pause()
