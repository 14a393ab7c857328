"""Texts of the profile that hold nothing but spaces: they count as not stated, and are told, as they look filled in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from formgen.ground.problems import Problem, escape, problem
from formgen.profile.base import is_blank
from formgen.profile.model import Profile


def blank_texts(profile: Profile) -> Iterator[Problem]:
    """W-VALUE.blank at each text of spaces alone; an empty text is a way to say that there is nothing."""
    stated = profile.model_dump(by_alias=True, exclude_unset=True)
    # One permission may stand without its list, and is pointed at without a number.
    if len(profile.permission) == 1 and "permission" in stated:
        stated["permission"] = stated["permission"][0]
    for place in _blank(stated, ""):
        yield problem("W-VALUE.blank", pointer=place)


def _blank(value: object, place: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _blank(inner, f"{place}/{escape(key)}")
    elif isinstance(value, str):
        if value and is_blank(value):
            yield place
    elif isinstance(value, Sequence):
        for number, inner in enumerate(value):
            yield from _blank(inner, f"{place}/{number}")
