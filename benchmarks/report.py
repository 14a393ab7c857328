"""Writes RESULTS.md: the goals beside what was measured, then every table."""

import os
import platform
from ctypes.util import find_library
from statistics import median

from runner import BASE, ENGINES

HOW = """
## How it was measured

- The page is what formgen's layout gives for the sample profile: its texts and rules at their places. Every peer
  draws these marks the way its manual shows, with the same font files, subset and embedded, text extractable.
- formgen gets the profile and does the rest inside the measured time: validation, plan, fit, glyph check, drawing.
  The peers get finished marks. Every document has another name and number in it.
- Kept between documents where the engine allows it: fonts (ReportLab, WeasyPrint), the compiler and the printed part
  (Typst, pdfme's template). fpdf2 adds fonts to each document. WeasyPrint subsets with
  HarfBuzz if the system has it (here: {harfbuzz}).
- Typst: letter spacing ends where kanji meet kana, so some spread words sit a little differently; setting each
  character apart would cost it half of its speed.
- `formgen` runs without isal, `formgen [fast]` with it; the cold command runs with what is installed. Memory is the
  peak of the process. What takes the time inside formgen: profile.txt and flame.svg.
"""


def report(found):
    parts = [_head(found), _goals(found), *map(_warm(found), found["forms"]), _pages(found)]
    parts += [
        _cold(found),
        _packet(found),
        _processes(found),
        _same(found),
        HOW.format(harfbuzz="yes" if find_library("harfbuzz-subset") else "no"),
    ]
    return "\n\n".join(part.strip() for part in parts if part) + "\n"


def _how():
    return HOW.format(harfbuzz="yes" if find_library("harfbuzz-subset") else "no")


def ratio(ours, theirs):
    """The median of the ratios of the same rounds."""
    return median(a / b for a, b in zip(ours, theirs, strict=False))


def rates(by_engine, engine):
    return [m["docs"] / m["cpu"] for m in by_engine.get(engine, ())]


def mid(made, key):
    return median(m[key] for m in made)


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join([*lines, *("| " + " | ".join(str(cell) for cell in row) + " |" for row in rows)])


def number(value):
    """Three figures that count."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


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
    shown = words if unit in words else f"{words} {unit}"
    if value is None:
        return figure, shown, "not measured", ""
    met = value >= limit if at_least else value <= limit
    away = abs(value - limit) / limit
    verdict = f"met, {away:.0%} to spare" if met else f"**not met, by {away:.0%}**"
    return figure, shown, f"{number(value)} {unit}".strip(), verdict


def _measured(found):
    """Figure, goal in words, value or None, limit, unit, whether more is better."""
    for form in found["forms"]:
        warm = found["warm"][form]
        plain = rates(warm, BASE)
        for engine, peer, limit in (("formgen", BASE, 8), ("formgen", "with_typst", 4), ("formgen-fast", BASE, 10)):
            ours, theirs = rates(warm, engine), rates(warm, peer) if peer != BASE else plain
            value = ratio(ours, theirs) if ours and theirs else None
            figure = f"{form}: documents per CPU second, {ENGINES[engine]} ÷ {ENGINES[peer]}"
            yield figure, f"≥ {limit} ×", value, limit, "×", True
    many = found["pages"].get(1_000, {})
    ours, theirs = many.get("formgen"), many.get(BASE)
    share = ratio([m["cpu"] for m in ours], [m["cpu"] for m in theirs]) if ours and theirs else None
    yield "1,000 pages: CPU time ÷ plain ReportLab", "≤ 0.30 ×", share, 0.30, "×"
    yield "1,000 pages: peak memory", "≤ 45 MB", mid(ours, "peak") if ours else None, 45, "MB"
    more = found["pages"].get(10_000, {}).get("formgen")
    growth = mid(more, "peak") / mid(ours, "peak") if ours and more else None
    yield "memory at 10,000 pages ÷ at 1,000", "flat (≤ 1.1 ×)", growth, 1.1, "×"
    for form in found["forms"]:
        fonts = found["same"][form]["engines"]["formgen"]["fonts"][1]
        size = max(m["bytes"] for m in found["warm"][form]["formgen"]) / 1000
        yield f"{form}: one page, {fonts} embedded fonts", "≤ 65 KB", size, 65, "KB"
    cold = found["cold"]
    yield "`formgen render`, cold, form compiled: CPU", "≤ 0.25 s", mid(cold["formgen"], "cpu"), 0.25, "s"
    yield "`formgen render`, cold: peak memory", "≤ 60 MB", mid(cold["formgen"], "peak"), 60, "MB"
    yield "`formgen --help`: CPU", "≤ 0.15 s", mid(cold["formgen --help"], "cpu"), 0.15, "s"
    words = "≤ 60 ms beside scans and read-back"
    yield "usage-request packet, warm: CPU", words, found["packet"]["bare"] * 1000, 60, "ms"
    spec = found["spec"]["read"] + found["spec"]["drawn"]
    yield "spec of 100 fields compiled from YAML: CPU", "≤ 80 ms", spec * 1000, 80, "ms"


def _warm(found):
    def one(form):
        warm = found["warm"][form]
        plain = rates(warm, BASE)
        rows = [
            (ENGINES[engine], number(median(rates(warm, engine))), f"{ratio(rates(warm, engine), plain):.2f} ×",
             f"{mid(made, 'bytes') / 1000:.0f}", f"{mid(made, 'peak'):.0f}")
            for engine, made in warm.items()
        ]  # fmt: skip
        head = ("engine", "documents per CPU second", "÷ ReportLab", "KB of one", "peak MB")
        return f"## Single documents, one process, warm: {form}\n\n{table(head, rows)}"

    return one


def _pages(found):
    counts = list(found["pages"])
    head = ["engine"] + [f"{n:,} {'page' if n == 1 else 'pages'}" for n in counts]
    rows = [[ENGINES[e], *(_cell(found["pages"][n], e) for n in counts)] for e in found["versions"]]
    note = "CPU seconds (÷ ReportLab), peak MB, size of the file; the process has made one page before."
    note += " –: over 200 s or 4 GB, not run."
    return f"## Many pages in one document: {found['forms'][0]}\n\n{note}\n\n{table(head, rows)}\n\n![](scaling.png)"


def _cell(by_engine, engine):
    made, plain = by_engine.get(engine), by_engine.get(BASE)
    if not made:
        return "–"
    times = f"{number(mid(made, 'cpu'))} s"
    if plain:
        times += f" ({ratio([m['cpu'] for m in made], [m['cpu'] for m in plain]):.2f} ×)"
    return f"{times}<br>{mid(made, 'peak'):,.0f} MB, {mid(made, 'bytes') / 1000:,.0f} KB"


def _cold(found):
    names = {**ENGINES, "formgen": "`formgen render`, form compiled"}
    plain = [m["cpu"] for m in found["cold"][BASE]]
    rows = [
        (names.get(name, f"`{name}`"), f"{mid(made, 'cpu'):.3f}", f"{ratio([m['cpu'] for m in made], plain):.2f} ×",
         f"{mid(made, 'peak'):.0f}")
        for name, made in found["cold"].items()
    ]  # fmt: skip
    first = f"The first run of all, which compiles the form: {found['first']['cpu']:.3f} s CPU."
    note = "Peers: the shortest script that makes the page. formgen: the command, from a JSON profile, checks included."
    head = ("process", "CPU s", "÷ ReportLab", "peak MB")
    return f"## Whole processes\n\n{note} {first}\n\n{table(head, rows)}"


def _packet(found):
    made, spec = found["packet"], found["spec"]
    whole, unread, bare = (made[name] * 1000 for name in ("whole", "unread", "bare"))
    rows = [
        (f"{made['sheets']} sheets, plan, checks, merging, manifest", f"{bare:.0f}"),
        (f"{made['scans']} scans, read in a process apart", f"{unread - bare:.0f}"),
        ("read-back of every value", f"{whole - unread:.0f}"),
        ("**the whole packet**", f"{whole:.0f}"),
        ("a form file of 100 fields: YAML read and checked", f"{spec['read'] * 1000:.1f}"),
        ("the same: printed part laid out and drawn", f"{spec['drawn'] * 1000:.1f}"),
    ]
    return "## Packet of a usage request for two people; spec\n\n" + table(("work, warm", "CPU ms"), rows)


def _processes(found):
    rows = []
    for engine in found["versions"]:
        made = [found["processes"][n].get(engine) for n in (1, 2)]
        if not all(made):
            continue
        one, two = map(median, made)
        rows.append((ENGINES[engine], number(one), number(two), f"{two / one:.2f} ×"))
    head = ("engine", "one process", "two processes", "gain")
    return f"## Documents per second of the clock: {found['forms'][0]}\n\n{table(head, rows)}"


def _same(found):
    rows = []
    for form, same in found["same"].items():
        for engine, seen in same["engines"].items():
            read = f"{same['characters'] - seen['lost']} of {same['characters']}"
            fonts = f"{seen['fonts'][1]} of {seen['fonts'][0]}"
            rows.append((form, ENGINES[engine], read, fonts, f"{seen['difference']:.2f} %"))
    head = ("form", "engine", "characters read back", "fonts embedded", "picture differs from ReportLab's")
    return "## Is it the same page?\n\n" + table(head, rows)
