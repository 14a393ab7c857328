"""Batches: how much faster two processes are, what Dask costs by itself, memory, killed workers and drivers, a curve.

`python batch.py [--packets 500] [--most 10000] [--folder DIR] [--rounds 3]`; prints tables in Markdown, for RESULTS.md.
Each run is a process of its own. The packets are those of examples/usage-request-by-mail, 16 pages with six scans,
each of another person; the scans are the same in all of them, as an organisation's papers are.
Quick: `--packets 40 --most 100`.
"""

import argparse
import json
import os
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from copy import deepcopy
from dataclasses import replace
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "usage-request-by-mail"
DAY = date(2026, 11, 24)
TASKS = 2000


def cases(count):
    from formgen.batch.cases import Case

    base = json.loads((EXAMPLE / "profile.json").read_text(encoding="utf-8"))
    made = []
    for number in range(count):
        profile = deepcopy(base)
        profile["users"][0]["name"] = f"𠮷田 太郎{number:07d}"
        made.append(Case(f"{number:07d}", (number + 2,), profile, {}))
    return made


def engine_of(name):
    """The engine of a name: one, jobs-N, dask; and what ends it."""
    from formgen.batch.engines import engine_for

    if name != "dask":
        return engine_for(None, int(name.partition("-")[2] or 1), None), lambda: None
    from distributed import LocalCluster

    about = {"n_workers": 2, "threads_per_worker": 1, "host": "127.0.0.1", "dashboard_address": None}
    cluster = LocalCluster(**about, silence_logs=50)
    return engine_for(None, 1, cluster.scheduler_address), cluster.close


def one_run(engine, count, what, out):
    """In a process of its own: makes a batch and prints what it took."""
    import gc

    from formgen.batch.driver import Driver
    from formgen.batch.work import Recipe
    from formgen.library import open_library

    gc.set_threshold(50_000, 20, 20)  # as the command does
    recipe = Recipe("pdf", EXAMPLE, out, "pledge") if what == "sheets" else Recipe("folder", EXAMPLE, out)
    every = cases(count)
    by, end = engine_of(engine)
    began = time.perf_counter()
    outcome = Driver(recipe, open_library(), out, by, today=DAY).run(every, every)
    seconds = time.perf_counter() - began
    end()
    states = [output.state for output in outcome.outputs]
    memory = {who: resource.getrusage(number).ru_maxrss / 1024 for who, number in _WHO.items()}
    print(json.dumps({"seconds": seconds, "states": {s: states.count(s) for s in set(states)}, **memory}))


_WHO = {"driver": resource.RUSAGE_SELF, "worker": resource.RUSAGE_CHILDREN}


def own_cost(engine):
    """What an engine costs for a case by itself, chunks of ten: the worker, of another version, makes nothing."""
    from formgen.batch.running import run
    from formgen.batch.work import Job, Recipe

    every = cases(TASKS)
    by, end = engine_of(engine)
    recipe = replace(Recipe("folder", EXAMPLE, None), version="none")

    def jobs(these):
        return (Job(case.name, case.data, DAY, files={}) for case in these)

    seconds = []
    for _ in range(3):
        running = run(recipe, jobs(every), TASKS, by)
        next(running)  # until its workers are there
        began = time.perf_counter()
        rest = sum(1 for _ in running)
        seconds.append((time.perf_counter() - began) / rest)
    end()
    print(json.dumps({"milliseconds": min(seconds) * 1000}))


def asked(*words):
    done = subprocess.run([sys.executable, __file__, *map(str, words)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])


def faster(folder, count, rounds):
    found = {"one": [], "jobs-2": []}
    for number in range(rounds):
        for engine, runs in found.items():
            runs.append(asked("run", engine, count, "packets", folder / f"{engine}-{number}"))
            shutil.rmtree(folder / f"{engine}-{number}")
    ratio = statistics.median(a["seconds"] / b["seconds"] for a, b in zip(*found.values(), strict=True))
    print(f"\n## {count} packets of 16 pages with six scans\n")
    print("| | seconds | ms of one | driver, most MB | a worker, most MB |\n|---|---|---|---|---|")
    for engine, runs in found.items():
        seconds = statistics.median(run["seconds"] for run in runs)
        most = [max(run[who] for run in runs) for who in _WHO]
        worker = "" if engine == "one" else f"{most[1]:.0f}"
        print(f"| {engine} | {seconds:.1f} | {seconds / count * 1000:.1f} | {most[0]:.0f} | {worker} |")
    print(f"\n`--jobs 2` is {ratio:.2f} times as fast as one process (mark: 1.7 or more on two idle cores).")


def engines():
    print("\n## What an engine costs for a case by itself, chunks of ten\n\n| engine | ms of one |\n|---|---|")
    for engine in ("jobs-2", "dask"):
        print(f"| {engine} | {asked('cost', engine)['milliseconds']:.3f} |")
    print("\nMark for Dask: under 1 ms.")


def memory(folder, count):
    print("\n## Memory, two processes\n\n| packets | driver, most MB | a worker, most MB |\n|---|---|---|")
    for number in (count // 5, count):
        run = asked("run", "jobs-2", number, "packets", folder / "memory")
        shutil.rmtree(folder / "memory")
        print(f"| {number} | {run['driver']:.0f} | {run['worker']:.0f} |")


def killed(folder, count):
    print(f"\n## kill -9, {count} packets, two processes\n")
    print("| killed | packets | torn | different | left over | run again |\n|---|---|---|---|---|---|")
    whole = folder / "whole"
    asked("run", "jobs-2", count, "packets", whole)
    for what in ("worker", "driver"):
        out = folder / f"killed-{what}"
        _kill(what, out, count)
        again = asked("run", "jobs-2", count, "packets", out)["states"]
        made = sorted(p for p in out.iterdir() if p.name[0] != ".")
        torn = sum(not _is_whole(packet) for packet in made)
        other = sum(_files(packet) != _files(whole / packet.name) for packet in made)
        left = len([p for p in out.iterdir() if p.name.startswith(".formgen-") and ".sqlite" not in p.name])
        said = ", ".join(f"{state} {number}" for state, number in sorted(again.items()))
        print(f"| a {what} | {len(made)} | {torn} | {other} | {left} | {said} |")
        shutil.rmtree(out)
    shutil.rmtree(whole)


def _kill(what, out, count):
    command = [sys.executable, __file__, "run", "jobs-2", str(count), "packets", str(out)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None and _there(out) < count // 4:
        time.sleep(0.02)
    if what == "driver":
        os.kill(process.pid, signal.SIGKILL)
    else:
        os.kill(next(_workers(process.pid)), signal.SIGKILL)
    process.wait()


def _there(out):
    return sum(p.name[0] != "." for p in out.iterdir()) if out.is_dir() else 0


def _workers(parent):
    for children in Path(f"/proc/{parent}/task").glob("*/children"):
        for child in children.read_text().split():
            if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
                yield int(child)


def _is_whole(packet):
    from formgen.ground.problems import Refused
    from formgen.handover.packets import open_packet

    try:
        open_packet(packet)
    except Refused:
        return False
    return True


def _files(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def curve(folder, most):
    print("\n## Curve, two processes\n")
    print("| what | how many | seconds | ms of one | driver, most MB |\n|---|---|---|---|---|")
    slope = {}
    for what, limit in (("packets", 1000), ("sheets", most)):
        for count in (n for n in (10, 100, 1000, 10_000) if n <= min(limit, most)):
            run = asked("run", "jobs-2", count, what, folder / "curve")
            shutil.rmtree(folder / "curve")
            slope[what] = (run["seconds"] / count, run["driver"], count)
            each = run["seconds"] / count * 1000
            print(f"| {what} | {count:,} | {run['seconds']:.1f} | {each:.1f} | {run['driver']:.0f} |")
    for what, (each, _, count) in slope.items():
        hours = each * 1_000_000 / 3600
        print(f"| {what} | 1,000,000 (by calculation from {count:,}) | {each * 1_000_000:,.0f} | {each * 1000:.1f} | |")
        print(
            f"\n1,000,000 {what}: {hours:.1f} hours on this machine, {hours / 10:.1f} on ten of them.\n",
            file=sys.stderr,
        )
    print("\nSheets: one page each (pledge), one PDF per row; packets: 16 pages, a folder per row.")


def main():
    if sys.argv[1:2] == ["run"]:
        return one_run(sys.argv[2], int(sys.argv[3]), sys.argv[4], Path(sys.argv[5]))
    if sys.argv[1:2] == ["cost"]:
        return own_cost(sys.argv[2])
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--packets", type=int, default=500)
    options.add_argument("--most", type=int, default=10_000)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--folder", type=Path, help="a disk with room for the packets (1.4 MB each)")
    asked_for = options.parse_args()
    with tempfile.TemporaryDirectory(dir=asked_for.folder) as made:
        folder = Path(made)
        print(f"# Batches\n\n{date.today()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before.")
        faster(folder, asked_for.packets, asked_for.rounds)
        engines()
        memory(folder, asked_for.packets)
        killed(folder, asked_for.packets)
        curve(folder, asked_for.most)
    return None


if __name__ == "__main__":
    main()
