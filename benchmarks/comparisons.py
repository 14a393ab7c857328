"""Figure by figure: where a peer does better than formgen, and this checkout beside another."""

from statistics import median

from figures import costs, count, each, number, ratio, table, times
from runner import ENGINES, OTHER, OURS


def compared(found):
    """Every figure where less is better: words, engine -> its measurements, what is taken of them, unit, factor."""
    for job, made in found["warm"].items():
        yield f"{job}, warm: CPU of one document", made, costs, "ms", 1000
        yield f"{job}, warm: size of one document", made, lambda m: each(m, "bytes"), "KB", 0.001
        yield f"{job}, warm: peak memory", made, lambda m: each(m, "peak"), "MB", 1
    for form, curve in found["pages"].items():
        for pages, made in curve.items():
            if pages >= 100:
                yield f"{form}, {count(pages)}: CPU", made, costs, "s", 1
                yield f"{form}, {count(pages)}: size", made, lambda m: each(m, "bytes"), "KB", 0.001
                yield f"{form}, {count(pages)}: peak memory", made, lambda m: each(m, "peak"), "MB", 1
    made = found["cold"][found["forms"][0]]
    yield "whole process, cold: CPU", made, costs, "s", 1
    yield "whole process, cold: peak memory", made, lambda m: each(m, "peak"), "MB", 1


def wins(found):
    rows = []
    for words, made, taken, unit, factor in compared(found):
        ours = taken(made[OURS])
        better = {e: ratio(ours, taken(m)) for e, m in made.items() if m and e not in (OURS, OTHER)}
        rows += [
            (words, ENGINES[e], *(f"{number(median(v) * factor)} {unit}" for v in (taken(made[e]), ours)), times(gain))
            for e, gain in sorted(better.items(), key=lambda one: -one[1])
            if gain >= 1.005  # else it would be printed as 1.00
        ]
    head = ("figure", "peer", "the peer's", "formgen's", "formgen ÷ peer")
    note = "Every figure of this run where a peer does better than formgen, the largest lead first for each."
    return f"## Where a peer wins\n\n{note}\n\n" + (table(head, rows) if rows else "Nowhere in this run.")


def against(found):
    if OTHER not in found["versions"]:
        return ""
    rows = []
    for words, made, taken, unit, factor in (*compared(found), *_own(found)):
        ours, theirs = taken(made[OURS]), taken(made[OTHER])
        shown = (f"{number(median(v) * factor)} {unit}" for v in (ours, theirs))
        rows.append((words, *shown, times(ratio(ours, theirs))))
    note = "The same jobs in turns with another checkout of formgen. Under 1 ×: this one needs less."
    return f"## Against the other checkout\n\n{note}\n\n" + table(("figure", "this", "other", "this ÷ other"), rows)


def _own(found):
    """As `compared`: what only formgen does."""
    yield f"{found['forms'][1]}, whole process, cold: CPU", found["cold"][found["forms"][1]], costs, "s", 1
    yield "`formgen --help`: CPU", found["cold"]["--help"], costs, "s", 1
    yield "packet with scans: CPU", found["packet"], lambda m: each(m, "unread"), "ms", 1000
    yield "packet with scans and read-back: CPU", found["packet"], lambda m: each(m, "whole"), "ms", 1000
