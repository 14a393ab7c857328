"""sources, diff: which rules there are and who says so, and what changed between two days."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from formgen.cli.console import console
from formgen.cli.options import DayArgument, FormArgument, FormsOption, JsonOption, LangOption, age

if TYPE_CHECKING:
    from formgen.ground.dates import Period


def sources(
    ctx: typer.Context,
    stale: Annotated[
        str | None,
        typer.Option(
            "--stale", metavar="180d", help="これより長く確かめていないもの / read longer ago", show_default=False
        ),
    ] = None,
    json: JsonOption = False,
    forms: FormsOption = None,
    lang: LangOption = None,
) -> None:
    """出典と規則の一覧、確かめた日 / every source and rule."""
    with console(ctx, lang, forms, json=json) as here:
        from formgen import api
        from formgen.cli.views.register import sources_json, sources_report

        limit: Period | None = age(stale) if stale else None
        register, today = api.sources(here.forms), date.today()
        shown = register.stale(limit, today) if limit else None
        if here.json:
            here.give_json(
                {"as_of": today, "stale": str(limit) if limit else None, **sources_json(here, register, shown)}
            )
        else:
            here.give(sources_report(here, register, shown))


def diff(
    ctx: typer.Context,
    form: FormArgument,
    first: DayArgument,
    second: DayArgument,
    json: JsonOption = False,
    forms: FormsOption = None,
    lang: LangOption = None,
) -> None:
    """2つの日の違い / what changed between two days."""
    with console(ctx, lang, forms, json=json) as here:
        from formgen import api
        from formgen.cli.arguments import known_paper
        from formgen.cli.views.register import diff_report

        known_paper(here, form)
        found = api.differences(form, first, second, forms=here.forms)
        if here.json:
            changes = [change.as_json(here.lang) for change in found]
            here.give_json({"form": form, "from": first, "to": second, "changes": changes})
        else:
            here.give(diff_report(here, form, (first, second), found))
