"""render, packet, preview: the papers themselves."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from formgen.cli.console import FINE, Console, console
from formgen.cli.options import (
    AsOfOption,
    ForceOption,
    FormArgument,
    FormsOption,
    JsonOption,
    LangOption,
    MaybeOutOption,
    OutOption,
    ProfileArgument,
    RouteOption,
    StrictOption,
    ValuesOption,
    VerifyOption,
    way,
)

if TYPE_CHECKING:
    from formgen.api import Rendered


def render(
    ctx: typer.Context,
    form: FormArgument,
    profile: ProfileArgument,
    output: MaybeOutOption = None,
    route: RouteOption = None,
    as_of: AsOfOption = None,
    force: ForceOption = False,
    verify: VerifyOption = False,
    show_values: ValuesOption = False,
    json: JsonOption = False,
    forms: FormsOption = None,
    lang: LangOption = None,
) -> None:
    """様式を1つPDFにする / one form as PDF (-o - is stdout)."""
    with console(ctx, lang, forms, json=json, show_values=show_values) as here:
        import formgen
        from formgen.cli.arguments import known_form
        from formgen.cli.source import profile_from
        from formgen.cli.views.findings import findings
        from formgen.files.writing import free

        known_form(here, form)
        target = _target(here, output)
        if target:
            free(target, force=force)
        made = formgen.rendered(
            form, profile_from(profile, here.forms), route=way(route), as_of=as_of, verify=verify, forms=here.forms
        )
        if target is None:
            here.give(made.pdf)
        else:
            _write_pdf(here, form, target, made, force)
        if made.problems and not here.json:
            here.say(findings(here, made.problems, here.report(sys.stderr)))
        here.leave(made.problems)


def _target(here: Console, output: Path | None) -> Path | None:
    """Where the PDF goes; None is stdout, which must not be a terminal or hold JSON as well."""
    if output is not None and str(output) != "-":
        return output
    if here.json or sys.stdout.isatty():
        raise typer.BadParameter(here.t("出力先が要ります", "an output is needed"), param_hint="-o")
    return None


def _write_pdf(here: Console, form: str, target: Path, made: Rendered, force: bool) -> None:
    import hashlib

    from formgen.files.writing import write_file

    write_file(target, made.pdf, force=force)
    if here.json:
        told = [p.as_json(here.lang, show_values=here.show_values) for p in made.problems]
        about = {"bytes": len(made.pdf), "sha256": hashlib.sha256(made.pdf).hexdigest(), "problems": told}
        here.give_json({"form": form, "path": str(target), **about})
    else:
        here.say(here.t(f"書きました：{target}", f"Written: {target}"))


def packet(
    ctx: typer.Context,
    profile: ProfileArgument,
    output: OutOption,
    route: RouteOption = None,
    as_of: AsOfOption = None,
    draft: Annotated[bool, typer.Option("--draft", help="未完でも作る / even if papers are missing")] = False,
    force: ForceOption = False,
    verify: VerifyOption = True,
    strict: StrictOption = False,
    show_values: ValuesOption = False,
    json: JsonOption = False,
    forms: FormsOption = None,
    lang: LangOption = None,
) -> None:
    """一式を順に綴る / everything, in filing order (folder, .pdf, .zip)."""
    with console(ctx, lang, forms, json=json, strict=strict, show_values=show_values) as here:
        import formgen
        from formgen.cli.progress import progress
        from formgen.cli.source import profile_from
        from formgen.cli.views.packet import packet_json, packet_report, words_report
        from formgen.files.writing import free

        free(output, force=force)
        source = profile_from(profile, here.forms)
        with progress() as tell:
            made = formgen.make_packet(
                source, route=way(route), as_of=as_of, draft=draft, verify=verify, progress=tell, forms=here.forms
            )
        made.write(output, force=force)
        if here.json:
            here.give_json(packet_json(here, made, output))
        else:
            here.say(words_report(here, made))
            here.give(packet_report(here, made, output))
        here.leave(made.problems, FINE if made.draft and not here.strict else None)


def preview(
    ctx: typer.Context,
    form: FormArgument,
    profile: Annotated[str | None, typer.Argument(metavar="PROFILE", help="プロファイル / profile")] = None,
    output: OutOption = Path(),
    blank: Annotated[bool, typer.Option("--blank", help="白紙の様式 / the empty form")] = False,
    sample: Annotated[bool, typer.Option("--sample", help="見本で埋める / filled with the sample")] = False,
    grid: Annotated[bool, typer.Option("--grid", help="10mmの格子 / a grid of 10 mm")] = False,
    dpi: Annotated[int, typer.Option("--dpi", min=20, max=600, help="解像度 / resolution")] = 110,
    as_of: AsOfOption = None,
    force: ForceOption = False,
    json: JsonOption = False,
    forms: FormsOption = None,
    lang: LangOption = None,
) -> None:
    """ページごとの画像（PNG）/ one PNG for each page."""
    with console(ctx, lang, forms, json=json) as here:
        import formgen
        from formgen.cli.arguments import known_form
        from formgen.cli.source import profile_from

        known_form(here, form)
        if blank + sample + (profile is not None) > 1:
            message = here.t("どれか1つだけ選べます", "choose one of these")
            raise typer.BadParameter(message, param_hint="PROFILE, --blank, --sample")
        source = profile_from(profile, here.forms) if profile else None
        empty = not sample and source is None
        pages = formgen.preview(
            form, source, blank=empty, sample=sample, grid=grid, dpi=dpi, as_of=as_of, forms=here.forms
        )
        _write_pages(here, form, output, pages, force)


def _write_pages(here: Console, form: str, folder: Path, pages: tuple[bytes, ...], force: bool) -> None:
    from formgen.files.writing import free, make_folder, write_file

    names = [folder / f"{form}-{number}.png" for number in range(1, len(pages) + 1)]
    for name in names:
        free(name, force=force)
    make_folder(folder)
    for name, page in zip(names, pages, strict=True):
        write_file(name, page, force=force)
    if here.json:
        here.give_json({"form": form, "files": [str(n) for n in names], "problems": []})
    else:
        here.give("".join(f"{n}\n" for n in names))
