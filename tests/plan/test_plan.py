from __future__ import annotations

import json
from datetime import date

import pytest

from formgen.planning import cases
from formgen.planning.contradictions import check_digit, corporate_numbers
from formgen.planning.decisions import closed_for
from formgen.profile.validation import validate


def test_plan_as_json_has_the_shape_of_the_contract(plan_of):
    told = plan_of("usage").as_json()
    assert told["schema_version"] == 1
    keys = {"form", "route", "as_of", "sheets", "documents", "office", "envelope", "deadlines", "fee", "problems"}
    assert keys <= set(told)
    document = told["documents"][0]
    assert {"document", "title", "need", "form", "copies", "user", "group", "max_age", "because"} <= set(document)
    assert {"source", "status", "supplied"} <= set(document)
    assert {"form", "title", "copies", "layout", "user"} <= set(told["sheets"][0])
    json.dumps(told)


def test_the_same_plan_in_english(plan_of):
    told = plan_of("usage").as_json("en")
    assert told["title"].isascii()
    assert all(d["because"].isascii() for d in told["documents"])
    assert all((p["message"] + p["fix"]).isascii() for p in told["problems"])
    for found in plan_of("fee", {"permission": {"granted_period": None}}, route="online").problems:
        assert (found.message("en") + found.fix("en")).isascii()


def test_several_permissions_are_one_sheet_each(plan_of):
    one = {"kind": "extension", "application_route": "counter", "accepted_on": "2026-10-05", "granted_period": "P1Y"}
    two = {"kind": "reentry-single", "application_route": "counter", "accepted_on": "2026-10-05"}
    plan = plan_of("fee", {"permission": [one, two]})
    assert [(s.form, s.permission) for s in plan.sheets] == [("fee-payment-sheet", 0), ("fee-payment-sheet", 1)]
    assert [f["amount_jpy"] for f in plan.as_json()["fees"]] == [33000, 4000]
    assert [plan.facts(c)["fee.amount"] for c in plan.cases] == [33000, 4000]


def test_one_of_two_permissions_needs_no_sheet(plan_of):
    one = {"kind": "extension", "application_route": "online", "accepted_on": "2026-10-05", "granted_period": "P1Y"}
    plan = plan_of("fee", {"permission": [one, one | {"accepted_on": "2026-09-30"}]})
    assert [s.permission for s in plan.sheets] == [1]


def closed(profile, form, route, day):
    return closed_for(form, route=route, as_of=day, all_cases=cases(profile, form, day))


def test_render_is_refused_with_the_reason(library, profile_of):
    form, day = library.editions("fee-payment-sheet")[-1], date(2026, 11, 22)
    profile = profile_of("fee", {"permission": {"application_route": "online"}})
    (found,) = closed(profile, form, "counter", day)
    assert found.code == "E-ROUTE"
    assert "収入印紙" in found.message("ja")
    assert closed(profile_of("fee"), form, "counter", day) == ()


def test_render_of_a_request_online_is_refused(library, profile_of):
    form, day = library.editions("usage-request")[-1], date(2026, 11, 22)
    assert [p.key for p in closed(profile_of("usage"), form, "online", day)] == ["E-ROUTE.form"]
    assert closed(profile_of("usage"), form, None, day) == ()
    assert [p.key for p in closed(profile_of("usage"), form, "mail", date(2022, 3, 15))] == ["E-EDITION.none"]


def test_a_filing_is_about_those_who_apply_or_the_one_it_names(library, profile_of):
    users = [{"name": "甲"}, {"name": "乙", "status": "applying"}, {"name": "丙", "status": "applying"}]
    form = library.editions("usage-request")[-1]
    profile = profile_of("usage", {"users": users})
    assert [c.user for c in cases(profile, form)] == [1, 2]
    assert [c.user for c in cases(profile_of("usage", {"users": users, "filing": {"user": 0}}), form)] == [0]


@pytest.mark.parametrize("kind", ["new", "additional"])
@pytest.mark.parametrize("route", ["counter", "mail", "online"])
def test_the_check_sheet_shows_every_row_whatever_the_route(plan_of, kind, route):
    plan = plan_of("usage", {"filing": {"kind": kind}}, route=route)
    rows = plan.facts(plan.cases[0])["plan.checklist"]
    assert [r["number"] for r in rows] == list(range(1, len(rows) + 1))
    assert len(rows) == (11 if kind == "new" else 12)
    request = next(r for r in rows if "利用申出書" in r["title"])
    assert (request["counter"], request["mail"], request["online"]) == ("○", "○", "－")
    assert request["check"] is (route != "online")
    training = next(r for r in rows if "修了証書" in r["title"])
    assert training["mail"] == "△"
    assert training["check"] is True
    assert next(r for r in rows if "名簿" in r["title"])["mail"] == "－"


def test_marks_follow_the_kind_of_body(plan_of):
    plan = plan_of("usage", {"organization": {"kind": "support", "category": None}, "institutions": [{"name": "甲"}]})
    rows = {r["title"]: r["mail"] for r in plan.facts(plan.cases[0])["plan.checklist"]}
    assert rows["申請等取次者証明書の写し"] == "○"
    assert rows["研修会の修了証書等の写し"] == "－"
    assert rows["外国人を受け入れる機関の名簿（別記第２号様式(２)）"] == "△"


def test_the_cover_letter_lists_what_is_in_the_envelope(plan_of):
    plan = plan_of("usage")
    facts = plan.facts(plan.cases[0])
    titles = [r["title"] for r in facts["plan.enclosures"]]
    assert titles[0] == "必要書類チェックシート（新規利用申出用）"
    assert "本人確認資料の写し" in titles
    assert "研修会の修了証書等の写し" in titles
    assert not {"送付状", "封筒宛名", "申請等取次者証明書の写し"} & set(titles)
    assert facts["office.head"] == "東京出入国在留管理局長"
    assert facts["plan.envelope"] == "オンライン関係提出書類"


def test_next_steps_of_a_fee_sheet_by_mail(plan_of):
    change = {
        "permission": {"application_route": "online", "accepted_on": "2026-09-30"},
        "attachments": [{"document": "return-envelope", "enclosed": True}],
    }
    plan = plan_of("fee", change, route="mail")
    steps = {s.kind: s for s in plan.next_steps}
    assert next(iter(steps)) == "unfinished"
    assert "5,500円" in steps["stick"].ja
    assert "460円" in steps["postage"].ja
    assert "青海2-7-11" in steps["send"].ja
    assert "14日" in steps["by"].ja
    assert {"carry", "keep", "consider", "enclose"} <= set(steps)
    assert all(s.en.isascii() for s in plan.next_steps if s.kind in ("stick", "postage", "carry"))


def test_addresses_that_are_not_confirmed_stay_off_the_page(plan_of):
    plan = plan_of("usage", {"office": "名古屋出入国在留管理局"})
    assert plan.facts(plan.cases[0])["office.address"] is None
    told = plan.as_json()
    assert "正保町" in told["office"].pop("unconfirmed_address")
    assert "正保町" not in str(told)
    assert "正保町" not in str(plan.next_steps)


def test_too_many_files_online(plan_of):
    """Three sheets for each of six persons are 18 files; the scans of one document are one more together."""
    users = [{"name": "甲", "status": "applying"}] * 6
    scans = [{"document": "identity-document", "user": n, "file": f"{n}.pdf", "masked": True} for n in (0, 1, 1, 1, 2)]

    def told(count, route):
        found = plan_of("usage", {"users": users, "attachments": scans[:count]}, route=route).problems
        return [p.words["count"] for p in found if p.key == "E-LIMIT.files"]

    assert told(4, "online") == []
    assert told(5, "online") == ["21"]
    assert told(5, "mail") == []


def test_no_value_of_the_profile_in_a_message(plan_of):
    plan = plan_of("usage", {"office": "ひみつ局", "organization": {"corporate_number": "1234567890123"}})
    for found in plan.problems:
        for lang in ("ja", "en"):
            assert not {"ひみつ局", "1234567890123"} & {found.message(lang), found.fix(lang)}
            assert "髙橋" not in found.message(lang) + found.fix(lang)


@pytest.mark.parametrize("number", ["7123456789012", "4011001098993", "3000020401307", "7010705000725"])
def test_corporate_numbers(number):
    assert check_digit(number[1:]) == int(number[0])
    assert list(corporate_numbers(validate({"organization": {"corporate_number": number}}))) == []


@pytest.mark.parametrize(
    "number, key",
    [
        ("7123456789013", "W-VALUE.corporate-number"),
        ("712345678901", "E-VALUE.corporate-number"),
        ("0123456789012", "E-VALUE.corporate-number"),
        ("７123456789012", "E-VALUE.corporate-number"),
    ],
)
def test_wrong_corporate_numbers(number, key):
    profile = validate({"institutions": [{"name": "甲"}, {"corporate_number": number}]})
    (found,) = corporate_numbers(profile)
    assert (found.key, found.pointer) == (key, "/institutions/1/corporate_number")


def test_the_check_digit_cannot_see_nought_and_nine():
    assert check_digit("000000000009") == check_digit("000000000000")


# The rows that the check sheet of an additional request has at least, each by its document or sheet.
ADDITIONAL = (
    "必要書類チェックシート",
    "在留申請オンラインシステム利用申出書（別記第１号様式）",
    "本人確認資料の写し",
    "申請等取次者証明書の写し",
    "研修会の修了証書等の写し",
    "在職証明書（任意様式）",
    "誓約書（別記第２号様式）",
    "利用者別誓約機関一覧表（別記第２号様式の(３)）",
)


@pytest.mark.parametrize("kind", ["employer", "supervising", "public-interest", "support"])
def test_the_check_sheet_of_an_additional_request(kind, plan_of):
    change = {"filing": {"kind": "additional"}, "organization": {"kind": kind}, "institutions": [{"name": "甲"}]}
    plan = plan_of("usage", change)
    sheet = next(s for s in plan.sheets if s.form == "usage-checklist")
    assert sheet.title == "必要書類チェックシート（追加利用申出用）"
    rows = [row["title"] for row in plan.facts(sheet.case)["plan.checklist"]]
    assert set(ADDITIONAL) <= set(rows)
    assert len(rows) == len(set(rows))
