"""Where fee papers go by mail: Odaiba for applications made online, the office itself for the others."""

from __future__ import annotations

from typing import Any

import pytest

import formgen
from example_profiles import example

ODAIBA = "東京都江東区青海2-7-11 東京港湾合同庁舎9階"


def address(**change: Any) -> str | None:
    """The address in the plan; `permission` and `day` are changed, the office is Nagoya's, which is elsewhere."""
    data = example("fee-sheets/by-mail") | {"office": "名古屋出入国在留管理局"}
    several = change.pop("permission", {})
    permissions = [data["permission"] | one for one in (several if isinstance(several, list) else [several])]
    office = formgen.plan({**data, **change, "permission": permissions}).office
    assert office is not None
    return office.address


def test_made_online_it_goes_to_odaiba() -> None:
    assert address() == ODAIBA


def test_made_at_the_counter_it_stays_with_the_office() -> None:
    assert address(permission={"application_route": "counter"}) != ODAIBA


def test_nobody_knows_how_it_was_made() -> None:
    """What is not stated is not taken for online."""
    assert address(permission={"application_route": None}) != ODAIBA


@pytest.mark.parametrize("second", ["counter", None])
def test_one_of_two_was_not_made_online(second: str | None) -> None:
    assert address(permission=[{"receipt_number": "1"}, {"receipt_number": "2"}]) == ODAIBA
    assert address(permission=[{"receipt_number": "1"}, {"application_route": second}]) != ODAIBA


def test_at_the_counter_one_goes_to_the_office() -> None:
    data = example("fee-sheets/by-mail")
    data["permission"]["pickup"] = "counter"
    office = formgen.plan({**data, "route": "counter"}).office
    assert office is not None
    assert office.address != ODAIBA


@pytest.mark.parametrize(("day", "there"), [("2024-02-29", False), ("2024-03-01", True)])
def test_from_its_first_day_on(day: str, there: bool) -> None:
    accepted = {"accepted_on": "2024-01-10"}
    assert (address(date=day, permission=accepted) == ODAIBA) is there
