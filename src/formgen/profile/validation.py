"""Checks plain data against the profile's model: every fault at once, each with its JSON Pointer, no value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from formgen.ground.dates import day_fault
from formgen.ground.problems import Problem, Refused, problem
from formgen.ground.suggestions import did_you_mean
from formgen.ground.terms import choices
from formgen.profile.base import is_several
from formgen.profile.custom import Declarations, custom_facts
from formgen.profile.model import Profile
from formgen.profile.places import keys_of, model_at, pointer, showable, stated
from formgen.profile.sizes import oversized


def validate(data: object, declared: Declarations | None = None) -> Profile:
    """A profile from plain data (as read from JSON). Raises `Refused` with every fault at once.

    `declared` says what may stand in `custom`; without it, that part is left as it is.
    """
    if not isinstance(data, Mapping):
        raise Refused([_wrong_type("model_type", "")])
    # Before the model: a list of a million faults would be told one by one.
    if too_much := tuple(oversized(data)):
        raise Refused(showable(p, declared) for p in too_much)
    custom, faults = ({}, ()) if declared is None else custom_facts(data.get("custom"), declared)
    try:
        profile = Profile.model_validate(data)
    except ValidationError as error:
        found = (*_problems(error.errors(include_url=False), data), *faults)
        raise Refused(showable(p, declared) for p in found) from None
    if faults:
        raise Refused(showable(p, declared) for p in faults)
    return profile.model_copy(update={"custom": custom}) if custom else profile


_EXPECTED = {
    "string_type": ("文字列", "text"),
    "int_type": ("整数", "a whole number"),
    "bool_type": ("true か false", "true or false"),
    "tuple_type": ("一覧 […]", "a list […]"),
    "model_type": ("オブジェクト {…}", "an object {…}"),
    "model_attributes_type": ("オブジェクト {…}", "an object {…}"),
}


#: The words in pydantic's list of what it expects: 'counter', 'mail' or 'online'.
_QUOTED = re.compile(r"'([^']*)'")


def _problems(errors: Iterable[ErrorDetails], data: object) -> Iterator[Problem]:
    for error in errors:
        steps = stated(error["loc"], data)
        place = pointer(steps, data)
        kind = error["type"]
        if kind == "extra_forbidden":
            yield _unknown_key(str(steps[-1]), steps[:-1], place)
        elif kind in ("invalid_key", "string_unicode"):
            # Of a key that is no text, or half a character (\ud800): of a value that is another matter, for fonts.
            yield problem("E-SCHEMA.key", pointer=place)
        elif kind == "iso_day":
            yield problem(day_fault(error["input"]), pointer=place)
        elif kind == "iso_period":
            yield problem("E-DATE.period", pointer=place)
        elif kind == "file_or_enclosed":
            yield problem("E-VALUE.attachment", pointer=place)
        elif kind == "missing":
            yield problem("E-VALUE.missing-key", pointer=place.rpartition("/")[0], name=steps[-1])
        elif kind == "literal_error":
            yield problem("E-SCHEMA.choice", pointer=place, **choices(_QUOTED.findall(error["ctx"]["expected"])))
        elif kind == "greater_than_equal":
            yield problem("E-VALUE.range", pointer=place, expected="0以上の整数", expected_en="0 or more")
        else:
            yield _wrong_type(kind, place)


def _wrong_type(kind: str, place: str) -> Problem:
    ja, en = _EXPECTED.get(kind, ("別の種類の値", "another kind of value"))
    return problem("E-SCHEMA.type", pointer=place, expected=ja, expected_en=en)


def _unknown_key(key: str, parents: list[str | int], place: str) -> Problem:
    known = keys_of(parents)
    ja, en = did_you_mean(key, known)
    # A plural is a natural guess where both one and a list of them may stand.
    if any(name in ja for name in known if is_several(model_at(parents), name)):
        ja, en = f"{ja}1件だけでも、一覧 […] でも書けます。", f"{en} One may stand alone, several in a list […]."
    return problem("E-SCHEMA.unknown-key", pointer=place, suggestion=ja, suggestion_en=en)
