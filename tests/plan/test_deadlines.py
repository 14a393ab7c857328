"""Deadlines count from the day of an event, where the profile states it; without it the words stand without a day."""

from __future__ import annotations

import pytest

ONLINE = {"application_route": "online", "accepted_on": "2026-09-30"}


def by_mail(plan_of, *mails, **change):
    several = [{**ONLINE, "kind": "extension", "granted_period": "P1Y", "result_mail_on": mail} for mail in mails]
    return plan_of("fee", {"permission": [{k: v for k, v in p.items() if v} for p in several], **change}, route="mail")


def days(plan):
    return [d["on"] for d in plan.as_json()["deadlines"]]


def by(plan, lang="ja", kind="by"):
    return [s.text(lang) for s in plan.next_steps if s.kind == kind]


@pytest.mark.parametrize(
    ("mail", "last"), [("2026-11-20", "2026-12-04"), ("2026-12-20", "2027-01-03"), ("2024-02-16", "2024-03-01")]
)
def test_the_day_of_the_mail_is_not_counted(plan_of, mail, last):
    plan = by_mail(plan_of, mail)
    assert days(plan) == [last]


def test_the_day_stands_in_the_next_steps(plan_of):
    plan = by_mail(plan_of, "2026-11-20")
    (told,) = by(plan)
    assert told.endswith("（メールの日は数えません）。期限：2026年12月4日。")
    assert by(plan, "en")[0].endswith("By 2026-12-04.")
    rows = plan.facts(plan.cases[0])["plan.next_steps"]
    assert told in [row["text"] for row in rows]


def test_without_the_mail_no_day_is_invented(plan_of):
    plan = by_mail(plan_of, None)
    assert days(plan) == [None]
    assert by(plan) == ["結果を知らせるメールを受け取ってから14日以内に送ります（メールの日は数えません）。"]
    assert by(plan, "en")[0].endswith("not counted).")


def test_several_mails_are_several_days_each_once(plan_of):
    assert days(by_mail(plan_of, "2026-11-20", "2026-11-20")) == ["2026-12-04"]
    assert days(by_mail(plan_of, "2026-11-20", None, "2026-11-18")) == ["2026-12-04", None, "2026-12-02"]


def test_a_deadline_without_a_number_of_days_has_no_day(plan_of):
    assert days(plan_of("resignation")) == [None]


def test_no_deadline_where_the_result_is_fetched(plan_of):
    plan = plan_of("fee", {"permission": {"result_mail_on": "2026-11-20"}}, route="counter")
    assert days(plan) == []


def test_the_first_day_is_told_as_such(plan_of):
    told = by(plan_of("agent-renewal", day="2026-10-01"), kind="begin")
    assert any(text.endswith("最初の日：2026年10月31日。") for text in told)
    assert not any("期限：2026年10月31日" in text for text in told)
    assert any(t.endswith("From 2026-10-31.") for t in by(plan_of("agent-renewal", day="2026-10-01"), "en", "begin"))
    assert by(plan_of("agent-renewal", day="2026-11-01"), kind="begin")[0].endswith("10月31日（もう出せます）。")


def test_only_what_binds_is_told_as_a_limit(plan_of):
    kinds = {d["what"]: d["kind"] for d in plan_of("agent-renewal").as_json()["deadlines"]}
    assert kinds == {
        "申請等取次者証明書の有効期間": "validity", "更新の申出の受付の開始": "opens", "更新の申出": "limit",
    }  # fmt: skip
    assert not any("3年間有効" in text for text in by(plan_of("agent-renewal")))
    of_report = {d["kind"] for d in plan_of("periodic").as_json()["deadlines"]}
    assert of_report == {"start", "notice", "limit", "validity"}


def test_a_day_that_is_past_is_told_as_past(plan_of):
    plan = by_mail(plan_of, "2026-10-20")
    assert plan.as_json()["deadlines"][0]["past"] is True
    assert by(plan)[0].endswith("期限：2026年11月3日（過ぎています）。")
    assert by_mail(plan_of, "2026-11-08").as_json()["deadlines"][0]["past"] is False


def test_before_the_first_day_is_told_once(plan_of):
    early = plan_of("agent-renewal", day="2026-10-30")
    (found,) = [p for p in early.problems if p.key == "W-CONTRADICTION.too-early"]
    assert found.pointer == "/date"
    assert "2026" not in found.message("ja") + found.message("en")
    assert not [p for p in plan_of("agent-renewal", day="2026-10-31").problems if p.key == found.key]


def test_the_earliest_of_several_days_waits_for_all_of_them(plan_of):
    card = {"number": "AB00000000CD", "stay_until": "2026-12-10"}
    person = {"name": "LI MEI", "nationality": "中国", "status": "applying", "residence_card": card}
    held = {"number": "見本第1号", "expires_on": "2026-12-31"}
    assert days(plan_of("agent-renewal", {"users": [{**person, "agent_certificate": held}]}))[1] == "2026-10-10"
    assert days(plan_of("agent-renewal", {"users": [{**person, "agent_certificate": {"number": "1"}}]}))[1] is None


LATE = "W-CONTRADICTION.too-late"


@pytest.mark.parametrize(
    ("start", "change", "route", "places"),
    [
        ("fee", {"permission": {**ONLINE, "kind": "extension", "result_mail_on": "2026-11-07"}}, "mail", 1),
        ("fee", {"permission": {**ONLINE, "kind": "extension", "result_mail_on": "2026-11-08"}}, "mail", 0),
        ("fee", {"permission": {**ONLINE, "kind": "extension", "result_mail_on": "2026-11-01"}}, "counter", 0),
        ("periodic", {"users": [{"status": "approved", "approval": {"expires_on": "2026-12-10"}}]}, None, 1),
        ("periodic", {"users": [{"status": "approved", "approval": {"expires_on": "2026-12-22"}}]}, None, 0),
        ("periodic", {"users": [{"status": "approved", "approval": {"expires_on": "2026-11-01"}}]}, None, 2),
        ("agent-renewal", {"users": [{"agent_certificate": {"expires_on": "2026-11-21"}}]}, None, 1),
    ],
)
def test_a_missed_deadline_is_told_where_its_day_stands(plan_of, start, change, route, places):
    if "users" in change:
        change["users"][0] |= {"name": "甲", "nationality": "日本"}
        change["users"][0].setdefault("status", "applying")
    plan = plan_of(start, change, route=route)
    found = [p for p in plan.problems if p.key == LATE]
    assert len(found) == places
    assert {p.pointer.rpartition("/")[2] for p in found} <= {"result_mail_on", "expires_on"}
    assert not any("2026" in p.message(lang) for p in found for lang in ("ja", "en"))
    told = [s.ja for s in plan.next_steps if s.kind in ("by", "valid")]
    assert sum("過ぎています" in text for text in told) == places


def test_each_person_who_is_late_is_told(plan_of):
    users = [{"name": n, "status": "approved", "approval": {"expires_on": "2026-12-10"}} for n in "甲乙"]
    found = [p.pointer for p in plan_of("periodic", {"users": users}).problems if p.key == LATE]
    assert found == ["/users/0/approval/expires_on", "/users/1/approval/expires_on"]
