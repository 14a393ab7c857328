from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

from formgen.files.located import read_yaml

HERE = Path(__file__).parent


def read(path: Path) -> Any:
    return read_yaml(path.read_text(encoding="utf-8"), path.name).data


def overlay(base: Any, change: Any) -> Any:
    """`change` over `base`: mappings are merged, null deletes, anything else replaces."""
    if not isinstance(base, dict) or not isinstance(change, dict):
        return change
    merged = {**base, **{k: overlay(base.get(k), v) for k, v in change.items()}}
    return {k: v for k, v in merged.items() if v is not None}


#: What a situation can be written over, and where each value goes; `route` and `day` are its own keys.
AXES = {
    "kind": ("organization", "kind"),
    "category": ("organization", "category"),
    "filing": ("filing", "kind"),
    "accepted": ("permission", "accepted_on"),
    "applied": ("permission", "application_route"),
}


def situations() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every case of every file of situations, with the name of its file."""
    for path in sorted((HERE / "situations").glob("*.yaml")):
        # Files of another shape have tests of their own.
        for written in read(path) if isinstance(read(path), list) else ():
            for case in combinations(written):
                yield path.stem, case


def combinations(written: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """One case for each combination of the values of `over`; the situation itself where there is none."""
    case = {key: value for key, value in written.items() if key != "over"}
    over: dict[str, list[Any]] = written.get("over", {})
    for values in product(*over.values()):
        yield _combined(case, dict(zip(over, values, strict=True)))


def _combined(case: dict[str, Any], chosen: dict[str, Any]) -> dict[str, Any]:
    own = {axis: value for axis, value in chosen.items() if axis in ("route", "day")}
    change = case.get("change", {})
    for axis in chosen.keys() - own:
        part, key = AXES[axis]
        change = {**change, part: {**change.get(part, {}), key: chosen[axis]}}
    said = ", ".join(map(str, chosen.values()))
    return {**case, **own, "change": change, "it": f"{case['it']} ({said})" if said else case["it"]}
