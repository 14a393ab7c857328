"""Situations as data: situation, route, day -> what the plan says."""

from __future__ import annotations

from datetime import date

import pytest
from plan_data import HERE, read, situations

from formgen.planning import fee_of
from formgen.profile.facts import Facts
from formgen.profile.validation import validate

SITUATIONS = [pytest.param(case, id=f"{name}: {case['it']}") for name, case in situations()]
FEES = read(HERE / "situations" / "fees.yaml")
KEYS = {"it", "source", "start", "route", "day", "change", "sheets", "documents", "lacks", "papers", "copies", "handed"}
KEYS |= {"office", "envelope", "fee", "deadlines", "errors", "warnings", "asks", "duties", "warns_not"}
KEYS |= {"titles", "says", "says_not", "kind", "known"}


@pytest.mark.parametrize("situation", SITUATIONS)
def test_situation(situation, plan_of, library):
    assert set(situation) <= KEYS
    sources = situation["source"]
    assert set([sources] if isinstance(sources, str) else sources) <= set(library.rules.sources)
    plan = plan_of(situation["start"], situation.get("change"), route=situation.get("route"), day=situation.get("day"))
    _papers(plan, situation)
    _rest(plan.as_json(), plan, situation)


def _papers(plan, situation):
    documents = {d.document: d.need for d in plan.documents}
    names = {*documents, *(s.form for s in plan.sheets)}
    if "sheets" in situation:
        assert [s.form for s in plan.sheets] == situation["sheets"]
    if situation.get("documents") == {}:
        assert documents == {}
    for name, need in situation.get("documents", {}).items():
        assert documents.get(name) == need, name
    for name, handed in situation.get("handed", {}).items():
        assert {d.document: d.handed for d in plan.documents}[name] == handed
    assert not names & set(situation.get("lacks", ()))
    assert set(situation.get("papers", {})) <= names
    for name, copies in situation.get("copies", {}).items():
        assert {_name(p): p.copies for p in (*plan.sheets, *plan.documents)}[name] == copies
    for name, status in situation.get("known", {}).items():
        assert {_name(p): p.line.status for p in (*plan.sheets, *plan.documents)}[name] == status, name
    for name, title in situation.get("titles", {}).items():
        assert {s.form: s.title for s in plan.sheets}[name] == title


def _name(paper):
    return paper.form if hasattr(paper, "form") else paper.document


def _rest(told, plan, situation):
    keys = [p.key for p in (*plan.problems, *plan.missing)]
    if "errors" in situation:
        assert sorted({k for k in keys if k.startswith("E")}) == sorted(situation["errors"])
    assert set(situation.get("warnings", ())) <= set(keys)
    assert not set(situation.get("warns_not", ())) & set(keys)
    steps = "\n".join(s.ja for s in plan.next_steps)
    assert all(words in steps for words in situation.get("says", ()))
    assert not any(words in steps for words in situation.get("says_not", ()))
    asked = {p.pointer for p in plan.problems if p.code == "W-UNKNOWN"}
    assert set(situation.get("asks", ())) <= asked
    if "office" in situation:
        assert (told["office"] is None) == (situation["office"] is None)
        assert (situation["office"] or {}).items() <= (told["office"] or {}).items()
    assert situation.get("fee", {}).items() <= (told["fee"] or {}).items()
    assert situation.get("kind", {}).items() <= told["filing"].items()
    assert told["envelope"] == situation.get("envelope", told["envelope"])
    if "duties" in situation:
        duties = [step.ja for step in plan.next_steps if step.duty]
        assert len(duties) == len(situation["duties"])
        assert all(words in said for words, said in zip(situation["duties"], duties, strict=True))
    if "deadlines" in situation:
        assert [d["on"] for d in told["deadlines"]] == situation["deadlines"]


@pytest.mark.parametrize("kind, route, accepted, granted, yen", FEES["rows"])
def test_fee(kind, route, accepted, granted, yen, library):
    given = {"kind": kind, "application_route": route, "accepted_on": accepted}
    profile = validate({"permission": {"together": []} | given | ({"granted_period": granted} if granted else {})})
    fee, problems = fee_of(Facts(profile, date(2026, 11, 22), permission=0), library.rules, "fee-payment-sheet")
    assert fee.amount == yen
    assert bool(problems) == (yen is None or fee.status == "inferred")
    assert set(fee.source) <= set(library.rules.sources)
