"""Which font draws each character of a text, or what to do about it."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from formgen.cli.console import Console
from formgen.cli.report import Report

if TYPE_CHECKING:
    from formgen.api import DrawnCharacter


def fonts_report(here: Console, rows: Sequence[DrawnCharacter]) -> Report:
    """A line for each character."""
    report = here.report()
    for row in rows:
        face = row.face or here.t("書ける書体なし", "no font")
        visible = row.char if row.char.isprintable() or unicodedata.category(row.char[0])[0] != "C" else "?"
        report.row((visible, 4), (row.codes, 18), (face, 22), (here.t(row.ja, row.en), 0), colour=_colour(row))
    return report


def _colour(row: DrawnCharacter) -> str:
    return "red" if row.face is None else "yellow" if row.ja else ""


def fonts_json(here: Console, rows: Sequence[DrawnCharacter]) -> dict[str, Any]:
    """The same for programs."""
    shown = [
        {"text": r.char, "code_points": r.codes.split(), "font": r.face, "advice": here.t(r.ja, r.en) or None}
        for r in rows
    ]
    return {"ok": all(r.face for r in rows), "characters": shown}
