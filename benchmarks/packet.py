"""What a packet with its scans takes: `python packet.py`, answer as JSON, CPU seconds of one packet.

Work of child processes counts, those that are still alive too: a reader of scans may be kept for the next packet.
"""

import gc
import json
import os
import resource
from copy import deepcopy
from pathlib import Path

import pages

AT_ONCE = 5
"""Packets for one reading of the clock: living processes are told in hundredths of a second only."""


def cpu():
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in used) + living(os.getpid())


def living(parent):
    """CPU seconds of the processes below `parent` and of their dead children."""
    total = 0.0
    for children in Path(f"/proc/{parent}/task").glob("*/children"):
        for child in _text(children).split():
            fields = _text(f"/proc/{child}/stat").rpartition(")")[2].split()
            total += sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK") + living(child)
    return total


def _text(path):
    try:
        return Path(path).read_text(encoding="utf-8")
    except OSError:  # it has ended in between
        return ""


def timed(work):
    gc.collect()
    begin = cpu()
    for _ in range(AT_ONCE):
        work()
    return (cpu() - begin) / AT_ONCE


def main():
    from formgen import make_packet

    os.chdir(pages.EXAMPLE.parent)
    with_scans = json.loads(pages.EXAMPLE.read_text(encoding="utf-8"))
    by_hand = pages.base_of(pages.PACKET)
    number = iter(range(10**9))

    def somebody(base):
        return pages.profile(pages.PACKET, deepcopy(base), next(number))

    works = {
        "whole": lambda: make_packet(somebody(with_scans)),
        "unread": lambda: make_packet(somebody(with_scans), verify=False),
        "bare": lambda: make_packet(somebody(by_hand), verify=False),
    }
    for work in works.values():
        work()
    print(json.dumps({name: timed(work) for name, work in works.items()}))


if __name__ == "__main__":
    main()
