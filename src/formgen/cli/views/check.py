"""A check for people: findings, the smallest type sizes, and one line to sum up."""

from __future__ import annotations

from formgen.api import Adapted, Checked, FittedBlank
from formgen.cli.console import Console
from formgen.cli.report import Report
from formgen.cli.views.findings import findings, summary
from formgen.cli.views.words import rules_day


def check_report(here: Console, checked: Checked) -> Report:
    """Everything that was found."""
    report = findings(here, checked.problems, here.report())
    _sizes(here, shrunk(checked), report)
    _notes(here, checked.notes, report)
    report.heading(summary(here, checked.problems) + here.t("　", "  ") + rules_day(here, checked.plan))
    return report


def shrunk(checked: Checked) -> list[FittedBlank]:
    """The blanks set smaller than their form asks for, smallest first."""
    return sorted((s for s in checked.sizes if s.size < s.wished), key=lambda s: s.size)


def _sizes(here: Console, rows: list[FittedBlank], report: Report) -> None:
    if not rows:
        return
    report.heading(here.t("小さくした文字", "Type made smaller to fit"))
    form = max(len(r.form) for r in rows) + 2
    for row in rows:
        size = f"{row.size:g}pt ({row.wished:g})"
        who = "" if row.user is None else f"users/{row.user}"
        report.row((size, 16), (row.form, form), (who, 10), (row.label, 0), indent=2)


def _notes(here: Console, notes: tuple[Adapted, ...], report: Report) -> None:
    if not notes:
        return
    report.heading(here.t("様式に合わせたもの", "Adapted to the form"))
    for note in notes:
        who = "" if note.user is None else f"users/{note.user}"
        report.row((_what(here, note), 30), (note.form, 24), (who, 10), (note.label, 0), indent=2)


def _what(here: Console, note: Adapted) -> str:
    if note.kind == "letters":
        return here.t("全角にした" if note.words == "full" else "半角にした", f"made {note.words}-width")
    if note.kind == "attached":
        return here.t(f"「{note.words}」に書いた", f"put on an attached sheet ({note.words})")
    return here.t(f"続きの用紙{note.words}枚", f"goes on over {note.words} more page(s)")


def check_json(here: Console, checked: Checked) -> dict[str, object]:
    """The same for programs."""
    shown = [p.as_json(here.lang, show_values=here.show_values) for p in checked.problems]
    sizes = [
        {"form": s.form, "user": s.user, "field": s.blank, "label": s.label, "size_pt": s.size, "wished_pt": s.wished}
        for s in checked.sizes
    ]
    plan = checked.plan
    about = {"form": plan.form, "route": plan.route, "as_of": plan.as_of.isoformat(), "as_of_from": plan.as_of_from}
    notes = [
        {"form": n.form, "user": n.user, "field": n.blank, "label": n.label, "kind": n.kind, "words": n.words}
        for n in checked.notes
    ]
    return {**about, "problems": shown, "sizes": sizes, "notes": notes}
