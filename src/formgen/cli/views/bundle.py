"""A packet that was bundled, for people: what lies there, and how that can be proved."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from formgen.cli.console import Console
from formgen.cli.report import Report

if TYPE_CHECKING:
    from formgen.api import Bundle


def bundle_report(here: Console, made: Bundle) -> Report:
    """Where it is, what it is, and each file that has a name of its own: a name holds values."""
    report, count = here.report(), len(made.files)
    size = _size(sum(file.bytes for file in made.files))
    report.text(str(made.output), colour="bold")
    if made.kind == "bag":
        report.text(here.t(f"BagIt 1.0：{count}ファイル、{size}", f"BagIt 1.0: {count} files, {size}"), indent=2)
        report.text(_proof(here), indent=2)
        return report
    report.text(here.t(f"{count}ファイル、{size}", f"{count} files, {size}"), indent=2)
    for file in made.files:
        title = file.title or here.t("索引", "the index")
        shown = f"{title}  {file.path}" if here.show_values else title
        report.row((file.sha256[:8], 10), (_size(file.bytes), 9), (shown, 0), indent=2)
    if not here.show_values:
        report.text(here.t("ファイル名は --show-values で出ます。", "--show-values tells the names."), indent=2)
    return report


def _proof(here: Console) -> str:
    return here.t(
        "確かめるには、その中で sha256sum -c manifest-sha256.txt tagmanifest-sha256.txt（または bagit.py --validate）",
        "To prove it, inside: sha256sum -c manifest-sha256.txt tagmanifest-sha256.txt (or bagit.py --validate)",
    )


def _size(count: int) -> str:
    return f"{count / 1_000_000:.1f}MB" if count >= 100_000 else f"{max(count, 100) / 1000:.1f}KB"


def bundle_json(here: Console, made: Bundle) -> dict[str, Any]:
    """The same for programs, which need the names."""
    return {
        "output": str(made.output),
        "kind": made.kind,
        "files": [asdict(file) for file in made.files],
        "problems": [p.as_json(here.lang, show_values=here.show_values) for p in made.problems],
    }
