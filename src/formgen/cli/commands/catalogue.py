"""forms, show, explain: what there is to know before there is a profile."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from formgen.cli.console import console
from formgen.cli.options import AsOfOption, FormArgument, FormsOption, JsonOption, LangOption


def forms(
    ctx: typer.Context,
    as_of: AsOfOption = None,
    json: JsonOption = False,
    forms: FormsOption = None,
    lang: LangOption = None,
) -> None:
    """様式の一覧 / every form, with system, number and title."""
    with console(ctx, lang, forms, json=json) as here:
        from formgen import api
        from formgen.cli.views.catalogue import form_json, forms_report, procedures

        library, day = api.open_library(here.forms), as_of or date.today()
        shown = api.handed_in(library)
        if here.json:
            rows = [form_json(f, shown, library, day) for f in shown]
            here.give_json({"as_of": day.isoformat(), "forms": rows, "procedures": procedures(here, library)})
        else:
            report = forms_report(here, shown, library, day)
            report.heading(here.t("様式のない手続（formgen show）", "Procedures without a form (formgen show)"))
            for name, title in procedures(here, library).items():
                report.text(title, hang=f"{name:<26}")
            here.give(report)


def show(
    ctx: typer.Context,
    form: FormArgument,
    as_of: AsOfOption = None,
    json: JsonOption = False,
    forms: FormsOption = None,
    lang: LangOption = None,
) -> None:
    """様式の欄・付ける書類・出典 / its fields and sources."""
    with console(ctx, lang, forms, json=json) as here:
        from formgen import api
        from formgen.cli.arguments import known_paper
        from formgen.cli.views.catalogue import procedure_json, procedure_report, show_json, show_report

        procedure = known_paper(here, form)
        library, day = api.open_library(here.forms), as_of or date.today()
        if procedure and here.json:
            here.give_json({"as_of": day.isoformat(), **procedure_json(form, library, day, here.lang)})
            return
        if procedure:
            here.give(procedure_report(here, form, api.handed_in(library), library, day))
            return
        edition = library.form(form, as_of) if as_of else library.editions(form)[-1]
        shown = api.handed_in(library)
        if here.json:
            here.give_json({"as_of": day.isoformat(), **show_json(edition, shown, library, day, here.lang)})
        else:
            here.give(show_report(here, edition, shown, library, day))


def explain(
    ctx: typer.Context,
    code: Annotated[str | None, typer.Argument(metavar="CODE", help="E-FIT など / such as E-FIT")] = None,
    json: JsonOption = False,
    forms: FormsOption = None,
    lang: LangOption = None,
) -> None:
    """問題のコードの意味と例 / a problem code in plain words."""
    with console(ctx, lang, forms, json=json) as here:
        from formgen.cli.arguments import known_code
        from formgen.cli.views.explain import codes_report, explain_json, explain_report

        if code is None:
            if here.json:
                here.give_json({"codes": explain_json(here)})
            else:
                here.give(codes_report(here))
            return
        found = known_code(here, code)
        if here.json:
            here.give_json(explain_json(here)[found])
        else:
            here.give(explain_report(here, found))
