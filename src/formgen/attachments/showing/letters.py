"""Letters of the usual Western fonts for which pdfium takes another font, drawn by way of letters it knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pikepdf

# By how wide they are in Helvetica: those pdfium does not find in a font that has them, and those that may stand in
# for them while it sets the text.
_MISSED = {"narrow": "‘’‚", "slim": "“”„‹›•", "even": "–†‡ƒŠŽšžŸ", "wide": "—…‰Œœ"}
_STAND_INS = {"narrow": "¦·", "slim": "¨¯´¸¹²³ªº", "even": "¤§¥¶µÞþÐðàáâãåèêëñòóôõøùúûýÿ", "wide": "Æ¼½¾æ"}
_ALL_MISSED = frozenset("".join(_MISSED.values()))
# What is seen of these is a space or nothing.
_PLAIN = str.maketrans({"\u00a0": " ", "\u00ad": None})


def are_usual(text: str) -> bool:
    """Whether the usual Western fonts have them."""
    return all(letter.isspace() or not letter.isprintable() or _encoded(letter) for letter in text)


def _encoded(letter: str) -> bool:
    try:
        return bool(letter.encode("cp1252"))
    except UnicodeEncodeError:
        return False


def are_missed(text: str) -> bool:
    """Whether there are such letters in a text."""
    return not _ALL_MISSED.isdisjoint(text)


def with_stand_ins(text: str) -> tuple[str, dict[int, int]]:
    """The text to be set, and which of its codes (WinAnsi) then stand for which."""
    text = text.translate(_PLAIN)
    free = {width: [c for c in letters if c not in text] for width, letters in _STAND_INS.items()}
    swaps: dict[str, str] = {}
    for width, letters in _MISSED.items():
        for letter in sorted({*letters}.intersection(text)):
            left = free[width] or next((f for f in free.values() if f), [])
            if left:
                swaps[letter] = left.pop(0)
    codes = {_code(stand_in): _code(letter) for letter, stand_in in swaps.items()}
    return "".join(swaps.get(letter, letter) for letter in text), codes


def _code(letter: str) -> int:
    return letter.encode("cp1252")[0]


def put_right(picture: Any, codes: Mapping[int, int]) -> None:
    """Set the letters that are meant in a picture that was made with others."""
    table = bytes(codes.get(code, code) for code in range(256))
    steps = []
    for step in pikepdf.parse_content_stream(picture):
        operands = [
            pikepdf.String(bytes(operand).translate(table)) if isinstance(operand, pikepdf.String) else operand
            for operand in step.operands
        ]
        steps.append((operands, step.operator))
    picture.write(pikepdf.unparse_content_stream(steps))
