"""Runs the measurements, each in a process of its own, engines in turns. This process stays small and idle."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
PDFME = Path(sys.prefix) / "pdfme"
OURS, OTHER, BASE = "formgen", "formgen-other", "plain_reportlab"
ENGINES = {
    OURS: "formgen",
    OTHER: "formgen, other checkout",
    BASE: "ReportLab, plain",
    "tuned_reportlab": "ReportLab, tuned",
    "with_typst": "Typst",
    "with_typst-tagged": "Typst, tagged",
    "with_fpdf2": "fpdf2",
    "with_weasyprint": "WeasyPrint",
    "with_weasyprint-tagged": "WeasyPrint, tagged",
    "pdfme": "pdfme (node)",
}
SLOW = {"with_fpdf2", "with_weasyprint", "with_weasyprint-tagged", "pdfme"}
"""So far behind that half of the turns are enough."""
_TOO_BIG = 4_000.0


class Absent(Exception):
    """An engine or a tool that is not installed, or that failed."""


@dataclass(frozen=True)
class Runner:
    """Runs engines with caches of their own in `folder`, so that nobody's is cold and nothing is left behind."""

    folder: Path
    other: Path | None

    def environment(self, engine):
        """The same for all, but for the checkout of formgen. Bytecode is kept for everyone."""
        tree = self.other if engine == OTHER else HERE.parent
        inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        return inherited | {
            "PYTHONPATH": str(tree / "src"),
            "PYTHONPYCACHEPREFIX": str(self.folder / "bytecode"),
            "NODE_COMPILE_CACHE": str(self.folder / "bytecode"),  # node 22 and later
            "XDG_CACHE_HOME": str(self.folder / f"cache-{engine}"),
            "TMPDIR": str(self.folder),
        }

    def answer(self, command, engine=OURS):
        """The JSON that a program prints as its last line."""
        command = [str(part) for part in command]
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=self.environment(engine))
        if done.returncode:
            raise Absent((done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1])
        return json.loads(done.stdout.strip().splitlines()[-1])

    def one(self, engine, task, file, amount):
        """One measurement of one engine."""
        return self.answer(self._command(engine, task, file, amount), engine)

    def drawn(self, engine, file, person, target):
        """One person's document as a file."""
        self.answer([*self._command(engine, "single", file, person)[:-1], target], engine)

    def together(self, engine, file, seconds, processes):
        """Documents per second of the clock with some processes at the same time."""
        command, environment = self._command(engine, "warm", file, seconds), self.environment(engine)
        running = [
            subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment)
            for _ in range(processes)
        ]
        printed = [process.communicate()[0] for process in running]
        if not all(printed):
            raise Absent(f"{processes} at the same time")
        made = [json.loads(one) for one in printed]
        return sum(m["docs"] / m["wall"] for m in made)

    def whole(self, engine, command):
        """CPU seconds and most memory (MB) of a whole process."""
        process = subprocess.Popen(
            [str(part) for part in command],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=self.environment(engine),
        )
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise Absent(f"{command[0]}: exit code {process.returncode}")
        return {"cpu": used.ru_utime + used.ru_stime, "peak": used.ru_maxrss / 1024}

    def _command(self, engine, task, file, amount):
        program = ["node", PDFME / "run.mjs"] if engine == "pdfme" else python("one.py", engine)
        return [str(part) for part in (*program, task, file, amount, self.folder / "out.pdf")]

    def versions(self):
        """Engine -> its version, or why it does not run."""
        found, absent = {}, {}
        for engine in ENGINES:
            if engine == OTHER and self.other is None:
                continue
            try:
                found[engine] = self._version(engine)
            except Absent as error:
                absent[engine] = str(error)
            except (OSError, subprocess.SubprocessError):
                absent[engine] = "not installed"
        return found, absent

    def _version(self, engine):
        if engine == "pdfme":
            package = json.loads((PDFME / "node_modules/@pdfme/generator/package.json").read_text("utf-8"))
            node = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout.strip()
            return f"pdfme {package['version']}, node {node}"
        module = "with_formgen" if engine in (OURS, OTHER) else engine.partition("-")[0]
        code = f"import sys, json; sys.path.insert(0, {str(HERE)!r}); from engines import {module} as m; "
        return self.answer([sys.executable, "-c", code + "print(json.dumps(m.VERSION))"], engine)


def python(script, *arguments):
    return [sys.executable, HERE / script, *arguments]


def in_turns(engines, rounds, measure):
    """Engine -> its measurements, one for each round: A B C, A B C, and so on. A peer that fails is left out."""
    found = {engine: [] for engine in engines}
    for number in range(rounds):
        for engine in tuple(found):
            if number >= turns(engine, rounds):
                continue
            try:
                found[engine].append(measure(engine))
            except Absent as error:
                _drop(found, engine, error)
                continue
            print(f"  round {number + 1}/{rounds} {ENGINES.get(engine, engine)}", file=sys.stderr, flush=True)
    return found


def turns(engine, rounds):
    return (rounds + 1) // 2 if engine.split()[0] in SLOW else rounds


def curve(engines, counts, rounds, seconds, measure):
    """Count of pages -> engine -> measurements. What would take over `seconds` or too much memory is left out."""
    found, last = {}, {}
    for count in counts:
        able = [e for e in engines if e not in last or _feasible(*last[e], count, seconds)]
        print(f"{count} pages", file=sys.stderr)
        found[count] = in_turns(able, rounds if count < 10_000 else 1, lambda e, count=count: measure(e, count))
        last |= {engine: (count, made[0]) for engine, made in found[count].items()}
    return found


def _drop(found, engine, error):
    if engine.startswith((BASE, OURS)):
        raise error
    del found[engine]
    print(f"  {ENGINES.get(engine, engine)} failed: {error}", file=sys.stderr, flush=True)


def _feasible(before, made, count, seconds):
    more = count / before
    return before < 10 or (made["cpu"] * more < seconds and (before < 100 or made["peak"] * more < _TOO_BIG))
