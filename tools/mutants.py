"""What `make mutants` came to: the mutants that no test noticed, without those that tests/MUTANTS.md calls equivalent.

Reads what mutmut left in mutants/. Ends with 1 when more than 5 % of the mutants lived on.
"""

from __future__ import annotations

import ast
import difflib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MUTANTS = ROOT / "mutants"
LISTED = ROOT / "tests" / "MUTANTS.md"
MOST = 0.05
SURVIVED, KILLED = {0, 5, 33}, {1, 3}
"""Exit codes of mutmut: 5 and 33 stand for mutants that no test reaches. The rest ran out of time or crashed."""


def main() -> int:
    listed = set(LISTED.read_text(encoding="utf-8").splitlines())
    total = equivalent = 0
    left: list[str] = []
    for meta in sorted(MUTANTS.rglob("*.py.meta")):
        codes = json.loads(meta.read_text(encoding="utf-8"))["exit_code_by_key"]
        run = {name: code for name, code in codes.items() if code is not None}
        total += len(run)
        survivors = [name for name, code in run.items() if code in SURVIVED]
        for name, told in _changes(meta.with_suffix(""), survivors):
            if f"- {told}" in listed:
                equivalent += 1
            else:
                left.append(f"{name}\n    {told}")
    print(*left, sep="\n")
    counted = total - equivalent
    share = len(left) / counted if counted else 0.0
    print(f"{total} mutants run, {equivalent} equivalent; of the other {counted}, {len(left)} lived on ({share:.1%})")
    return int(share > MOST)


def _changes(path: Path, names: list[str]) -> Iterator[tuple[str, str]]:
    """Each mutant with what was changed in it, as MUTANTS.md writes it: `module.function: old -> new`."""
    if not names:
        return
    text = path.read_text(encoding="utf-8")
    bodies = {n.name: ast.get_source_segment(text, n) or "" for n in ast.walk(ast.parse(text)) if _is_function(n)}
    room = path.relative_to(MUTANTS / "src" / "formgen").with_suffix("").as_posix().replace("/", ".")
    for name in names:
        short = name.rpartition(".")[2]
        stem = short.partition("__mutmut_")[0]
        old, new = _difference(bodies[f"{stem}__mutmut_orig"], bodies[short])
        function = stem.removeprefix("x_").removeprefix("xǁ").replace("ǁ", ".")
        yield name, f"`{room}.{function}`: `{old}` -> `{new}`"


def _is_function(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef)


def _difference(old: str, new: str) -> tuple[str, str]:
    lines = [line for line in difflib.ndiff(old.splitlines()[1:], new.splitlines()[1:]) if line[0] in "-+"]
    if not lines:
        return old.splitlines()[0].partition("(")[2], new.splitlines()[0].partition("(")[2]
    gone, come = ([line[2:].strip() for line in lines if line[0] == sign] for sign in "-+")
    return " ".join(gone), " ".join(come)


if __name__ == "__main__":
    sys.exit(main())
