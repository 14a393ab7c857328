"""Problem codes in plain words."""

from __future__ import annotations

import re
from typing import Any

from formgen.cli.console import Console
from formgen.cli.report import Report
from formgen.ground.explanations import EXPLAIN
from formgen.ground.messages import MESSAGES


def codes_report(here: Console) -> Report:
    """Every code with its meaning."""
    report = here.report()
    for code, about in EXPLAIN.items():
        report.row((code, 22), (about.text(here.lang), 0))
    return report


def explain_report(here: Console, code: str) -> Report:
    """One code: what it protects from, an example, and the messages it comes with."""
    report, about = here.report(), EXPLAIN[code]
    kind = here.t("誤り", "error") if code.startswith("E") else here.t("注意", "warning")
    report.text(f"{code}  {kind}", colour="bold")
    report.text(about.text(here.lang), indent=2)
    report.text(about.fix(here.lang), indent=2)
    report.heading(here.t("出る文と、すること", "Its messages, and what to do"))
    for message in _messages(code):
        report.text(_open(message.text(here.lang)), indent=2)
        cure = _open(message.fix(here.lang))
        if cure != "…":
            report.text(cure, indent=4, hang="→ ", mark="cyan")
    return report


def explain_json(here: Console) -> dict[str, dict[str, Any]]:
    """Every code for programs."""
    return {
        code: {
            "code": code,
            "severity": "error" if code.startswith("E") else "warning",
            "meaning": about.text(here.lang),
            "example": about.fix(here.lang),
            "messages": [_open(m.text(here.lang)) for m in _messages(code)],
        }
        for code, about in EXPLAIN.items()
    }


def _messages(code: str) -> list[Any]:
    return [m for key, m in MESSAGES.items() if key.partition(".")[0] == code]


def _open(text: str) -> str:
    """The message with … where the finder fills in words."""
    # A message is a format text, in which a brace that is meant stands twice.
    return re.sub(r"\{[a-z_]+\}", "…", text).replace("{{", "{").replace("}}", "}")
