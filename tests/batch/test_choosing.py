from __future__ import annotations

import pytest

from formgen.batch.cases import Case
from formgen.batch.choosing import chosen
from formgen.ground.problems import Refused

EVERY = [Case("甲", (2, 3), {}, {}), Case("乙-1", (4,), {}, {}), Case("丙", (6,), {}, {}), Case("2024", (7,), {}, {})]


@pytest.mark.parametrize(
    "only, names",
    [
        (None, ["甲", "乙-1", "丙", "2024"]),
        ("3", ["甲"]),
        ("4-6", ["乙-1", "丙"]),
        ("丙, 2", ["甲", "丙"]),
        ("乙-1", ["乙-1"]),
        ("2024", ["2024"]),
        ("6、2-3", ["甲", "丙"]),
    ],
)
def test_only_some_rows_or_names(only: str | None, names: list[str]) -> None:
    assert [case.name for case in chosen(EVERY, only)] == names


def test_the_first_of_them() -> None:
    assert [case.name for case in chosen(EVERY, "4-9", 2)] == ["乙-1", "丙"]


def test_what_is_in_no_row_is_told_all_at_once() -> None:
    with pytest.raises(Refused) as refused:
        chosen(EVERY, "99,甲,丁,9-4")
    assert [p.words["what"] for p in refused.value.problems] == ["99", "丁", "9-4"]
