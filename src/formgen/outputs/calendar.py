"""Days to keep as a calendar file (iCalendar, RFC 5545), as calendar programs read it. Knows no form and no rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Alarm, Calendar, Event


@dataclass(frozen=True)
class DayToKeep:
    """A whole day (期限): what it is about, and why. `uid` is its name in every calendar it is taken into.

    `ahead`: so many days before it the calendar reminds of it; None for a day that nobody can be late for.
    """

    uid: str
    day: date
    title: str
    why: str
    ahead: int | None = None


def calendar_bytes(days: Iterable[DayToKeep], made_on: date) -> bytes:
    """The days as one calendar file. `made_on` stands in it as the day it was made: a clock would change its bytes."""
    out = Calendar()
    out.add("prodid", "-//formgen//deadlines//JA")
    out.add("version", "2.0")
    for one in days:
        out.add_component(_event(one, datetime.combine(made_on, time(), UTC)))
    made: bytes = out.to_ical()
    return made


def _event(one: DayToKeep, made: datetime) -> Event:
    event = Event()
    event.add("uid", one.uid)
    event.add("dtstamp", made)
    event.add("dtstart", one.day)
    # The end of a whole day is the day after.
    event.add("dtend", one.day + timedelta(days=1))
    event.add("summary", one.title)
    event.add("description", one.why)
    # The day stays free for appointments.
    event.add("transp", "TRANSPARENT")
    if one.ahead is not None:
        event.add_component(_alarm(one.title, one.ahead))
    return event


def _alarm(title: str, days: int) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", timedelta(days=-days))
    return alarm
