"""Deadlines as a calendar file, read back by a library for calendars."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from running import Run

import formgen
from formgen.api import calendar


def by_mail(**permission: Any) -> dict[str, Any]:
    """A result that was told by mail, so that its papers have a last day."""
    about = formgen.sample("fee-payment-sheet") | {"route": "mail"}
    stated = {"application_route": "online", "accepted_on": "2026-09-01", "result_mail_on": "2026-11-20"}
    return about | {"permission": about["permission"] | stated | permission}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "mail.json"
    path.write_text(json.dumps(by_mail(), ensure_ascii=False), encoding="utf-8")
    return path


def test_a_deadline_is_a_whole_day(run: Run, file: Path, tmp_path: Path) -> None:
    done = run("plan", str(file), "--ics", "days.ics")
    assert done.returncode == 0
    assert "days.ics" in done.stderr.decode()
    written = tmp_path / "days.ics"
    assert written.stat().st_mode & 0o777 == 0o600
    (event,) = Calendar.from_ical(written.read_bytes()).walk("VEVENT")
    # 14 days after the mail of 2026-11-20, whose own day is not counted.
    assert event.decoded("dtstart") == date(2026, 12, 4)
    assert str(event["summary"]) == "手数料納付書：結果を受け取る書類の郵送"
    (alarm,) = event.walk("VALARM")
    assert alarm.decoded("trigger") == timedelta(days=-7)
    assert event.decoded("dtend") == date(2026, 12, 5)
    assert "郵送" in event["summary"]
    assert "手数料納付書" in event["summary"]


def test_the_same_plan_is_the_same_bytes_and_another_filing_another_day_to_keep() -> None:
    one, same = (calendar(formgen.plan(by_mail())) for _ in range(2))
    assert one == same
    other = calendar(formgen.plan(by_mail(receipt_number="東労一E 999999")))
    uids = [Calendar.from_ical(made).walk("VEVENT")[0]["uid"] for made in (one, other)]
    assert uids[0] != uids[1]


def test_words_of_the_other_language() -> None:
    (event,) = Calendar.from_ical(calendar(formgen.plan(by_mail()), "en")).walk("VEVENT")
    assert event["summary"].isascii()


def test_without_a_day_nothing_is_written_and_that_is_told(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "no-day.json"
    path.write_text(json.dumps(by_mail(result_mail_on=None), ensure_ascii=False), encoding="utf-8")
    done = run("plan", str(path), "--ics", "days.ics")
    assert done.returncode == 0
    assert "書きませんでした" in done.stderr.decode()
    assert not (tmp_path / "days.ics").exists()


def test_neither_the_profile_nor_another_file_is_written_over(run: Run, file: Path, tmp_path: Path) -> None:
    before = file.read_bytes()
    assert run("plan", str(file), "--ics", str(file), "--force").returncode == 1
    assert file.read_bytes() == before
    taken = tmp_path / "days.ics"
    taken.write_text("mine", encoding="utf-8")
    assert run("plan", str(file), "--ics", "days.ics").returncode == 1
    assert taken.read_text(encoding="utf-8") == "mine"
    assert run("plan", str(file), "--ics", "days.ics", "--force").returncode == 0
