"""The deadlines of a plan for a calendar."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

from formgen.ground.problems import Language
from formgen.outputs.calendar import DayToKeep, calendar_bytes
from formgen.planning import Plan
from formgen.planning.findings import DeadlineFound

#: So many days before a deadline its reminder is shown.
_AHEAD = 7


def calendar(plan: Plan, lang: Language = "ja") -> bytes:
    """The deadlines (期限) of a plan as an iCalendar file (.ics), each a whole day; those without a day are left out.

    Empty when no deadline has a day: a calendar file without entries is none (RFC 5545, 3.6).
    """
    title = plan.title_en if lang == "en" else plan.title
    # The form first: a calendar shows the beginning of a title.
    begins = f"{title}: " if lang == "en" else f"{title}："
    days = [
        DayToKeep(
            _uid(plan, d, d.on),
            d.on,
            begins + d.what.text(lang),
            d.because.text(lang),
            _AHEAD if d.kind == "limit" else None,
        )
        for d in plan.deadlines
        if d.on
    ]
    return calendar_bytes(days, plan.as_of) if days else b""


def _uid(plan: Plan, deadline: DeadlineFound, day: date) -> str:
    # The whole profile is in it: the same day of two filings is two days, and the same filing taken in twice is one.
    about = (plan.form, plan.profile.model_dump_json(), deadline.what.ja, day.isoformat())
    return f"{sha256(chr(0).join(about).encode()).hexdigest()[:32]}@formgen"
