"""One measurement in a process of its own: `python one.py ENGINE TASK PAGES.json AMOUNT OUT.pdf`, answer as JSON.

ENGINE is a peer of `engines`, or begins with `formgen`. TASK: `warm` makes single documents for AMOUNT seconds of CPU
time, `pages` makes one page, then one document of AMOUNT pages, `single` the document of person number AMOUNT.
"""

import gc
import itertools
import json
import sys
import time
from pathlib import Path

import engines
import pages


def peak_megabytes():
    """The most memory this process has had. (`ru_maxrss` would also count the parent it was forked from.)"""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def single_documents(engine, data):
    """A function from a number to the document of that person."""
    if engine.startswith("formgen"):
        from engines.with_formgen import render

        return lambda n: render(data["job"], pages.profile(data["job"], data["profile"], n))
    draw, people = engines.start(engine, data), data["people"]
    return lambda n: draw([people[n % len(people)]])


def one_document(engine, data, target):
    """A function that writes one document of so many pages."""
    if engine.startswith("formgen"):
        from engines.with_formgen import render_many

        return lambda n: render_many(data["job"], pages.profiles(data["job"], data["profile"], n), target)
    draw, people = engines.start(engine, data), data["people"]
    return lambda n: target.write_bytes(draw(itertools.islice(itertools.cycle(people), n)))


def warm(engine, data, seconds):
    document = single_documents(engine, data)
    begin = time.process_time()
    for n in range(3):
        pdf = document(n)
        if time.process_time() - begin > seconds:  # long enough to be warm
            break
    gc.collect()
    wall, begin, docs = time.perf_counter(), time.process_time(), 0
    while docs < 1 or time.process_time() - begin < seconds:
        docs += 1
        pdf = document(3 + docs)
    cpu, wall = time.process_time() - begin, time.perf_counter() - wall
    return {"docs": docs, "cpu": cpu, "wall": wall, "bytes": len(pdf)}


def many_pages(engine, data, count, target):
    make = one_document(engine, data, target)
    make(1)
    begin, wall = time.process_time(), time.perf_counter()
    make(count)
    cpu, wall = time.process_time() - begin, time.perf_counter() - wall
    return {"docs": 1, "cpu": cpu, "wall": wall, "bytes": target.stat().st_size}


def main():
    engine, task, file, amount, out = sys.argv[1:]
    data, target = pages.read(file), Path(out)
    if task == "warm":
        answer = warm(engine, data, float(amount))
    elif task == "pages":
        answer = many_pages(engine, data, int(amount), target)
    else:
        answer = {"bytes": target.write_bytes(single_documents(engine, data)(int(amount)))}
    print(json.dumps({**answer, "peak": peak_megabytes()}))


if __name__ == "__main__":
    main()
