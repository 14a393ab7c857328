"""When an approval of use ends: as stated, else by the rule of the day it was given; never before it was given."""

from __future__ import annotations

from datetime import date

import pytest

from formgen.profile.facts import Facts
from formgen.profile.validation import validate

# approved on, password set on, expires on (stated) -> last day
ENDS = [
    ("2025-03-10", "2025-03-20", None, "2026-03-19"),  # isa-guide-2024-03: one year from the day of the password
    ("2026-01-04", "2026-01-04", None, "2027-01-03"),
    ("2026-01-05", None, None, "2029-01-04"),  # smilevisa-usage-2026-01: three years
    ("2026-01-05", "2026-01-02", None, "2029-01-04"),
    ("2024-02-29", "2024-02-29", None, "2025-02-27"),
    ("2025-03-10", None, None, None),
    (None, "2025-03-20", None, None),
    (None, None, None, None),
    # The password of an approval that was renewed since tells nothing.
    ("2025-06-01", "2023-03-20", None, None),
    ("2025-03-10", "2025-03-20", "2026-03-31", "2026-03-31"),
    (None, None, "2026-03-31", "2026-03-31"),
]


@pytest.mark.parametrize(("approved", "password", "stated", "last"), ENDS)
def test_the_last_day_of_an_approval(library, approved, password, stated, last):
    given = {"approved_on": approved, "password_set_on": password, "expires_on": stated}
    profile = validate({"users": [{"name": "甲", "approval": {k: v for k, v in given.items() if v}}]})
    facts = Facts(profile, date(2026, 11, 24), user=0, law=library.rules.derivations)
    assert facts.get("user.approval.ends_on") == (date.fromisoformat(last) if last else None)


def test_without_an_approval_nothing_is_known(library):
    profile = validate({"users": [{"name": "甲"}]})
    facts = Facts(profile, date(2026, 11, 24), user=0, law=library.rules.derivations)
    assert facts.get("user.approval.ends_on") is None
    with pytest.raises(LookupError):
        Facts(validate({"users": [{"approval": {"approved_on": "2026-02-01"}}]}), date(2026, 11, 24), user=0).get(
            "user.approval.ends_on"
        )
