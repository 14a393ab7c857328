"""手数料納付書, empty, against the measured official sheet: rules within 0.5 mm, texts within 1.0 mm."""

from __future__ import annotations

import ctypes
import io
import json
import re
from pathlib import Path

import pypdf
import pypdfium2
import pytest
from pypdfium2 import raw

import formgen

MM = 72 / 25.4
HEIGHT = 297.0
MEASURED = json.loads((Path(__file__).parent / "data" / "fee-payment-sheet-measured.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return formgen.blank("fee-payment-sheet")


@pytest.fixture(scope="module")
def lines(pdf: bytes) -> list[tuple[float, ...]]:
    """Every straight line of the page, read from its content: x0, y0, x1, y1 in mm."""
    content = pypdf.PdfReader(io.BytesIO(pdf)).pages[0].get_contents().get_data().decode("latin-1")
    number = r"([\d.]+)"
    found = re.findall(rf"{number} {number} m {number} {number} l S", content)
    points = [[float(n) / MM for n in one] for one in found]
    return [(x0, HEIGHT - y0, x1, HEIGHT - y1) for x0, y0, x1, y1 in points]


@pytest.fixture(scope="module")
def curves(pdf: bytes) -> list[tuple[float, ...]]:
    """The bounding boxes of the strokes with curves."""
    content = pypdf.PdfReader(io.BytesIO(pdf)).pages[0].get_contents().get_data().decode("latin-1")
    strokes = re.findall(r"w ((?:[\d.]+ )+m (?:[\d. ]+ c ?)+)S", content)
    out = []
    for stroke in strokes:
        numbers = [float(n) / MM for n in re.findall(r"[\d.]+", stroke)]
        xs, ys = numbers[::2], [HEIGHT - y for y in numbers[1::2]]
        out.append((min(xs), min(ys), max(xs), max(ys)))
    return out


Character = tuple[str, float, float, float]
HALF_EMPTY = "（）・。，"
"""Half as wide in the official sheet's proportional face as in ours: measured by their ink, not by their box."""


@pytest.fixture(scope="module")
def characters(pdf: bytes) -> list[Character]:
    """Every character in order: itself, left edge, right edge and middle of its box, in mm."""
    page = pypdfium2.PdfDocument(pdf)[0]
    text = page.get_textpage()
    out = []
    rect = raw.FS_RECTF()
    for index in range(text.count_chars()):
        char = chr(raw.FPDFText_GetUnicode(text, index))
        if char.isspace() or raw.FPDFText_IsGenerated(text, index) == 1:
            continue
        raw.FPDFText_GetLooseCharBox(text, index, ctypes.byref(rect))
        middle = HEIGHT - (rect.top + rect.bottom) / 2 / MM
        left, right = _ink(text, index) if char in HALF_EMPTY else (rect.left, rect.right)
        out.append((char, left / MM, right / MM, middle))
    return out


def _ink(text, index: int) -> tuple[float, float]:
    sides = [ctypes.c_double() for _ in range(4)]
    raw.FPDFText_GetCharBox(text, index, *(ctypes.byref(side) for side in sides))
    return sides[0].value, sides[1].value


@pytest.mark.parametrize("rule", MEASURED["rules"], ids=str)
def test_rule_is_in_place(rule: list[float], lines: list[tuple[float, ...]]) -> None:
    assert min(max(abs(a - b) for a, b in zip(rule, line, strict=True)) for line in lines) <= 0.5


@pytest.mark.parametrize("brace", MEASURED["braces"], ids=str)
def test_brace_is_in_place(brace: list[float], curves: list[tuple[float, ...]]) -> None:
    assert min(max(abs(a - b) for a, b in zip(brace, curve, strict=True)) for curve in curves) <= 0.5


def test_stamp_box_is_in_place(lines: list[tuple[float, ...]]) -> None:
    x0, y0, x1, y1 = MEASURED["stamp_box"]
    for side in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
        assert min(max(abs(a - b) for a, b in zip(side, line, strict=True)) for line in lines) <= 0.5


@pytest.mark.parametrize("measured", MEASURED["texts"], ids=lambda t: f"{t[0]}-{t[1]}-{t[3]}")
def test_text_is_in_place(measured: list, characters: list[Character]) -> None:
    """The same characters start, end and stand within 1.0 mm of where they are on the official sheet."""
    text, left, right, middle = measured
    wanted = "".join(text.split())
    best = 99.0
    for start in range(len(characters) - len(wanted) + 1):
        piece = characters[start : start + len(wanted)]
        if "".join(c[0] for c in piece) == wanted:
            best = min(best, max(abs(piece[0][1] - left), abs(piece[-1][2] - right), abs(piece[0][3] - middle)))
    assert best <= 1.0


def test_nothing_else_is_printed(characters: list[Character]) -> None:
    ours = sorted(c[0] for c in characters)
    theirs = sorted(c for text, *_ in MEASURED["texts"] for c in text if not c.isspace())
    assert ours == theirs
