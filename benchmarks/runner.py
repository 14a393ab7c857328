"""Runs the measurements, each in a process of its own, engines in turns. This process stays small and idle."""

import json
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PDFME = Path(sys.prefix) / "pdfme"
BASE = "plain_reportlab"
ENGINES = {
    "formgen": "formgen",
    "formgen-fast": "formgen [fast]",
    BASE: "ReportLab, plain",
    "with_typst": "Typst",
    "with_fpdf2": "fpdf2",
    "with_weasyprint": "WeasyPrint",
    "pdfme": "pdfme (node)",
}
_TOO_LONG = 200.0
_TOO_BIG = 4_000.0


class Absent(Exception):
    """An engine or a tool that is not installed, or that failed."""


def answer(command, **options):
    """The JSON that a program prints as its last line."""
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, check=False, **options)
    if done.returncode:
        raise Absent((done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1])
    return json.loads(done.stdout.strip().splitlines()[-1])


def python(script, *arguments):
    return [sys.executable, HERE / script, *arguments]


def one(engine, task, file, amount, target):
    """One measurement of one engine."""
    if engine == "pdfme":
        return answer(["node", PDFME / "run.mjs", task, file, amount, target])
    return answer(python("one.py", engine, task, file, amount, target))


def versions():
    """Engine -> its version, or why it does not run."""
    found, absent = {}, {}
    for engine in ENGINES:
        module = "with_formgen" if engine.startswith("formgen") else engine
        code = f"import json; from engines import {module} as m; "
        if engine == "formgen-fast":
            code += "from isal import __version__ as v; print(json.dumps(f'{m.VERSION}, isal {v}'))"
        else:
            code += "print(json.dumps(m.VERSION))"
        try:
            if engine == "pdfme":
                package = json.loads((PDFME / "node_modules/@pdfme/generator/package.json").read_text("utf-8"))
                node = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout.strip()
                found[engine] = f"pdfme {package['version']}, node {node}"
            else:
                found[engine] = answer([sys.executable, "-c", code], cwd=HERE)
        except Absent as error:
            absent[engine] = str(error)
        except (OSError, subprocess.SubprocessError):
            absent[engine] = "not installed"
    return found, absent


def in_turns(engines, rounds, measure):
    """Engine -> its measurements, one for each round: A B C, A B C, and so on. A peer that fails is left out."""
    found = {engine: [] for engine in engines}
    for number in range(rounds):
        for engine in tuple(found):
            try:
                found[engine].append(measure(engine))
            except Absent as error:
                _drop(found, engine, error)
                continue
            print(f"  round {number + 1}/{rounds} {ENGINES.get(engine, engine)}", file=sys.stderr, flush=True)
    return found


def curve(engines, counts, rounds, measure):
    """Count of pages -> engine -> measurements. What would take too long or too much memory is left out."""
    found, last = {}, {}
    for count in counts:
        able = [e for e in engines if e not in last or _feasible(last[e], count)]
        found[count] = {engine: [] for engine in able}
        for number in range(rounds if count < 10_000 else 1):
            for engine in tuple(found[count]):
                if number and found[count][engine][0]["cpu"] > 10:
                    continue
                try:
                    made = measure(engine, count)
                except Absent as error:
                    _drop(found[count], engine, error)
                    continue
                found[count][engine].append(made)
                last[engine] = (count, made)
                print(f"  {count} pages, round {number + 1} {ENGINES[engine]}", file=sys.stderr, flush=True)
    return found


def _drop(found, engine, error):
    if engine == BASE or engine.startswith("formgen"):
        raise error
    del found[engine]
    print(f"  {ENGINES[engine]} failed: {error}", file=sys.stderr, flush=True)


def _feasible(last, count):
    before, made = last
    more = count / before
    return before < 100 or (made["cpu"] * more < _TOO_LONG and made["peak"] * more < _TOO_BIG)


def together(engine, file, seconds, processes, target):
    """Documents per second of the clock with some processes at the same time."""
    script = [sys.executable, HERE / "one.py", engine, "warm", file, seconds]
    if engine == "pdfme":
        script = ["node", PDFME / "run.mjs", "warm", file, seconds]
    command = [str(part) for part in [*script, target]]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) for _ in range(processes)]
    printed = [process.communicate()[0] for process in running]
    if not all(printed):
        raise Absent(f"{processes} at the same time")
    made = [json.loads(one) for one in printed]
    return sum(m["docs"] / m["wall"] for m in made)


def whole(command, **options):
    """CPU seconds and most memory (MB) of a whole process."""
    process = subprocess.Popen(
        [str(c) for c in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise Absent(f"{command[0]}: exit code {process.returncode}")
    return {"cpu": used.ru_utime + used.ru_stime, "peak": used.ru_maxrss / 1024}
