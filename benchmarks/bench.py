"""formgen beside its peers: the same pages in all engines, CPU time, engines in turns, medians."""

import argparse
import json
import sys
import tempfile
from pathlib import Path

from report import report
from runner import BASE, ENGINES, HERE, OTHER, OURS, PDFME, Absent, Runner, curve, in_turns, python

FORMS = ("fee-payment-sheet", "usage-request")
"""The first one is used where one form is enough."""
PACKET = "packet"
PEOPLE = {FORMS[0]: 100, FORMS[1]: 100, PACKET: 20}
"""How many different people the peers' documents are for."""
COUNTS = {FORMS[0]: (1, 10, 100, 1_000, 10_000), FORMS[1]: (10, 100, 1_000)}
"""Pages of one document; with --quick no more than 100."""


def main():
    asked = arguments()
    with tempfile.TemporaryDirectory(prefix="formgen-bench-") as folder:
        runner = Runner(Path(folder), asked.against)
        versions, absent = runner.versions()
        for engine in (OURS, BASE, OTHER):
            if engine in absent:
                sys.exit(f"{ENGINES[engine]}: {absent[engine]}; run `make bench`")
        wanted = {*asked.only, OURS, OTHER, BASE} if asked.only else set(ENGINES)
        engines = [engine for engine in ENGINES if engine in versions and engine in wanted]
        asked.out.mkdir(parents=True, exist_ok=True)
        files = {job: runner.folder / f"{job}.json" for job in PEOPLE}
        for job, file in files.items():
            runner.answer(python("pages.py", job, file, PEOPLE[job]))
        if asked.look:
            same_pages(runner, engines, files, asked.out)
            return
        found = measure(runner, engines, files, asked)
        found |= {"forms": FORMS, "versions": {e: versions[e] for e in engines}, "absent": absent}
        found |= {"rounds": asked.rounds, "quick": asked.quick, "date": asked.date}
        (asked.out / "RESULTS.md").write_text(report(found), encoding="utf-8")
        picture(runner, found, asked.out / "scaling.png")
        if not asked.quick:
            say("profile")
            runner.answer(python("profile_render.py", "--out", asked.out))
    print(asked.out / "RESULTS.md")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, help="turns of every engine (default: 5, with --quick 2)")
    parser.add_argument(
        "--quick", action="store_true", help="under three minutes: fewer turns, no document over 100 pages"
    )
    parser.add_argument(
        "--against", type=Path, help="another checkout of formgen that runs the same jobs in turns with this"
    )
    parser.add_argument(
        "--only", nargs="+", choices=ENGINES, metavar="ENGINE", help=f"formgen, {BASE} and these: {', '.join(ENGINES)}"
    )
    parser.add_argument("--date", default="", help="what to print as the date of the run")
    parser.add_argument("--out", type=Path, help="folder of the results (default: this one, with --quick out/bench)")
    parser.add_argument(
        "--look", action="store_true", help="measure nothing: only every engine's pages, PDF and picture"
    )
    asked = parser.parse_args()
    asked.rounds = asked.rounds or (2 if asked.quick else 5)
    asked.out = asked.out or (HERE.parent / "out" / "bench" if asked.quick or asked.look else HERE)
    asked.against = asked.against and asked.against.resolve()
    return asked


def measure(runner, engines, files, asked):
    """Every figure, by its name."""
    seconds, few = 0.2 if asked.quick else 0.8, min(asked.rounds, 3)
    longest = 4 if asked.quick else 40
    one = files[FORMS[0]]
    say("the same pages")
    found = {"same": same_pages(runner, engines, files), "warm": {}, "pages": {}, "processes": {}}
    say("documents, warm")
    for job, file in files.items():
        found["warm"][job] = in_turns(engines, asked.rounds, lambda e, f=file: runner.one(e, "warm", f, seconds))
    say("pages of one document")
    for form, counts in COUNTS.items():
        able = [n for n in counts if n <= 100 or not asked.quick]
        file = files[form]
        found["pages"][form] = curve(engines, able, few, longest, lambda e, n, f=file: runner.one(e, "pages", f, n))
    say("one process and two")
    for number in (1, 2):
        found["processes"][number] = in_turns(
            engines, few, lambda e, number=number: runner.together(e, one, seconds / 2, number)
        )
    say("cold")
    found |= cold_processes(runner, engines, files, asked.rounds)
    say("packet and spec")
    trees = [engine for engine in engines if engine in (OURS, OTHER)]
    found["packet"] = in_turns(trees, few, lambda e: runner.answer(python("packet.py"), e))
    found["spec"] = runner.answer(python("spec.py", asked.rounds))
    return found


def say(step):
    print(step, file=sys.stderr, flush=True)


def same_pages(runner, engines, files, out=None):
    """Whether all draw the same: each engine's document for the second person, compared; kept if there is an `out`."""
    found = {}
    for job, file in files.items():
        drawn = {}
        # formgen's packet has other pages between its own: the peers' is compared with the sheets it is made of.
        able = [engine for engine in engines if job != PACKET or engine not in (OURS, OTHER)]
        for engine in sorted(able, key=lambda e: e != BASE):
            drawn[engine] = (out or runner.folder) / f"{job}-{engine}.pdf"
            runner.drawn(engine, file, 1, drawn[engine])
        shown = out / f"{job}.png" if out else "-"
        found[job] = runner.answer(python("same.py", file, 1, shown, *(f"{e}={path}" for e, path in drawn.items())))
        if out:
            print(shown)
    return found


def cold_processes(runner, engines, files, rounds):
    """Whole processes that make one page, caches warm; and formgen's very first run, which compiles the form."""
    commands = cold_commands(runner, engines, files)
    for cache in ("bytecode", "first"):  # new caches of formgen both times, but the second time bytecode is there
        first = runner.whole(cache, commands[f"{OURS} {FORMS[0]}"])
    for key, command in commands.items():
        runner.whole(key.split()[0], command)
    made = in_turns(list(commands), rounds * 2, lambda key: runner.whole(key.split()[0], commands[key]))
    found = {}
    for key, times in made.items():
        engine, job = key.split()
        found.setdefault(job, {})[engine] = times
    return {"cold": found, "first": first}


def cold_commands(runner, engines, files):
    """`ENGINE JOB` -> command. The peers make the first form only, by the shortest script."""
    target, single = runner.folder / "cold.pdf", runner.folder / "single.json"
    data = json.loads(files[FORMS[0]].read_text(encoding="utf-8"))
    single.write_text(json.dumps({**data, "people": data["people"][:1]}), encoding="utf-8")
    found = {}
    for engine in engines:
        if engine in (OURS, OTHER):
            found |= {f"{engine} {job}": command for job, command in own_commands(runner, files, target).items()}
        elif engine == "pdfme":
            found[f"{engine} {FORMS[0]}"] = ["node", PDFME / "run.mjs", "cold", single, 1, target]
        else:
            found[f"{engine} {FORMS[0]}"] = python("cold.py", engine, single, target)
    return found


def own_commands(runner, files, target):
    command = Path(sys.executable).parent / "formgen"
    found = {}
    for form in FORMS:
        profile = runner.folder / f"profile-{form}.json"
        data = json.loads(files[form].read_text(encoding="utf-8"))
        profile.write_text(json.dumps(data["profile"]), encoding="utf-8")
        found[form] = [command, "render", form, profile, "-o", target, "--force"]
    return found | {option: [command, option] for option in ("--help", "--version")}


def picture(runner, found, target):
    """The plot, drawn by another process; without matplotlib there is none."""
    curves = runner.folder / "curves.json"
    names = {engine: ENGINES[engine] for engine in found["versions"]}
    curves.write_text(json.dumps({"names": names, "pages": found["pages"][FORMS[0]], "processes": found["processes"]}))
    try:
        runner.answer(python("plot.py", curves, target))
    except Absent as error:
        say(f"no plot: {error}")


if __name__ == "__main__":
    try:
        main()
    except Absent as error:
        sys.exit(f"stopped: {error}")
