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
    ResumeOption,
    RouteOption,
    StrictOption,
    ValuesOption,
    VerifyOption,
    way,
)

if TYPE_CHECKING:
    from formgen.api import Packet, Rendered


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
        from formgen import api
        from formgen.cli.arguments import known_form
        from formgen.cli.source import profile_from
        from formgen.cli.views.findings import findings

        known_form(here, form)
        target, source = _target(here, output), profile_from(profile, here.forms)
        if target:
            # Before the work: what cannot be written is told at once.
            api.write_pdf(target, None, inputs=source.inputs, force=force)
        made = api.rendered(form, source, route=way(route), as_of=as_of, verify=verify, forms=here.forms)
        if target is None:
            here.give(made.pdf)
        else:
            api.write_pdf(target, made.pdf, inputs=source.inputs, force=force)
            _tell_form(here, form, target, made)
        if made.problems and not here.json:
            here.say(findings(here, made.problems, here.report(sys.stderr)))
        here.leave(made.problems)


def _target(here: Console, output: Path | None) -> Path | None:
    """Where the PDF goes; None is stdout, which is to be asked for and cannot hold JSON as well."""
    if output is None or (here.json and str(output) == "-"):
        message = here.t("出力先が要ります（- は標準出力）", "an output is needed (- is stdout)")
        raise typer.BadParameter(message, param_hint="-o")
    return None if str(output) == "-" else output


def _tell_form(here: Console, form: str, target: Path, made: Rendered) -> None:
    import hashlib

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
    fit: Annotated[bool, typer.Option("--fit", help="スキャンを軽くして上限に収める / lighter scans")] = False,
    force: ForceOption = False,
    resume: ResumeOption = False,
    verify: VerifyOption = True,
    strict: StrictOption = False,
    show_values: ValuesOption = False,
    json: JsonOption = False,
    forms: FormsOption = None,
    lang: LangOption = None,
) -> None:
    """一式を順に綴る / everything, in filing order."""
    with console(ctx, lang, forms, json=json, strict=strict, show_values=show_values) as here:
        from formgen import api
        from formgen.cli.progress import progress
        from formgen.cli.source import profile_from
        from formgen.cli.views.packet import lighter

        source = profile_from(profile, here.forms)
        before = _before(here, output) if resume else None
        # Before the work: a packet takes a while, and its scans even longer. What is made again may be replaced.
        api.writable(output, source.inputs, force=force or resume)
        with progress() as tell:
            made = api.make_packet(
                source,
                route=way(route),
                as_of=as_of,
                draft=draft,
                verify=verify,
                progress=tell,
                forms=here.forms,
                resume=before,
                fit=fit,
                near=output.parent,
            )
        made.write(output, force=force or resume)
        if fit:
            here.say(lighter(here, made))
        _tell_packet(here, made, output)
        # What a draft lacks was known and asked for, so it is no failure.
        here.leave(made.problems, FINE if made.draft and not here.strict else None)


def _before(here: Console, output: Path) -> Path:
    """Where the packet was made before: not one PDF, which does not tell what it was made of."""
    if output.suffix.lower() == ".pdf":
        message = here.t("フォルダか .zip にだけ使えます", "for a folder or a .zip only")
        raise typer.BadParameter(message, param_hint="--resume")
    return output


def _tell_packet(here: Console, made: Packet, output: Path) -> None:
    from formgen.cli.views.findings import findings
    from formgen.cli.views.packet import packet_json, packet_report

    if here.json:
        here.give_json(packet_json(here, made, output))
    else:
        here.say(findings(here, made.problems, here.report(sys.stderr)))
        here.give(packet_report(here, made, output))


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
        from formgen import api
        from formgen.cli.arguments import known_form
        from formgen.cli.source import profile_from

        known_form(here, form)
        if blank + sample + (profile is not None) > 1:
            message = here.t("どれか1つだけ選べます", "choose one of these")
            raise typer.BadParameter(message, param_hint="PROFILE, --blank, --sample")
        source = profile_from(profile, here.forms) if profile else None
        empty = not sample and source is None
        pages = api.preview(form, source, blank=empty, sample=sample, grid=grid, dpi=dpi, as_of=as_of, forms=here.forms)
        names = api.write_pictures(output, form, pages, inputs=source.inputs if source else (), force=force)
        if here.json:
            here.give_json({"form": form, "files": [str(n) for n in names], "problems": []})
        else:
            here.give("".join(f"{n}\n" for n in names))
