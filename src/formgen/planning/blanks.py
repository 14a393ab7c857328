"""Texts of the profile that hold nothing but spaces: they count as not stated, and are told, as they look filled in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pydantic import BaseModel

from formgen.ground.problems import Problem, escape, problem
from formgen.profile.base import Spaces, is_blank
from formgen.profile.model import Profile


def blank_texts(profile: Profile) -> Iterator[Problem]:
    """W-VALUE.blank at each text of spaces alone; an empty text is a way to say that there is nothing."""
    for place in _blank(profile, ""):
        yield problem("W-VALUE.blank", pointer=place)


def _blank(value: object, place: str) -> Iterator[str]:
    if isinstance(value, BaseModel):
        yield from _in_part(value, place)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _blank(inner, f"{place}/{escape(key)}")
    # Facts of the user's own are plain data.
    elif isinstance(value, str):
        if isinstance(value, Spaces) or (value and is_blank(value)):
            yield place
    elif isinstance(value, Sequence):
        for number, inner in enumerate(value):
            yield from _blank(inner, f"{place}/{number}")


def _in_part(part: BaseModel, place: str) -> Iterator[str]:
    for name, about in type(part).model_fields.items():
        if name in part.model_fields_set:
            inner = getattr(part, name)
            # One permission may stand without its list, and is pointed at without a number.
            alone = isinstance(part, Profile) and name == "permission" and len(inner) == 1
            yield from _blank(inner[0] if alone else inner, f"{place}/{about.alias or name}")
