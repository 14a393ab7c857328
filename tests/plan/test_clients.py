"""Papers made for one client institution after the other, and facts of the one a paper is about."""

from __future__ import annotations

from datetime import date

from formgen.profile.facts import Facts
from formgen.profile.validation import validate

OLD = {"organization": {"kind": "support", "category": None}}
TWO = [{"name": "甲工業", "pledged_on": "2024-04-01"}, {"name": "乙商店"}]


def pledges(plan):
    return [s for s in plan.sheets if s.form == "pledge"]


def test_one_pledge_for_each_client_and_applicant(plan_of):
    people = [{"name": "甲", "status": "applying"}, {"name": "乙", "status": "applying"}]
    plan = plan_of("usage", {**OLD, "users": people, "institutions": TWO}, day="2025-03-31")
    assert [(s.user, s.institution) for s in pledges(plan)] == [(0, 0), (0, 1), (1, 0), (1, 1)]
    assert [s.case.get("institution.name") for s in pledges(plan)] == ["甲工業", "乙商店"] * 2
    assert {s.copies for s in pledges(plan)} == {1}


def test_clients_that_nobody_lists_are_asked_for(plan_of):
    plan = plan_of("usage", {**OLD, "institutions": []}, day="2025-03-31")
    assert [(s.institution, s.certain) for s in pledges(plan)] == [(None, False)]
    assert "/institutions" in {p.pointer for p in plan.problems if p.code == "W-UNKNOWN"}


def test_a_scan_of_one_pledge_takes_the_place_of_that_one(plan_of):
    given = [{"document": "pledge", "institution": 1, "user": 0, "enclosed": True}]
    plan = plan_of("usage", {**OLD, "institutions": TWO, "attachments": given}, day="2025-03-31")
    assert [s.institution for s in pledges(plan)] == [0]
    assert [d.institution for d in plan.documents if d.document == "pledge"] == [1]


def test_a_scan_must_say_of_which_client_it_is(plan_of):
    for index, key in ((None, "E-REQUIRED.attachment-of"), (2, "E-VALUE.no-such-institution")):
        given = [{"document": "pledge", "enclosed": True, **({} if index is None else {"institution": index})}]
        plan = plan_of("usage", {**OLD, "institutions": TWO, "attachments": given}, day="2025-03-31")
        assert key in {p.key for p in plan.problems}


def test_what_is_known_of_a_pledge():
    def told(**client):
        profile = validate({"date": "2026-11-24", "institutions": [client]})
        facts = Facts(profile, date(2026, 11, 24))
        (row,) = facts.get("institutions.listed")
        return facts.get("institution.pledged"), row["pledged_on"] and row["pledged_on"].isoformat()

    assert told(name="甲") == (None, None)
    assert told(name="甲", pledged_on="2026-11-23") == (True, "2026-11-23")
    assert told(name="甲", pledged_on="2026-11-24") == (None, "2026-11-24")
    assert told(name="甲", pledged_on="2026-11-23", pledged=False) == (False, "2026-11-23")
    assert told(name="甲", pledged=True) == (True, None)
    # It pledges with this filing, on the day of this filing.
    assert told(name="甲", pledged=False) == (False, "2026-11-24")


def test_the_one_client_needs_no_index():
    profile = validate({"institutions": TWO})
    facts = Facts(profile, date(2026, 11, 24))
    assert facts.get("institution.name") is None
    assert facts.of_client(1).get("institution.name") == "乙商店"
    assert facts.of_client(1).pointer("institution.name") == "/institutions/1/name"
    kept = facts.with_clients({"institution.pledged": [False, None]})
    assert (kept.client_numbers, kept.get("institutions.count"), kept.get("institutions.several")) == ((1,), 1, False)
    assert kept.get("institution.name") == "乙商店"


def test_many_clients_of_whom_a_fact_is_not_stated_are_one_question(plan_of):
    clients = [{"name": f"機関{n}", "pledged": True} if n in (0, 4) else {"name": f"機関{n}"} for n in range(8)]
    plan = plan_of("periodic", {"organization": {"kind": "support"}, "institutions": clients}, day="2026-11-22")
    asked = [p for p in plan.problems if p.code == "W-UNKNOWN" and "institutions" in (p.pointer or "")]
    (one,) = [p for p in asked if p.key == "W-UNKNOWN.rule-of-several"]
    assert one.pointer == "/institutions"
    assert one.fix("ja").endswith("：1-3, 5-7")
    assert "institutions.N.pledged" in one.fix("en")
    assert not [p for p in asked if (p.pointer or "").endswith("/pledged")]


def test_one_client_of_whom_a_fact_is_not_stated_is_asked_at_its_place(plan_of):
    clients = [{"name": "甲", "pledged": True}, {"name": "乙"}]
    plan = plan_of("periodic", {"organization": {"kind": "support"}, "institutions": clients}, day="2026-11-22")
    assert "/institutions/1/pledged" in [p.pointer for p in plan.problems if p.key == "W-UNKNOWN.rule"]
