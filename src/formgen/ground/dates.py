"""Days, periods of months and the Japanese calendar. Time of day and time zone do not exist here."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

# Statutory first days (元号): 明治6年 is the first year of the Gregorian calendar in Japan.
ERAS = (
    ("令和", date(2019, 5, 1), 2019),
    ("平成", date(1989, 1, 8), 1989),
    ("昭和", date(1926, 12, 25), 1926),
    ("大正", date(1912, 7, 30), 1912),
    ("明治", date(1873, 1, 1), 1868),
)

# date.fromisoformat would also take 20261122 and 2026-W47-7, which nobody means to write here.
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})\Z", re.ASCII)
_ISO_PERIOD = re.compile(r"P(?=\d)(?:(\d{1,3})Y)?(?:(\d{1,3})M)?(?:(\d{1,4})D)?\Z", re.ASCII)


def parse_day(text: str) -> date:
    """An ISO day, `2026-11-22`. Raises `ValueError` for anything else."""
    found = _ISO_DAY.match(text)
    if not found:
        raise ValueError(text)
    # A day that does not exist (31 June) raises `ValueError`, too.
    return date(*map(int, found.groups()))


def lasts_on(day: date, since: date | None, until: date | None) -> bool:
    """Whether a day lies between two days, either of which may be open."""
    # Both days belong to it: laws name the first and the last day.
    return (since is None or since <= day) and (until is None or day <= until)


def day_fault(value: object) -> str:
    """Why something is no day, as the key of a problem: written otherwise, or not in the calendar."""
    if isinstance(value, str) and any(era in value for era, _, _ in ERAS):
        return "E-DATE.era-year"
    return "E-DATE.no-such-day" if isinstance(value, str) and _ISO_DAY.match(value) else "E-DATE.iso"


def wareki(day: date) -> tuple[str, str]:
    """Era (元号) and year as printed: ('令和', '元') for 2019-05-01. Raises `ValueError` before 1873."""
    for era, first, start in ERAS:
        if day >= first:
            # An era begins within a year: its first one is 元年 however short it was.
            year = day.year - start + 1
            return era, "元" if year == 1 else str(year)
    raise ValueError(day)


@dataclass(frozen=True, slots=True, order=False)
class Period:
    """A length of calendar time, as in `P1Y3M`. Months and days stay apart: they have no common measure."""

    months: int = 0
    days: int = 0

    @classmethod
    def parse(cls, text: str) -> Period:
        """From ISO 8601 (`P1Y`, `P3M`, `P14D`). Raises `ValueError`."""
        return _parsed(text)

    def __str__(self) -> str:
        years, months = divmod(self.months, 12)
        parts = ((years, "Y"), (months, "M"), (self.days, "D"))
        return "P" + ("".join(f"{n}{unit}" for n, unit in parts if n) or "0D")

    def compare(self, other: Period) -> int | None:
        """-1, 0 or 1 as this is shorter, equal or longer by the calendar; None when only the days could tell.

        30 days are at most a month and 31 days at least one: 90 days count as no more than three months, but
        91 days may be more or less than they.
        """
        months, days = other.months - self.months, self.days - other.days
        if months == 0 or days == 0:
            return (days > 0) - (days < 0) if months == 0 else (1 if months < 0 else -1)
        if (months < 0) == (days > 0):
            return 1 if days > 0 else -1
        short, sign = (abs(days) <= 30 * abs(months)), (1 if months > 0 else -1)
        return -sign if short else sign if abs(days) > 31 * abs(months) else None

    def words(self) -> str:
        """In Japanese: 1年3月, 3月, 14日."""
        years, months = divmod(self.months, 12)
        return "".join(f"{n}{unit}" for n, unit in ((years, "年"), (months, "月"), (self.days, "日")) if n)

    def in_english(self) -> str:
        """1 year 3 months, 3 months, 14 days."""
        years, months = divmod(self.months, 12)
        parts = ((years, "year"), (months, "month"), (self.days, "day"))
        return " ".join(f"{n} {unit}{'s' if n > 1 else ''}" for n, unit in parts if n)


@lru_cache(maxsize=256)
def _parsed(text: str) -> Period:
    found = _ISO_PERIOD.match(text)
    if not found:
        raise ValueError(text)
    years, months, days = (int(n or 0) for n in found.groups())
    return Period(years * 12 + months, days)


def add_months(day: date, months: int) -> date:
    """The same day number `months` later (or earlier); the last day of the month where it does not exist.

    Civil Code (民法) Art. 143(2).
    """
    # Months counted from year 0, so that a change of year needs no case of its own.
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def add(day: date, period: Period) -> date:
    """`period` after `day`; the day itself is not counted (民法 Art. 140)."""
    return date.fromordinal(add_months(day, period.months).toordinal() + period.days)


def subtract(day: date, period: Period) -> date:
    """`period` before `day`."""
    return date.fromordinal(add_months(day, -period.months).toordinal() - period.days)
