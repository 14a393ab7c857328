"""What has changed, for people and as data: the `changes` of a profile, and how each change is told."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from formgen.cli.console import Console
from formgen.cli.report import Report
from formgen.cli.views.findings import findings, summary
from formgen.cli.views.sample import commented_yaml

if TYPE_CHECKING:
    from formgen.api import ChangedItem, Comparison, Library


def changes_report(here: Console, found: Comparison, library: Library) -> Report:
    """Which changes go on the notice, which on the screen, and what is left to find out. Names no value."""
    report = here.report()
    told = [i for i in found.on("sheet") if i.change in found.changes]
    _items(here, report, library, here.t("届け出る事項", "To be told by the notice"), told)
    _items(here, report, library, here.t("画面で変える事項", "To be changed on the screen"), found.on("screen"))
    if found.problems:
        report.heading(here.t("気をつけること", "Findings"))
        findings(here, found.problems, report)
        report.heading(summary(here, found.problems))
    return report


def _items(here: Console, report: Report, library: Library, title: str, items: Any) -> None:
    if not items:
        return
    report.heading(title)
    for way in dict.fromkeys(item.way for item in items):
        of_way = [item for item in items if item.way == way]
        for item in of_way:
            name = library.facts.word("changes.item", item.change.item)
            report.text(f"{name.text(here.lang)}  {item.pointer}", indent=2, hang=here.t("・", "- "))
        report.text(way.because.text(here.lang), indent=8)
        titles = (library.rules.sources[s].title for s in way.sources)
        report.text(
            here.t("／", "; ").join(titles), indent=8, hang=here.t("出典：", "Source: "), colour="dim", mark="dim"
        )


def changes_json(here: Console, found: Comparison, changes: list[dict[str, Any]]) -> dict[str, Any]:
    """The one JSON object of `changes --json`."""
    return {
        "as_of": found.as_of.isoformat(),
        "user": found.user,
        "changes": changes,
        "items": [_item_json(here, item) for item in found.items],
        "problems": [p.as_json(here.lang, show_values=here.show_values) for p in found.problems],
    }


def _item_json(here: Console, item: ChangedItem) -> dict[str, Any]:
    return {
        "item": item.change.item,
        "user": item.user,
        "pointer": item.pointer,
        "way": item.way.way,
        "because": item.way.because.text(here.lang),
        "source": ", ".join(item.way.sources),
        "status": item.way.status,
    }


def profile_text(data: Mapping[str, Any], library: Library, path: Path | None = None) -> str:
    """Data of a profile as YAML with comments, or as JSON where the file it is for is called so."""
    import json

    if path is not None and path.suffix == ".json":
        return json.dumps(data, ensure_ascii=False, indent=2, default=str) + "\n"
    return commented_yaml(data, library.facts)
