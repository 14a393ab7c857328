"""One module for each peer. `start(data)` makes what can be kept and gives back `draw(people) -> bytes`.

An engine is the name of a module, or `MODULE-tagged` for the same with a tagged PDF.
"""

from importlib import import_module


def start(engine, data):
    name, _, tagged = engine.partition("-")
    module = import_module(f"engines.{name}")
    return module.start(data, tagged=True) if tagged else module.start(data)
