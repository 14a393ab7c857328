"""Runs `formgen packet` again and again, each time with a signal at another file operation, and looks at what is left.

A process of its own: `python killing.py FOLDER '{"output": "out.zip", …}'`. It loads everything once and forks for each
run. Every operation counts twice: before it is done and after it. Answers with JSON: how many runs, and what was wrong.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import signal
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout, suppress
from io import StringIO
from itertools import count, product, takewhile
from pathlib import Path
from typing import Any

from formgen.cli import main
from formgen.cli.app import app
from formgen.files import moving, temporary
from formgen.filing import packet
from formgen.outputs import folder

# What of Python's own functions changes files, names or locks, or begins or ends to do so.
CHANGING = ("mkdir", "open", "rename", "replace", "link", "unlink", "rmdir", "scandir", "fsync", "flock", "fork_exec")
WRITING = ("write", "writelines", "flush", "close", "sendfile", "copy_file_range")
OPERATIONS = frozenset({*CHANGING, *WRITING})
MODULES = frozenset({"posix", "io", "_io", "fcntl", "_posixsubprocess"})
EXCHANGE = moving.exchange.__code__
# In seconds; a run takes a tenth of one.
LONGEST = 60


def harness(place: str, wanted: str) -> None:
    os.chdir(place)
    # Whoever runs the tests may have said what is to become of them.
    for name in ("SIGTERM", "SIGHUP"):
        signal.signal(getattr(signal, name), signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.stdout.write(json.dumps(Runs(**json.loads(wanted)).all()))


class Runs:
    """All runs into one output, with each signal, into a new place and over an old packet.

    `step`: only each so many-th operation. `whole`: the packet is made anew in each run, not only written; `again`: by
    this option.
    `two_steps`: as where the system cannot exchange two names. `careless`: with a fault that must be found.
    """

    def __init__(
        self,
        *,
        output: str,
        signals: list[str],
        step: int = 1,
        whole: bool = False,
        again: str = "--force",
        two_steps: bool = False,
        careless: bool = False,
    ) -> None:
        self.output, self.step, self.two_steps, self.again = Path(output), step, two_steps, again
        self.signals = [getattr(signal, name) for name in signals]
        self.counts: list[int] = []
        self.failures: list[str] = []
        if two_steps:
            moving._call = lambda: None
        if careless:
            folder.replace_folder = lambda new, path, _: (temporary.remove(path), new.rename(path))
        self.old, self.new = self._made("old.json"), self._made("new.json")
        self.fixed = names_here()
        if not whole:
            # The packet is the same each time, and nothing of it is in a file before it is written.
            made = packet.make_packet("new.json")
            packet.make_packet = lambda *_, **__: made
        # A collector that looks at what is there would write into its pages, and each fork would copy them.
        gc.freeze()

    def _made(self, profile: str) -> Any:
        """What a run leaves that nothing disturbs; every later run then finds all modules loaded."""
        with redirect_stdout(StringIO()), redirect_stderr(StringIO()), suppress(SystemExit):
            app(["packet", profile, "-o", str(self.output), "--force"], prog_name="formgen")
        try:
            return content(self.output)
        finally:
            temporary.remove(self.output)

    def all(self) -> dict[str, Any]:
        for turn, (which, before) in enumerate(product(self.signals, (None, self.old))):
            # Not the same operations each time.
            numbers = count(1 + turn % self.step, self.step)
            self.counts.append(sum(1 for _ in takewhile(lambda n: self._one(n, which, before), numbers)))  # noqa: B023
        return {"runs": self.counts, "failures": self.failures}

    def _one(self, number: int, which: signal.Signals, before: Any) -> bool:
        """Whether there was an operation of that number."""
        self._prepare(before)
        status = forked(lambda: self._run(number, which))
        told = status in (-which, 128 + which)
        wrong = [] if told or status == 0 else [f"ended with {status}"]
        if told and which == signal.SIGKILL:
            if not self.two_steps and content(self.output) not in (self.new, before):
                wrong.append("neither old nor new at once")
            # Also a run that is refused for what is there already mends and sweeps.
            if self._strays():
                forked(lambda: self._run(0, which, over=False))
        found = content(self.output)
        if found != self.new and not (told and found == before):
            wrong.append(f"neither old nor new: {found and sorted(found)[:20]}")
        if strays := self._strays():
            wrong.append(f"left behind: {strays}")
        about = f"{self.output} {which.name} {'over an old one ' if before else ''}operation {number}"
        self.failures += [f"{about}: {what}" for what in wrong]
        return status != 0

    def _strays(self) -> set[str]:
        return names_here() - self.fixed - {self.output.name}

    def _prepare(self, before: Any) -> None:
        if content(self.output) == before:
            return
        temporary.remove(self.output)
        if isinstance(before, bytes):
            self.output.write_bytes(before)
        for name, data in before.items() if isinstance(before, dict) else ():
            (self.output / name).parent.mkdir(parents=True, exist_ok=True)
            (self.output / name).write_bytes(data)

    def _run(self, number: int, which: int, *, over: bool = True) -> None:
        temporary._swept.cache_clear()
        sys.argv = ["formgen", "packet", "new.json", "-o", str(self.output), *([self.again] if over else [])]
        left = [number]

        def watch(frame: Any, event: str, called: Any) -> None:
            if event in ("c_call", "c_return"):
                if called.__name__ not in OPERATIONS or home(called) not in MODULES:
                    return
            elif event not in ("call", "return") or frame.f_code is not EXCHANGE:
                return
            left[0] -= 1
            if left[0] == 0:
                signal.raise_signal(which)

        if number:
            sys.setprofile(watch)
        main()


def names_here() -> set[str]:
    return {path.name for path in Path().iterdir()}


def home(called: Any) -> str:
    """The module of a function, or of the type of a method."""
    return getattr(called, "__module__", None) or type(getattr(called, "__self__", None)).__module__


def content(path: Path) -> Any:
    """Nothing, the bytes of a file, or all files of a folder."""
    if path.is_dir():
        return {p.relative_to(path).as_posix(): p.read_bytes() for p in path.rglob("*") if p.is_file()}
    return path.read_bytes() if path.exists() else None


def forked(do: Callable[[], None]) -> int:
    """How a fork of this process ended that did something: its exit code, or minus the signal it died of."""
    if child := os.fork():
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    code = 99
    try:
        signal.alarm(LONGEST)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        do()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 98
    finally:
        sys.setprofile(None)
        # As at the end of a process: it ends the one that reads attachments.
        atexit._run_exitfuncs()
        os._exit(code)
    return code


if __name__ == "__main__":
    harness(*sys.argv[1:])
