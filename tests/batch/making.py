"""Batches as a program has them made: cases of one organisation, and what is on the disk afterwards."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

from formgen.batch.cases import Case
from formgen.batch.driver import Driver, Outcome
from formgen.batch.engines import Engine
from formgen.batch.tables.cells import Place
from formgen.batch.work import Kind, Recipe
from formgen.library import open_library

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "usage-request-by-mail"
DAY = date(2026, 11, 24)


def cases(count: int, form: str = "pledge") -> list[Case]:
    """One person each of the same organisation; the name stands in column 3."""
    return [case(number, form) for number in range(count)]


def case(number: int, form: str = "pledge", **changed: Any) -> Case:
    data = deepcopy(_PROFILE) | {"form": "usage-request"}
    data["users"][0] |= {"name": f"見本 太郎{number:04d}"} | changed
    return Case(f"{number:04d}", (number + 2,), data, {"/users/0/name": Place(number + 2, 3)})


_PROFILE: dict[str, Any] = json.loads((EXAMPLE / "profile.json").read_text(encoding="utf-8"))


def driver(out: Path | None, engine: Engine | None = None, *, form: str = "pledge", **about: Any) -> Driver:
    """Of single sheets, unless it is said otherwise."""
    sheet = None if form == "usage-request" else form
    kind: Kind = about.pop("kind", "pdf" if sheet else "folder")
    recipe = Recipe(kind, EXAMPLE, out, sheet, **about)
    return Driver(recipe, open_library(), out, engine or Engine(), today=DAY)


def made(out: Path, every: Sequence[Case], engine: Engine | None = None, **about: Any) -> Outcome:
    return driver(out, engine, **about).run(every, every)


def files(folder: Path) -> dict[str, bytes]:
    """Everything in it but the journal, by path."""
    found = (p for p in sorted(folder.rglob("*")) if p.is_file() and not p.name.startswith(".formgen-batch."))
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in found}


def strays(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir() if p.name.startswith(".formgen-") and ".sqlite" not in p.name)


def states(outcome: Outcome) -> list[str]:
    return [output.state for output in outcome.outputs]


def codes(outcome: Outcome) -> list[str]:
    return sorted({f.problem.key for f in outcome.findings if not f.problem.key.startswith("W-INFERRED")})


def begun(script: Path, *words: object) -> subprocess.Popen[bytes]:
    """A process of its own, in a group of its own as a shell gives one."""
    command = [sys.executable, str(script), *map(str, words)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT / "tests" / "batch")])}
    return subprocess.Popen(
        command, env=environment, start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def wait_until(true: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.01)


def below(process: int) -> Iterator[int]:
    """The processes that a process has started, and theirs."""
    for children in Path(f"/proc/{process}/task").glob("*/children"):
        for child in map(int, children.read_text().split()):
            yield child
            yield from below(child)


def alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def kill(process: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)
