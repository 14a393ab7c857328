"""Problems for people: errors first, each with where, what and what to do; the same fault on several forms once."""

from __future__ import annotations

from collections.abc import Iterable

from formgen.cli.console import Console
from formgen.cli.report import Report
from formgen.ground.problems import Problem

_COLOUR = {"error": "red", "warning": "yellow"}


def findings(here: Console, problems: Iterable[Problem], report: Report) -> Report:
    """Every problem on the report, errors before warnings, otherwise in their order."""
    for same in together(problems):
        found = same[0]
        report.text(place(same), colour="bold", hang=f"{found.code}  ", mark=_COLOUR[found.severity])
        report.text(found.message(here.lang), indent=4)
        if here.show_values and found.value is not None:
            report.text(here.t("値：", "value: ") + found.value, indent=4)
        if cure := found.fix(here.lang):
            report.text(cure, indent=4, hang="→ ", mark="cyan")
    return report


def together(problems: Iterable[Problem]) -> list[list[Problem]]:
    """The problems, errors first; those that one change of the profile mends at one place stand together."""
    groups: dict[object, list[Problem]] = {}
    for number, found in enumerate(sorted(problems, key=lambda p: p.severity != "error")):
        told = found.message().replace(found.label or "", "")
        key = (found.key, found.pointer, told, found.fix()) if found.pointer else number
        groups.setdefault(key, []).append(found)
    return list(groups.values())


def place(same: list[Problem]) -> str:
    """Labels by form, JSON Pointer, file and line, as far as they are known."""
    found = same[0]
    file = f"{found.file or ''}:{found.line}" if found.line else found.file
    where = dict.fromkeys(_on_form(p) for p in same)
    return "  ".join(part for part in (*where, found.pointer, file) if part)


def _on_form(found: Problem) -> str:
    label = found.label or found.field
    return (found.form or "") + (f"「{label}」" if label else "")


def summary(here: Console, problems: Iterable[Problem]) -> str:
    """How many errors and warnings there are, in one line."""
    kinds = [same[0].severity for same in together(problems)]
    bad, mild = kinds.count("error"), kinds.count("warning")
    if not kinds:
        return here.t("問題はありません。", "No problems.")
    return here.t(f"誤り {bad}件、注意 {mild}件", f"{bad} error(s), {mild} warning(s)")
