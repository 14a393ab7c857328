"""send: a packet into document systems."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from formgen.cli.console import FINDINGS, FINE, LATER, Console, console
from formgen.cli.options import JsonOption, LangOption, SettingsOption, StrictOption, ValuesOption


def send(
    ctx: typer.Context,
    packet: Annotated[
        Path | None, typer.Argument(metavar="PACKET", help="一式（フォルダか.zip）/ packet", show_default=False)
    ] = None,
    targets: Annotated[
        list[str] | None,
        typer.Argument(metavar="TARGET", help="folder=DIR dav=URL paperless=URL mayan=URL", show_default=False),
    ] = None,
    settings: SettingsOption = None,
    credentials: Annotated[
        Path | None,
        typer.Option("--credentials", metavar="FILE", help="資格情報（0600）/ credentials", show_default=False),
    ] = None,
    journal: Annotated[
        Path | None,
        typer.Option("--journal", metavar="FILE", help="受け渡しの控え / journal", show_default=False),
    ] = None,
    timeout: Annotated[
        float | None,
        typer.Option("--timeout", metavar="S", min=0, help="答えを待つ秒数 / seconds to wait", show_default=False),
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="消えたものをもう一度 / what has gone, too")] = False,
    status: Annotated[bool, typer.Option("--status", help="渡したものの一覧 / what was handed over")] = False,
    strict: StrictOption = False,
    show_values: ValuesOption = False,
    json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """一式を文書管理へ一度だけ渡す / into a system, once.

    終了コード75：まだ分からない。同じコマンドをもう一度 / exit code 75: not known yet, run the same command again.

    資格情報 / credentials: FORMGEN_PAPERLESS_TOKEN, FORMGEN_MAYAN_TOKEN (FORMGEN_MAYAN_USER, FORMGEN_MAYAN_PASSWORD),
    FORMGEN_DAV_USER, FORMGEN_DAV_PASSWORD.
    """
    with console(ctx, lang, json=json, strict=strict, show_values=show_values) as here:
        if status:
            _status(here, packet, targets, journal)
            return
        if packet is None or not targets:
            message = here.t("一式と渡す先が要ります", "a packet and a target are needed")
            raise typer.BadParameter(message, param_hint="PACKET TARGET…")
        from formgen import api
        from formgen.cli.progress import going_on, progress
        from formgen.cli.views.findings import findings
        from formgen.cli.views.sent import sent_json, sent_report

        with going_on(here.lang), progress() as tell:
            sent = api.send(
                packet,
                targets,
                settings=settings,
                credentials=credentials,
                journal=journal,
                seconds=timeout,
                again=again,
                progress=tell,
            )
        if here.json:
            here.give_json(sent_json(here, sent))
        else:
            here.give(sent_report(here, sent))
            here.say(findings(here, sent.problems, here.report(sys.stderr)))
        wanted = FINDINGS if here.strict and sent.problems else FINE
        here.leave((), wanted if sent.done else LATER if sent.later else FINDINGS)


def _status(here: Console, packet: Path | None, targets: list[str] | None, journal: Path | None) -> None:
    from formgen import api
    from formgen.cli.views.sent import status_json, status_report

    if targets:
        message = here.t("--status には一式だけを指定します", "name only a packet with --status")
        raise typer.BadParameter(message, param_hint="TARGET…")
    known = api.handovers(packet, journal=journal)
    if here.json:
        here.give_json(status_json(known))
    else:
        here.give(status_report(here, known, of_packet=packet is not None))
