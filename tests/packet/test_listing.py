"""What the manifest of a packet says: what it is found by later, and whose each file is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import foreign
import pytest
from test_signed import a_packet, supplied

import formgen
from formgen.filing.begin import begin
from formgen.filing.listing import header


def headed(profile: dict[str, Any], **given: Any) -> dict[str, Any]:
    return header(begin(profile, **given), unfinished=True)


def paid(*periods: str | None) -> int | None:
    """The fee of several permissions, by how long each is granted; None: not stated."""
    fee = formgen.sample("fee-payment-sheet")
    every = [{**fee["permission"], "granted_period": period} for period in periods]
    found: int | None = headed({**fee, "permission": every})["fee_jpy"]
    return found


def test_of_a_fee_one_part_of_which_is_not_known_nothing_is_known() -> None:
    one, other = paid("P1Y"), paid("P3Y")
    assert one
    assert other
    assert paid("P1Y", "P3Y") == one + other
    assert paid("P1Y", None) is None
    assert paid(None, "P3Y") is None


@pytest.mark.parametrize("stated", ["2026-11-22", None])
def test_its_day_is_that_of_the_profile_and_no_other(stated: str | None) -> None:
    profile = {**formgen.sample("usage-request"), "date": stated}
    found = headed(profile, as_of="2026-12-01")
    assert (found["date"], found["rules_as_of"]) == (stated, "2026-12-01")


def test_each_file_names_the_person_it_is_about() -> None:
    sample = formgen.sample("usage-request")
    [first] = sample["users"]
    names = [first["name"], "鈴木 一郎"]
    packet = formgen.make_packet({**sample, "users": [first, {**first, "name": names[1]}]}, draft=True)
    manifest = json.loads(packet.files["manifest.json"])
    assert manifest["people"] == names
    pledges = [entry["person"] for entry in manifest["files"] if entry["form"] == "pledge"]
    assert pledges == names


def test_who_stands_twice_is_named_once_and_who_is_no_applicant_is_not() -> None:
    fee = formgen.sample("fee-payment-sheet")
    one = {**fee["permission"], "applicant": {"name": "LI MING"}}
    users = formgen.sample("usage-request")["users"]
    assert headed({**fee, "permission": [one, one, fee["permission"]], "users": users})["people"] == [
        "LI MING",
        fee["permission"]["applicant"]["name"],
    ]


def test_a_file_as_it_came_has_no_report_of_its_own(tmp_path: Path) -> None:
    """It stands once, at what was made of the file."""
    found = supplied(a_packet(tmp_path, foreign.sealed()))
    assert found["attachment"].original
    assert (found["original"].original, found["original"].shrunk) == (None, None)
