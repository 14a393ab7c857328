"""The command `formgen`: its global options and its commands."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from formgen.cli.commands import (
    batching,
    catalogue,
    changes,
    checking,
    handing,
    installation,
    making,
    planning,
    profiles,
    register,
    sending,
    who,
)
from formgen.cli.console import CommonOptions
from formgen.cli.options import FormsOption, JsonOption, LangOption, StrictOption, ValuesOption
from formgen.cli.usage import Group
from formgen.version import __version__

_PLAIN: dict[str, Any] = {"rich_markup_mode": None, "add_completion": False, "pretty_exceptions_enable": False}
_HELP = {"help_option_names": ["-h", "--help"]}

app = typer.Typer(cls=Group, no_args_is_help=True, context_settings=_HELP, **_PLAIN)
fonts = typer.Typer(no_args_is_help=True, **_PLAIN)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"formgen {__version__}")
        raise typer.Exit


@app.callback()
def formgen(
    ctx: typer.Context,
    lang: LangOption = None,
    json: JsonOption = False,
    strict: StrictOption = False,
    show_values: ValuesOption = False,
    forms: FormsOption = None,
    version: Annotated[  # noqa: ARG001
        bool, typer.Option("--version", callback=_version, is_eager=True, help="版 / version")
    ] = False,
) -> None:
    """入管の書類を1つのプロファイルから作ります。

    From one profile to the Japanese immigration papers, ready to hand in.
    """
    # Kept for the command: each of these options may stand before its name or after it.
    ctx.obj = CommonOptions(lang, json, strict, show_values, forms)


for command in (
    catalogue.forms,
    catalogue.show,
    profiles.new,
    planning.plan,
    planning.check,
    changes.changes,
    making.render,
    making.packet,
    making.preview,
    batching.batch,
    handing.bundle,
    sending.send,
    profiles.schema,
    checking.lint,
    register.sources,
    register.diff,
    who.who,
    who.certificate_number,
    catalogue.explain,
    installation.doctor,
):
    app.command()(command)

fonts.command("check")(installation.fonts_check)


@fonts.callback()
def _fonts() -> None:
    """書体と文字 / fonts and characters."""


app.add_typer(fonts, name="fonts")
