"""lint: whether form and rule files say only what there is."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from formgen.cli.console import BROKEN, FINE, console
from formgen.cli.options import FormsOption, JsonOption, LangOption


def lint(
    ctx: typer.Context,
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILE]...", help="様式や規則のファイル / files; all if none"),
    ] = None,
    json: JsonOption = False,
    forms: FormsOption = None,
    lang: LangOption = None,
) -> None:
    """様式・規則のファイルの誤り / every fault of form files."""
    with console(ctx, lang, forms, json=json) as here:
        from formgen import api
        from formgen.cli.arguments import known_files
        from formgen.cli.views.findings import findings, summary

        known_files(here, files or ())
        found = api.lint_files(files, here.forms) if files else api.lint_library(api.open_library(here.forms))
        if here.json:
            here.give_json({"problems": [p.as_json(here.lang) for p in found]})
        else:
            report = findings(here, found, here.report())
            report.heading(summary(here, found))
            here.give(report)
        here.leave(found, BROKEN if found else FINE)
