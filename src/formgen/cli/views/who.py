"""Who may file what online, for people: a matrix, its conditions, and who says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from formgen.cli.console import Console
from formgen.cli.report import Report
from formgen.cli.views.words import source_line, word

if TYPE_CHECKING:
    from formgen.api import Source, Who

_MARKS = {"may": ("○", "may"), "if": ("△", "may, if"), "may-not": ("×", "may not")}


def who_report(here: Console, found: Who, sources: Mapping[str, Source]) -> Report:
    """Each application with its applicants, then what else holds."""
    report = here.report()
    report.text(here.t(f"規則の基準日：{found.as_of}", f"Rules as of {found.as_of}"))
    for procedure in found.procedures:
        report.heading(f"{found.words[procedure].text(here.lang)} ({procedure})")
        for applicant in found.applicants:
            rule = found.rule(applicant, procedure)
            mark = here.t(*_MARKS[rule.may]) if rule else here.t("規則がありません", "no rule")
            name = found.words[applicant].text(here.lang)
            condition = rule.condition.text(here.lang) if rule and rule.condition else ""
            report.text(f"{name}{here.t('：', ': ') if condition else ''}{condition}", indent=2, hang=f"{mark} ")
    if found.rules:
        _why(here, report, (s for r in found.rules for s in r.sources), sources)
    report.heading(here.t("そのほかの条件", "What else holds"))
    for one in found.conditions:
        names = here.t("・", ", ").join(found.words[a].text(here.lang) for a in one.applicants)
        doubt = "" if one.status == "confirmed" else f" ({word(here, one.status)})"
        report.text(one.text.text(here.lang) + doubt, indent=2, hang=f"{names}{here.t('：', ': ')}" if names else "- ")
        _why(here, report, one.sources, sources)
    return report


def _why(here: Console, report: Report, names: Iterable[str], sources: Mapping[str, Source]) -> None:
    said = here.t("／", "; ").join(source_line(here, sources[name]) for name in dict.fromkeys(names))
    report.text(said, indent=6, colour="dim", hang=here.t("出典：", "Source: "))
