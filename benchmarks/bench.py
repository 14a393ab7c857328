"""formgen beside its peers: the same page in all engines, CPU time, engines in turns, medians.

python benchmarks/bench.py [--rounds N] [--quick] [--date TEXT] [--out FOLDER] [--look FOLDER]
"""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

import runner
from report import report
from runner import BASE, ENGINES, HERE, Absent, python

FORMS = ("fee-payment-sheet", "usage-request")
"""The first one is used where one form is enough."""


def main():
    asked = arguments()
    rounds = asked.rounds or (2 if asked.quick else 5)
    versions, absent = runner.versions()
    engines = [engine for engine in ENGINES if engine in versions]
    if BASE not in engines:
        sys.exit(f"{ENGINES[BASE]}: {absent[BASE]}; run `make bench`")
    if asked.look:
        asked.look.mkdir(parents=True, exist_ok=True)
        look(asked.look, engines)
        return
    with tempfile.TemporaryDirectory(prefix="formgen-bench-") as folder:
        os.environ["XDG_CACHE_HOME"] = folder
        found = measure(Path(folder), engines, rounds, asked.quick)
    found |= {"versions": versions, "absent": absent, "rounds": rounds, "quick": asked.quick, "date": asked.date}
    asked.out.mkdir(parents=True, exist_ok=True)
    (asked.out / "RESULTS.md").write_text(report(found), encoding="utf-8")
    picture(found, asked.out / "scaling.png")
    print(asked.out / "RESULTS.md")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, help="turns of every engine (default: 5, with --quick 2)")
    parser.add_argument("--quick", action="store_true", help="a few minutes: no documents over 100 pages")
    parser.add_argument("--date", default="", help="what to print as the date of the run")
    parser.add_argument("--out", type=Path, default=HERE, help="folder for RESULTS.md and scaling.png")
    parser.add_argument("--look", type=Path, help="measure nothing: only the pages of all engines, PDF and picture")
    return parser.parse_args()


def look(folder, engines):
    """The second page of every engine, side by side, to be seen with one's own eyes."""
    for form in FORMS:
        runner.answer(python("pages.py", form, folder / f"{form}.json"))
        same_page(engines, folder / f"{form}.json", folder, form)
        print(folder / f"{form}.png")


def measure(folder, engines, rounds, quick):
    """Every figure, by its name."""
    seconds = 0.4 if quick else 1.0
    target = folder / "out.pdf"
    files = {form: folder / f"{form}.json" for form in FORMS}
    for form, file in files.items():
        runner.answer(python("pages.py", form, file))
    one = files[FORMS[0]]
    say("the same page")
    same = {form: same_page(engines, file, folder, form) for form, file in files.items()}
    say("documents, warm")
    warm = {}
    for form, file in files.items():
        warm[form] = runner.in_turns(engines, rounds, lambda e, file=file: runner.one(e, "warm", file, seconds, target))
    say("pages of one document")
    counts = (1, 10, 100) if quick else (1, 10, 100, 1_000, 10_000)
    pages = runner.curve(engines, counts, min(rounds, 3), lambda e, n: runner.one(e, "pages", one, n, target))
    say("one process and two")
    processes = {}
    for number in (1, 2):
        processes[number] = runner.in_turns(
            engines, min(rounds, 3), lambda e, number=number: runner.together(e, one, seconds, number, target)
        )
    say("cold")
    cold, first = cold_processes(engines, rounds, one, folder)
    say("packet and spec")
    packet = runner.answer(python("packet.py", max(3, rounds)))
    found = {"forms": FORMS, "same": same, "warm": warm, "pages": pages, "processes": processes}
    return {**found, "cold": cold, "first": first, **packet}


def say(step):
    print(step, file=sys.stderr, flush=True)


def same_page(engines, file, folder, form):
    """Whether all draw the same: the engines' second pages compared."""
    drawn = {}
    for engine in [BASE, *(e for e in engines if e != BASE)]:
        drawn[engine] = folder / f"{form}-{engine}.pdf"
        runner.one(engine, "pages", file, 2, drawn[engine])
    made = python("same.py", file, folder / f"{form}.png", *(f"{e}={path}" for e, path in drawn.items()))
    return runner.answer(made)


def cold_processes(engines, rounds, file, folder):
    """Whole processes that make one page, caches warm; and formgen's very first run, which compiles the form."""
    data = json.loads(file.read_text(encoding="utf-8"))
    single, profile, target = folder / "single.json", folder / "profile.json", folder / "cold.pdf"
    single.write_text(json.dumps({**data, "values": data["values"][:1]}), encoding="utf-8")
    profile.write_text(json.dumps(data["profile"]), encoding="utf-8")
    command = Path(sys.executable).parent / "formgen"
    commands = {
        "formgen": [command, "render", data["form"], profile, "-o", target, "--force"],
        "formgen --help": [command, "--help"],
        "formgen --version": [command, "--version"],
    }
    for engine in engines:
        if engine == "pdfme":
            commands[engine] = ["node", runner.PDFME / "run.mjs", "cold", single, 1, target]
        elif not engine.startswith("formgen"):
            commands[engine] = python("cold.py", engine, single, target)
    os.environ["XDG_CACHE_HOME"] = str(folder / "cold")
    first = runner.whole(commands["formgen"])
    for arguments in commands.values():
        runner.whole(arguments)
    return runner.in_turns(list(commands), rounds * 2, lambda name: runner.whole(commands[name])), first


def picture(found, target):
    """The plot, drawn by another process; without matplotlib there is none."""
    curves = {
        "names": ENGINES,
        "pages": {str(n): by_engine for n, by_engine in found["pages"].items()},
        "processes": found["processes"],
    }
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(curves, file)
        file.flush()
        try:
            runner.answer(python("plot.py", file.name, target))
        except Absent as error:
            say(f"no plot: {error}")


if __name__ == "__main__":
    try:
        main()
    except Absent as error:
        sys.exit(f"stopped: {error}")
