"""Reading and checking a table of 10,000 rows of 60 columns: CPU seconds of all processes, and memory.

`python benchmarks/tables.py [ROWS]`, with formgen-jp[excel] installed.
"""

from __future__ import annotations

import csv
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROWS = 10_000
COLUMNS = 60


def main(rows: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for path in made(Path(folder), rows):
            subprocess.run([sys.executable, __file__, "read", str(path)], check=True)


def heads_and_values() -> tuple[list[str], list[str]]:
    """Columns of a notice that a user has left, with what else a profile may state, up to 60."""
    from formgen.batch.heads import columns_for
    from formgen.batch.targets import known_names, target_of
    from formgen.library import open_library

    library = open_library()
    known = {
        column.name: column for form in ("resignation-report", "usage-request") for column in columns_for(library, form)
    }
    found = {name: column.example for name, column in known.items() if column.kind != "document" and column.example}
    # Whatever can stand by itself: an entry of these says what it is about, too.
    for name in (n for n in known_names(library) if not n.startswith(("changes.", "attachments."))):
        target, fact = target_of(name, library), library.facts.facts.get(name)
        if len(found) < COLUMNS and target and fact and isinstance(fact.example, str) and target.domain.kind == "text":
            found.setdefault(name, str(fact.example))
    return list(found)[:COLUMNS], list(found.values())[:COLUMNS]


def made(folder: Path, rows: int) -> list[Path]:
    """The same table as CSV in the two encodings, as a workbook, and as one with a formula in every row."""
    from openpyxl import Workbook

    heads, values = heads_and_values()
    assert len(heads) == COLUMNS
    # No two rows alike: equal texts would be kept once.
    table = [
        [f"{v}{n}" if head.endswith(("name", "address")) else v for head, v in zip(heads, values, strict=True)]
        for n in range(rows)
    ]
    paths = [folder / name for name in ("utf-8.csv", "cp932.csv", "book.xlsx", "formulas.xlsx")]
    for path, encoding in zip(paths[:2], ("utf-8-sig", "cp932"), strict=True):
        with path.open("w", encoding=encoding, newline="", errors="replace") as out:
            csv.writer(out).writerows([heads, *table])
    for path in paths[2:]:
        book = Workbook(write_only=True)
        sheet = book.create_sheet("入力")
        for n, row in enumerate([heads, *table]):
            sheet.append([*row, ("=1+1" if n else "※計算")] if path.name == "formulas.xlsx" else row)
        book.save(path)
    return paths


def read(path: str) -> None:
    from formgen.batch.reading import read_cases

    start = time.perf_counter()
    found = read_cases(path, form="resignation-report")
    assert not found.bad
    used = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    cpu = sum(one.ru_utime + one.ru_stime for one in used)
    memory = " + ".join(f"{one.ru_maxrss // 1024}" for one in used)
    print(
        f"{Path(path).name:14} {len(found.cases):>7} cases {len(found.findings):>4} findings  "
        f"{cpu:5.2f} CPU s  {time.perf_counter() - start:5.2f} s  peak {memory} MiB",
        flush=True,
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["read"]:
        read(sys.argv[2])
    else:
        main(int((sys.argv[1:] or [str(ROWS)])[0]))
