"""A table becomes cases: heads are understood, cells read, rows joined, every fault told at its cell."""

from __future__ import annotations

import csv

import pytest

from formgen.batch.reading import read_cases
from formgen.ground.problems import Refused


@pytest.fixture
def table(tmp_path):
    def made(*rows, name="表.csv", **about):
        path = tmp_path / name
        with path.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows(rows)
        return read_cases(path, **about)

    return made


def told(cases):
    return [(f.problem.key, f.place.address if f.place else None) for f in cases.findings]


def test_one_row_is_one_case(table):
    cases = table(
        [
            "organization.name",
            "機関の電話番号",
            "離職した利用者の氏名",
            "性別（user.sex）",
            "ほかに承認済みの利用者がいるか",
            "users[0].user_id",
        ][:5],
        ["株式会社さくら精機", "03-0000-0000", "髙橋 花子", "女", "はい"],
        ["", "", "", "", ""],
        ["株式会社見本", "", "𠮷田 太郎", "male", "false"],
        form="resignation-report",
        route="mail",
    )
    assert told(cases) == []
    first, second = cases.cases
    assert first.data == {
        "form": "resignation-report",
        "route": "mail",
        "organization": {"name": "株式会社さくら精機", "phone": "03-0000-0000"},
        "users": [{"name": "髙橋 花子", "sex": "female"}],
        "filing": {"others_remain": True},
    }
    assert second.data["organization"] == {"name": "株式会社見本"}
    assert second.data["filing"] == {"others_remain": False}
    assert [(c.name, c.rows) for c in cases.cases] == [("0002-髙橋 花子", (2,)), ("0004-𠮷田 太郎", (4,))]
    assert second.place("/users/0/name").address == "C4"
    # A cell that could have said it, and did not.
    assert second.place("/organization/phone").address == "B4"


def test_rows_of_one_key_are_one_case(table):
    cases = table(
        ["まとめる番号", "organization.name", "user.name", "institution.name"],
        ["A", "株式会社さくら精機", "髙橋 花子", "甲"],
        ["B", "株式会社見本", "山田 一", ""],
        ["A", "", "𠮷田 太郎", ""],
        ["A", "別の会社", "", "乙"],
        form="usage-request",
    )
    assert told(cases) == [("E-TABLE.differs", "B5")]
    first, second = cases.cases
    assert (first.name, first.rows) == ("A", (2, 4, 5))
    assert [u["name"] for u in first.data["users"]] == ["髙橋 花子", "𠮷田 太郎"]
    assert [u["name"] for u in first.data["institutions"]] == ["甲", "乙"]
    assert first.data["organization"]["name"] == "株式会社さくら精機"
    assert first.place("/users/1/name").address == "C4"
    assert cases.good == (second,)


def test_heads_that_are_not_understood_stop_the_table(table):
    heads = ["電話番号", "organization.nmae", "x", "※備考", "user.name", "氏名"]
    cases = table(heads, ["a", "b", "c", "d", "e", "f"], form="usage-request")
    assert {place: key for key, place in told(cases)} == {
        "A1": "E-TABLE.ambiguous",
        "B1": "E-TABLE.misspelt-head",
        "C1": "E-TABLE.unknown-head",
        "F1": "E-TABLE.twice",
        None: "W-TABLE.remarks",
    }
    assert cases.stopped
    assert cases.good == ()


def test_a_workbook_that_is_none_is_refused(tmp_path):
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"not a workbook")
    with pytest.raises(Refused) as caught:
        read_cases(path)
    assert [p.key for p in caught.value.problems] == ["E-TABLE.kind"]


def test_the_second_row_may_name_the_facts(table):
    cases = table(["電話番号", "氏名★", ""], ["organization.phone", "user.name", ""], ["03", "甲", ""])
    assert told(cases) == []
    assert [c.data for c in cases.cases] == [{"organization": {"phone": "03"}, "users": [{"name": "甲"}]}]
    assert cases.cases[0].rows == (3,)


def test_a_second_row_of_values_is_a_case(table):
    cases = table(["user.name", "user.department"], ["user.name", "人事部"], ["甲", "乙"])
    assert len(cases.cases) == 2
