"""A batch for people: every fault once, with all its cells; what was made, what was not."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from formgen.cli.console import Console
from formgen.cli.report import Report

if TYPE_CHECKING:
    from formgen.api import Batch, BatchFinding, BatchOutput, BatchPlace

_COLOUR = {"error": "red", "warning": "yellow"}
# So many cells are named; the marked table shows all.
_MOST = 8
_SAID = {
    "made": ("作りました", "made"),
    "replaced": ("内容が変わったので作り替えました", "made anew, as the row has changed"),
    "same": ("同じものが既にありました", "was there, and is the same"),
    "unchanged": ("変わっていません", "unchanged"),
    "checked": ("問題なく作れます", "can be made"),
    "refused": ("作っていません", "not made"),
    "left": ("まだ手を付けていません", "not come to yet"),
}
_TO_MEND = ("直すところがあります", "must be mended first")


def batch_findings(here: Console, made: Batch) -> Report:
    """Every fault, errors first; what is the same of several rows once, with all its cells."""
    report = here.report(sys.stderr)
    for same in _together(made.findings):
        found = same[0].problem
        report.text(_where(here, same), colour="bold", hang=f"{found.code}  ", mark=_COLOUR[found.severity])
        report.text(found.message(here.lang), indent=4)
        values = dict.fromkeys(f.problem.value for f in same if f.problem.value is not None)
        if here.show_values and values:
            report.text(here.t("値：", "value: ") + " / ".join(values), indent=4)
        if cure := found.fix(here.lang):
            report.text(cure, indent=4, hang="→ ", mark="cyan")
    return report


def _together(findings: Iterable[BatchFinding]) -> list[list[BatchFinding]]:
    groups: dict[object, list[BatchFinding]] = {}
    told: set[object] = set()
    for one in sorted(findings, key=lambda f: f.problem.severity != "error"):
        found = one.problem
        # A name that is too long for three sheets is one cell to mend.
        cause = (one.case, found.key, one.place) if one.place and found.severity == "error" else one
        if cause in told:
            continue
        told.add(cause)
        groups.setdefault((found.key, found.label, found.message(), found.fix()), []).append(one)
    return list(groups.values())


def _where(here: Console, same: list[BatchFinding]) -> str:
    """The column by its head or label, how many rows, and the cells (or the rows, where no cell says it)."""
    label = next((f.problem.label for f in same if f.problem.label), "")
    # What is told once of a whole column names its first cell alone.
    cells = list(_blocks({f.place for f in same if f.place}))
    # Of a case with several rows it is the cell that counts; what is told once of a whole column has no case.
    rows = sorted({row for f in same for row in ((f.place.row,) if f.place and f.case else f.rows)})
    parts = [f"「{label}」" if label and here.lang != "en" else label]
    if len(rows) > 1:
        parts.append(here.t(f"{len(rows)}行", f"{len(rows)} rows"))
    if cells:
        parts.append(_some(here, cells))
    elif rows:
        spans = _some(here, list(_spans(rows)))
        parts.append(here.t(f"{spans}行目", f"row {spans}"))
    return "  ".join(filter(None, parts))


def _blocks(places: Iterable[BatchPlace]) -> Iterator[str]:
    """Cells that stand below each other as Excel writes them: C2:C9."""
    order = sorted(places, key=lambda p: (p.sheet or "", p.column, p.row))
    for number, one in enumerate(order):
        before, after = order[number - 1 : number], order[number + 1 : number + 2]
        begins = not (before and _follows(before[0], one))
        ends = not (after and _follows(one, after[0]))
        if begins:
            first = one
        if ends:
            yield first.address if first == one else f"{first.address}:{replace(one, sheet=None).address}"


def _follows(one: BatchPlace, two: BatchPlace) -> bool:
    return (one.sheet, one.column, one.row + 1) == (two.sheet, two.column, two.row)


def _spans(rows: list[int]) -> Iterator[str]:
    """Numbers of rows in a row as one: 2-9."""
    first = last = rows[0]
    for row in [*rows[1:], 0]:
        if row != last + 1:
            yield str(first) if first == last else f"{first}-{last}"
            first = row
        last = row


def _some(here: Console, words: list[str]) -> str:
    more = len(words) - _MOST
    shown = here.t("、", ", ").join(words[:_MOST])
    return shown + (here.t(f" ほか{more}", f" and {more} more") if more > 0 else "")


def batch_report(here: Console, made: Batch, marked: Path | None) -> Report:
    """How many, where; what is printed, and where the faults are marked."""
    report = here.report()
    report.text(str(made.out) if made.out else here.t("調べただけです", "Only checked"), colour="bold")
    states = Counter[str](output.state for output in made.outputs)
    for state, (ja, en) in _SAID.items():
        if count := states[state]:
            if state == "refused" and made.out is None:
                ja, en = _TO_MEND
            report.row((here.t(f"{count}件", str(count)), 8), (here.t(ja, en), 0), indent=2)
    pages = sum(output.pages for output in made.outputs if output.there)
    if pages:
        report.text(here.t(f"全部で{pages:,}頁", f"{pages:,} pages in all"), indent=2)
    if made.pile and made.print_to:
        sheets = made.pile.separators
        more = here.t(f"{made.pile.pages:,}頁、区切り{sheets}枚", f"{made.pile.pages:,} pages, {sheets} separators")
        report.text(
            here.t(f"印刷用：{made.print_to}（{more}）", f"For the printer: {made.print_to} ({more})"), indent=2
        )
    if marked:
        report.text(here.t(f"印を付けた表：{marked}", f"The table, marked: {marked}"), indent=2)
    return report


def batch_json(here: Console, made: Batch, marked: Path | None) -> dict[str, Any]:
    """The same for programs: cases with their files, findings with cell, rows and pointer, counts."""
    states = Counter(output.state for output in made.outputs)
    return {
        "output": str(made.out) if made.out else None,
        "counts": {"cases": len(made.cases.cases), "chosen": len(made.outputs), **states},
        "cases": [_case(output) for output in made.outputs],
        "findings": [_finding(here, one) for one in made.findings],
        "printed": _printed(made),
        "marked": str(marked) if marked else None,
        "problems": [p.as_json(here.lang, show_values=here.show_values) for p in made.problems],
    }


def _case(output: BatchOutput) -> dict[str, Any]:
    return {
        "case": output.case,
        "rows": list(output.rows),
        "state": output.state,
        "path": str(output.path) if output.path and output.there else None,
        "sha256": output.sha256,
        "pages": output.pages,
        "seconds": round(output.seconds, 3),
    }


def _finding(here: Console, one: BatchFinding) -> dict[str, Any]:
    place = {"cell": one.place.address if one.place else None, "rows": list(one.rows), "case": one.case}
    return place | one.problem.as_json(here.lang, show_values=here.show_values)


def _printed(made: Batch) -> dict[str, Any] | None:
    if not made.pile:
        return None
    pile = made.pile
    return {
        "path": str(made.print_to),
        "packets": pile.packets,
        "pages": pile.pages,
        "separators": pile.separators,
    }
