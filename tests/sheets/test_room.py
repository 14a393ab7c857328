"""Printed text that has no room is found, however it is set; text that just fits is not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from formgen.ground.problems import Broken
from formgen.library import library_in
from formgen.library.forms import read_form

ROOT = Path(__file__).resolve().parents[2]
HEAD = {
    "form": "f", "from": "2026-04-01", "system": "free", "title": "見本", "title_en": "Sample", "layout": "free",
    "source": "house-practice", "status": "inferred", "defaults": {"status": "inferred", "source": "house-practice"},
}  # fmt: skip
TEN = "あいうえおかきくけこ"
EM = 10.5 / 72 * 25.4
"""A full-width character at the usual 10.5 points, in mm: ten of them are 37 mm wide."""


def faults(tmp_path: Path, **item: Any) -> list[str]:
    path = tmp_path / "f@2026-04-01.yaml"
    path.write_text(yaml.safe_dump({**HEAD, "content": [item]}, allow_unicode=True), encoding="utf-8")
    library = library_in(ROOT / "form_specs")
    try:
        read_form(path, library.rules, library.parts)
    except Broken as broken:
        return [p.message("en") for p in broken.problems]
    return []


ROOM = [
    # the item, and the one that is a little too long, too far or too high
    ({"at": [170, 50]}, {"at": [175, 50]}),
    ({"at": [191, 50], "align": "center"}, {"at": [193, 50], "align": "center"}),
    ({"at": [19, 50], "align": "center"}, {"at": [17, 50], "align": "center"}),
    ({"at": [38, 50], "align": "right"}, {"at": [36, 50], "align": "right"}),
    ({"at": [170, 50], "spread": 39}, {"at": [170, 50], "spread": 41}),
    ({"at": [20, 294]}, {"at": [20, 296]}),
    ({"at": [20, 250], "vertical": True}, {"at": [20, 260], "vertical": True}),
    ({"at": [20, 200], "vertical": True, "spread": 9}, {"at": [20, 200], "vertical": True, "spread": 11}),
    ({"box": [20, 50, 38, 8]}, {"box": [20, 50, 36, 8]}),
    ({"box": [20, 50, 42, 8], "pad": 2}, {"box": [20, 50, 40, 8], "pad": 2}),
    ({"box": [20, 50, 38, 4]}, {"box": [20, 50, 38, 3]}),
    ({"box": [20, 50, 8, 38], "vertical": True}, {"box": [20, 50, 8, 36], "vertical": True}),
    ({"box": [20, 50, 20, 10], "wrap": True}, {"box": [20, 50, 20, 8], "wrap": True}),
]


@pytest.mark.parametrize(("fits", "does_not"), ROOM)
def test_room(fits: dict[str, Any], does_not: dict[str, Any], tmp_path: Path) -> None:
    assert faults(tmp_path, print=TEN, **fits) == []
    (found,) = faults(tmp_path, print=TEN, **does_not)
    assert "mm too long" in found


def test_lines_of_a_text_are_measured_one_by_one(tmp_path: Path) -> None:
    assert faults(tmp_path, print=f"{TEN}\n{TEN}", at=[170, 50]) == []
    assert faults(tmp_path, print=f"{TEN}\n{TEN}", at=[20, 291]) != []
    assert len(faults(tmp_path, print=f"あ\n{TEN}", at=[175, 50])) == 1
