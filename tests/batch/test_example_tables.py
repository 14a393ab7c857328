"""The tables of examples/batch: made by their script, read without a fault, each row a whole packet."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

import formgen
from formgen.batch.reading import read_cases
from formgen.ground.problems import errors

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "examples/batch"


def made() -> Any:
    about = importlib.util.spec_from_file_location("make_tables", ROOT / "examples/make_tables.py")
    assert about is not None
    assert about.loader is not None
    module = importlib.util.module_from_spec(about)
    about.loader.exec_module(module)
    return module.tables()


def test_the_script_makes_what_is_kept() -> None:
    for name, content in made().items():
        assert (FOLDER / name).read_bytes() == content, name


@pytest.mark.parametrize(
    ("name", "base", "count"), [("usage-requests.xlsx", None, 6), ("staff.xlsx", FOLDER / "organization.yaml", 2)]
)
def test_every_row_is_a_packet(name: str, base: Path | None, count: int) -> None:
    found = read_cases(FOLDER / name, form="usage-request", route="mail", base=base)
    assert [f.problem.key for f in found.findings] == []
    assert len(found.good) == count
    for case in found.good:
        assert errors(formgen.make_packet(dict(case.data)).problems) == ()
