from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest
from plan_data import HERE, overlay, read

from formgen.ground.problems import Refused
from formgen.library import Library, open_library
from formgen.planning import Plan, make_plan
from formgen.profile.model import Profile
from formgen.profile.validation import validate


@cache
def _people() -> dict[str, Any]:
    return read(HERE / "people.yaml")


@pytest.fixture(scope="session")
def library() -> Library:
    return open_library()


@pytest.fixture(scope="session")
def profile_of() -> Callable[..., Profile]:
    return lambda start, change=None: validate(overlay(_people()[start], change or {}))


@pytest.fixture(scope="session")
def plan_of(library: Library, profile_of: Callable[..., Profile]) -> Callable[..., Plan]:
    def exists(form: str, day: date) -> Any:
        try:
            return library.form(form, day)
        except Refused:
            return None

    def make(start: str, change: Any = None, route: str | None = None, day: str | None = None) -> Plan:
        profile = profile_of(start, (change or {}) | ({"date": day} if day else {}))
        as_of = profile.date or date(2026, 11, 22)
        form = exists(profile.form, as_of) or library.editions(profile.form)[-1]
        return make_plan(
            profile, form, library.rules, route=route or profile.route, as_of=as_of, as_of_from="profile", exists=exists
        )

    return make


@pytest.fixture
def planned(library, profile_of):
    """A plan by a packet in which some parts are others."""

    def make(start, change=None, route=None, **parts):
        profile = profile_of(start, change or {})
        form = library.editions(profile.form)[-1].model_copy()
        form.with_law(replace(form.packet, **parts), form.law)
        way = route or profile.route
        exists = lambda name, day: library.form(name, day)  # noqa: E731
        day = profile.date or date(2026, 11, 22)
        return make_plan(profile, form, library.rules, route=way, as_of=day, as_of_from="profile", exists=exists)

    return make
