"""A table becomes cases: heads are understood, cells read, rows joined, every fault told at its cell."""

from __future__ import annotations

import csv
import json

import pytest
from tables.crafted import TABLES

import formgen.api
from formgen.batch.heads import columns_for
from formgen.batch.labels import Labels
from formgen.batch.reading import read_cases
from formgen.batch.values import words_of
from formgen.ground.problems import Refused
from formgen.library import open_library

ALLOWED: set[str] = set()


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


def test_a_column_of_keys_that_is_not_there_stops_the_table(table):
    cases = table(["user.name"], ["甲"], ["乙"], key="社員番号")
    assert told(cases) == [("E-TABLE.no-key-column", None)]
    assert cases.good == ()


def test_a_fault_of_a_whole_column_is_one_of_all_its_rows(table):
    cases = table(["user.name", "user.sex"], *[["甲", "雄"]] * 7)
    ((key, place),) = told(cases)
    assert (key, place, cases.findings[0].rows) == ("E-TABLE.choice", "B2", tuple(range(2, 9)))


def test_people_with_a_number_come_before_the_one_of_the_row(table):
    cases = table(["user.name", "users[0].name", "users[1].name"], ["丙", "甲", "乙"])
    assert told(cases) == []
    assert [u["name"] for u in cases.cases[0].data["users"]] == ["甲", "乙", "丙"]
    assert cases.cases[0].place("/users/2/name").address == "A2"


def test_what_lies_within_a_cell_is_at_that_cell(table):
    heads = ["user.name", "permission.amount", "permission.together"]
    (case,) = table(heads, ["甲", "1", "再入国許可、extra-activity"], form="fee-payment-sheet").cases
    assert case.place("/permission/0/together/1").address == "C2"


def test_the_name_of_a_span_of_merged_cells_is_that_of_its_last(tmp_path):
    path = tmp_path / "表.xlsx"
    path.write_bytes(TABLES["merged-cells.xlsx"]())
    found = read_cases(path, form="usage-request").findings
    assert {f.problem.words["last"] for f in found} == {"A3"}


def test_a_word_that_means_two_values_means_none():
    assert words_of([("甲", 1), ("乙", 2), ("甲", 3), ("乙", 2), ("", 4)]) == {"乙": 2}


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


def test_a_label_that_keeps_its_column_from_being_read_does_so_above_a_name(table):
    cases = table(["※氏名", "部署"], ["user.name", "user.department"], ["甲", "乙"])
    assert told(cases) == [("W-TABLE.remarks", None)]
    assert [c.data for c in cases.cases] == [{"users": [{"department": "乙"}]}]


def test_a_misspelt_name_among_names_is_a_head_and_no_value(table):
    cases = table(["氏名", "部署", "役職"], ["user.name", "user.departmnt", "user.title"], ["甲", "乙", "丙"])
    assert told(cases) == [("E-TABLE.misspelt-head", "B1")]
    assert cases.stopped
    assert [c.rows for c in cases.cases] == [(3,)]


@pytest.mark.parametrize("head", ["配偶者（氏名）", "配偶者\n氏名", "緊急連絡先【氏名】"])
def test_a_part_of_a_head_is_no_label(table, head):
    assert told(table([head], ["甲"], form="usage-request")) == [("E-TABLE.unknown-head", "A1")]


@pytest.mark.parametrize(
    "head", ["氏名 ＊", "氏名★", "なまえ（user.name）", "なまえ\nuser.name", "なまえ【user.name】＊"]
)
def test_ways_to_name_a_fact(table, head):
    (case,) = table([head], ["甲"], form="usage-request").cases
    assert case.data["users"] == [{"name": "甲"}]


def test_one_person_in_two_rows_is_told_and_no_two(table):
    heads = ["key", "user.name", "user.birth_date", "permission.amount", "institution.name"]
    cases = table(
        heads, ["A", "甲", "1990-01-01", "1", "x"], ["A", "甲", "1990-01-01", "2", "x"], form="fee-payment-sheet"
    )
    assert told(cases) == [("E-TABLE.again", "B3"), ("E-TABLE.again", "E3")]
    assert cases.good == ()
    fine = table(
        heads, ["A", "甲", "1990-01-01", "1", "x"], ["A", "", "", "1", ""], ["B", "甲", "1990-01-01", "1", "x"]
    )
    assert told(fine) == []
    assert [len(fine.cases[0].data[many]) for many in ("users", "permission", "institutions")] == [1, 2, 1]


def test_keys_that_only_look_alike_are_told(table):
    cases = table(["key", "user.name"], ["A", "甲"], ["A ", "乙"], ["a", "丙"], ["A ", "丁"])
    assert told(cases) == [("W-TABLE.keys-alike", "A3"), ("W-TABLE.keys-alike", "A4")]
    assert [len(c.rows) for c in cases.cases] == [1, 2, 1]


def test_no_key_names_a_person_in_a_file_where_none_may(table):
    rows = ["社員", "user.name"], ["髙橋 花子", "髙橋 花子"], ["𠮷田 太郎", "𠮷田 太郎"]
    assert [c.name for c in table(*rows, key="社員").cases] == ["髙橋 花子", "𠮷田 太郎"]
    assert [c.name for c in table(*rows, key="社員", plain_names=True).cases] == ["0002", "0003"]


def test_no_output_is_hidden_or_one_of_our_own_files(table):
    cases = table(["key", "user.name"], [".formgen-batch.sqlite", "甲"], ["．甲", "乙"])
    assert [c.name for c in cases.cases] == ["_.formgen-batch.sqlite", "．甲"]


@pytest.mark.parametrize("rows", [[], [["※甲"]]])
def test_heads_without_rows_are_told(table, rows):
    with pytest.raises(Refused) as refused:
        table(["user.name"], *rows)
    assert [p.key for p in refused.value.problems] == ["E-TABLE.no-rows"]


def test_a_second_row_of_values_is_a_case(table):
    cases = table(["user.name", "user.department"], ["user.name", "人事部"], ["甲", "乙"])
    assert len(cases.cases) == 2


@pytest.fixture
def base(tmp_path):
    def made(**data):
        path = tmp_path / "org.json"
        path.write_text(json.dumps(data), encoding="utf-8")
        return path

    return made


def test_the_fixed_profile_holds_where_a_row_says_nothing(table, base):
    fixed = base(
        form="resignation-report",
        organization={"name": "株式会社さくら精機", "phone": "03-0000-0000"},
        users=[{"name": "承認 一郎", "status": "approved"}],
    )
    cases = table(
        ["organization.phone", "user.name", "user.status"], ["", "甲", "left"], ["03-9999-9999", "", ""], base=fixed
    )
    assert told(cases) == [("W-TABLE.over-base", "A3")]
    first, second = cases.cases
    assert first.data["organization"]["phone"] == "03-0000-0000"
    assert [u["name"] for u in first.data["users"]] == ["承認 一郎", "甲"]
    # The papers are about the person of the row, whatever others the fixed profile has.
    assert first.data["filing"] == {"user": 1}
    assert first.place("/users/1/name").address == "B2"
    assert second.data["organization"] == {"name": "株式会社さくら精機", "phone": "03-9999-9999"}
    assert "filing" not in second.data
    assert len(cases.good) == 2


def test_the_person_of_a_row_is_meant_whatever_the_fixed_profile_says(table, base):
    fixed = base(form="resignation-report", users=[{"name": "承認 一郎"}], filing={"user": 0})
    cases = table(["user.name"], ["甲"], base=fixed)
    assert told(cases) == [("W-TABLE.over-base-person", "A2")]
    assert cases.cases[0].data["filing"] == {"user": 1}
    said = table(["user.name", "filing.user"], ["甲", "0"], base=fixed)
    assert said.cases[0].data["filing"] == {"user": 0}
    assert told(said) == []


def test_what_one_row_adds_is_not_in_the_next(table, base):
    fixed = base(form="usage-request", users=[{"name": "承認 一郎", "status": "approved"}], attachments=[])
    cases = table(["user.name", "attachment.identity-document"], ["甲", "a.pdf"], ["乙", "同封"], base=fixed)
    assert [[u["name"] for u in c.data["users"]] for c in cases.cases] == [["承認 一郎", "甲"], ["承認 一郎", "乙"]]
    assert [len(c.data["attachments"]) for c in cases.cases] == [1, 1]


def test_documents_are_of_the_person_of_their_row(table):
    heads = ["key", "user.name", "attachment.identity-document", "書類・本人確認資料の写し（番号を隠した）"]
    heads += ["attachment.category-evidence"]
    cases = table(
        heads, ["A", "甲", "a.pdf\nb.pdf", "はい", "c.pdf"], ["A", "乙", "同封", "", "c.pdf"], form="usage-request"
    )
    assert told(cases) == []
    (case,) = cases.cases
    assert case.data["attachments"] == [
        {"document": "identity-document", "user": 0, "file": "a.pdf", "masked": True},
        {"document": "identity-document", "user": 0, "file": "b.pdf", "masked": True},
        {"document": "category-evidence", "file": "c.pdf"},
        {"document": "identity-document", "user": 1, "enclosed": True},
    ]
    assert case.place("/attachments/1/file").address == "C2"
    assert case.place("/attachments/3").address == "C3"


def test_a_paper_is_of_the_narrowest_part_that_its_packets_know(table, monkeypatch):
    heads = ["user.name", "permission.amount", "institution.name", "attachment.identity-document"]
    found = []
    for per in ({"person", "permission", "institution"}, {"person", "permission"}, {"person"}, set()):
        monkeypatch.setattr(Labels, "per_of", lambda _, document, per=per: frozenset(per))
        (case,) = table(heads, ["甲", "1", "x", "a.pdf"], form="usage-request").cases
        found += [case.data["attachments"][0].keys() - {"document", "file"}]
    assert found == [{"institution"}, {"permission"}, {"user"}, set()]


def test_a_document_of_the_filing_is_the_same_in_every_row(table):
    heads = ["key", "user.name", "attachment.category-evidence"]
    cases = table(heads, ["A", "甲", "c.pdf"], ["A", "乙", "d.pdf"], form="usage-request")
    assert told(cases) == [("E-TABLE.differs", "C3")]


def test_changes_by_their_items(table):
    heads = [
        "change.user.name.before",
        "利用者の氏名・変更後",
        "change.user.name.changed_on",
        "change.user.phone.after",
    ]
    cases = table(heads, ["甲", "乙", "2026-04-01", ""], ["", "", "", "03"], form="user-change-notice")
    assert told(cases) == []
    assert [c.data["changes"] for c in cases.cases] == [
        [{"item": "user.name", "before": "甲", "after": "乙", "changed_on": "2026-04-01"}],
        [{"item": "user.phone", "after": "03"}],
    ]


def test_words_days_numbers_and_periods(table):
    heads = ["permission.together", "許可・在留期間", "permission.amount", "organization.category", "route"]
    rows = [
        ["なし", "1年", "３３０００", "カテゴリー2", "窓口"],
        ["再入国許可、extra-activity", "P3M", "0", "none", "mail"],
    ]
    cases = table(heads, *rows, form="fee-payment-sheet")
    assert told(cases) == []
    first, second = (c.data for c in cases.cases)
    assert first["permission"] == [{"together": [], "granted_period": "P1Y", "amount": 33000}]
    assert (first["organization"]["category"], first["route"]) == (2, "counter")
    assert second["permission"] == [{"together": ["reentry", "extra-activity"], "granted_period": "P3M", "amount": 0}]
    assert second["organization"]["category"] == "none"


def test_what_a_fixed_profile_names_lies_beside_the_table(table, base, tmp_path):
    (tmp_path / "org").mkdir()
    path = base(attachments=[{"document": "identity-document", "file": "a.pdf"}]).rename(tmp_path / "org" / "org.json")
    with pytest.raises(Refused) as caught:
        table(["user.name"], ["甲"], base=path)
    assert [p.key for p in caught.value.problems] == ["E-TABLE.base-elsewhere"]


def test_a_folder_is_the_same_whichever_way_leads_to_it(table, base, tmp_path):
    path = base(attachments=[{"document": "identity-document", "file": "a.pdf"}])
    (tmp_path / "way").symlink_to(tmp_path, target_is_directory=True)
    cases = table(["user.name"], ["甲"], base=tmp_path / "way" / path.name)
    assert cases.cases[0].data["attachments"] == [{"document": "identity-document", "file": "a.pdf"}]


def test_every_name_is_good_for_a_file_and_stands_once(table):
    names = ["CON", "a/b:c", "…" * 80, "甲\u202e乙", ".", "葛\U000e0100" * 40, "", "A", "a"]
    rows = [[n or " ", f"k{i}"] for i, n in enumerate(names)]
    cases = table(["user.name", "user.user_id"], *rows)
    found = [c.name for c in cases.cases]
    assert len({n.casefold() for n in found}) == len(names)
    assert all(len(n.encode()) < 140 and not set(n) & set('<>:"/\\|?*\u202e') for n in found)
    assert [c.name for c in table(["user.name"], ["甲"], plain_names=True).cases] == ["0002"]
    keyed = table(["key", "user.name"], ["CON", "甲"], ["a/b", "甲"], ["a:b", "甲"], ["a", "甲"], ["A", "甲"])
    assert [c.name for c in keyed.cases] == ["_CON", "a_b", "a_b-0004", "a", "A-0006"]
    taken = table(["key", "user.name"], ["a", "甲"], ["A-0004", "甲"], ["A", "甲"])
    assert [c.name for c in taken.cases] == ["a", "A-0004", "A-0004_"]


def test_no_value_enters_a_message(table):
    cases = table(["秘密の見出し", "user.birth_date", "user.sex"], ["", "秘密の日", "秘密の性"], form="usage-request")
    words = [w for f in cases.findings for w in (f.problem.message(), f.problem.fix(), repr(f), str(f.problem.words))]
    assert len(cases.findings) == 3
    assert not [w for w in words if "秘密" in w]


@pytest.mark.parametrize("form", [f.form for f in formgen.api.handed_in(open_library())])
def test_heads_and_examples_of_the_empty_table_are_read(table, form):
    columns = columns_for(open_library(), form)
    examples = [c.example for c in columns]
    by_name = table([c.name for c in columns], examples, form=form)
    by_label = table([c.label for c in columns], examples, form=form)
    both = table([c.label for c in columns], [c.name for c in columns], examples, form=form)
    wrong = [one for cases in (by_name, by_label, both) for one in told(cases) if one[0] not in ALLOWED]
    assert not wrong
    assert by_name.cases[0].data == by_label.cases[0].data == both.cases[0].data
