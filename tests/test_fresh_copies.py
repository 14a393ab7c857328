"""What the library hands out is the caller's own: changing it changes nothing that is handed out later."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

import formgen
from formgen import api

OWN = Path(__file__).parent.parent / "examples" / "own-forms"
EVERY = [(f.form, None) for f in formgen.forms()] + [(f.form, OWN) for f in formgen.forms(OWN)]


def spoil(value: Any) -> None:
    """Change everything that can be changed."""
    if isinstance(value, dict):
        for inner in value.values():
            spoil(inner)
        value["spoilt"] = 1
    elif isinstance(value, list):
        for inner in value:
            spoil(inner)
        value.append("spoilt")


@pytest.mark.parametrize(("form", "forms"), EVERY)
def test_a_sample_is_a_fresh_copy(form: str, forms: Path | None) -> None:
    first = formgen.sample(form, forms=forms)
    kept = copy.deepcopy(first)
    spoil(first)
    assert formgen.sample(form, forms=forms) == kept


@pytest.mark.parametrize("what", ["profile", "spec"])
def test_a_schema_is_a_fresh_copy(what: Any) -> None:
    first = api.schema(what, forms=OWN)
    kept = copy.deepcopy(first)
    spoil(first)
    assert api.schema(what, forms=OWN) == kept


def test_a_notice_shares_nothing_with_the_profile() -> None:
    profile = formgen.read_profile(formgen.sample("user-change-notice"))
    kept = copy.deepcopy(profile.data)
    spoil(api.notice_of(formgen.changes(profile, profile), profile))
    assert profile.data == kept


def test_what_was_read_does_not_change_with_the_data_it_was_read_from() -> None:
    data = formgen.sample("usage-request")
    profile = formgen.read_profile(data)
    digest = profile.digest
    spoil(data)
    assert profile.digest == digest


def test_plans_and_their_json_share_nothing() -> None:
    plan = formgen.plan(formgen.sample("usage-request"))
    kept = copy.deepcopy(plan.as_json())
    spoil(plan.as_json())
    assert plan.as_json() == kept
