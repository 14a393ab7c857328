"""new, schema: help with writing a profile."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from formgen.cli.console import Console, console
from formgen.cli.options import ForceOption, FormArgument, FormsOption, JsonOption, LangOption, MaybeOutOption

if TYPE_CHECKING:
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
        import json as plain_json

        import formgen
        from formgen.cli.arguments import known_form

        known_form(here, form)
        sample = formgen.sample(form, forms=here.forms)
        as_json = here.json or (output is not None and output.suffix == ".json")
        text = (
            plain_json.dumps(sample, ensure_ascii=False, indent=2) + "\n" if as_json else _commented(here, form, sample)
        )
        _deliver(here, text, output, force)


def _commented(here: Console, form: str, sample: dict[str, object]) -> str:
    from formgen.cli.views.sample import sample_yaml
    from formgen.library import open_library

    library = open_library(here.forms)
    lead = str(sample.get("form"))
    edition = library.editions(lead if lead in library.files else form)[-1]
    title = f"{edition.title}（{edition.number}）" if edition.number else edition.title
    return sample_yaml(sample, library.facts, title)


def _deliver(here: Console, text: str, output: Path | None, force: bool) -> None:
    from formgen.files.writing import write_file

    if output is None or str(output) == "-":
        here.give(text.encode())
        return
    write_file(output, text.encode(), force=force)
    here.say(here.t(f"書きました：{output}", f"Written: {output}"))


def schema(
    ctx: typer.Context,
    what: Annotated[What, typer.Argument(metavar="profile|spec", help="プロファイルか様式ファイル / which")],
    output: MaybeOutOption = None,
    force: ForceOption = False,
    forms: FormsOption = None,
    lang: LangOption = None,
) -> None:
    """エディター用のJSON Schema / JSON Schema (draft-07) for editors."""
    with console(ctx, lang, forms) as here:
        import json

        from formgen.library import open_library
        from formgen.schema import form_schema, profile_schema

        library = open_library(here.forms)
        found = profile_schema(library.latest(), library.facts) if what is What.profile else form_schema(library.parts)
        _deliver(here, json.dumps(found, ensure_ascii=False, indent=2, default=str) + "\n", output, force)
