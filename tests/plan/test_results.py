"""Receiving results: what goes by post and what is shown at the counter, when post is closed, and which stamps."""

from __future__ import annotations

from itertools import combinations_with_replacement

import pytest
from plan_data import HERE, read

from formgen.planning.findings import Step
from formgen.planning.naming import on_page
from formgen.planning.stamps import fewest

TABLE = read(HERE / "situations" / "results.yaml")
EXPECTED = {"it", "source", "route", "day", "sheets", "has", "pays", "payment", "stamps", "closed", "asks"}


def planned(row, plan_of):
    facts = {**TABLE["defaults"], **{k: v for k, v in row.items() if k not in EXPECTED}}
    given = [{"document": "return-envelope", "enclosed": True}] if row.get("route", "mail") == "mail" else []
    return plan_of(
        "fee", {"permission": facts, "attachments": given}, route=row.get("route", "mail"), day=row.get("day")
    )


@pytest.mark.parametrize("row", TABLE["rows"], ids=lambda row: row["it"])
def test_a_result(row, plan_of, library):
    assert row["source"] in library.rules.sources
    plan = planned(row, plan_of)
    closed = [p for p in plan.problems if p.key == "E-ROUTE.closed"]
    assert bool(closed) is row.get("closed", False)
    assert (plan.sheets, plan.documents) == ((), ()) or not closed
    if "sheets" in row:
        assert [s.form for s in plan.sheets] == row["sheets"]
    needs = {d.document: d.need for d in plan.documents}
    assert {name: needs.get(name) for name in row.get("has", {})} == row.get("has", {})
    told = plan.as_json()
    if "pays" in row:
        assert told["fee"]["amount_jpy"] == row["pays"]
    assert told["fee"]["payment"] == row.get("payment", told["fee"]["payment"])
    if "stamps" in row:
        assert [[s.value, s.count] for s in plan.fees[0].stamps] == row["stamps"]
    asked = {p.pointer for p in plan.problems if p.code == "W-UNKNOWN"}
    assert {row["asks"]} <= asked if "asks" in row else not asked - {"/permission/applicant/designation_paper"}


def test_the_passport_never_goes_by_mail(plan_of):
    change = {"permission": TABLE["defaults"], "attachments": [{"document": "passport", "enclosed": True}]}
    plan = plan_of("fee", change, route="mail")
    assert not any(d.supplied for d in plan.documents)
    assert "W-CONTRADICTION.not-needed" in [p.key for p in plan.problems]
    assert "旅券" not in str(plan.facts(plan.cases[0])["plan.enclosures"])


def test_post_is_closed_on_all_counts_told_apart(plan_of):
    ways = (
        {"together": ["reentry"]},
        {"granted_period": "P3M"},
        {"new_kanji_name": True},
        {"application_route": "counter"},
    )
    told = set()
    for way in ways:
        plan = plan_of("fee", {"permission": {**TABLE["defaults"], **way}}, route="mail")
        told |= {p.message("en") for p in plan.problems if p.key == "E-ROUTE.closed"}
    assert len(told) == len(ways)


@pytest.mark.parametrize(
    ("kind", "status", "told"),
    [
        ("extension", "技術・人文知識・国際業務", True),
        ("extension", "特定技能1号", False),
        ("extension", None, False),
        ("change", "技術・人文知識・国際業務", False),
    ],
)
def test_a_designation_paper_that_cannot_be(kind, status, told, plan_of):
    facts = {**TABLE["defaults"], "kind": kind, "applicant": {"status_of_residence": status, "designation_paper": True}}
    plan = plan_of("fee", {"permission": facts}, route="mail")
    keys = [p.key for p in plan.problems]
    assert ("W-CONTRADICTION.designation-paper" in keys) is told
    # What is stated counts: it goes along all the same.
    assert {d.document: d.need for d in plan.documents}["designation-paper"] == "required"


# Stamps


def test_the_fewest_stamps_are_the_fewest():
    sold = (100, 200, 300, 500, 800)
    for amount in range(100, 2100, 100):
        found = fewest(amount, sold)
        assert sum(s.value * s.count for s in found) == amount
        count = sum(s.count for s in found)
        fewer = (c for n in range(count) for c in combinations_with_replacement(sold, n))
        assert all(sum(c) != amount for c in fewer)
        assert [s.value for s in found] == sorted((s.value for s in found), reverse=True)


@pytest.mark.parametrize("amount", [0, 50, 100, 300])
def test_no_stamps_where_none_come_to_the_amount(amount):
    assert fewest(amount, (200, 500, 1000)) == ()


def test_stamps_for_every_fee_that_is_paid_by_them(library):
    sold = library.rules.stamps[0].denominations
    amounts = {a for rule in library.rules.fees for a in (rule.amount, *rule.amounts.values()) if a}
    for amount in amounts:
        assert sum(s.value * s.count for s in fewest(amount, sold)) == amount


def many(plan_of, *numbers, **changed):
    each = {"kind": "extension", "application_route": "counter", "accepted_on": "2026-10-05", "together": []}
    return plan_of(
        "fee",
        {"permission": [{**each, "granted_period": "P1Y", "receipt_number": n, **changed} for n in numbers]},
        route="counter",
    )


def test_sheets_stand_by_receipt_number(plan_of):
    numbers = ("東永P 24999", "東労三C 123", "", "東労三C99", "東労三C １００", "東労三C 123", "東労一E 5")
    plan = many(plan_of, *numbers)
    order = [s.permission for s in plan.sheets]
    # Figures by value, whatever their width; what says nothing last; what is equal as it stands in the profile.
    assert order == [6, 3, 4, 1, 5, 0, 2]
    assert [f.permission for f in plan.fees] == [c.permission for c in plan.cases] == order
    rows = plan.facts(plan.cases[0])["plan.fees"]
    assert [row["receipt_number"] for row in rows] == [numbers[n] for n in order]
    assert [row["number"] for row in rows] == list(range(1, 8))


def test_all_stamps_of_a_filing(plan_of):
    plan = many(plan_of, "A1", "A2", "A3")
    assert plan.as_json()["revenue_stamps"] == {
        "amount_jpy": 99000,
        "sheets": 3,
        "stamps": [{"value_jpy": 30000, "count": 3}, {"value_jpy": 3000, "count": 3}],
        "source": "moneyforward-stamps-2024, continental-fees-2025",
        "status": "confirmed",
    }
    (buy,) = [s for s in plan.next_steps if s.kind == "buy"]
    assert "30,000円×3枚、3,000円×3枚" in buy.ja
    assert "3 x 30,000 yen, 3 x 3,000 yen" in buy.en
    facts = plan.facts(plan.cases[0])
    assert (facts["plan.fee_count"], facts["plan.fee_total"]) == (3, "99,000円")


def test_no_total_while_one_amount_is_not_known(plan_of):
    plan = many(plan_of, "A1", "A2", granted_period=None)
    facts = plan.facts(plan.cases[0])
    assert (facts["plan.fee_total"], facts["plan.stamps"]) == (None, None)
    assert "revenue_stamps" not in plan.as_json()
    assert not [s for s in plan.next_steps if s.kind == "buy"]


def test_one_sheet_needs_no_step_to_buy(plan_of):
    plan = many(plan_of, "A1")
    assert plan.as_json()["fee"]["stamps"] == [{"value_jpy": 30000, "count": 1}, {"value_jpy": 3000, "count": 1}]
    assert not [s for s in plan.next_steps if s.kind == "buy"]


def test_of_many_the_page_tells_the_numbers_of_the_list(plan_of):
    plan = many(plan_of, *(f"A{n}" for n in range(6)))

    def said(*permissions):
        step = Step("show", "見せる。", "Show.", "提示", (), "inferred", tuple((None, p) for p in permissions))
        return on_page(step, plan.profile, plan.cases)

    assert said(0, 1, 2, 3, 4, 5) == "【全件】見せる。"
    assert said(0, 1, 2, 4) == "【一覧の1～3・5】見せる。"
    assert said(5, 3) == "【A5、A3】見せる。"
    assert said() == "見せる。"


def test_of_very_many_the_page_tells_how_many(plan_of):
    plan = many(plan_of, *(f"A{n}" for n in range(100, 160)))
    step = Step("show", "見せる。", "Show.", "提示", (), "inferred", tuple((None, p) for p in range(0, 60, 2)))
    assert on_page(step, plan.profile, plan.cases) == "【一覧のうち30件】見せる。"


def test_what_is_paid_in_two_ways_has_two_sums(plan_of):
    given = {**TABLE["defaults"], "application_route": "counter", "accepted_on": "2026-10-05"}
    online = {**given, "application_route": "online", "accepted_on": "2026-10-10"}

    def sums(*permissions):
        plan = plan_of("fee", {"permission": list(permissions)}, route="counter")
        return plan.facts(plan.cases[0])["plan.fee_subtotals"], [f.amount for f in plan.fees]

    said, (stuck, paid) = sums(given, online)
    assert said == f"うち収入印紙　{stuck:,}円（1件）\nうちコンビニまたは銀行（電子納付）　{paid:,}円（1件）"
    assert sums(given, given)[0] is None
