"""Where a plan turns: the first and the last day, one case and several, a line that closes against one that needs."""

from __future__ import annotations

from datetime import date

import pytest

from formgen.planning import cases
from formgen.planning.decisions import closed_for, decide, edition_problems, route_problem, verdict
from formgen.profile.facts import Facts
from formgen.profile.validation import validate
from formgen.spec.packets import ChecklistMarks, Marking, StepRule
from formgen.spec.rules import OfficeRule, PacketLine

DAY = date(2026, 11, 22)
RULE = {"because": {"ja": "文", "en": "words"}, "status": "confirmed", "source": "house-practice"}
OVER = {"until": "2026-11-21"}
PASSPORT = {"document": "passport", **RULE}
CASE = Facts(validate({"users": [{}]}), DAY, user=0)
TWO = [
    {"kind": "reentry-single", "application_route": "counter", "accepted_on": "2026-10-05"},
    {"kind": "reentry-single", "application_route": "counter", "accepted_on": "2026-10-05"},
]


def lines(*several):
    return tuple(PacketLine.model_validate(PASSPORT | one) for one in several)


def told(plan):
    return [(p.key, p.pointer) for p in plan.problems if p.pointer and p.pointer.startswith("/attachments")]


def given(*several, users=1, **more):
    people = [{"name": str(n), "status": "applying"} for n in range(users)]
    return {
        "users": people,
        "attachments": [{"document": "passport", "enclosed": True, **one} for one in several],
    } | more


# Lines about one paper


def test_a_line_that_closes_comes_before_one_that_needs():
    required, closing = lines({}, {"need": "not-possible"})
    assert decide([required, closing], CASE, "mail", DAY).line is closing
    assert decide([closing, required], CASE, "mail", DAY).line is closing
    assert decide([required], CASE, "mail", DAY).line is required


def test_without_a_route_only_lines_for_every_route_count():
    every, some = lines({}, {"routes": ["mail", "counter"]})
    assert verdict(every, CASE, None, DAY) is not None
    assert verdict(some, CASE, None, DAY) is None
    assert verdict(some, CASE, "mail", DAY) is not None
    assert verdict(some, CASE, "online", DAY) is None


def test_why_a_form_is_not_made_names_the_route_only_where_it_is_the_reason(library):
    form = library.editions("usage-request")[-1]
    every, some, one = lines({}, {"routes": ["mail"]}, {"routes": ["mail"], "when": {"filing.kind": "new"}})
    assert [route_problem(form, x, "mail", CASE).key for x in (every, some, one)] == [
        "E-ROUTE.case",
        "E-ROUTE.form",
        "E-ROUTE.case",
    ]
    assert route_problem(form, every, None, CASE).words["route"] == ""
    assert route_problem(form, every, "mail", CASE).words["route"] == "郵送"


def test_a_result_that_cannot_be_sent_closes_the_form_for_each_permission(library, profile_of):
    form = library.editions("fee-payment-sheet")[-1]
    for change, places in ((TWO, ["/permission/0", "/permission/1"]), (TWO[:1], ["/route"])):
        about = cases(profile_of("fee", {"permission": change}), form, DAY)
        found = closed_for(form, route="mail", as_of=DAY, all_cases=about)
        assert [(p.key, p.pointer, p.words["route"]) for p in found] == [("E-ROUTE.closed", x, "郵送") for x in places]


@pytest.mark.parametrize(
    ("day", "there"), [("2026-03-31", False), ("2026-04-01", True), ("2026-09-30", True), ("2026-10-01", False)]
)
def test_an_edition_from_its_first_day_to_its_last(library, day, there):
    dates = {"since": date(2026, 4, 1), "until": date(2026, 9, 30)}
    form = library.editions("pledge")[-1].model_copy(update=dates)
    assert [p.key for p in edition_problems(form, date.fromisoformat(day))] == ([] if there else ["E-EDITION.none"])
    assert edition_problems(form.model_copy(update={"until": None}), date(2099, 1, 1)) == ()


# Whom a filing is about


def test_the_day_of_a_case_is_the_one_asked_for_else_that_of_the_profile_else_the_first(library, profile_of):
    form = library.editions("usage-request")[-1]
    dated, undated = profile_of("usage"), profile_of("usage", {"date": None})
    assert [c.as_of for c in cases(dated, form, date(2026, 1, 5))] == [date(2026, 1, 5)]
    assert [c.as_of for c in cases(dated, form)] == [DAY]
    assert [c.as_of for c in cases(undated, form)] == [form.since]


def test_a_form_for_the_whole_filing_has_one_case(library, profile_of):
    form = library.editions("usage-request")[-1].model_copy(update={"per": "filing"})
    two = [{"name": "甲", "status": "applying"}, {"name": "乙", "status": "applying"}]
    assert [c.user for c in cases(profile_of("usage", {"users": two}), form)] == [0]
    assert [c.user for c in cases(profile_of("usage", {"users": [{"name": "甲"}, {"name": "乙"}]}), form)] == [None]


def test_permissions_belong_to_the_one_who_is_named(library, profile_of):
    form = library.editions("fee-payment-sheet")[-1]
    change = {"users": [{"name": "甲"}, {"name": "乙"}], "filing": {"user": 1}, "permission": TWO}
    assert [(c.user, c.permission) for c in cases(profile_of("fee", change), form)] == [(1, 0), (1, 1)]


# What a packet does not need


@pytest.mark.parametrize("need", ["not-needed", "not-possible"])
def test_what_is_not_needed_is_never_asked_for(planned, need):
    """Of two persons nobody is asked whose it is."""
    plan = planned("usage", given({}, users=2), lines=lines({"need": need}, {"need": need}))
    assert told(plan) in ([], [("W-CONTRADICTION.not-needed", "/attachments/0")])
    assert not [p for p in plan.problems if p.key == "E-REQUIRED.attachment-of"]


def test_what_is_given_and_not_needed_is_in_no_list(planned):
    old = {"issued_on": "2000-01-01"}
    plan = planned("usage", given(old), lines=lines({"need": "not-needed", "max_age": "P3M", "status": "inferred"}))
    assert told(plan) == [("W-CONTRADICTION.not-needed", "/attachments/0")]
    assert not [p for p in plan.problems if p.key == "W-INFERRED.rule"]
    assert plan.facts(plan.cases[0])["plan.enclosures"] == []
    needed = planned("usage", given(old), lines=lines({"max_age": "P3M", "status": "inferred"}))
    assert told(needed) == [("E-DOCUMENT-AGE.old", "/attachments/0/issued_on")]
    assert [r["title"] for r in needed.facts(needed.cases[0])["plan.enclosures"]] == ["旅券"]


@pytest.mark.parametrize(("need", "there"), [("not-needed", False), ("required", True), ("show", True)])
def test_a_step_for_a_document_stands_only_where_it_is_needed(planned, need, there):
    step = {"kind": "carry", "document": "passport", "text": {"ja": "文", "en": "words"}, "source": "house-practice"}
    steps = (StepRule.model_validate(step | {"status": "inferred"}),)
    plan = planned("usage", given({}), lines=lines({"need": need}, {"document": "photo-id"}), steps=steps)
    assert ("carry" in [s.kind for s in plan.next_steps]) is there


def test_an_attachment_of_the_only_person_needs_no_name(planned):
    other = lines({"when": {"filing.kind": "additional"}}, {"document": "photo-id"})
    assert told(planned("usage", given({}), lines=other)) == [("W-CONTRADICTION.not-needed", "/attachments/0")]
    assert told(planned("usage", given({}, users=2), lines=other)) == [("E-REQUIRED.attachment-of", "/attachments/0")]


def test_a_sheet_of_the_filing_given_as_a_scan_is_of_nobody(planned):
    """送付状 is of the whole filing, whatever its lead form is of."""
    sheet = {"sheet": "cover-letter", "document": None}
    change = {"permission": TWO, "attachments": [{"document": "cover-letter", "enclosed": True}]}
    plan = planned("fee", change, "counter", lines=lines(sheet))
    assert [(d.document, d.permission, d.supplied) for d in plan.documents] == [("cover-letter", None, True)]
    plan = planned(
        "fee", change, "counter", lines=lines(sheet | {"when": {"filing.kind": "renewal"}}, {"document": "photo-id"})
    )
    assert told(plan) == [("W-CONTRADICTION.not-needed", "/attachments/0")]


def test_a_paper_of_a_person_is_needed_once_for_all_permissions(planned):
    plan = planned("fee", {"permission": TWO}, "counter", lines=lines({"per": "person"}, {"document": "photo-id"}))
    assert [(d.document, d.permission) for d in plan.documents] == [
        ("passport", None),
        ("photo-id", 0),
        ("photo-id", 1),
    ]


@pytest.mark.parametrize(
    ("how", "route", "handed"),
    [
        ("scan", "mail", "scan"),
        ("copy", "mail", "copy"),
        ("original", "mail", "original"),
        ("original", "online", "scan"),
    ],
)
def test_how_a_document_is_handed_in(planned, how, route, handed):
    assert [d.handed for d in planned("usage", given(), route, lines=lines({"as": how})).documents] == [handed]


@pytest.mark.parametrize(
    ("age", "ja", "en"),
    [
        ("P1Y", "1年", "1 year"),
        ("P14D", "14日", "14 days"),
        ("P13M", "13か月", "1 year 1 month"),
        ("P12M", "1年", "1 year"),
        ("P3M", "3か月", "3 months"),
    ],
)
def test_an_age_in_words(planned, age, ja, en):
    plan = planned("usage", given({}), lines=lines({"max_age": age}))
    (found,) = (p for p in plan.problems if p.key == "W-UNKNOWN.document-age")
    assert (found.words["age"], found.words["age_en"]) == (ja, en)


def test_markings_stand_beside_each_other_on_the_envelope(planned):
    said = tuple(Marking.model_validate({"text": t, "status": "inferred", "source": "house-practice"}) for t in "甲乙")
    plan = planned("usage", envelope=said)
    assert plan.facts(plan.cases[0])["plan.envelope"] == "甲　乙"


def test_rules_of_other_days_count_for_nothing(planned):
    about = {"status": "inferred", "source": "house-practice"}
    marks = {"needed": "甲", "conditional": "乙", "not_needed": "丙", "by": ["filing.kind"]}
    plan = planned("usage", checklist=(ChecklistMarks.model_validate(marks | about | OVER),))
    assert all("mail" not in row for row in plan.facts(plan.cases[0])["plan.checklist"])
    port = {"office": "東京出入国在留管理局成田空港支局"}
    need = {"by": None, "accepts_usage_request": True, "because": {"ja": "甲", "en": "A"}}
    rule = (OfficeRule.model_validate(need | about | OVER),)
    assert "E-VALUE.office-takes-none" not in [p.key for p in planned("usage", port, offices=rule).problems]
    assert "E-VALUE.office-takes-none" in [p.key for p in planned("usage", port).problems]
