"""A check for people: findings, the smallest type sizes, and one line to sum up."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from formgen.cli.console import Console
from formgen.cli.report import Report
from formgen.cli.terminal import columns
from formgen.cli.views.attachments import attached_files
from formgen.cli.views.findings import findings, summary
from formgen.cli.views.suggestions import suggestions
from formgen.cli.views.words import rules_day, whose

if TYPE_CHECKING:
    from formgen.api import Adapted, Checked, FittedBlank, Packet, Suggestions


def check_report(here: Console, checked: Checked, seen: Suggestions | None = None) -> Report:
    """Everything that was found; `seen` in a folder of files."""
    report = findings(here, checked.problems, here.report())
    attached_files(here, checked.attachments, checked.plan.profile, report)
    fitting(here, checked, report)
    if seen:
        suggestions(here, seen, checked.plan.profile, report)
    report.heading(summary(here, checked.problems) + here.t("　", "  ") + rules_day(here, checked.plan))
    return report


def fitting(here: Console, made: Checked | Packet, report: Report) -> None:
    """The type that was made smaller, smallest first, and what was adapted to its form."""
    # The hardest to read first.
    small = sorted((s for s in made.sizes if s.size < s.wished), key=lambda s: s.size)
    sizes = [(f"{s.size:g}pt ({s.wished:g})", s) for s in small]
    _rows(here, here.t("小さくした文字", "Type made smaller to fit"), sizes, made, report)
    notes = [(_what(here, n), n) for n in made.notes]
    _rows(here, here.t("様式に合わせたもの", "Adapted to the form"), notes, made, report)


def _rows(
    here: Console,
    heading: str,
    rows: Iterable[tuple[str, FittedBlank | Adapted]],
    made: Checked | Packet,
    report: Report,
) -> None:
    profile = made.plan.profile
    cells = [(what, r.form, whose(here, profile, r.user, r.permission), r.label) for what, r in rows]
    if cells:
        report.heading(heading)
        widths = [max(columns(row[n]) for row in cells) + 2 for n in range(3)]
    for what, form, who, label in cells:
        report.row((what, widths[0]), (form, widths[1]), (who, widths[2] if widths[2] > 2 else 0), (label, 0), indent=2)


def _what(here: Console, note: Adapted) -> str:
    if note.kind == "letters":
        return here.t("全角にした" if note.words == "full" else "半角にした", f"made {note.words}-width")
    if note.kind == "attached":
        return here.t(f"「{note.words}」に書いた", f"put on an attached sheet ({note.words})")
    return here.t(f"続きの用紙{note.words}枚", f"goes on over {note.words} more page(s)")


def check_json(here: Console, checked: Checked, seen: Suggestions | None = None) -> dict[str, object]:
    """The same for programs."""
    shown = [p.as_json(here.lang, show_values=here.show_values) for p in checked.problems]
    plan = checked.plan
    about = {"form": plan.form, "route": plan.route, "as_of": plan.as_of.isoformat(), "as_of_from": plan.as_of_from}
    files = [one.as_json(here.lang) for one in checked.attachments]
    out = {**about, "problems": shown, **fitting_json(checked), "attachments": files}
    return out | ({"suggestions": seen.as_json(here.lang)} if seen else {})


def fitting_json(made: Checked | Packet) -> dict[str, object]:
    """Sizes and adaptations for programs."""
    sizes = [{**_blank_json(s), "size_pt": s.size, "wished_pt": s.wished} for s in made.sizes]
    return {"sizes": sizes, "notes": [{**_blank_json(n), "kind": n.kind, "words": n.words} for n in made.notes]}


def _blank_json(one: FittedBlank | Adapted) -> dict[str, object]:
    about = {"form": one.form, "user": one.user, "permission": one.permission}
    return {**about, "field": one.blank, "label": one.label}
