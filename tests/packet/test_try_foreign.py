"""`make foreign`: what it says of a folder of files, some of which are none of ours to take."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any

import foreign
import pikepdf
import pytest

from formgen.attachments.pdf import pages

_TOOL = Path(__file__).parents[2] / "tools" / "try_foreign.py"


@pytest.fixture(scope="module")
def tool() -> Any:
    spec = importlib.util.spec_from_file_location("try_foreign", _TOOL)
    assert spec
    assert spec.loader
    made = sys.modules["try_foreign"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {
        "stamped.pdf": foreign.stamped(),
        "picture": foreign.as_file(foreign.marked(), "PNG", dpi=(100, 100)),
        "locked.pdf": foreign.encrypted(),
        "text.pdf": b"none of them",
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    return tmp_path


def outcomes(tool: Any, folder: Path) -> dict[str, Any]:
    return {Path(found.name).name: found for found in map(tool.outcome, tool.found([folder]))}


def test_files_are_found_by_what_they_are_and_told_one_by_one(tool: Any, folder: Path) -> None:
    told = outcomes(tool, folder)
    assert sorted(told) == ["locked.pdf", "picture", "stamped.pdf"]
    assert {name: one.fault for name, one in told.items() if one.fault} == {"locked.pdf": "E-FILE.encrypted"}
    assert not any(one.differing or one.crash or one.unchecked or one.silent for one in told.values())
    assert not told["locked.pdf"].drawn_whole


def test_a_page_that_differs_is_seen_whatever_intake_says(
    tool: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = pages.made

    def losing(data: bytes, *fonts: bytes) -> pages.Made:
        """What lies over the page is lost on the way; the process that reads attachments knows nothing of it."""
        found = made(data, *fonts)
        return found._replace(sheets=found.sheets._replace(pdf=foreign.saved(pikepdf.open(folder / "blank"))))

    foreign.pages(foreign.A4).save(folder / "blank")
    monkeypatch.setattr(pages, "made", losing)
    told = outcomes(tool, folder)["stamped.pdf"]
    assert list(told.differing) == [1]
    assert told.silent


def test_a_file_that_others_draw_is_told(tool: Any, folder: Path) -> None:
    (folder / "pages.pdf").write_bytes(foreign.saved(foreign.pages(*[(50, 50)] * 2001)))
    told = outcomes(tool, folder)["pages.pdf"]
    assert (told.fault, told.drawn_whole) == ("E-LIMIT.pages", True)


def test_the_report_is_one_page(tool: Any, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tool.report([*outcomes(tool, folder).values()])
    page = capsys.readouterr().out
    assert page.startswith("3 files, 2 taken, 1 not")
    assert "E-FILE.encrypted (1)" in page
