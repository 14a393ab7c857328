"""Checks what stands on the command line before any work; a wrong word there is wrong usage (exit code 2)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import typer

from formgen.cli.console import Console


def known_form(here: Console, form: str) -> None:
    """Refuse an id that no form has."""
    from formgen.api import open_library

    library = open_library(here.forms)
    if form not in library.files:
        raise typer.BadParameter(_unknown(here, form, library.suggestion(form)) + _own(here), param_hint="FORM")


def _own(here: Console) -> str:
    """A form of one's own is known only with its folder."""
    if here.forms is not None:
        return ""
    return here.t(
        "（独自の様式なら --forms でフォルダを指定します。）", " (For a form of your own name its folder by --forms.)"
    )


def known_files(here: Console, paths: Iterable[Path]) -> None:
    """Refuse what is no file; a folder is checked as a whole by another option."""
    for path in paths:
        if path.is_dir():
            ja, en = f"{path} はフォルダです。--forms {path} と書きます。", f"{path} is a folder: say --forms {path}."
        elif not path.is_file():
            ja, en = f"{path} がありません。", f"There is no file {path}."
        else:
            continue
        raise typer.BadParameter(here.t(ja, en), param_hint="FILE")


def known_paper(here: Console, name: str) -> bool:
    """Refuse an id that neither a form nor a procedure has; whether it is that of a procedure."""
    from formgen.api import open_library

    library = open_library(here.forms)
    if name in library.procedure_files:
        return True
    if name not in library.files:
        meant = library.suggestion(name, library.procedure_files)
        raise typer.BadParameter(_unknown(here, name, meant) + _own(here), param_hint="FORM")
    return False


def known_code(here: Console, code: str) -> str:
    """The code that is meant; case and the part after the dot do not matter."""
    from formgen.ground.explanations import EXPLAIN
    from formgen.ground.suggestions import did_you_mean

    # People copy the key from a log, such as E-FIT.too-long.
    found = code.partition(".")[0].upper()
    if found not in EXPLAIN:
        raise typer.BadParameter(_unknown(here, found, did_you_mean(found, EXPLAIN)), param_hint="CODE")
    return found


def _unknown(here: Console, word: str, suggestion: tuple[str, str]) -> str:
    ja, en = suggestion
    return here.t(f"「{word}」はありません。{ja}", f"There is no {word!r}. {en}")
