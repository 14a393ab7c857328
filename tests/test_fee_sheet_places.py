"""手数料納付書, empty, against the measured official sheet: rules within 0.5 mm, texts within 1.0 mm."""

from __future__ import annotations

import ctypes
import io
import json
import re
from datetime import date
from pathlib import Path
from typing import get_args

import pypdf
import pypdfium2
import pytest
from pypdfium2 import raw

import formgen
from formgen.ground.marks import MM, Ellipse, Line, Text
from formgen.profile.facts import Facts
from formgen.profile.model import PermissionKind
from formgen.profile.validation import validate
from formgen.sheet.make import FilledSheet, make_sheet

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


KINDS = {
    "change": "在留資格の変更許可",
    "extension": "在留期間の更新許可",
    "permanent": "永住許可",
    "reentry-single": "再入国",
    "reentry-multiple": "再入国",
    "registered-user-card": "特定登録者カードの交付",
    "registered-user-card-reissue": "特定登録者カードの再交付",
    "work-certificate": "就労資格証明書の交付",
    "card-reissue": "在留カードの再交付",
    "refugee-travel-document": "難民旅行証明書の交付",
}


# The sheet of 2022 is older than the combined card and has no line for it.
NO_LINE = {"combined-card"}


def test_every_kind_of_permission_is_told_apart_here() -> None:
    assert set(KINDS) | NO_LINE == set(get_args(PermissionKind))


@pytest.mark.parametrize("kind", KINDS)
def test_the_ring_stands_beside_the_words_of_its_kind(kind: str) -> None:
    """The number that is ringed is the one on the line of the Japanese words for what was applied for."""
    page = sheet_of(kind).pages[0]
    (ring,) = (m for m in page.values if isinstance(m, Ellipse))
    beside = [m for m in page.ink if isinstance(m, Text) and m.text == KINDS[kind]]
    assert len(beside) == 1
    assert abs(ring.y - (beside[0].y - 0.38 * beside[0].size / MM)) < 0.2
    numbers = [m for m in page.ink if isinstance(m, Text) and m.text.isdigit() and abs(m.y - beside[0].y) < 0.5]
    assert len(numbers) == 1
    assert ring.x - ring.rx < numbers[0].x < ring.x < ring.x + ring.rx < beside[0].x


STRUCK = {"reentry-single": "数次有効", "reentry-multiple": "一回限り"}


@pytest.mark.parametrize("kind", KINDS)
def test_the_other_kind_of_reentry_is_struck_out_and_nothing_else(kind: str) -> None:
    page = sheet_of(kind).pages[0]
    struck = [m for m in page.values if isinstance(m, Line)]
    assert len(struck) == (1 if kind in STRUCK else 0)
    for line in struck:
        (word,) = (m for m in page.ink if isinstance(m, Text) and m.text == STRUCK[kind])
        assert line.x0 < word.x
        assert line.y0 == line.y1 == pytest.approx(word.y - 0.38 * word.size / MM, abs=0.2)
        assert line.x1 > word.x + 14


def sheet_of(kind: str) -> FilledSheet:
    """The sheet for a kind of permission, whatever else it needs left out."""
    spec = next(f for f in formgen.forms() if f.form == "fee-payment-sheet")
    profile = validate({"permission": {"kind": kind}})
    worked_out = dict.fromkeys(("fee.amount", "office.head"))
    return make_sheet(spec, Facts(profile, date(2026, 11, 22), permission=0, extra=worked_out))
