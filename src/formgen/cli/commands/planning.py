"""plan, check: what is needed, and what is still wrong."""

from __future__ import annotations

import typer

from formgen.cli.console import console
from formgen.cli.options import (
    AsOfOption,
    FormOption,
    FormsOption,
    JsonOption,
    LangOption,
    ProfileArgument,
    RouteOption,
    StrictOption,
    ValuesOption,
    way,
)


def plan(
    ctx: typer.Context,
    profile: ProfileArgument,
    form: FormOption = None,
    route: RouteOption = None,
    as_of: AsOfOption = None,
    strict: StrictOption = False,
    show_values: ValuesOption = False,
    json: JsonOption = False,
    forms: FormsOption = None,
    lang: LangOption = None,
) -> None:
    """要る書類・提出先・期限・手数料とその理由 / what is needed, and why."""
    with console(ctx, lang, forms, json=json, strict=strict, show_values=show_values) as here:
        from formgen import api
        from formgen.cli.arguments import known_form
        from formgen.cli.source import profile_from

        if form:
            known_form(here, form)
        found = api.plan(profile_from(profile, here.forms), form=form, route=way(route), as_of=as_of, forms=here.forms)
        if here.json:
            here.give_json(found.as_json(here.lang, show_values=here.show_values))
        else:
            from formgen.cli.views.plan import PlanView

            here.give(PlanView(here, found, api.open_library(here.forms).rules.sources).report())
        here.leave(found.problems)


def check(
    ctx: typer.Context,
    profile: ProfileArgument,
    form: FormOption = None,
    route: RouteOption = None,
    as_of: AsOfOption = None,
    strict: StrictOption = False,
    show_values: ValuesOption = False,
    json: JsonOption = False,
    forms: FormsOption = None,
    lang: LangOption = None,
) -> None:
    """すべての問題を一度に調べる / every finding at once."""
    with console(ctx, lang, forms, json=json, strict=strict, show_values=show_values) as here:
        from formgen import api
        from formgen.cli.arguments import known_form
        from formgen.cli.source import profile_from
        from formgen.cli.views.check import check_json, check_report

        if form:
            known_form(here, form)
        found = api.check(profile_from(profile, here.forms), form=form, route=way(route), as_of=as_of, forms=here.forms)
        if here.json:
            here.give_json(check_json(here, found))
        else:
            here.give(check_report(here, found))
        here.leave(found.problems)
