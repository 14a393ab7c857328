"""Pictures on forms of one's own: in a box or a cell, from a fact of one's own, checked when the form is read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from PIL import Image

import formgen
from formgen.filing.begin import begin_sheet
from formgen.ground.marks import Picture
from formgen.library import open_library

HEAD = {
    "form": "badge", "from": "2026-04-01", "system": "free", "title": "名札", "title_en": "Badge", "layout": "free",
    "source": "house-practice", "status": "inferred", "defaults": {"status": "inferred", "source": "house-practice"},
}  # fmt: skip
BOX = {"picture": "custom.face", "label": "顔写真", "box": [30, 40, 30, 40]}
CELL = {
    "table": [20, 100],
    "columns": [40, 60],
    "height": 10,
    "rows": [{"picture": "custom.face", "label": "顔写真", "height": 44, "pad": 2}],
}


def forms(folder: Path, *content: dict[str, Any]) -> Path:
    (folder / "sheets").mkdir(exist_ok=True)
    sheet = yaml.safe_dump({**HEAD, "content": list(content)}, allow_unicode=True)
    (folder / "sheets" / "badge@2026-04-01.yaml").write_text(sheet, encoding="utf-8")
    facts = {"facts": {"custom.face": {"label": "顔写真", "kind": "text", "example": "face.png"}}}
    (folder / "facts.yaml").write_text(yaml.safe_dump(facts, allow_unicode=True), encoding="utf-8")
    return folder


def pictures(folder: Path, size: tuple[int, int], *content: dict[str, Any]) -> list[Picture]:
    Image.new("RGB", size, "green").save(folder / "face.png")
    profile = folder / "profile.yaml"
    profile.write_text("form: badge\ncustom: {face: face.png}\n", encoding="utf-8")
    own = forms(folder / "own" if (folder / "own").mkdir() is None else folder, *content)
    assert formgen.render("badge", profile, forms=str(own), verify=True).startswith(b"%PDF")
    filing = begin_sheet("badge", profile, library=open_library(str(own)))
    (sheet,) = filing.filled(filing.edition("badge"))
    return [m for m in sheet.pages[0].values if isinstance(m, Picture)]


def test_it_fills_its_box(tmp_path: Path) -> None:
    (found,) = pictures(tmp_path, (600, 800), BOX)
    assert (found.x, found.y, found.w, found.h) == (30, 40, 30, 40)


def test_it_fills_its_cell(tmp_path: Path) -> None:
    (found,) = pictures(tmp_path, (1120, 800), CELL)
    assert (found.x, found.y, found.w, found.h) == (62, 102, 56, 40)


def test_a_picture_of_other_proportions_is_refused(tmp_path: Path) -> None:
    with pytest.raises(formgen.Refused) as caught:
        pictures(tmp_path, (800, 800), BOX)
    assert [(p.key, p.pointer) for p in caught.value.problems] == [("E-PICTURE.ratio", "/custom/face")]


def test_no_output_goes_over_it(tmp_path: Path) -> None:
    pictures(tmp_path, (600, 800), BOX)
    found = formgen.read_profile(tmp_path / "profile.yaml")
    assert len(found.inputs) == 2


PRINTS = {**BOX, "print_width": 10, "print_height": 12}
WRONG = [
    ({**BOX, "print_width": 10}, "both or neither"),
    ({**BOX, "prints": 2}, "several prints"),
    ({**BOX, "min_dpi": 301}, "at most dpi"),
    ({**BOX, "size": 9}, "no effect"),
    ({**PRINTS, "prints": 2, "gap": 10.5}, "prints take 30.5 mm"),
    ({**PRINTS, "print_height": 41}, "print_height take 41.0 mm"),
    ({**BOX, "picture": "user.birth_date"}, "is a day"),
    ({**BOX, "box": [190, 40, 30, 40]}, "off the page"),
]


@pytest.mark.parametrize(("item", "words"), WRONG)
def test_a_picture_without_room_or_sense_is_a_fault_of_the_form(
    item: dict[str, Any], words: str, tmp_path: Path
) -> None:
    with pytest.raises(formgen.Refused) as caught:
        open_library(str(forms(tmp_path, item))).editions("badge")
    assert words in " ".join(p.message("en") for p in caught.value.problems)


def test_prints_that_just_fit_are_fine(tmp_path: Path) -> None:
    assert open_library(str(forms(tmp_path, {**PRINTS, "prints": 2, "gap": 10}))).editions("badge")
