"""batch: many packets from one table, and the empty table."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from formgen.cli.console import Console, console
from formgen.cli.options import (
    AsOfOption,
    BaseOption,
    CheckOption,
    DaskOption,
    ForceOption,
    FormOption,
    FormsOption,
    JobsOption,
    JsonOption,
    KeyOption,
    KindOption,
    LangOption,
    LimitOption,
    MarkedOption,
    MaybeOutOption,
    OnlyOption,
    PlainOption,
    PrintOption,
    RouteOption,
    SheetNameOption,
    SheetOption,
    StrictOption,
    TableArgument,
    TemplateOption,
    ValuesOption,
    way,
)

if TYPE_CHECKING:
    from formgen.api import Batch


def batch(
    ctx: typer.Context,
    table: TableArgument = None,
    form: FormOption = None,
    output: MaybeOutOption = None,
    route: RouteOption = None,
    base: BaseOption = None,
    key: KeyOption = None,
    sheet_name: SheetNameOption = None,
    plain_names: PlainOption = False,
    sheet: SheetOption = False,
    kind: KindOption = None,
    jobs: JobsOption = 1,
    dask: DaskOption = None,
    only: OnlyOption = None,
    limit: LimitOption = None,
    check: CheckOption = False,
    print_to: PrintOption = None,
    marked: MarkedOption = None,
    template: TemplateOption = None,
    force: ForceOption = False,
    as_of: AsOfOption = None,
    strict: StrictOption = False,
    show_values: ValuesOption = False,
    json: JsonOption = False,
    forms: FormsOption = None,
    lang: LangOption = None,
) -> None:
    """表からまとめて作る / many, from a table."""
    with console(ctx, lang, forms, json=json, strict=strict, show_values=show_values) as here:
        if template is not None:
            _template(here, template, table, output, {"route": way(route), "base": base, "as_of": as_of}, force)
            return
        _told_enough(here, table, form, output, check)
        if check and print_to is not None:
            message = here.t("--check では何も作りません", "nothing is made with --check")
            raise typer.BadParameter(message, param_hint="--print")
        about: dict[str, Any] = {"form": form, "route": way(route), "base": base, "key": key, "sheet_name": sheet_name}
        about |= {"plain_names": plain_names, "sheet": sheet, "kind": kind.value if kind else None, "as_of": as_of}
        about |= {"jobs": jobs, "dask": dask, "only": only, "limit": limit, "force": force}
        made = _made(here, table, None if check else output, print_to=print_to, **about)
        made, marked = _marked(here, made, marked, force)
        _tell(here, made, marked)
        here.leave(made.problems)


def _told_enough(here: Console, table: Path | None, form: str | None, output: Path | None, check: bool) -> None:
    from formgen.cli.arguments import known_form

    if table is None:
        raise typer.BadParameter(here.t("表が要ります", "a table is needed"), param_hint="TABLE")
    if output is None and not check:
        message = here.t("出力先のフォルダか --check が要ります", "a folder is needed, or --check")
        raise typer.BadParameter(message, param_hint="-o")
    if form is not None:
        known_form(here, form)


def _made(here: Console, table: Path | None, output: Path | None, **about: Any) -> Batch:
    from formgen import api
    from formgen.cli.progress import countdown, going_on

    with going_on(here.lang), countdown(lang=here.lang) as tell:
        return api.make_batch(table or "", output, progress=tell, forms=here.forms, **about)


def _template(
    here: Console, form: str, table: Path | None, output: Path | None, about: dict[str, Any], force: bool
) -> None:
    from formgen import api
    from formgen.cli.arguments import known_form

    if table is not None or output is None:
        message = here.t("--template FORM -o 表.xlsx の形で使います", "use it as --template FORM -o TABLE.xlsx")
        raise typer.BadParameter(message, param_hint="--template")
    known_form(here, form)
    path = api.write_template(output, form, force=force, forms=here.forms, **about)
    if here.json:
        here.give_json({"form": form, "path": str(path), "problems": []})
    else:
        here.say(here.t(f"書きました：{path}", f"Written: {path}"))


def _marked(here: Console, made: Batch, path: Path | None, force: bool) -> tuple[Batch, Path | None]:
    """The table with its findings: where it was asked for, else beside the output when something is wrong.

    What of the user's it could not keep is told with all that was found.
    """
    from formgen import api

    table = api.write_marked(made, path, lang=here.lang, force=force)
    if table is None:
        return made, None
    return replace(made, findings=(*made.findings, *map(api.BatchFinding, table.problems))), table.path


def _tell(here: Console, made: Batch, marked: Path | None) -> None:
    from formgen.cli.views.batch import batch_findings, batch_json, batch_report

    if here.json:
        here.give_json(batch_json(here, made, marked))
    else:
        here.say(batch_findings(here, made))
        here.give(batch_report(here, made, marked))
