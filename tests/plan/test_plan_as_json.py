"""What a plan tells others, key by key: `plan --json` is read by programs, and none of its words may get lost."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from formgen.ground.problems import problem
from formgen.planning.findings import DeadlineFound, Fee, OfficeFound, Step
from formgen.planning.model import FilingKind, Plan, PlannedDocument, PlannedSheet
from formgen.profile.facts import Facts
from formgen.profile.validation import validate
from formgen.spec.packets import Marking
from formgen.spec.rules import PacketLine, Words

WHY, ASK = Words(ja="理由", en="reason"), Words(ja="問い", en="question")
SOURCES = ("guide", "law")
PROFILE = validate(
    {
        "users": [{"name": "甲", "status": "applying"}, {"status": "left"}],
        "permission": [{"applicant": {"name": "LI MING"}, "receipt_number": "東労一E 1"}],
    }
)
CASE = Facts(PROFILE, date(2026, 11, 24), 0, 0)
OFFICE = OfficeFound("東京局", "第三部門", "108-8255", "港区港南", "0570-034259", "confirmed", SOURCES)
FEE = Fee(5500, "revenue-stamp", WHY, SOURCES, "inferred", 4000, 0)
STEP = Step("print", "印刷します。", "Print.", "印刷", SOURCES, "inferred", ((1, None), (None, 0)))
DEADLINE = DeadlineFound(WHY, date(2026, 12, 8), ASK, SOURCES, "notice", "inferred", past=True)
MARKING = Marking(text="利用申出書在中", because=WHY, source=list(SOURCES), status="inferred")


def line(**keys: Any) -> PacketLine:
    dated = {"from": date(2020, 1, 1), "source": SOURCES, "status": "inferred", "because": WHY, "sheet": "pledge"}
    return PacketLine.model_validate(dated | keys)


SHEET = PlannedSheet("pledge", "誓約書", "Pledge", "free", 2, CASE, 1, 0, line(), draft_wording=True)
DOCUMENT = PlannedDocument(
    "card", "在留カード", "Card", "alternative", "copy", 3, CASE, 1, 0,
    line(sheet=None, document="card", group="either", max_age="P3M", question=ASK), (2,),
)  # fmt: skip


def plan(**change: Any) -> Plan:
    parts: dict[str, Any] = {
        "profile": PROFILE, "form": "usage-request", "title": "利用申出書", "title_en": "Request", "route": "mail",
        "as_of": date(2026, 11, 24), "as_of_from": "option", "filing": FilingKind("new", True), "cases": (CASE,),
        "sheets": (SHEET,), "documents": (DOCUMENT,), "office": OFFICE, "markings": (MARKING,),
        "deadlines": (DEADLINE,), "fees": (FEE,), "next_steps": (STEP,), "missing": (),
        "problems": (problem("E-VALUE.option", label="区分", choices="new", value="秘密"),),
    }  # fmt: skip
    return Plan(**parts | change)


WORDS = {
    "ja": {"because": "理由", "ask": "問い", "sheet": "誓約書", "document": "在留カード", "form": "利用申出書"},
    "en": {"because": "reason", "ask": "question", "sheet": "Pledge", "document": "Card", "form": "Request"},
}


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_whole_of_a_plan(lang: Any) -> None:
    words = WORDS[lang]
    why = {"because": words["because"], "source": "guide, law", "status": "inferred"}
    fee = {"amount_jpy": 5500, "payment": "revenue-stamp", **why, "settlement_jpy": 4000, "permission": 0}
    step = {
        "kind": "print", "text": {"ja": "印刷します。", "en": "Print."}[lang],
        "of": [{"user": 1, "permission": None}, {"user": None, "permission": 0}],
    }  # fmt: skip
    whole = {
        "schema_version": 1, "form": "usage-request", "title": words["form"], "route": "mail",
        "as_of": "2026-11-24", "as_of_from": "option", "filing": {"kind": "new", "derived": True},
        "sheets": [{
            "form": "pledge", "title": words["sheet"], "copies": 2, "layout": "free", "user": 1, "permission": 0,
            "institution": None, **why, "draft_wording": True,
        }],
        "documents": [{
            "document": "card", "title": words["document"], "need": "alternative", "form": "copy", "copies": 3,
            "user": 1, "permission": 0, "institution": None, "group": "either", "max_age": "P3M", **why,
            "supplied": True,
        }],
        "office": {
            "name": "東京局", "section": "第三部門", "postal_code": "108-8255", "address": "港区港南",
            "status": "confirmed", "source": "guide, law",
        },
        "envelope": ["利用申出書在中"],
        "envelope_details": [{"text": "利用申出書在中", **why}],
        "deadlines": [{
            "what": words["because"], "on": "2026-12-08", "kind": "notice", "past": True, "because": words["ask"],
            "source": "guide, law", "status": "inferred",
        }],
        "fee": fee, "next_steps": [step], "problems": [plan().problems[0].as_json(lang)],
    }  # fmt: skip
    assert plan().as_json(lang) == whole
    told = plan(fees=(FEE, FEE)).as_json(lang)
    assert told == {**whole, "fees": [fee, fee]}
    bare = plan(fees=(), office=None).as_json(lang)
    assert bare == {**whole, "fee": None, "office": None}


def test_japanese_is_spoken_to_whoever_names_no_language() -> None:
    for one in (plan(), SHEET, DOCUMENT, FEE, DEADLINE, STEP):
        assert one.as_json() == one.as_json("ja") != one.as_json("en")


def test_a_value_is_told_to_whoever_asks_only() -> None:
    assert "秘密" not in str(plan().as_json())
    (found,) = plan().as_json("en", show_values=True)["problems"]
    assert found == plan().problems[0].as_json("en", show_values=True)
    assert found["value"] == "秘密"


def test_a_deadline_without_a_day() -> None:
    assert DeadlineFound(WHY, None, ASK, SOURCES).as_json()["on"] is None


def test_the_facts_of_an_office() -> None:
    assert OFFICE.facts() == {
        "office.name": "東京局",
        "office.head": "東京局長",
        "office.section": "第三部門",
        "office.postal_code": "108-8255",
        "office.address": "港区港南",
    }


def test_each_case_has_its_own_worked_out_facts() -> None:
    known = plan(worked_out={(0, 0): {"fee.amount": 1}, (0, None): {"fee.amount": 2}, (None, 0): {"fee.amount": 3}})
    found = [known.facts(Facts(PROFILE, CASE.as_of, *of)) for of in ((0, 0), (0, None), (None, 0), (1, 0))]
    assert found == [{"fee.amount": 1}, {"fee.amount": 2}, {"fee.amount": 3}, {}]


def test_a_step_names_whom_it_is_about() -> None:
    assert STEP.text("ja") == "印刷します。"
    assert STEP.text("en") == "Print."
    # Who has no name is named by place and role.
    assert STEP.with_names(PROFILE) == "【1人目の離職者、LI MING・東労一E 1】印刷します。"
    assert Step("print", "印刷します。", "Print.", "印刷", (), "inferred").with_names(PROFILE) == "印刷します。"
