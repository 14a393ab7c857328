"""What the files of a filing are held against, by form, route and day; the sources are those of the rules."""

from __future__ import annotations

from datetime import date

import pytest

from formgen import api
from formgen.spec.limits import FileLimits, file_limits

LIBRARY = api.open_library(None)
BEFORE, AFTER = date(2025, 12, 1), date(2026, 11, 24)
BANS = ("password", "printing", "copying")


def limits(form: str, route: str, day: date) -> FileLimits:
    own = LIBRARY.packet(form).limits
    return file_limits(own, LIBRARY.rules.limits, form, route, day)  # type: ignore[arg-type]


def number(found: FileLimits, check: str) -> int | None:
    limit = found.of(check)  # type: ignore[arg-type]
    return limit.number if limit else None


@pytest.mark.parametrize(
    ("form", "day", "files", "total"),
    [
        # smilevisa-usage-2026-01: 20 files of 20 MB; before, a usage request was paper.
        ("usage-request", AFTER, 20, 20),
        ("usage-request", BEFORE, None, None),
        ("periodic-report", AFTER, 20, 20),
        # smilevisa-filing-2025-12: 20 files of 25 MB; isa-guide-2024-03: before, one PDF of 10 MB, which formgen makes.
        ("attachment-statement", AFTER, 20, 25),
        ("attachment-statement", date(2026, 1, 5), 20, 25),
        ("attachment-statement", date(2026, 1, 4), None, 10),
        ("attachment-statement", BEFORE, None, 10),
    ],
)
def test_how_many_and_how_heavy(form: str, day: date, files: int | None, total: int | None) -> None:
    found = limits(form, "online", day)
    assert (number(found, "files"), number(found, "total")) == (files, total)


@pytest.mark.parametrize("form", ["usage-request", "periodic-report", "attachment-statement"])
def test_nothing_is_locked_online(form: str) -> None:
    # isa-guide-2024-03: no password, no ban on printing or copying; 200 dpi or more is recommended.
    found = limits(form, "online", AFTER)
    assert [limit.allowed for check in BANS if (limit := found.of(check))] == [False] * 3  # type: ignore[arg-type]
    assert number(found, "resolution") == 200
    assert all(limit.advised for limit in found if limit.checks == "resolution")


@pytest.mark.parametrize("form", list(LIBRARY.packet_files))
@pytest.mark.parametrize("route", ["counter", "mail"])
def test_paper_may_have_been_locked_and_is_as_heavy_as_it_is(form: str, route: str) -> None:
    found = limits(form, route, AFTER)
    assert {limit.checks for limit in found} == {"resolution", "page"}
    assert {limit.status for limit in found} == {"inferred"}
    # A4: what is larger is made smaller.
    page = found.of("page")
    assert page is not None
    assert page.numbers == (210, 297)


def test_the_photograph_of_an_applicant_wherever_a_packet_has_it() -> None:
    # smilevisa-filing-2025-12, ngj-application.
    old, new = (limits("attachment-statement", "online", day) for day in (BEFORE, AFTER))
    assert [limit.types for x in (old, new) if (limit := x.of("type", "face-photo"))] == [("jpeg",)] * 2
    assert (number_of(old, "size"), number_of(new, "size")) == (50, None)
    ratio = new.of("ratio", "face-photo")
    assert ratio is not None
    assert ratio.numbers == (4, 3)
    assert old.of("ratio", "face-photo") is None
    assert new.of("type", "identity-document") is None


def number_of(found: FileLimits, check: str) -> int | None:
    limit = found.of(check, "face-photo")  # type: ignore[arg-type]
    return limit.number if limit else None


def test_one_form_is_never_held_against_two_at_once() -> None:
    for form in LIBRARY.packet_files:
        for route in ("counter", "mail", "online"):
            for day in (BEFORE, date(2026, 1, 4), date(2026, 1, 5), AFTER):
                checks = [(x.checks, x.document) for x in limits(form, route, day)]
                assert len(checks) == len(set(checks)), (form, route, day)
