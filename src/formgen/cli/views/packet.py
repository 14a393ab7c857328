"""A finished packet for people: what is in it, and what to look at."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from formgen.api import step_label
from formgen.cli.console import Console
from formgen.cli.report import Report
from formgen.cli.views.check import fitting, fitting_json
from formgen.cli.views.words import rules_day, whose

if TYPE_CHECKING:
    from formgen.api import Entry, Packet


def packet_report(here: Console, made: Packet, output: Path) -> Report:
    """Where it is and what it holds, in filing order."""
    report = here.report()
    unfinished = here.t("【未完】", "[UNFINISHED] ") if made.draft else ""
    report.text(f"{unfinished}{output}", colour="bold")
    # In one PDF there are no files to list, only what is bound into it.
    whole = output.suffix.lower() != ".pdf"
    entries = [e for e in made.entries if (whole and e.role != "upload") or e.role in ("sheet", "attachment")]
    room = max((len(e.path) for e in entries), default=0) + 2
    for entry in entries:
        pages = here.t(f"{entry.pages}頁", f"{entry.pages} p.")
        report.row((pages, 7), (entry.path, room), (_named(here, entry), 0), indent=2)
    # The same papers once more, by the names that the screen shows.
    if whole and (count := sum(e.role == "upload" for e in made.entries)):
        said = here.t(f"upload：画面に添付するPDF {count}件", f"upload: {count} PDF for the screen")
        report.text(said, indent=2)
    if made.reused:
        report.text(_reused(here, made), indent=2)
    if not whole:
        report.text(_left_out(here, made), indent=2)
    fitting(here, made, report)
    _steps(here, made, report)
    report.heading(rules_day(here, made.plan))
    return report


def _reused(here: Console, made: Packet) -> str:
    """The attachments that were not read again."""
    count, names = len(made.reused), here.t("、", ", ").join(made.reused)
    return here.t(
        f"変わっていないので使い回した添付：{count}件（{names}）", f"Unchanged and used again: {count} ({names})"
    )


def lighter(here: Console, made: Packet) -> Report:
    """What `--fit` has done: each file whose scans were made lighter, with its size before and after."""
    report = here.report(sys.stderr)
    done = [(entry, about) for entry in made.entries if (about := entry.shrunk)]
    for entry, about in done:
        sizes = " → ".join(f"{about[key] / 1_000_000:.1f}MB" for key in ("bytes_before", "bytes_after"))
        report.text(
            here.t(
                f"軽くしました：{entry.path} {sizes}（{about['dpi']}dpiまで、JPEGの品質{about['quality']}）",
                f"Made lighter: {entry.path} {sizes} (up to {about['dpi']} dpi, JPEG quality {about['quality']})",
            )
        )
    if not done:
        report.text(
            here.t(
                "軽くしたファイルはありません（上限に収まっているか、上限がありません）。",
                "Nothing had to be made lighter.",
            )
        )
    return report


def _left_out(here: Console, made: Packet) -> str:
    """What a folder or zip holds beside the papers, and one PDF does not."""
    inside = [e.path for e in made.entries if e.role not in ("sheet", "attachment", "original", "upload", "packet")]
    names = here.t("・", ", ").join([here.t("書類ごとのPDF", "a PDF of each paper"), *inside, "manifest.json"])
    return here.t(
        f"{names} は、この1つのPDFに入っていません。フォルダか .zip を -o に指定すると付きます。",
        f"{names}: not in this one PDF; name a folder or a .zip by -o to have them.",
    )


def _steps(here: Console, made: Packet, report: Report) -> None:
    """What is left to do by hand, as on the page that goes beside the packet."""
    if made.plan.next_steps:
        report.heading(here.t("次にすること", "What is left to do"))
    for step in made.plan.next_steps:
        who = here.t("、", ", ").join(filter(None, (whose(here, made.plan.profile, *one) for one in step.of)))
        text = here.t(f"【{who}】", f"[{who}] ") if who else ""
        report.row((step_label(step, here.lang), 12), (text + step.text(here.lang), 0), indent=2)


def _named(here: Console, entry: Entry) -> str:
    """What a file is; the whole packet has the title of its lead form, which says too little here."""
    if entry.role == "original":
        return here.t(f"{entry.title}（署名のある元のファイル）", f"{entry.title} (the signed file itself)")
    return here.t("全部を綴ったもの", "everything in one") if entry.role == "packet" else entry.title


def packet_json(here: Console, made: Packet, output: Path) -> dict[str, Any]:
    """The same for programs. Names of people are values, so they need --show-values."""
    files = [asdict(e) for e in made.entries]
    for file in files if not here.show_values else ():
        file["person"] = None
    return {
        "form": made.plan.form,
        "route": made.plan.route,
        "as_of": made.plan.as_of.isoformat(),
        "as_of_from": made.plan.as_of_from,
        "output": str(output),
        "draft": made.draft,
        "files": files,
        "reused": list(made.reused),
        **fitting_json(made),
        "problems": [p.as_json(here.lang, show_values=here.show_values) for p in made.problems],
    }
