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


@pytest.mark.parametrize("phone, told", [("なし", True), ("-", True), ("03-0000-0000", False)])
def test_a_phone_number_has_digits(plan_of, phone, told):
    users = [APPLYING | {"phone": phone}]
    plan = plan_of("usage", {"organization": {"phone": phone, "contact": {"phone": phone}}, "users": users})
    for place in ("/organization/phone", "/organization/contact/phone", "/users/0/phone"):
        assert keys(plan, place) == (["W-VALUE.phone"] if told else [])


@pytest.mark.parametrize(
    "phone, told",
    [
        ("０３", True),
        ("000-0000", True),
        ("03-0000-0000", False),
        ("０５０－００００－００００", False),
        ("0570-000-000", False),
        ("+84 00 000 0000", False),
        ("03-0000-0000（内線12）", False),
    ],
)
def test_a_phone_number_is_long_enough(plan_of, phone, told):
    found = keys(plan_of("usage", {"organization": {"phone": phone}}), "/organization/phone")
    assert found == (["W-VALUE.phone-short"] if told else [])


@pytest.mark.parametrize(
    "number, told",
    [
        ("AB00000000CD", False),
        ("", False),
        ("AB0000000CD", True),
        ("ab00000000cd", True),
        ("ＡＢ００００００００ＣＤ", True),
        ("AB 00000000 CD", True),
        ("AB00000000CD\n", True),
    ],
)
def test_the_number_of_a_residence_card(plan_of, number, told):
    user = APPLYING | {"residence_card": {"number": number}}
    found = keys(plan_of("usage", {"users": [user]}), "/users/0/residence_card/number")
    assert found == (["W-VALUE.residence-card"] if told else [])


@pytest.mark.parametrize("text, told", [("ABC 1", True), ("ABC　1", True), ("ABC1", False), ("abc-ü", False)])
def test_a_user_id_has_no_space(plan_of, text, told):
    found = keys(plan_of("usage", {"users": [APPLYING | {"user_id": text}]}), "/users/0/user_id")
    assert found == (["W-VALUE.user-id"] if told else [])


@pytest.mark.parametrize(
    "number, told",
    [("123456", True), ("１２ ３４", True), ("東労一E 123456", False), ("阪永C 24999", False), ("", False)],
)
def test_a_receipt_number_begins_with_signs(plan_of, number, told):
    found = keys(plan_of("fee", {"permission": {"receipt_number": number}}), "/permission/receipt_number")
    assert found == (["W-VALUE.receipt-number"] if told else [])
    found = keys(plan_of("statement", {"application": {"receipt_number": number}}), "/application/receipt_number")
    assert found == (["W-VALUE.receipt-number"] if told else [])


@pytest.mark.parametrize(
    "start, change, place, key",
    [
        ("resignation", {"filing": {"left_on": "2026-11-23"}}, "/filing/left_on", "W-VALUE.left-to-come"),
        ("resignation", {"filing": {"left_on": "2026-11-22"}}, "/filing/left_on", None),
        (
            "usage",
            {"users": [APPLYING | {"training": {"completed_on": "2026-11-23"}}]},
            "/users/0/training/completed_on",
            "W-VALUE.training-to-come",
        ),
        (
            "usage",
            {"users": [APPLYING | {"training": {"completed_on": "2026-11-22"}}]},
            "/users/0/training/completed_on",
            None,
        ),
        (
            "fee",
            {"permission": {"accepted_on": "2026-11-23"}},
            "/permission/accepted_on",
            "W-VALUE.accepted-to-come",
        ),
        (
            "fee",
            {"permission": {"accepted_on": "2026-10-05", "result_mail_on": "2026-10-04"}},
            "/permission/accepted_on",
            "W-VALUE.accepted-after-result",
        ),
        (
            "fee",
            {"permission": {"accepted_on": "2026-10-05", "result_mail_on": "2026-10-05"}},
            "/permission/accepted_on",
            None,
        ),
    ],
)
def test_what_has_happened_does_not_lie_ahead(plan_of, start, change, place, key):
    found = [k for k in keys(plan_of(start, change, day="2026-11-22"), place) if k.startswith("W-VALUE")]
    assert found == ([key] if key else [])


@pytest.mark.parametrize(
    "approval, told",
    [
        ({"approved_on": "2026-02-01", "expires_on": "2029-01-31"}, None),
        ({"approved_on": "2026-02-01", "expires_on": "2029-02-01"}, None),
        ({"approved_on": "2026-02-01", "expires_on": "2027-01-31"}, "W-CONTRADICTION.approval-end"),
        ({"approved_on": "2026-02-01", "expires_on": "2029-02-02"}, "W-CONTRADICTION.approval-end"),
        ({"approved_on": "2025-12-01", "expires_on": "2030-01-01"}, None),
        (
            {"approved_on": "2025-12-01", "password_set_on": "2025-12-10", "expires_on": "2026-12-09"},
            None,
        ),
        ({"approved_on": "2026-02-01"}, "W-INFERRED.approval-end"),
        ({"expires_on": "2029-01-31"}, None),
    ],
)
def test_the_end_of_an_approval_follows_from_its_day(plan_of, approval, told):
    users = [{"name": "甲", "status": "approved", "approval": approval}]
    found = keys(plan_of("periodic", {"users": users}), "/users/0/approval/expires_on")
    assert [k for k in found if k.endswith("approval-end")] == ([told] if told else [])


@pytest.mark.parametrize("status, told", [("approved", True), ("left", False)])
def test_who_leaves_is_not_on_the_roster_as_approved(plan_of, status, told):
    users = [{"name": "甲", "status": status}, {"name": "乙", "status": "approved"}]
    plan = plan_of("resignation", {"users": users, "filing": {"user": 0}})
    assert ("W-CONTRADICTION.still-approved" in keys(plan, "/users/0/status")) is told


@pytest.mark.parametrize("accepted, told", [(False, True), (True, False), (None, False)])
def test_terms_that_are_not_accepted(plan_of, accepted, told):
    plan = plan_of("usage", {"filing": {"terms_accepted": accepted}})
    assert ("W-VALUE.terms" in keys(plan, "/filing/terms_accepted")) is told


@pytest.mark.parametrize("start, kind, told", [("usage", "new", True), ("usage-added", "additional", False)])
def test_several_who_apply_as_the_first(plan_of, start, kind, told):
    others = [{"name": "丙", "status": "approved"}] if start == "usage-added" else []
    plan = plan_of(start, {"users": [APPLYING, APPLYING | {"name": "乙"}, *others], "filing": {"kind": kind}})
    assert ("W-INFERRED.several-new" in keys(plan, "/filing/kind")) is told
    assert "W-INFERRED.several-new" not in keys(plan_of(start))


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
