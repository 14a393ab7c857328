"""The shortest script that makes one page with a peer: `python cold.py ENGINE PAGES.json OUT.pdf`."""

import json
import sys

import engines

engine, file, out = sys.argv[1:]
with open(file, encoding="utf-8") as source:  # noqa: PTH123  (pathlib costs 7 ms)
    data = json.load(source)
draw = engines.start(engine, data)
with open(out, "wb") as target:  # noqa: PTH123
    target.write(draw(data["people"][:1]))
