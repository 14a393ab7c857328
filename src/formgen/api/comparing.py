"""What has changed between two profiles, and the notice of it."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from datetime import date
from typing import Any

from formgen.filing.begin import chosen_day
from formgen.ground.problems import Refused, problem
from formgen.library import Library, OwnForms, open_library
from formgen.planning.comparison import Comparison, compare
from formgen.profile.reading import ProfileFile, read_profile
from formgen.spec.form import Form

# What a new filing keeps of the profile it is made from: who files, where and how; not what another filing was about.
_KEPT = ("route", "date", "office", "organization", "users", "custom")


def changes(
    old: Any,
    new: Any,
    *,
    user: int | None = None,
    changed_on: date | None = None,
    as_of: date | str | None = None,
    forms: OwnForms = None,
) -> Comparison:
    """What has changed from one profile to the other, and how each change is told, by the rules of a day.

    `user` is whom the notice is of, by the place in `users` of the new profile; `changed_on` the day of all changes,
    which no profile tells. Raises `Refused` for a profile that cannot be read.
    """
    library = open_library(forms)
    before, after = (read_profile(one, declared=library.facts.own) for one in (old, new))
    day, _ = chosen_day(after.profile, as_of)
    rules = _notice(library, day).packet
    words = library.facts
    found = compare(before.profile, after.profile, rules, words, as_of=day, user=user, changed_on=changed_on)
    return replace(found, problems=after.placed(found.problems))


def notice_of(found: Comparison, new: ProfileFile, *, forms: OwnForms = None) -> dict[str, Any]:
    """The profile of the notice of these changes, as plain data: the new state, and `changes`."""
    kept = {key: deepcopy(new.data[key]) for key in _KEPT if key in new.data}
    filing = {} if found.user is None else {"filing": {"user": found.user}}
    return {"form": _notice(open_library(forms), found.as_of).form, **kept, **filing, "changes": listed_changes(found)}


def listed_changes(found: Comparison) -> list[dict[str, Any]]:
    """The changes as they stand in a profile; what is not known is left out."""
    return [change.model_dump(mode="json", exclude_none=True) for change in found.changes]


def _notice(library: Library, day: date) -> Form:
    """The form that takes changes of a user's data, as of a day. Raises `Refused` (E-EDITION)."""
    for form in library.latest():
        if form.packet.changes:
            return library.form(form.form, day)
    raise Refused([problem("E-REQUIRED.form", pointer="/form")])
