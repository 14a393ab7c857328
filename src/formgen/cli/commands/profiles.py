"""new, schema: help with writing a profile."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from formgen.cli.console import Console, console
from formgen.cli.options import ForceOption, FormArgument, FormsOption, JsonOption, LangOption, MaybeOutOption

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class What(StrEnum):
    """What a schema is of."""

    profile = "profile"
    spec = "spec"


def new(
    ctx: typer.Context,
    form: FormArgument,
    output: MaybeOutOption = None,
    force: ForceOption = False,
    json: JsonOption = False,
    forms: FormsOption = None,
    lang: LangOption = None,
) -> None:
    """書き込み用の見本プロファイル / a commented sample profile."""
    with console(ctx, lang, forms, json=json) as here:
        # `json` is the option of that name here.
        import json as plain_json

        from formgen import api
        from formgen.cli.arguments import known_form
        from formgen.cli.views.sample import sample_yaml

        known_form(here, form)
        sample = api.sample(form, forms=here.forms)
        if here.json or (output is not None and output.suffix == ".json"):
            text = plain_json.dumps(sample, ensure_ascii=False, indent=2) + "\n"
        else:
            lead, facts = api.sample_words(form, forms=here.forms)
            text = sample_yaml(sample, facts, lead, here.forms)
        _deliver(here, text, output, force)
        _deliver_files(here, api.sample_files(form, forms=here.forms), output)


def _deliver_files(here: Console, files: Mapping[str, bytes], output: Path | None) -> None:
    """What the sample names beside itself (a photograph): written beside its file, else told."""
    from formgen import api

    if output is None or str(output) == "-":
        for name in files:
            said = f"この見本は {name} を使います。-o でファイルに書くと、隣に見本の写真を置きます。"
            here.say(here.t(said, f"This sample uses {name}; with -o FILE a sample picture is put beside it."))
        return
    for place in api.write_beside(output, files):
        here.say(here.t(f"書きました：{place}", f"Written: {place}"))


def _deliver(here: Console, text: str, output: Path | None, force: bool) -> None:
    from formgen import api

    if output is None or str(output) == "-":
        here.give(text.encode())
        return
    api.write_text(output, text, force=force)
    here.say(here.t(f"書きました：{output}", f"Written: {output}"))


def schema(
    ctx: typer.Context,
    what: Annotated[What, typer.Argument(metavar="profile|spec", help="プロファイルか様式ファイル / which")],
    output: MaybeOutOption = None,
    force: ForceOption = False,
    forms: FormsOption = None,
    lang: LangOption = None,
) -> None:
    """エディター用のJSON Schema / JSON Schema for editors."""
    with console(ctx, lang, forms) as here:
        import json

        from formgen import api

        found = api.schema(what.value, forms=here.forms)
        _deliver(here, json.dumps(found, ensure_ascii=False, indent=2, default=str) + "\n", output, force)
