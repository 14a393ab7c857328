"""doctor, fonts check: whether everything formgen needs is there."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated

import typer

from formgen.cli.console import BROKEN, FINDINGS, FINE, console
from formgen.cli.options import FormsOption, JsonOption, LangOption


class StyleName(StrEnum):
    """The values of `--style`."""

    mincho = "mincho"
    gothic = "gothic"
    bold = "bold"
    latin = "latin"


def doctor(ctx: typer.Context, json: JsonOption = False, forms: FormsOption = None, lang: LangOption = None) -> None:
    """書体・版・書き込み先 / fonts, versions, write access."""
    with console(ctx, lang, forms, json=json) as here:
        from formgen import api
        from formgen.cli.views.doctor import doctor_json, doctor_report

        found = api.examine(forms=here.forms)
        if here.json:
            here.give_json(doctor_json(here, found))
        else:
            here.give(doctor_report(here, found))
        # What may be absent (None) is no fault of the installation.
        here.leave((), BROKEN if any(f.good is False for f in found) else FINE)


def fonts_check(
    ctx: typer.Context,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="調べる文字（- は標準入力）/ - is stdin")],
    style: Annotated[StyleName, typer.Option("--style", help="書体 / style")] = StyleName.mincho,
    json: JsonOption = False,
    forms: FormsOption = None,
    lang: LangOption = None,
) -> None:
    """どの書体がその文字を書くか / which font draws each character."""
    with console(ctx, lang, forms, json=json) as here:
        from formgen import api
        from formgen.cli.views.fonts import fonts_json, fonts_report

        rows = api.characters(sys.stdin.buffer if text == "-" else text, style.value)
        if here.json:
            here.give_json(fonts_json(here, rows))
        else:
            here.give(fonts_report(here, rows))
        here.leave((), FINDINGS if any(r.face is None for r in rows) else FINE)
