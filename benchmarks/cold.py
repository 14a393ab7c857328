"""The shortest script that makes one page with a peer: `python cold.py ENGINE PAGES.json OUT.pdf`."""

import json
import sys
from importlib import import_module

engine, file, out = sys.argv[1:]
with open(file, encoding="utf-8") as source:  # noqa: PTH123  (pathlib costs 7 ms)
    data = json.load(source)
page = {"size": data["size"], "ink": data["ink"], "values": data["values"][0]}
draw = import_module(f"engines.{engine}").start(data["faces"], page)
with open(out, "wb") as target:  # noqa: PTH123
    target.write(draw([page]))
