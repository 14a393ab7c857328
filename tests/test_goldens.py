"""Every form, empty and filled, as text that a person can read in a diff, with a small picture beside it.

`make goldens` rewrites them; look at the pictures before you commit. The text decides; the picture is for eyes.
"""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from formgen.ground.marks import as_line
from formgen.sheet.make import FilledSheet, as_pdf, blank_sheet
from formgen.sheet.pictures import pictures
from forms_under_test import NAMES, filled, form

GOLDENS = Path(__file__).parent / "goldens"


def as_text(sheets: tuple[FilledSheet, ...]) -> str:
    lines: list[str] = []
    for sheet in sheets:
        for number, page in enumerate(sheet.pages, 1):
            lines.append(f"== page {number}")
            lines += [as_line(mark) for mark in (*page.ink, *page.values)]
    return "\n".join(lines) + "\n"


def small_picture(sheets: tuple[FilledSheet, ...]) -> bytes:
    grey = Image.open(io.BytesIO(pictures(as_pdf(list(sheets)), 72)[0])).convert("L")
    target = io.BytesIO()
    grey.quantize(8).save(target, "PNG", optimize=True)
    return target.getvalue()


@pytest.mark.parametrize("state", ["empty", "filled"])
@pytest.mark.parametrize("name", NAMES)
def test_golden(name: str, state: str, update_goldens: bool) -> None:
    sheets = filled(name)[:1] if state == "filled" else (blank_sheet(form(name)),)
    golden = GOLDENS / f"{name}.{state}.txt"
    if update_goldens:
        GOLDENS.mkdir(exist_ok=True)
        golden.write_text(as_text(sheets), encoding="utf-8")
        golden.with_suffix(".png").write_bytes(small_picture(sheets))
    assert golden.is_file(), "no golden yet: make goldens"
    assert golden.with_suffix(".png").is_file()
    assert as_text(sheets) == golden.read_text(encoding="utf-8")


def test_no_golden_is_left_over() -> None:
    wanted = {f"{name}.{state}{end}" for name in NAMES for state in ("empty", "filled") for end in (".txt", ".png")}
    assert {path.name for path in GOLDENS.iterdir()} == wanted
