"""Sources and rules for people, and what changed between two days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

from formgen.cli.console import Console
from formgen.cli.report import Report
from formgen.cli.views.words import source_line, title, word

if TYPE_CHECKING:
    from formgen.api import Change, Register, RuleEntry, Source, Stale


def sources_report(here: Console, register: Register, stale: Stale | None) -> Report:
    """Every source with the day it was last read, then every rule by its file; or only what is `stale`."""
    report, shown = here.report(), stale or register
    report.heading(here.t("出典", "Sources"))
    for source in _listed(shown):
        report.text(source_line(here, source), indent=2, hang=f"{source.id}: ")
        about = " ".join(part for part in (_read(here, source.checked), source.address) if part)
        report.text(about, indent=4, colour="dim")
    for file, rules in groupby(shown.rules, key=lambda r: r.file):
        report.heading(file)
        for rule in rules:
            _rule(here, report, rule, _read(here, register.last_checked(rule)))
    count = here.t(
        f"出典 {len(shown.sources)}件、規則 {len(shown.rules)}件",
        f"{len(shown.sources)} sources, {len(shown.rules)} rules",
    )
    report.heading(count)
    return report


def _listed(shown: Register | Stale) -> Iterable[Source]:
    return shown.sources.values() if isinstance(shown.sources, Mapping) else shown.sources


def _rule(here: Console, report: Report, rule: RuleEntry, read: str) -> None:
    about = here.t("・", ", ").join(s.title.text(here.lang) for s in rule.said.subjects)
    report.text(rule.said.says.text(here.lang), indent=2, hang=here.t(f"{about}：", f"{about}: "))
    facts = (_days(rule), word(here, rule.status) if rule.status else "", ", ".join(rule.sources), read)
    report.text("  ".join(f for f in facts if f), indent=4, colour="dim")


def _read(here: Console, day: date | None) -> str:
    return here.t(f"確かめた日 {day}", f"last read {day}") if day else here.t("確かめた日は不明", "not known when read")


def _days(rule: RuleEntry) -> str:
    return f"{rule.since or ''}〜{rule.until or ''}" if rule.since or rule.until else ""


def sources_json(here: Console, register: Register, stale: Stale | None) -> dict[str, Any]:
    """Sources and rules for programs."""
    shown = stale or register
    return {
        "sources": [source.model_dump(mode="json") for source in _listed(shown)],
        "rules": [{**rule.as_json(here.lang), "checked": register.last_checked(rule)} for rule in shown.rules],
    }


def diff_report(here: Console, form: str, days: tuple[date, date], changes: Iterable[Change]) -> Report:
    """What changed for a form, by sort of rule."""
    from formgen.api import open_library

    library, report = open_library(here.forms), here.report()
    known = form in library.procedure_files
    named = library.procedure(form).title.text(here.lang) if known else title(here, library.editions(form)[-1])
    report.heading(f"{named}  [{form}]")
    report.text(f"{days[0]} → {days[1]}")
    every = tuple(changes)
    for section in dict.fromkeys(c.place.section for c in every):
        report.heading(word(here, section))
        for change in every:
            if change.place.section == section:
                _change(here, report, change, library.rules.sources)
    if not every:
        report.text(here.t("変わったことはありません。", "Nothing changed."))
    return report


_MARKS = {"new": ("＋", "+"), "gone": ("－", "-"), "changed": ("変", "~")}


def _change(here: Console, report: Report, change: Change, sources: Mapping[str, Source]) -> None:
    about = here.t("・", ", ").join(s.title.text(here.lang) for s in change.subjects)
    report.text(about, indent=2, hang=here.t(*_MARKS[change.kind]) + " ")
    for entries, (ja, en) in ((change.before, ("前", "before")), (change.after, ("後", "after"))):
        for entry in entries:
            unsure = here.t("（未確認）", " (inferred)") if entry.status == "inferred" else ""
            report.text(entry.said.says.text(here.lang) + unsure, indent=4, hang=here.t(f"{ja}：", f"{en}: "))
            if _days(entry):
                report.text(_days(entry), indent=8, colour="cyan")
            if entry.said.why:
                report.text(entry.said.why.text(here.lang), indent=8)
            named = here.t("／", "; ").join(sources[s].title for s in entry.sources if s in sources)
            report.text(named, indent=8, hang=here.t("出典：", "Source: "), colour="dim", mark="dim")
