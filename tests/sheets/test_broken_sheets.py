"""Every way to break a sheet file: a small file named for its fault, its first line the line and the words expected."""

from __future__ import annotations

from pathlib import Path

import pytest

from formgen.ground.problems import Broken
from formgen.library import library_in
from formgen.library.forms import read_form

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
BROKEN = sorted((HERE / "broken").glob("*.yaml"))


def read(text: str, folder: Path) -> object:
    library = library_in(ROOT / "form_specs")
    path = folder / "good@2026-04-01.yaml"
    path.write_text(text, encoding="utf-8")
    return read_form(path, library.rules, library.parts)


def test_the_good_sheet_is_good(tmp_path: Path) -> None:
    assert read((HERE / "good.yaml").read_text(encoding="utf-8"), tmp_path)


@pytest.mark.parametrize("path", BROKEN, ids=lambda p: p.stem)
def test_broken_sheet(path: Path, tmp_path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    line, _, words = text.partition("\n")[0].removeprefix("# ").partition(": ")
    with pytest.raises(Broken) as caught:
        read(text, tmp_path)
    found = [p for p in caught.value.problems if p.line == int(line)] or caught.value.problems
    said = " ".join(p.message("en") for p in found)
    assert all(word in said for word in words.split("|")), said
    assert found[0].line == int(line), [(p.line, p.message("en")) for p in caught.value.problems]
    assert {p.code for p in caught.value.problems} == {"E-SPEC"}
    assert all(p.message("ja") and p.fix("ja") for p in caught.value.problems)


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = (HERE / "good.yaml").read_text(encoding="utf-8")
    for right, wrong in (
        ("user.name,", "user.nmae,"),
        ("key: title", "key: titel"),
        ("at: [30, 160]", "at: [30, 999]"),
    ):
        text = text.replace(right, wrong)
    with pytest.raises(Broken) as caught:
        read(text, tmp_path)
    assert len({p.line for p in caught.value.problems}) == 3
