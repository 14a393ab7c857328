"""Files as they come from the real world, crafted when asked for: each function is one file, named for what is odd.

What intake has to say of each stands in corpus.yaml, under the name of the module and of the function. A new file is
a function without arguments in one of the modules (what begins with `_` only helps), and its entry there.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

Craft = Callable[[], bytes]


def _of(module: ModuleType) -> dict[str, Craft]:
    part = module.__name__.rpartition(".")[2]
    own = {name: made for name, made in vars(module).items() if getattr(made, "__module__", "") == module.__name__}
    return {f"{part}.{name}": cache(made) for name, made in own.items() if not name.startswith("_")}


FILES: dict[str, Craft] = {
    name: made
    for module in sorted(found.name for found in iter_modules(__path__))
    for name, made in _of(import_module(f"corpus.{module}")).items()
}
"""`module.function` -> the function; what it gives is kept, as several tests ask for it."""
