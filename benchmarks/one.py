"""One measurement in a process of its own: `python one.py ENGINE TASK PAGES.json AMOUNT [OUT.pdf]`, answer as JSON.

ENGINE is a module of `engines`, or `formgen` (without isal) or `formgen-fast` (with it). TASK: `warm` makes single
documents for AMOUNT seconds of CPU time, `pages` makes one page, then one document of AMOUNT pages.
"""

import gc
import json
import sys
import time
from importlib import import_module
from pathlib import Path

import pages


def without_isal():
    """As if the extra were not installed."""
    sys.modules["isal"] = None
    sys.modules["isal.isal_zlib"] = None


def peak_megabytes():
    """The most memory this process has had. (`ru_maxrss` would also count the parent it was forked from.)"""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def single_documents(engine, data):
    """A function from a number to the document of that person."""
    if engine.startswith("formgen"):
        module = import_module("engines.with_formgen")
        return lambda n: module.render(data["form"], pages.profile(data["profile"], n))
    people = list(pages.cycle(data, len(data["values"])))
    draw = import_module(f"engines.{engine}").start(data["faces"], people[0])
    return lambda n: draw([people[n % len(people)]])


def warm(engine, data, seconds):
    document = single_documents(engine, data)
    for n in range(3):
        pdf = document(n)
    gc.collect()
    wall, begin, docs = time.perf_counter(), time.process_time(), 0
    while docs < 2 or time.process_time() - begin < seconds:
        docs += 1
        pdf = document(3 + docs)
    cpu, wall = time.process_time() - begin, time.perf_counter() - wall
    return {"docs": docs, "cpu": cpu, "wall": wall, "bytes": len(pdf)}


def many_pages(engine, data, count, target):
    if engine.startswith("formgen"):
        module = import_module("engines.with_formgen")

        def make(number):
            module.render_many(data["form"], pages.profiles(data["profile"], number), target)
    else:
        draw = import_module(f"engines.{engine}").start(data["faces"], next(pages.cycle(data, 1)))

        def make(number):
            target.write_bytes(draw(pages.cycle(data, number)))

    make(1)
    begin, wall = time.process_time(), time.perf_counter()
    make(count)
    cpu, wall = time.process_time() - begin, time.perf_counter() - wall
    return {"docs": 1, "cpu": cpu, "wall": wall, "bytes": target.stat().st_size}


def main():
    engine, task, file, amount, *out = sys.argv[1:]
    if engine == "formgen":
        without_isal()
    data = pages.read(file)
    if task == "warm":
        answer = warm(engine, data, float(amount))
    else:
        answer = many_pages(engine, data, int(amount), Path(out[0]))
    print(json.dumps({**answer, "peak": peak_megabytes()}))


if __name__ == "__main__":
    main()
