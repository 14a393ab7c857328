"""Checks plain data against the profile's model: every fault at once, each with its JSON Pointer, no value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from formgen.ground.dates import day_fault
from formgen.ground.problems import Problem, Refused, escape, problem
from formgen.ground.suggestions import did_you_mean
from formgen.ground.terms import choices
from formgen.profile.base import is_several
from formgen.profile.custom import Declarations, custom_facts
from formgen.profile.model import Profile, part_of


def validate(data: object, declared: Declarations | None = None) -> Profile:
    """A profile from plain data (as read from JSON). Raises `Refused` with every fault at once.

    `declared` says what may stand in `custom`; without it, that part is left as it is.
    """
    if not isinstance(data, Mapping):
        raise Refused([_wrong_type("model_type", "")])
    custom, faults = ({}, ()) if declared is None else custom_facts(data.get("custom"), declared)
    try:
        profile = Profile.model_validate(data)
    except ValidationError as error:
        raise Refused((*_problems(error.errors(include_url=False), data), *faults)) from None
    if faults:
        raise Refused(faults)
    return profile.model_copy(update={"custom": custom}) if custom else profile


def pointer(steps: Iterable[str | int], data: object) -> str:
    """JSON Pointer of a place in the model, as it stands in `data` (one permission need not be a list)."""
    out, here = "", data
    for step in steps:
        # A single permission may be written without its list; the model counts it as number 0.
        if isinstance(step, int) and isinstance(here, Mapping):
            continue
        if isinstance(here, Mapping) and step not in here and step == "since":
            step = "from"
        out += "/" + escape(step)
        here = _child(here, step)
    return out


def _child(here: object, step: str | int) -> object:
    if isinstance(here, Mapping):
        return here.get(step)
    if isinstance(here, list | tuple) and isinstance(step, int) and step < len(here):
        return here[step]
    return None


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
        # pydantic puts names of its own validators into the path, such as function-before[...].
        steps = [s for s in error["loc"] if not (isinstance(s, str) and "[" in s)]
        place = pointer(steps, data)
        kind = error["type"]
        if kind == "extra_forbidden":
            yield _unknown_key(str(steps[-1]), steps[:-1], place)
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
    if any(name in ja for name in known if is_several(_model_at(parents), name)):
        ja, en = f"{ja}1件だけでも、一覧 […] でも書けます。", f"{en} One may stand alone, several in a list […]."
    return problem("E-SCHEMA.unknown-key", pointer=place, name=key, suggestion=ja, suggestion_en=en)


def keys_of(steps: Iterable[str | int]) -> tuple[str, ...]:
    """The keys a part of the profile may have; `steps` as in a JSON Pointer."""
    return tuple(f.alias or name for name, f in _model_at(steps).model_fields.items())


def _model_at(steps: Iterable[str | int]) -> type[BaseModel]:
    model: type[BaseModel] = Profile
    for step in steps:
        if isinstance(step, str):
            # A step the model does not know (a key that is itself unknown)
            # leaves the keys of its parent to choose from.
            model = part_of(model, step) or model
    return model
