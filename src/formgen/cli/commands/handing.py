"""bundle: a packet that was made leaves."""

from __future__ import annotations

import sys

import typer

from formgen.cli.console import console
from formgen.cli.options import (
    ForceOption,
    JsonOption,
    LangOption,
    OutOption,
    PacketArgument,
    SettingsOption,
    StrictOption,
    ValuesOption,
)


def bundle(
    ctx: typer.Context,
    packet: PacketArgument,
    output: OutOption,
    settings: SettingsOption = None,
    force: ForceOption = False,
    strict: StrictOption = False,
    show_values: ValuesOption = False,
    json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """文書管理へ渡す形に / a bag, or files with an index."""
    with console(ctx, lang, json=json, strict=strict, show_values=show_values) as here:
        from formgen import api
        from formgen.cli.views.bundle import bundle_json, bundle_report
        from formgen.cli.views.findings import findings

        made = api.bundle(packet, output, settings=settings, force=force)
        if here.json:
            here.give_json(bundle_json(here, made))
        else:
            here.say(findings(here, made.problems, here.report(sys.stderr)))
            here.give(bundle_report(here, made))
        here.leave(made.problems)
