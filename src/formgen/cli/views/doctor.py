"""The findings of the doctor for people and programs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from formgen.cli.console import Console
from formgen.cli.report import Report

if TYPE_CHECKING:
    from formgen.api import Finding

_GROUPS = {
    "versions": ("版", "Versions"),
    "fonts": ("書体", "Fonts"),
    "rare-fonts": ("珍しい漢字の書体（なくても動きます）", "Fonts for rare kanji (optional)"),
    "data": ("様式と規則", "Forms and rules"),
    "places": ("書き込み先", "Places to write"),
}
_NAMES = {
    "forms": ("様式ファイル", "form files"),
    "rules": ("規則のファイル", "rule files"),
    "temporary": ("一時フォルダ", "temporary folder"),
    "current": ("今のフォルダ", "current folder"),
}


def doctor_report(here: Console, found: Sequence[Finding]) -> Report:
    """Every finding, by group, and one line to sum up."""
    report = here.report()
    for group, rows in groupby(found, key=lambda f: f.group):
        report.heading(here.t(*_GROUPS[group]))
        for row in rows:
            mark = {True: "ok", False: "NG", None: "--"}[row.good]
            colour = {True: "green", False: "red", None: ""}[row.good]
            name = here.t(*_NAMES.get(row.name, (row.name, row.name)))
            report.row((mark, 4), (name, 22), (row.text(here.lang), 0), indent=2, mark=colour)
    bad = sum(f.good is False for f in found)
    fine = here.t("問題はありません。", "Everything is in order.")
    report.heading(here.t(f"直すところが{bad}つあります。", f"{bad} thing(s) to mend.") if bad else fine)
    return report


def doctor_json(here: Console, found: Sequence[Finding]) -> dict[str, object]:
    """The same for programs."""
    rows = [{"group": f.group, "name": f.name, "ok": f.good, "found": f.text(here.lang)} for f in found]
    return {"ok": all(f.good is not False for f in found), "findings": rows}
