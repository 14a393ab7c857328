"""What is paid where something was filed together with an application, and for the combined card itself."""

from __future__ import annotations

from datetime import date

import pytest
from plan_data import HERE, read

from formgen.planning.fees import fee_of
from formgen.profile.facts import Facts
from formgen.profile.validation import validate

ROWS = read(HERE / "situations" / "surcharges.yaml")["rows"]
GIVEN = {"kind": "extension", "application_route": "counter", "accepted_on": "2026-10-05", "granted_period": "P1Y"}


def found(row, library):
    stated = {k: v for k, v in row.items() if k not in ("it", "pays", "asks")}
    facts = Facts(
        validate({"permission": GIVEN | stated}), date(2026, 11, 22), permission=0, law=library.rules.derivations
    )
    return fee_of(facts, library.rules, "fee-payment-sheet")


@pytest.mark.parametrize("row", ROWS, ids=lambda r: r["it"])
def test_parts_of_a_fee(row, library):
    fee, problems = found(row, library)
    assert [part.amount for part in fee.parts] == row["pays"]
    assert fee.amount == (sum(row["pays"]) or None)
    assert [p.pointer for p in problems] == ([row["asks"]] if "asks" in row else [])
    assert {s for part in fee.parts for s in part.source} <= set(library.rules.sources)


def test_parts_for_programs(library):
    fee, _ = found(ROWS[0], library)
    told = fee.as_json("en")
    assert told["amount_jpy"] == 34900
    assert [(p["what"], p["amount_jpy"]) for p in told["parts"]] == [
        ("extension of period of stay", 33000),
        ("combined card", 1900),
    ]
    assert told["parts"][1]["source"] == "card-order-2026"
    assert "parts" not in found(ROWS[6], library)[0].as_json()


def test_a_stated_amount_is_held_against_all_parts(library):
    _, problems = found(ROWS[0] | {"amount": 33000}, library)
    assert [p.key for p in problems] == ["E-FEE.disagrees"]
    fee, problems = found(ROWS[0] | {"amount": 34900}, library)
    assert (fee.amount, problems) == (34900, ())


@pytest.mark.parametrize("together, told", [(None, True), ([], False), (["reentry"], False)])
def test_the_line_of_the_stamps_says_what_is_left_out(plan_of, together, told):
    plan = plan_of("fee", {"permission": {"together": together}})
    (line,) = [s for s in plan.next_steps if s.kind == "stick"]
    assert ("特定在留カードの交付 1,900円" in line.ja) is told
    assert ("combined card 1,900 yen" in line.en) is told
