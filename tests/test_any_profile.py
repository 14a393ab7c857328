"""Whatever JSON a profile is, it is read or refused with problems: never another exception."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import formgen
from formgen.ground.problems import Refused, escape

ODD = ["a[b", "]", "function-before[several()]", "%s", "{0}", "{", "a/b", "~", "~1", "\n", "\t", "\x00", "\x1b[31m",
       "\ud800", "　", "", "氏名", "since", "0", "users"]  # fmt: skip
WORDS = ["form", "route", "date", "filing", "organization", "users", "institutions", "changes", "permission", "name",
         "attachments", "pledge_text_file", "custom", "kind", "user", "file", "document", "item", "career", "photo",
         "granted_period", "amount", "together", "application", "materials"]  # fmt: skip
VALUES = ["usage-request", "fee-payment-sheet", "mail", "2026-11-24", "P1Y", "applying", " ", "user.name", "../x", "\0"]
KEYS = st.sampled_from(ODD + WORDS) | st.text(max_size=6)
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=6)
    | st.sampled_from(VALUES)
)
ANY = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4))
PROFILES = st.dictionaries(KEYS, ANY, max_size=5)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(PROFILES)
def test_any_object_is_a_profile_or_has_problems(data: dict[str, Any]) -> None:
    # A lead form and a route reach further than the reading; what is there of them stays.
    for given_ in (data, json.dumps(data) + "\n", {"form": "usage-request", "route": "mail", **data}):
        try:
            found = formgen.check(given_).problems
        except Refused as refused:
            found = refused.problems
            assert found
        for problem in found:
            assert str(Refused([problem]))
            assert json.dumps(problem.as_json("en", show_values=True))


@pytest.mark.parametrize("key", [key for key in ODD if key not in ("0", "users", "\ud800")])
@pytest.mark.parametrize("place", ["", "/organization", "/users/1", "/permission"])
def test_any_key_is_told_at_its_line_and_place(key: str, place: str) -> None:
    inner: dict[str, Any] = {key: 1}
    for step in reversed(place.split("/")[1:]):
        inner = {step: inner} if step != "1" else [{}, inner]  # type: ignore[assignment]
    text = json.dumps(inner, indent=1)
    with pytest.raises(Refused) as caught:
        formgen.read_profile(text)
    (found,) = caught.value.problems
    line = next(n for n, row in enumerate(text.splitlines(), 1) if row.strip().startswith(json.dumps(key) + ":"))
    assert (found.key, found.line) == ("E-SCHEMA.unknown-key", line)
    assert found.exact == f"{place}/{escape(key)}"
    assert found.pointer == place


def test_a_misspelt_key_is_shown_and_any_other_is_not() -> None:
    with pytest.raises(Refused) as caught:
        formgen.read_profile({"users": [{"nmae": "x", "山田太郎": "x"}], "organisation": {}, "09012345678": 1})
    assert [(p.pointer, p.place(show_values=True)) for p in caught.value.problems] == [
        ("/users/0/nmae", "/users/0/nmae"),
        ("/users/0", "/users/0/山田太郎"),
        ("/organisation", "/organisation"),
        ("", "/09012345678"),
    ]
    assert "山田" not in repr(caught.value.problems) + str(caught.value)
