"""changes: what has changed between two profiles."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from formgen.cli.console import console
from formgen.cli.options import (
    AsOfOption,
    ForceOption,
    FormsOption,
    JsonOption,
    LangOption,
    MaybeOutOption,
    StrictOption,
    ValuesOption,
    day,
)
from formgen.ground.problems import errors


def changes(
    ctx: typer.Context,
    old: Annotated[str, typer.Argument(metavar="OLD", help="前のプロファイル / the profile as it was")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="いまのプロファイル / the profile as it is")],
    output: MaybeOutOption = None,
    user: Annotated[
        int | None,
        typer.Option("--user", metavar="N", help="誰の届出か（users の番号）/ whose notice", show_default=False),
    ] = None,
    changed_on: Annotated[
        date | None,
        typer.Option("--on", parser=day, metavar="YYYY-MM-DD", help="変わった日 / day of change", show_default=False),
    ] = None,
    force: ForceOption = False,
    as_of: AsOfOption = None,
    strict: StrictOption = False,
    show_values: ValuesOption = False,
    json: JsonOption = False,
    forms: FormsOption = None,
    lang: LangOption = None,
) -> None:
    """2つのプロファイルから変更届出を / what has changed."""
    with console(ctx, lang, forms, json=json, strict=strict, show_values=show_values) as here:
        from formgen import api
        from formgen.cli.source import profile_from
        from formgen.cli.views.changes import changes_json, changes_report, profile_text

        before, after = profile_from(old, here.forms), profile_from(new, here.forms)
        found = api.changes(before, after, user=user, changed_on=changed_on, as_of=as_of, forms=here.forms)
        library, listed = api.open_library(here.forms), api.listed_changes(found)
        # With an error it is not known whose notice it is: no file, so that none is taken for the notice.
        if output is not None and not errors(found.problems):
            text = profile_text(api.notice_of(found, after, forms=here.forms), library, output)
            api.write_text(output, text, inputs=before.inputs | after.inputs, force=force)
        if here.json:
            here.give_json(changes_json(here, found, listed))
        else:
            here.say(changes_report(here, found, library))
            if output is None:
                here.give(profile_text({"changes": listed}, library))
        here.leave(found.problems)
