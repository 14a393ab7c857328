"""Checks what stands on the command line before any work; a wrong word there is wrong usage (exit code 2)."""

from __future__ import annotations

import typer

from formgen.cli.console import Console


def known_form(here: Console, form: str) -> None:
    """Refuse an id that no form has."""
    from formgen.api import open_library

    library = open_library(here.forms)
    if form not in library.files:
        raise typer.BadParameter(_unknown(here, form, library.suggestion(form)), param_hint="FORM")


def known_code(here: Console, code: str) -> str:
    """The code that is meant; case and the part after the dot do not matter."""
    from formgen.ground.messages import EXPLAIN
    from formgen.ground.suggestions import did_you_mean

    # People copy the key from a log, such as E-FIT.too-long.
    found = code.partition(".")[0].upper()
    if found not in EXPLAIN:
        raise typer.BadParameter(_unknown(here, found, did_you_mean(found, EXPLAIN)), param_hint="CODE")
    return found


def _unknown(here: Console, word: str, suggestion: tuple[str, str]) -> str:
    ja, en = suggestion
    return here.t(f"「{word}」はありません。{ja}", f"There is no {word!r}. {en}")
