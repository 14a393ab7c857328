"""Each crafted table, and what is said of it: code and cell."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from tables.crafted import TABLES

from formgen.batch.reading import read_cases
from formgen.ground.problems import Refused

EXPECTED = yaml.safe_load((Path(__file__).parent / "tables" / "expected.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", TABLES)
def test_what_is_said_of_it(name, tmp_path):
    path = tmp_path / name
    path.write_bytes(TABLES[name]())
    assert said_of(path) == EXPECTED.get(name), name


def test_nothing_is_expected_of_a_table_that_is_not_there():
    assert not EXPECTED.keys() - TABLES.keys()


def said_of(path):
    try:
        cases = read_cases(path, form="usage-request")
    except Refused as refused:
        return [" ".join(filter(None, (p.key, f"line {p.line}" if p.line else ""))) for p in refused.problems]
    told = [" ".join(filter(None, (f.problem.key, f.place.address if f.place else ""))) for f in cases.findings]
    return {"told": told, "good": len(cases.good), "of": len(cases.cases)}
