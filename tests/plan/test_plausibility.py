"""Values that cannot be right are told, each at its place; values that can be right are left alone."""

from __future__ import annotations

import pytest

import formgen

APPLYING = {"name": "甲", "name_kana": "コウ", "status": "applying"}


def keys(plan, pointer=None):
    return [p.key for p in plan.problems if pointer is None or p.pointer == pointer]


@pytest.mark.parametrize(
    "code, told",
    [
        ("160-000", True),
        ("16000040", True),
        ("なし", True),
        ("160-0004", False),
        ("〒１６０－０００４", False),
        ("", False),
    ],
)
def test_a_postal_code_has_seven_digits(plan_of, code, told):
    found = keys(plan_of("usage", {"organization": {"postal_code": code}}), "/organization/postal_code")
    assert found == (["E-VALUE.postal-code"] if told else [])


@pytest.mark.parametrize("phone, told", [("なし", True), ("-", True), ("03-0000-0000", False), ("０３", False)])
def test_a_phone_number_has_digits(plan_of, phone, told):
    users = [APPLYING | {"phone": phone}]
    plan = plan_of("usage", {"organization": {"phone": phone, "contact": {"phone": phone}}, "users": users})
    for place in ("/organization/phone", "/organization/contact/phone", "/users/0/phone"):
        assert keys(plan, place) == (["W-VALUE.phone"] if told else [])


@pytest.mark.parametrize("mail, told", [("a@@b", True), ("a@b@c", True), ("ab", True), ("a b@c", True), ("a@b", False)])
def test_an_address_of_mail_has_one_at(plan_of, mail, told):
    assert keys(plan_of("usage", {"users": [APPLYING | {"email": mail}]}), "/users/0/email") == (
        ["W-VALUE.email"] if told else []
    )


@pytest.mark.parametrize(
    "reading, told",
    [
        ("たかはし", True),
        ("ﾀｶﾊｼ", True),
        ("Takahashi", True),
        ("高橋", True),
        ("タカハシ　ハナコ", False),
        ("ジョン・スミス", False),
    ],
)
def test_a_reading_is_in_full_width_katakana(plan_of, reading, told):
    plan = plan_of("usage", {"organization": {"name_kana": reading}, "users": [APPLYING | {"name_kana": reading}]})
    for place in ("/organization/name_kana", "/users/0/name_kana"):
        assert keys(plan, place) == (["W-VALUE.reading"] if told else [])


@pytest.mark.parametrize(
    "born, joined, place, key",
    [
        ("2026-11-23", None, "birth_date", "E-DATE.born-later"),
        ("2026-11-22", None, "birth_date", None),
        ("1990-01-02", "1990-01-01", "employment/joined_on", "E-DATE.joined-before-birth"),
        ("1990-01-01", "1990-01-01", "employment/joined_on", None),
    ],
)
def test_days_in_the_wrong_order(plan_of, born, joined, place, key):
    user = APPLYING | {"birth_date": born} | ({"employment": {"joined_on": joined}} if joined else {})
    plan = plan_of("usage", {"users": [user]}, day="2026-11-22")
    assert keys(plan, f"/users/0/{place}") == ([key] if key else [])


@pytest.mark.parametrize("expires, told", [("2026-11-21", True), ("2026-11-22", False)])
@pytest.mark.parametrize(
    "held, key", [("agent_certificate", "W-VALUE.expired-certificate"), ("residence_card", "W-VALUE.expired-card")]
)
def test_what_has_expired(plan_of, held, key, expires, told):
    user = APPLYING | {held: {"number": "1", "expires_on": expires}}
    plan = plan_of("usage", {"users": [user]}, day="2026-11-22")
    place = f"/users/0/{held}/expires_on"
    assert keys(plan, place) == ([key] if told else [])
    assert {p.pointer for p in plan.problems if p.key == key} <= {place}


@pytest.mark.parametrize(
    "nationality, card, told",
    [("アメリカ", None, True), ("アメリカ", {"number": "AB"}, False), ("日本", None, False), (None, None, False)],
)
def test_a_foreign_national_without_a_residence_card(plan_of, nationality, card, told):
    user = {k: v for k, v in (APPLYING | {"nationality": nationality, "residence_card": card}).items() if v}
    assert keys(plan_of("usage", {"users": [user]}), "/users/0/residence_card") == (
        ["W-UNKNOWN.residence-card"] if told else []
    )


def test_only_those_who_apply_are_asked_for_papers(plan_of):
    approved = APPLYING | {"status": "approved", "nationality": "アメリカ"}
    approved["agent_certificate"] = {"number": "1", "expires_on": "2020-01-01"}
    found = keys(plan_of("usage", {"users": [APPLYING, approved]}))
    assert not {"W-UNKNOWN.residence-card", "W-VALUE.expired-certificate"} & set(found)


def test_who_leaves_needs_no_papers_to_apply():
    profile = formgen.sample("resignation-report")
    leaver = next(u for u in profile["users"] if u["status"] == "left")
    leaver |= {"nationality": "アメリカ", "agent_certificate": {"number": "1", "expires_on": "2020-01-01"}}
    found = keys(formgen.plan(profile))
    assert not {"W-UNKNOWN.residence-card", "W-VALUE.expired-certificate"} & set(found)


@pytest.mark.parametrize(
    "office, address, told",
    [
        ("東京出入国在留管理局", "大阪府大阪市1", True),
        ("東京出入国在留管理局", "東京都新宿区1", False),
        ("東京出入国在留管理局", "神奈川県横浜市1", False),
        ("東京出入国在留管理局横浜支局", "神奈川県横浜市1", False),
        ("東京出入国在留管理局横浜支局", "群馬県前橋市1", True),
        ("東京出入国在留管理局横浜支局", "京都府京都市1", True),
        ("大阪出入国在留管理局神戸支局", "兵庫県神戸市1", False),
        ("東京出入国在留管理局", "新宿区1", False),
        ("東京出入国在留管理局", "", False),
    ],
)
def test_an_office_that_serves_another_place(plan_of, office, address, told):
    plan = plan_of("usage", {"office": office, "organization": {"address": address}})
    assert ("W-CONTRADICTION.office-elsewhere" in keys(plan, "/office")) is told


@pytest.mark.parametrize("office", ["東京出入国在留管理局成田空港支局", "入国者収容所東日本入国管理センター"])
def test_an_office_that_takes_no_such_papers_is_refused(plan_of, office):
    assert "E-VALUE.office-takes-none" in keys(plan_of("usage", {"office": office}), "/office")
    assert "E-VALUE.office-takes-none" not in keys(plan_of("fee", {"office": office}))


def test_no_value_in_the_words(plan_of):
    user = {"name": "甲", "status": "applying", "name_kana": "ひみつ", "email": "ひみつ", "phone": "ひみつ"}
    plan = plan_of("usage", {"organization": {"postal_code": "ひみつ"}, "users": [user]})
    told = [p for p in plan.problems if p.value == "ひみつ"]
    assert {p.key for p in told} == {"E-VALUE.postal-code", "W-VALUE.reading", "W-VALUE.email", "W-VALUE.phone"}
    for found in told:
        assert "ひみつ" not in "".join(found.message(x) + found.fix(x) for x in ("ja", "en"))
