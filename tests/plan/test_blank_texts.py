"""A text of nothing but spaces states nothing: it is asked for like one left out, and told at its place."""

from __future__ import annotations

from datetime import date

import pytest

import formgen
from formgen.profile.facts import Facts
from formgen.profile.validation import validate

BLANKS = [" ", "　", "\n", " 　\n\u00a0", "\u2003\u200b", "\ufeff", "\u3164", "\u2800"]


@pytest.mark.parametrize("text", BLANKS)
@pytest.mark.parametrize("place", ["organization/name", "organization/address", "users/0/name"])
def test_what_a_sheet_requires_is_asked_for(place, text):
    profile = formgen.sample("usage-request")
    *path, last = (int(p) if p.isdigit() else p for p in place.split("/"))
    here = profile
    for step in path:
        here = here[step]
    here[last] = text
    found = [p.key for p in formgen.check(profile).problems if p.pointer == f"/{place}"]
    assert "E-REQUIRED.field" in found
    assert "W-VALUE.blank" in found
    here[last] = ""
    assert "W-VALUE.blank" not in [p.key for p in formgen.check(profile).problems]


@pytest.mark.parametrize("text", ["", *BLANKS])
def test_no_fact_is_stated_by_a_blank_text(text):
    profile = validate({"organization": {"name": text, "address": text, "prefecture": text}, "custom": {"mine": text}})
    facts = Facts(profile, date(2026, 11, 24))
    for name in ("organization.name", "organization.address", "organization.prefecture", "custom.mine"):
        assert facts.get(name) is None


def test_a_prefecture_of_spaces_leaves_that_of_the_address():
    profile = validate({"organization": {"address": "東京都新宿区1", "prefecture": "　"}})
    assert Facts(profile, date(2026, 11, 24)).get("organization.prefecture") == "東京都"


def test_a_value_with_spaces_around_it_is_left_as_it_is():
    profile = validate({"organization": {"name": " 山　田 "}})
    assert Facts(profile, date(2026, 11, 24)).get("organization.name") == " 山　田 "


def test_the_only_permission_is_pointed_at_without_a_number(plan_of):
    found = [p.pointer for p in plan_of("fee", {"permission": {"receipt_number": "　"}}).problems]
    assert "/permission/receipt_number" in found


def test_a_pledge_text_of_spaces_is_a_draft(plan_of):
    sheets = plan_of("usage-for-clients", {"pledge_text": " "}).sheets
    assert all(s.draft_wording for s in sheets if s.form == "pledge")


@pytest.mark.parametrize("text", BLANKS)
def test_a_form_of_spaces_is_no_form(text):
    with pytest.raises(formgen.Refused) as caught:
        formgen.plan({"form": text, "route": "mail"})
    assert [(p.key, p.pointer) for p in caught.value.problems] == [("E-REQUIRED.form", "/form")]


@pytest.mark.parametrize("text", BLANKS)
def test_neither_file_nor_document_of_spaces_is_given(text):
    profile = formgen.sample("usage-request")
    profile["attachments"] = [{"document": "identity-document", "user": 0, "file": text}]
    with pytest.raises(formgen.Refused) as caught:
        formgen.check(profile)
    assert [(p.key, p.pointer) for p in caught.value.problems] == [("E-VALUE.attachment", "/attachments/0")]
    profile["attachments"] = [{"document": text, "user": 0, "enclosed": True}]
    found = [(p.key, p.pointer) for p in formgen.check(profile).problems]
    assert ("E-VALUE.document", "/attachments/0/document") in found
    assert ("W-VALUE.blank", "/attachments/0/document") in found


@pytest.mark.parametrize("text", BLANKS)
def test_no_entry_of_a_list_prints_spaces(text):
    """A row with spaces is the row without them, and told."""
    stated, empty = formgen.sample("agent-request"), formgen.sample("agent-request")
    for profile, value in ((stated, text), (empty, "")):
        profile["users"][0]["career"] = [{"from": value, "kind": "work", "text": value}]
    assert formgen.render("agent-career", stated) == formgen.render("agent-career", empty)
    places = {p.pointer for p in formgen.check(stated).problems if p.key == "W-VALUE.blank"}
    assert places == {"/users/0/career/0/from", "/users/0/career/0/text"}


@pytest.mark.parametrize("text", BLANKS)
def test_the_hash_of_a_profile_is_that_of_what_was_written(text):
    assert formgen.read_profile({"office": text}).digest != formgen.read_profile({"office": ""}).digest
