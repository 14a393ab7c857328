"""Writes RESULTS.md: where a peer wins, the goals beside what was measured, then every table."""

import os
import platform
from ctypes.util import find_library
from statistics import median

from comparisons import against, wins
from figures import costs, count, each, is_tagged, mid, number, ratio, table, times
from runner import BASE, ENGINES, OTHER, OURS

HOW = """
## How it was measured

- The pages are what formgen's layout gives for the sample profile: its texts and rules at their places. Every peer
  draws these marks with the same font files, subset and embedded, text extractable. Every document has another name
  and number in it. The packet is that of `examples/usage-request-by-mail`: two people, 11 sheets, documents by hand.
- formgen gets the profile and does the rest inside the measured time: validation, plan, fit, glyph check, drawing; for
  the packet also every sheet as a file of its own and the manifest. The peers get finished marks, in one file.
- ReportLab, plain: its defaults. Tuned: C code (rl_accel, which formgen does not use), no ASCII85, small subsets, the
  printed part as a form object. Fonts are registered once by both.
- Typst: one warm compiler, the printed part as a PDF in the background, the page written as source for each document.
  Letter spacing ends where kanji meet kana, so some spread words sit a little differently.
- fpdf2 adds fonts to each document, as its manual asks. pdfme keeps its template. WeasyPrint keeps its fonts and
  subsets with HarfBuzz if the system has it (here: {harfbuzz}).
- Tagged: Typst writes tags unless told not to, WeasyPrint when told to; ReportLab, fpdf2 and pdfme have none.
  {tagged}. In Typst's tagged file the values have tags, the background is an artifact.
- Bytecode and compiled forms are cached for everyone who caches them, and warm; no first run is measured but the
  one that is named. Memory is the peak of the process. What takes the time inside formgen: profile.txt and flame.svg.
"""
PEER = {True: "with_typst-tagged", False: "with_typst"}


def report(found):
    tagged = is_tagged(found)
    how = HOW.format(
        harfbuzz="yes" if find_library("harfbuzz-subset") else "no",
        tagged="formgen's PDF is tagged: the tagged rows are its peers"
        if tagged
        else "formgen's PDF has no tags today: the untagged rows are its peers",
    )
    parts = [_head(found), wins(found), against(found), _goals(found), *(_warm(found, job) for job in found["warm"])]
    parts += [_pages(found, form) for form in found["pages"]]
    parts += [_cold(found), _packet(found), _processes(found), _same(found), how]
    return "\n\n".join(part.strip() for part in parts if part) + "\n"


def _head(found):
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    machine = f"{platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GB, {platform.system()}"
    run = f"{found['rounds']} rounds" + (", quick" if found["quick"] else "")
    engines = [f"- {version}" for version in dict.fromkeys(found["versions"].values())]
    engines += [f"- {ENGINES[e]}: not run ({why})" for e, why in found["absent"].items()]
    return "\n".join([
        "# formgen beside its peers", "",
        "Written by `make bench`; not edited by hand. CPU time is user + system. Every engine runs in turns with the",
        "others (A B C, A B C, …), and a ratio is the median of the ratios of the same rounds: ratios last, absolute",
        "figures move with the machine and the hour.", "",
        f"- {machine}, Python {platform.python_version()}; {run}" + (f"; {found['date']}" if found["date"] else ""),
        *engines,
    ])  # fmt: skip


def _goals(found):
    rows = [_goal(*goal) for goal in _measured(found)]
    return "## The goals\n\n" + table(("figure", "goal", "measured", ""), rows)


def _goal(figure, words, value, limit, unit, at_least=False):
    if value is None:
        return figure, words, "not measured", ""
    met = value >= limit if at_least else value <= limit
    away = abs(value - limit) / limit
    verdict = f"met, {away:.0%} to spare" if met else f"**not met, by {away:.0%}**"
    return figure, words, f"{number(value)} {unit}".strip(), verdict


def _measured(found):
    """Figure, goal in words, value or None, limit, unit, whether more is better."""
    for form in found["forms"]:
        warm = found["warm"][form]
        for peer, limit in ((BASE, 8), (PEER[is_tagged(found)], 4)):
            value = ratio(costs(warm[peer]), costs(warm[OURS])) if warm.get(peer) else None
            figure = f"{form}: documents per CPU second, formgen ÷ {ENGINES[peer]}"
            yield figure, f"≥ {limit} ×", value, limit, "×", True
    for form, curve in found["pages"].items():
        many = curve.get(1_000, {})
        share = ratio(costs(many[OURS]), costs(many[BASE])) if many else None
        yield f"{form}, 1,000 pages: CPU time ÷ plain ReportLab", "≤ 0.30 ×", share, 0.30, "×"
        yield f"{form}, 1,000 pages: peak memory", "≤ 45 MB", mid(many[OURS], "peak") if many else None, 45, "MB"
    curve = found["pages"][found["forms"][0]]
    growth = mid(curve[10_000][OURS], "peak") / mid(curve[1_000][OURS], "peak") if 10_000 in curve else None
    yield "memory at 10,000 pages ÷ at 1,000", "flat (≤ 1.1 ×)", growth, 1.1, "×"
    for form in found["forms"]:
        fonts = found["same"][form]["engines"][OURS]["fonts"][1]
        size = max(each(found["warm"][form][OURS], "bytes")) / 1000
        yield f"{form}: one page, {fonts} embedded fonts", "≤ 65 KB", size, 65, "KB"
    for form in found["forms"]:
        cold = found["cold"][form][OURS]
        yield f"`formgen render {form}`, cold, form compiled: CPU", "≤ 0.25 s", mid(cold, "cpu"), 0.25, "s"
        yield f"`formgen render {form}`, cold: peak memory", "≤ 60 MB", mid(cold, "peak"), 60, "MB"
    yield "`formgen --help`: CPU", "≤ 0.15 s", mid(found["cold"]["--help"][OURS], "cpu"), 0.15, "s"
    bare = mid(found["packet"][OURS], "bare")
    yield "packet, warm: CPU", "≤ 60 ms beside scans and read-back", bare * 1000, 60, "ms"
    spec = found["spec"]["read"] + found["spec"]["drawn"]
    yield "spec of 100 fields compiled from YAML: CPU", "≤ 80 ms", spec * 1000, 80, "ms"


def _warm(found, job):
    warm = found["warm"][job]
    rows = []
    for engine, made in warm.items():
        rates = [1 / cost for cost in costs(made)]
        plain = ratio(costs(warm[BASE]), costs(made))
        sizes = f"{mid(made, 'bytes') / 1000:.0f}", f"{mid(made, 'peak'):.0f}"
        tags = "yes" if is_tagged(found, engine) else "no"
        cells = (
            number(median(rates)),
            number(1000 / median(rates)),
            times(plain),
            times(ratio(costs(made), costs(warm[OURS]))),
        )
        rows.append((ENGINES[engine], tags, *cells, *sizes))
    head = (
        "engine",
        "tagged",
        "documents per CPU second",
        "CPU ms of one",
        "÷ ReportLab, plain",
        "formgen ÷ it",
        "KB of one",
        "peak MB",
    )
    return f"## Single documents, one process, warm: {job}\n\n{table(head, rows)}"


def _pages(found, form):
    curve = found["pages"][form]
    head = ["engine", *map(count, curve)]
    rows = [[ENGINES[e], *(_cell(curve[n], e) for n in curve)] for e in found["versions"]]
    note = "CPU seconds (÷ plain ReportLab), peak MB, size of the file; the process has made one page before."
    note += " –: it would take too long or 4 GB, not run."
    plot = "\n\n![](scaling.png)" if form == found["forms"][0] else ""
    return f"## Many pages in one document: {form}\n\n{note}\n\n{table(head, rows)}{plot}"


def _cell(by_engine, engine):
    made = by_engine.get(engine)
    if not made:
        return "–"
    cpu = f"{number(mid(made, 'cpu'))} s"
    if by_engine.get(BASE):
        cpu += f" ({times(ratio(costs(made), costs(by_engine[BASE])))})"
    return f"{cpu}<br>{mid(made, 'peak'):,.0f} MB, {mid(made, 'bytes') / 1000:,.0f} KB"


def _cold(found):
    first, second = found["forms"]
    plain = costs(found["cold"][first][BASE])
    rows = []
    for job, by_engine in found["cold"].items():
        for engine, made in by_engine.items():
            own = f"formgen render {job}" if job in (first, second) else f"formgen {job}"
            words = f"`{own}`" if engine == OURS else f"`{own}`, other checkout" if engine == OTHER else ENGINES[engine]
            rows.append(
                (words, f"{mid(made, 'cpu'):.3f}", times(ratio(costs(made), plain)), f"{mid(made, 'peak'):.0f}")
            )
    note = (
        f"Peers: the shortest script that makes the page of {first}. formgen: the command, from a JSON profile, checks "
    )
    note += f"included. Its first run of all, which compiles the form: {found['first']['cpu']:.3f} s CPU."
    head = ("process", "CPU s", "÷ ReportLab, plain", "peak MB")
    return f"## Whole processes\n\n{note}\n\n{table(head, rows)}"


def _packet(found):
    whole, unread, bare = (mid(found["packet"][OURS], name) * 1000 for name in ("whole", "unread", "bare"))
    spec = found["spec"]
    rows = [
        ("the sheets: plan, checks, drawing, merging, manifest", f"{bare:.0f}"),
        ("6 scans, read in a process apart", f"{unread - bare:.0f}"),
        ("read-back of every value", f"{whole - unread:.0f}"),
        ("**the whole packet**", f"{whole:.0f}"),
        ("a form file of 100 fields: YAML read and checked", f"{spec['read'] * 1000:.1f}"),
        ("the same: printed part laid out and drawn", f"{spec['drawn'] * 1000:.1f}"),
    ]
    return "## What formgen's packet consists of; spec\n\n" + table(("work, warm", "CPU ms"), rows)


def _processes(found):
    rows = []
    for engine in found["versions"]:
        made = [found["processes"][n].get(engine) for n in (1, 2)]
        if not all(made):
            continue
        one, two = map(median, made)
        rows.append((ENGINES[engine], number(one), number(two), times(two / one)))
    head = ("engine", "one process", "two processes", "gain")
    return f"## Documents per second of the clock: {found['forms'][0]}\n\n{table(head, rows)}"


def _same(found):
    rows = []
    for job, same in found["same"].items():
        for engine, seen in same["engines"].items():
            read = f"{same['characters'] - seen['lost']} of {same['characters']}"
            fonts = f"{seen['fonts'][1]} of {seen['fonts'][0]}"
            rows.append((job, ENGINES[engine], read, fonts, f"{seen['difference']:.2f} %"))
    head = ("pages", "engine", "characters read back", "fonts embedded", "picture differs from ReportLab's")
    return "## Are they the same pages?\n\n" + table(head, rows)
