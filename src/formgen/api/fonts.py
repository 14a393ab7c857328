"""Which font draws each character of a text, and what to do where none does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

from formgen.files.reading import TEXT, read_stream
from formgen.ground.messages import MESSAGES
from formgen.typeface import MissingGlyphs, code_points, runs, simplified, who_draws


@dataclass(frozen=True, slots=True)
class DrawnCharacter:
    """A character (with its selector or marks), its code points, its font and what to do."""

    char: str
    codes: str
    face: str | None
    ja: str = ""
    en: str = ""


def characters(text: str | BinaryIO, style: str = "mincho") -> tuple[DrawnCharacter, ...]:
    """Each character of a text, or of an open file with one, once and in order. `style`: mincho, gothic, bold or latin.

    Raises `Refused` (E-LIMIT) for a file of more than 2 MB.
    """
    if not isinstance(text, str):
        text = str(read_stream(text, TEXT), "utf-8", "replace").rstrip("\r\n")
    found = dict(who_draws(text, style))
    plain = set(simplified(text))
    return tuple(
        DrawnCharacter(c, code_points(c), face, *_advice(c, face, c in plain, style)) for c, face in found.items()
    )


def _advice(char: str, face: str | None, is_simplified: bool, style: str) -> tuple[str, str]:
    if face is None:
        return _cure(char, style)
    if is_simplified:
        found = MESSAGES["W-GLYPH.simplified"]
        return f"簡体字。{found.fix_ja}", f"Simplified Chinese. {found.fix_en}"
    return "", ""


def _cure(char: str, style: str) -> tuple[str, str]:
    # Layout, and the models of forms with it, only where there is something to say.
    from formgen.layout import missing_words

    try:
        runs(char, style)
    except MissingGlyphs as error:
        words = missing_words(error)
        return words["cure"], words["cure_en"]
    return "", ""
