"""plan, check: what is needed, and what is still wrong."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from formgen.cli.console import Console, console
from formgen.cli.options import (
    AsOfOption,
    AttachmentsOption,
    ForceOption,
    FormOption,
    FormsOption,
    IcsOption,
    JsonOption,
    LangOption,
    ProfileArgument,
    RouteOption,
    StrictOption,
    ValuesOption,
    way,
)

if TYPE_CHECKING:
    from formgen.api import Plan


def plan(
    ctx: typer.Context,
    profile: ProfileArgument,
    form: FormOption = None,
    route: RouteOption = None,
    as_of: AsOfOption = None,
    strict: StrictOption = False,
    show_values: ValuesOption = False,
    ics: IcsOption = None,
    force: ForceOption = False,
    json: JsonOption = False,
    forms: FormsOption = None,
    lang: LangOption = None,
) -> None:
    """要る書類・提出先・期限・手数料と理由 / what is needed."""
    with console(ctx, lang, forms, json=json, strict=strict, show_values=show_values) as here:
        from formgen import api
        from formgen.cli.arguments import known_form
        from formgen.cli.source import profile_from

        if form:
            known_form(here, form)
        source = profile_from(profile, here.forms)
        found = api.plan(source, form=form, route=way(route), as_of=as_of, forms=here.forms)
        if ics:
            days = api.calendar(found, here.lang)
            if days:
                api.write_calendar(ics, days, inputs=source.inputs, force=force)
            here.say(_told_calendar(here, found, ics if days else None))
        if here.json:
            here.give_json(found.as_json(here.lang, show_values=here.show_values))
        else:
            from formgen.cli.views.plan import PlanView

            here.give(PlanView(here, found, api.open_library(here.forms).rules.sources).report())
        here.leave(found.problems)


def _told_calendar(here: Console, found: Plan, path: Path | None) -> str:
    """What was written, and what could not be: deadlines whose day is not known."""
    if path is None:
        return here.t(
            "日の決まった期限がないので、書きませんでした。", "No deadline has a day yet: nothing was written."
        )
    without = sum(d.on is None for d in found.deadlines)
    ja, en = f"書きました：{path}", f"written: {path}"
    if without:
        ja += f"（日の決まらない期限{without}件は入っていません）"
        en += f" (without {without} of the deadlines, whose day is not known)"
    return here.t(ja, en)


def check(
    ctx: typer.Context,
    profile: ProfileArgument,
    form: FormOption = None,
    route: RouteOption = None,
    as_of: AsOfOption = None,
    strict: StrictOption = False,
    show_values: ValuesOption = False,
    attachments: AttachmentsOption = None,
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
        source = profile_from(profile, here.forms)
        how: Any = {"form": form, "route": way(route), "as_of": as_of, "forms": here.forms}
        found = api.check(source, **how)
        seen = api.suggest_attachments(source, attachments, **how) if attachments else None
        if here.json:
            here.give_json(check_json(here, found, seen))
        else:
            here.give(check_report(here, found, seen))
        here.leave(found.problems)
