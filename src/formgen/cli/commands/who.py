"""who, certificate-number: who may file online, and under which number."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from formgen.cli.console import console
from formgen.cli.options import AsOfOption, FormsOption, JsonOption, LangOption


def who(
    ctx: typer.Context,
    named: Annotated[
        str | None, typer.Argument(metavar="[P]", help="extension など / such as extension", show_default=False)
    ] = None,
    procedure: Annotated[
        str | None,
        typer.Option("--procedure", metavar="P", help="同じ / the same", show_default=False),
    ] = None,
    as_of: AsOfOption = None,
    json: JsonOption = False,
    forms: FormsOption = None,
    lang: LangOption = None,
) -> None:
    """誰がオンラインで申請できるか / who may file what online."""
    with console(ctx, lang, forms, json=json) as here:
        from formgen import api
        from formgen.cli.views.who import who_report

        if named and procedure and named != procedure:
            message = here.t("P と --procedure が違います。どちらか1つだけにします。", "name one procedure only")
            raise typer.BadParameter(message, param_hint="--procedure")
        found = api.who(named or procedure, as_of=as_of or date.today(), forms=here.forms)
        if here.json:
            here.give_json(found.as_json(here.lang))
        else:
            here.give(who_report(here, found, api.open_library(here.forms).rules.sources))


def certificate_number(
    ctx: typer.Context,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="(東)弁10第50号 など / as printed")],
    as_of: AsOfOption = None,
    json: JsonOption = False,
    forms: FormsOption = None,
    lang: LangOption = None,
) -> None:
    """届出済証明書の番号を12桁に / its number in twelve digits."""
    with console(ctx, lang, forms, json=json) as here:
        from formgen import api

        number = api.certificate_number(text, as_of=as_of or date.today(), forms=here.forms)
        if here.json:
            here.give_json({"number": number})
        else:
            here.give(f"{number}\n")
