"""Pledges and their annexes as data: situation, kind of body, route, day -> how many of which."""

from __future__ import annotations

import pytest
from plan_data import HERE, read

DATA = read(HERE / "situations" / "pledges.yaml")
CLOSED = {"E-ROUTE.form", "E-ROUTE.case", "E-ROUTE.never"}
WHEN = {
    "new": ("usage", {"filing": {"kind": "new"}}),
    "additional": ("usage", {"filing": {"kind": "additional"}}),
    "report": ("periodic", {}),
    "clients": ("periodic", {"filing": {"new_clients_only": True}}),
}


def test_every_source_is_known(library):
    assert {s for names in DATA["source"].values() for s in names} <= set(library.rules.sources)


@pytest.mark.parametrize("row", DATA["rows"], ids=lambda row: "-".join(map(str, row[:7])))
def test_pledges(row, plan_of):
    lead, filing, kind, route, day, clients, new, *expected = row
    start, change = WHEN[filing]
    listed = [{"name": f"機関{n}", "pledged": n >= new} for n in range(clients)]
    kinds = {"organization": {"kind": kind, "category": None}, "institutions": listed, "attachments": None}
    plan = plan_of(start, {**change, **kinds}, route=route, day=day)
    assert plan.form == lead
    if expected == ["closed"]:
        assert {p.key for p in plan.problems} & CLOSED
        assert plan.sheets == ()
        return
    count = {
        name: sum(s.form == name for s in plan.sheets) for name in ("pledge", "pledge-institutions", "pledge-by-user")
    }
    letter = {d.document: d.need for d in plan.documents}.get("client-request-letter")
    assert [*count.values(), letter] == expected
    assert all(s.certain for s in plan.sheets if s.form in count)
    assert not [p for p in plan.problems if p.code == "W-UNKNOWN" and (p.pointer or "").startswith("/institutions")]


def test_one_list_behind_one_pledge_names_those_without_a_pledge(plan_of):
    listed = [{"name": f"機関{n}", "pledged": n in (1, 3)} for n in range(5)]
    plan = plan_of("periodic", {"organization": {"kind": "support", "category": None}, "institutions": listed})
    cases = {s.form: s.case for s in plan.sheets}
    for form in ("pledge", "pledge-institutions"):
        assert [row["name"] for row in cases[form].get("institutions.listed")] == ["機関0", "機関2", "機関4"]
    every = cases["pledge-by-user"].get("institutions.listed")
    assert [(row["name"], bool(row["pledged_on"])) for row in every] == [
        (f"機関{n}", n not in (1, 3)) for n in range(5)
    ]
