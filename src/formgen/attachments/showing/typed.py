"""How the text of a field is to be drawn (/DA, /Q), with a font that every machine has. Trusts no byte of it."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pikepdf

from formgen.attachments.pdf.names import as_text, under
from formgen.attachments.showing.appearances import Type
from formgen.attachments.showing.letters import are_missed
from formgen.attachments.showing.shown import inherited

_COLOURS = {"g": 1, "rg": 3, "k": 4}
# Short names of the usual fonts, as form editors have them.
_SHORT = {"Helv": "Helvetica", "Cour": "Courier", "TiRo": "Times", "ZaDb": "ZapfDingbats", "Symb": "Symbol"}
_SHORT |= {"HeBo": "Helvetica-Bold", "CoBo": "Courier-Bold", "TiBo": "Times-Bold", "TiIt": "Times-Italic"}
# The styles of the three families: regular, bold, slanted, both (ISO 32000-1, 9.6.2.2).
_STYLES = {
    "Helvetica": ("Helvetica", "Helvetica-Bold", "Helvetica-Oblique", "Helvetica-BoldOblique"),
    "Courier": ("Courier", "Courier-Bold", "Courier-Oblique", "Courier-BoldOblique"),
    "Times": ("Times-Roman", "Times-Bold", "Times-Italic", "Times-BoldItalic"),
}
_SYMBOLS = frozenset(["ZapfDingbats", "Symbol"])
# Of others pdfium does not tell which letters they have.
_SIMPLE = frozenset(["/Type1", "/TrueType"])
_FIXED = re.compile(r"cour|mono|consol|typewriter", re.IGNORECASE)
_SERIF = re.compile(r"times|roman|serif|georgia|garamond|minion|palatino|cambria|bookman", re.IGNORECASE)


def type_of(field: Any, form: Any, text: str = "", *, size: float = 0.0) -> Type:
    """Font, size and colour of its text; `form`: the form it belongs to; `size` where it says none."""
    name, colour = "Helv", "0 g"
    for operands, operator in _steps(inherited(field, "/DA") or form.get("/DA")):
        if operator == "Tf" and len(operands) == 2:
            name, size = as_text(operands[0]).removeprefix("/"), _size(operands[1])
        elif _COLOURS.get(operator) == len(operands):
            colour = " ".join([*(f"{_part(operand):g}" for operand in operands), operator])
    font, usual = _fonts(name, [inherited(field, "/DR"), form.get("/DR")], text)
    return Type(font or usual, size, colour, usual if font else None)


def styled(kind: Type, remark: Any) -> Type:
    """As a remark says it more closely (/DS, ISO 32000-1, table 174): `font: bold 20pt Arial; color: #00ff00`."""
    said = as_text(remark.get("/DS")) if isinstance(remark.get("/DS"), pikepdf.String) else ""
    if font := re.search(r"font:([^;]*)", said):
        kind = replace(kind, font=_usual(font[1], 0), instead=None)
    if size := re.search(r"(\d{1,3}(?:\.\d+)?)pt", said):
        kind = replace(kind, size=float(size[1]))
    if colour := re.search(r"color:\s*#([0-9A-Fa-f]{6})", said):
        kind = replace(kind, colour=" ".join([*(f"{part / 255:.4g}" for part in bytes.fromhex(colour[1])), "rg"]))
    return kind


def is_symbols(kind: Type) -> bool:
    """Whether its letters are pictures, which cannot be read back."""
    font = kind.font if isinstance(kind.font, dict) else {}
    return as_text(font.get("BaseFont", "")).removeprefix("/") in _SYMBOLS


def _steps(text: Any) -> Iterator[tuple[list[Any], str]]:
    """The parts of a piece of page contents in a string: operands and their operator."""
    if not isinstance(text, pikepdf.String):
        return
    with pikepdf.new() as scrap, warnings.catch_warnings():
        # What breaks off is read as far as it goes.
        warnings.simplefilter("ignore")
        for step in pikepdf.parse_content_stream(scrap.make_stream(bytes(text))):
            yield [*step.operands], as_text(step.operator)


def _size(value: Any) -> float:
    size = _part(value)
    return abs(size) if abs(size) < 1000 else 0.0


def _part(value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        return 0.0


def _fonts(name: str, resources: list[Any], text: str) -> tuple[Any, dict[str, Any]]:
    """The font of the file, where it holds it whole, and the one of the usual fonts that is most like it."""
    for fonts in (_dictionary(_dictionary(r).get("/Font")) for r in resources):
        font = under(fonts, f"/{name}")
        if isinstance(font, pikepdf.Dictionary):
            usual = _usual(as_text(font.get("/BaseFont", "")), _flags(font))
            return (font if _is_whole(font) and not are_missed(text) else None), usual
    return None, _usual(_SHORT.get(name, name), 0)


def _is_whole(font: Any) -> bool:
    """A part of a font (`ABCDEF+Name`) has the letters of the page only, not those of a value."""
    if (
        not font.is_indirect
        or "+" in as_text(font.get("/BaseFont", ""))
        or as_text(font.get("/Subtype")) not in _SIMPLE
    ):
        return False
    described = _dictionary(font.get("/FontDescriptor"))
    return any(key in described for key in ("/FontFile", "/FontFile2", "/FontFile3"))


def _flags(font: Any) -> int:
    flags = _dictionary(font.get("/FontDescriptor")).get("/Flags")
    return flags if isinstance(flags, int) else 0


def _usual(name: str, flags: int) -> dict[str, Any]:
    bare = name.removeprefix("/")
    keys = {"Type": pikepdf.Name.Font, "Subtype": pikepdf.Name.Type1}
    if bare in _SYMBOLS:
        return keys | {"BaseFont": pikepdf.Name(f"/{bare}")}
    # ISO 32000-1, table 123: of one width, with serifs, slanted, bold.
    family = "Courier" if _FIXED.search(bare) or flags & 1 else "Times" if _SERIF.search(bare) or flags & 2 else ""
    bold = bool(re.search("bold|black|heavy", bare, re.IGNORECASE)) or bool(flags & 1 << 18)
    slanted = bool(re.search("ital|obli", bare, re.IGNORECASE)) or bool(flags & 1 << 6)
    style = _STYLES[family or "Helvetica"][bold + 2 * slanted]
    return keys | {"BaseFont": pikepdf.Name(f"/{style}"), "Encoding": pikepdf.Name.WinAnsiEncoding}


def _dictionary(found: Any) -> Any:
    return found if isinstance(found, pikepdf.Dictionary) else pikepdf.Dictionary()
