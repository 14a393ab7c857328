"""Which font draws each character of a text, or what to do about it."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from formgen.cli.console import Console
from formgen.cli.report import Report


@dataclass(frozen=True, slots=True)
class Drawn:
    """A character (with its selector or marks), its code points, its font and what to do."""

    char: str
    codes: str
    face: str | None
    ja: str = ""
    en: str = ""


def drawn(text: str, style: str) -> list[Drawn]:
    """Each character of the text once, in order."""
    from formgen.typeface import code_points, simplified, who_draws

    found = dict(who_draws(text, style))
    plain = set(simplified(text))
    return [Drawn(c, code_points(c), face, *_advice(c, face, c in plain, style)) for c, face in found.items()]


def _advice(char: str, face: str | None, is_simplified: bool, style: str) -> tuple[str, str]:
    from formgen.ground.messages import MESSAGES

    if face is None:
        return _cure(char, style)
    if is_simplified:
        found = MESSAGES["W-GLYPH.simplified"]
        return f"簡体字。{found.fix_ja}", f"Simplified Chinese. {found.fix_en}"
    return "", ""


def _cure(char: str, style: str) -> tuple[str, str]:
    from formgen.layout import missing_words
    from formgen.typeface import MissingGlyphs, runs

    try:
        runs(char, style)
    except MissingGlyphs as error:
        words = missing_words(error)
        return words["cure"], words["cure_en"]
    return "", ""


def fonts_report(here: Console, rows: Sequence[Drawn]) -> Report:
    """A line for each character."""
    report = here.report()
    for row in rows:
        face = row.face or here.t("書ける書体なし", "no font")
        visible = row.char if row.char.isprintable() or unicodedata.category(row.char[0])[0] != "C" else "?"
        report.row((visible, 4), (row.codes, 18), (face, 22), (here.t(row.ja, row.en), 0), colour=_colour(row))
    return report


def _colour(row: Drawn) -> str:
    return "red" if row.face is None else "yellow" if row.ja else ""


def fonts_json(here: Console, rows: Sequence[Drawn]) -> dict[str, Any]:
    """The same for programs."""
    shown = [
        {"text": r.char, "code_points": r.codes.split(), "font": r.face, "advice": here.t(r.ja, r.en) or None}
        for r in rows
    ]
    return {"ok": all(r.face for r in rows), "characters": shown}
