"""Draws the scaling curves: `python plot.py CURVES.json PICTURE.png`."""

import json
import statistics
import sys
from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")
from matplotlib import pyplot as plt

file, target = sys.argv[1:]
data = json.loads(Path(file).read_text(encoding="utf-8"))
names = data["names"]
figure, (time, memory, both) = plt.subplots(1, 3, figsize=(13, 4.2))
for number, (engine, name) in enumerate(names.items()):
    counts = [int(n) for n, made in data["pages"].items() if made.get(engine)]
    look = {"color": f"C{number}", "label": name, "linewidth": 2.5 if engine.startswith("formgen") else 1.2}
    look["linestyle"] = "--" if "-" in engine else "-"
    for axes, key, share in ((time, "cpu", 1000), (memory, "peak", 1)):
        values = [statistics.median(m[key] for m in data["pages"][str(n)][engine]) for n in counts]
        per = [v * share / n for v, n in zip(values, counts, strict=True)] if key == "cpu" else values
        axes.loglog(counts, per, marker="o", markersize=3, **look)
for axes, title in ((time, "CPU milliseconds per page"), (memory, "peak memory, MB")):
    axes.set(title=title, xlabel="pages of one document")
    axes.yaxis.set_major_formatter("{x:g}")
    axes.yaxis.set_minor_formatter("")
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.set_xticks([n for n in (1, 10, 100, 1_000, 10_000) if str(n) in data["pages"]])
    axes.grid(alpha=0.3, which="both", linewidth=0.5)
shown = [e for e in names if data["processes"]["1"].get(e)]
for place, (processes, shade) in enumerate((("1", 0.5), ("2", 1.0))):
    values = [statistics.median(data["processes"][processes][e]) for e in shown]
    words = f"{processes} process" + ("es" if place else "")
    both.barh([n + 0.4 * place for n in range(len(shown))], values, 0.38, color="C0", alpha=shade, label=words)
memory.set_yticks([20, 50, 100, 200, 500, 1_000, 2_000, 5_000])
both.xaxis.set_major_formatter("{x:,.0f}")
both.set(title="single documents per second", xscale="log")
both.set_yticks([n + 0.2 for n in range(len(shown))], [names[e] for e in shown])
both.invert_yaxis()
both.legend(fontsize=8)
figure.legend(
    *time.get_legend_handles_labels(), loc="lower center", ncols=(len(names) + 1) // 2, fontsize=8, frameon=False
)
figure.tight_layout(rect=(0, 0.1, 1, 1))
figure.savefig(target, dpi=100)
print(json.dumps("drawn"))
