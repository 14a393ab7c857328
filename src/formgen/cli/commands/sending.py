"""send: a packet into document systems."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from formgen.cli.console import FINDINGS, FINE, LATER, Console, console
from formgen.cli.options import (
    AgainOption,
    CredentialsOption,
    JournalOption,
    JsonOption,
    LangOption,
    MaybePacketArgument,
    SettingsOption,
    StatusOption,
    StrictOption,
    TargetsArgument,
    TimeoutOption,
    ValuesOption,
)

if TYPE_CHECKING:
    from formgen.api import Sent


def send(
    ctx: typer.Context,
    packet: MaybePacketArgument = None,
    targets: TargetsArgument = None,
    settings: SettingsOption = None,
    credentials: CredentialsOption = None,
    journal: JournalOption = None,
    timeout: TimeoutOption = None,
    again: AgainOption = False,
    status: StatusOption = False,
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
        about = {"settings": settings, "credentials": credentials, "journal": journal}
        sent = _sent(here, packet, targets, **about, seconds=timeout, again=again)
        _tell(here, sent)
        wanted = FINDINGS if here.strict and sent.problems else FINE
        here.leave((), wanted if sent.done else LATER if sent.later else FINDINGS)


def _sent(here: Console, packet: Path, targets: list[str], **about: Any) -> Sent:
    from formgen import api
    from formgen.cli.progress import going_on, progress

    with going_on(here.lang), progress() as tell:
        return api.send(packet, targets, progress=tell, **about)


def _tell(here: Console, sent: Sent) -> None:
    from formgen.cli.views.findings import findings
    from formgen.cli.views.sent import sent_json, sent_report

    if here.json:
        here.give_json(sent_json(here, sent))
    else:
        here.give(sent_report(here, sent))
        here.say(findings(here, sent.problems, here.report(sys.stderr)))


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
