"""Two profiles: what the notice of change tells, what goes another way, and what nobody can tell."""

from __future__ import annotations

import copy
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import formgen
from example_profiles import ROOT
from formgen import api
from formgen.profile.facts import Facts

SAMPLE = ROOT / "form_specs" / "samples" / "user-change-notice.json"


@pytest.fixture
def now() -> dict[str, Any]:
    data = json.loads(SAMPLE.read_text(encoding="utf-8"))
    return {key: data[key] for key in ("route", "date", "office", "organization", "users")}


def before(now: dict[str, Any], organization: dict[str, Any] | None = None, *users: dict[str, Any]) -> dict[str, Any]:
    """The profile as it was: what is given, over what is now; None takes a key away."""
    was = copy.deepcopy(now)
    for part, over in zip((was["organization"], *was["users"]), (organization or {}, *users), strict=False):
        part |= over
        for key in [k for k, v in over.items() if v is None]:
            del part[key]
    return was


def told(found: api.Comparison) -> list[tuple[str, str | None]]:
    return [(p.key, p.pointer) for p in found.problems]


# The nine items of 別記第17号様式 (isa-guide-2024-03), each from its key of the profile.
NINE = {
    "organization.name": ({"name": "甲社"}, {}),
    "organization.address": ({"address": "大阪府大阪市見本町1番地"}, {}),
    "organization.phone": ({"phone": "06-0000-0000"}, {}),
    "corporation.trade_name": ({"corporate_name": "甲社"}, {}),
    "corporation.head_office_address": ({"head_office_address": "甲"}, {}),
    "corporation.number": ({"corporate_number": "7000000000002"}, {}),
    "user.name": ({}, {"name": "佐藤 花子"}),
    "user.nationality": ({}, {"nationality": "ベトナム"}),
    "user.phone": ({}, {"phone": "03-0000-0009"}),
}


@pytest.mark.parametrize("item", NINE)
def test_each_of_the_nine_items(item: str, now: dict[str, Any]) -> None:
    now["organization"]["corporate_name"] = "株式会社さくら精機"
    organization, user = NINE[item]
    old = before(now, organization, user)
    found = api.changes(old, now, changed_on=date(2026, 11, 1))
    (was,) = {**organization, **user}.values()
    (change,) = found.changes
    assert (change.item, change.before, change.changed_on) == (item, was, date(2026, 11, 1))
    (here,) = found.items
    assert change.after == _at(now, here.pointer)
    assert here.way.way == "sheet"
    assert "isa-guide-2024-03" in here.way.sources
    assert told(found) == []


def _at(data: Any, pointer: str) -> Any:
    for key in pointer.strip("/").split("/"):
        data = data[int(key)] if isinstance(data, list) else data[key]
    return data


def test_a_mail_address_is_changed_on_the_screen(now: dict[str, Any]) -> None:
    found = api.changes(before(now, {}, {"email": "old@example.jp"}), now)
    assert found.changes == ()
    (here,) = found.on("screen")
    assert here.change.item == "user.email"
    assert "利用者情報更新" in here.way.because.ja
    assert (here.way.status, here.way.since) == ("confirmed", date(2022, 3, 16))


def test_a_new_postal_code_is_a_new_address(now: dict[str, Any]) -> None:
    found = api.changes(before(now, {"postal_code": "100-0000"}), now)
    (change,) = found.changes
    assert (change.before, change.after) == (
        "〒100-0000 東京都新宿区見本町一丁目2番3号",
        "〒160-0000 東京都新宿区見本町一丁目2番3号",
    )


def test_nothing_is_told_of_equal_profiles(now: dict[str, Any]) -> None:
    found = api.changes(now, now)
    assert (found.items, found.problems) == ((), ())


# What no notice takes is told, at its place in the new profile.
OTHERS = {
    "another representative": (
        {"representative": {"title": "代表取締役", "name": "甲"}},
        {},
        "/organization/representative/name",
    ),
    "another department": ({}, {"department": "総務部"}, "/users/0/department"),
}


@pytest.mark.parametrize("what", OTHERS)
def test_what_the_notice_does_not_take_is_told(what: str, now: dict[str, Any]) -> None:
    now["users"][0]["department"] = "人事部"
    organization, user, pointer = OTHERS[what]
    found = api.changes(before(now, organization, user), now)
    assert found.changes == ()
    assert told(found) == [("W-CHANGE.elsewhere", pointer)]


def test_what_only_one_profile_states_is_a_question(now: dict[str, Any]) -> None:
    found = api.changes(before(now, {"phone": None}), now)
    assert found.items == ()
    assert told(found) == [("W-UNKNOWN.change-unstated", "/organization/phone")]


def test_a_new_name_asks_for_the_trade_name(now: dict[str, Any]) -> None:
    old = before(now, {"name": "甲社"})
    asked = [("W-UNKNOWN.change-alike", "/organization/corporate_name"), ("W-UNKNOWN.change-day", "/changes")]
    assert told(api.changes(old, now)) == asked
    now["organization"]["legal_form"] = old["organization"]["legal_form"] = "individual"
    assert told(api.changes(old, now)) == asked[1:]


def test_the_day_is_asked_for(now: dict[str, Any]) -> None:
    old = before(now, {"phone": "06-0000-0000"})
    found = api.changes(old, now)
    assert told(found) == [("W-UNKNOWN.change-day", "/changes")]
    assert api.listed_changes(found) == [
        {"item": "organization.phone", "before": "06-0000-0000", "after": "03-0000-0000"}
    ]


# Who is who


def test_several_users_have_changed(now: dict[str, Any]) -> None:
    old = before(now, {"phone": "06-0000-0000"}, {"phone": "1"}, {"phone": "2"})
    found = api.changes(old, now, changed_on=date(2026, 11, 1))
    assert (found.user, told(found)) == (None, [("E-REQUIRED.whose-changes", "/filing/user")])
    found = api.changes(old, now, changed_on=date(2026, 11, 1), user=1)
    assert [(c.item, c.before) for c in found.changes] == [("organization.phone", "06-0000-0000"), ("user.phone", "2")]
    assert told(found) == [("W-CHANGE.another-user", "/users/0")]
    assert told(api.changes(old, now, changed_on=date(2026, 11, 1), user=7)) == [
        ("E-VALUE.no-such-user", "/filing/user")
    ]


def test_people_are_known_by_id_in_whatever_order(now: dict[str, Any]) -> None:
    old = before(now, {}, {"name": "佐藤 花子"})
    old["users"].reverse()
    found = api.changes(old, now)
    assert [(c.item, c.before, c.after) for c in found.changes] == [("user.name", "佐藤 花子", "髙橋 花子")]
    assert found.user == 0


def test_two_people_of_one_name_are_not_mixed_up(now: dict[str, Any]) -> None:
    now["users"][1]["name"] = now["users"][0]["name"]
    old = before(now, {}, {"phone": "1"}, {"phone": "2"})
    old["users"].reverse()
    assert [(i.user, i.change.before) for i in api.changes(old, now).items] == [(0, "1"), (1, "2")]


@pytest.mark.parametrize(
    "born, key", [("1988-04-01", None), (None, "W-UNKNOWN.change-whose"), ("1970-01-01", "W-CHANGE.gone")]
)
def test_the_last_of_each_is_one_person_only_by_the_day_of_birth(born: str | None, key: str | None, now: Any) -> None:
    del now["users"][1], now["users"][0]["user_id"]
    found = api.changes(before(now, {}, {"name": "佐藤 花子", "birth_date": born}), now, changed_on=date(2026, 11, 1))
    assert [c.item for c in found.changes] == ([] if key else ["user.name"])
    assert [p.key for p in found.problems][: bool(key)] == ([key] if key else [])


def test_one_id_wins_over_one_name(now: dict[str, Any]) -> None:
    """Two people may have one name; an ID that differs says that they are two."""
    old = before(now, {}, {"user_id": "SAMPLE-0098", "phone": "1"})
    assert told(api.changes(old, now)) == [("W-CHANGE.gone", "/users"), ("W-CHANGE.joined", "/users/0")]


def test_a_name_that_two_people_have_tells_nobody_apart(now: dict[str, Any]) -> None:
    old = copy.deepcopy(now)
    for users in (old["users"], now["users"]):
        for user in users:
            user.pop("user_id"), user.pop("birth_date")
            user["name"] = "鈴木 花子"
    old["users"].reverse()
    assert api.changes(old, now).items == ()


def test_one_name_of_two_people_who_were_there_is_nobody_in_particular(now: dict[str, Any]) -> None:
    for user in now["users"]:
        del user["user_id"], user["birth_date"]
    old = before(now, {}, {"phone": "1"}, {"name": now["users"][0]["name"], "phone": "2"})
    del now["users"][1]
    assert api.changes(old, now).items == ()


def test_who_only_applied_and_is_gone_is_not_told(now: dict[str, Any]) -> None:
    old = copy.deepcopy(now)
    old["users"].append({"name": "新人", "status": "applying"})
    assert told(api.changes(old, now)) == []


def test_who_left_and_who_came(now: dict[str, Any]) -> None:
    old = copy.deepcopy(now)
    now["users"][1]["status"] = "left"
    now["users"].append({"name": "新人", "status": "applying"})
    old["users"].append({"name": "山田 五郎", "status": "approved", "user_id": "SAMPLE-0009"})
    now["users"][2]["user_id"] = "SAMPLE-0010"
    found = api.changes(old, now)
    assert told(found) == [
        ("W-CHANGE.left", "/users/1/status"),
        ("W-CHANGE.gone", "/users"),
        ("W-CHANGE.joined", "/users/2"),
    ]
    assert all("申請等取次者離職報告書" in p.fix("ja") for p in found.problems[:2])


# The notice


def test_the_profile_of_the_notice_makes_a_packet(now: dict[str, Any], tmp_path: Path) -> None:
    now |= {"filing": {"kind": "new"}, "attachments": [], "custom": {}}
    old = before(now, {"address": "東京都千代田区見本町4番5号"}, {"phone": "03-0000-0009"})
    found = api.changes(old, now, changed_on=date(2026, 11, 1))
    notice = api.notice_of(found, formgen.read_profile(now))
    assert notice["form"] == "user-change-notice"
    assert (notice["filing"], "attachments" in notice) == ({"user": 0}, False)
    notice["attachments"] = [{"document": "change-evidence", "enclosed": True}]
    packet = formgen.make_packet(notice)
    assert not [p for p in packet.problems if p.severity == "error"]


def test_a_sheet_alone_is_refused_for_what_it_has_no_room_for(now: dict[str, Any]) -> None:
    changes = [{"item": "user.email", "before": "a@example.jp", "after": "b@example.jp", "changed_on": "2026-11-01"}]
    with pytest.raises(formgen.Refused) as refused:
        formgen.render("user-change-notice", now | {"filing": {"user": 0}, "changes": changes})
    assert [(p.key, p.pointer) for p in refused.value.problems] == [("E-ROUTE.on-screen", "/changes/0/item")]


def test_a_change_without_its_day_is_asked_for_at_its_place(now: dict[str, Any]) -> None:
    changes = [
        {"item": "organization.phone", "before": "1", "after": "03-0000-0000", "changed_on": "2026-11-01"},
        {"item": "user.name", "before": "佐藤 花子", "after": "髙橋 花子"},
    ]
    with pytest.raises(formgen.Refused) as refused:
        formgen.render("user-change-notice", now | {"filing": {"user": 0}, "changes": changes})
    assert [(p.key, p.pointer) for p in refused.value.problems] == [("E-REQUIRED.field", "/changes/1/changed_on")]


def test_one_of_several_approved_users_must_be_named(now: dict[str, Any]) -> None:
    changes = [{"item": "organization.phone", "before": "1", "after": "2"}]
    with pytest.raises(formgen.Refused) as refused:
        formgen.plan(now | {"form": "user-change-notice", "changes": changes})
    assert [p.key for p in refused.value.problems if p.severity == "error"] == ["E-REQUIRED.choose-user"]


@pytest.mark.parametrize(
    ("item", "others"),
    [("organization.phone", ["𠮷田 太郎"]), ("corporation.number", ["𠮷田 太郎"]), ("user.name", None)],
)
def test_whom_else_a_change_concerns(item: Any, others: list[str] | None, now: dict[str, Any]) -> None:
    """What has changed of the organisation is data of every other approved user; those who left are none."""
    now["users"].append({"name": "山田 五郎", "status": "left"})
    profile = formgen.read_profile(now | {"changes": [{"item": item, "before": "1", "after": "2"}]}).profile
    found = Facts(profile, date(2026, 11, 22), user=0).get("filing.affected_users")
    assert (found and [row["name"] for row in found]) == others


@pytest.mark.parametrize(
    ("kind", "stated", "capacity"),
    [
        ("employer", None, "staff"),
        ("supervising", None, "staff"),
        ("support", None, "support"),
        ("employer", "relative", "relative"),
        ("travel-agency", None, None),
        (None, None, None),
    ],
)
def test_the_capacity_of_a_user(kind: str | None, stated: str | None, capacity: str | None) -> None:
    profile = formgen.read_profile(
        {"organization": {"kind": kind}, "users": [{"name": "甲", "capacity": stated}]}
    ).profile
    law = formgen.open_library().rules.derivations
    assert Facts(profile, date(2026, 11, 22), user=0, law=law).get("user.capacity") == capacity
