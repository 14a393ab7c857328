"""Fonts for the process apart, which has none: for letters that a foreign file leaves to viewers to draw."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

from formgen.typeface import STYLES, face, font_file

# Of even lines, as the fonts that viewers take; of Western letters those that are as wide as theirs.
_STYLE, _WESTERN_STYLE = "gothic", "latin"
_FIRST_OF_THE_EAST = "\u2e80"


def fonts(texts: Iterable[str]) -> bytes:
    """A PDF of one page that holds them; empty where no font of ours has all the letters of one of the texts."""
    needed: dict[str, set[str]] = {}
    for text in texts:
        name = _face(text)
        if name is None:
            return b""
        needed.setdefault(name, set()).update(text)
    # Most packets have no attachment that needs one.
    from formgen.pdf.document import PdfDocument

    out = BytesIO()
    document = PdfDocument(out, {})
    for name, letters in sorted(needed.items()):
        for letter in sorted(letters):
            document.fonts[name].encode(letter)
    document.put_page((), (1, 1))
    document.close()
    return out.getvalue()


def _face(text: str) -> str | None:
    style = _WESTERN_STYLE if max(text, default="") < _FIRST_OF_THE_EAST else _STYLE
    installed = (name for name in STYLES[style] if font_file(name) is not None)
    return next((name for name in installed if face(name).has(tuple(text))), None)
