"""JSON Schema (draft-07) for editors: of a profile and of a form file; and what each key of a profile fills."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel

from formgen.profile.model import Profile, part_of
from formgen.spec.form import Form
from formgen.spec.items import AnyBlank, RowsBlank, TextBlank

_DRAFT = "http://json-schema.org/draft-07/schema#"
_NAME = re.compile(r"\{\{-?\s*([a-z_.]+)")
_OF_RULES = ("office", "fee", "plan")

Labels = Mapping[str, tuple[str, ...]]


def profile_schema(forms: Iterable[Form] = ()) -> dict[str, Any]:
    """The schema of a profile; with forms, each key says which printed fields it fills."""
    schema = _draft7(Profile.model_json_schema(by_alias=True))
    schema["title"] = "formgen profile"
    one = schema["properties"]["permission"]["items"]
    schema["properties"]["permission"] |= {"anyOf": [one, {"type": "array", "items": one}, {"type": "null"}]}
    for key in ("type", "items"):
        schema["properties"]["permission"].pop(key)
    _describe(schema, Profile, "", labels(forms), schema)
    return schema


def form_schema() -> dict[str, Any]:
    """The schema of a form file."""
    schema = _draft7(Form.model_json_schema(by_alias=True))
    schema["title"] = "formgen form file"
    return schema


def labels(forms: Iterable[Form]) -> dict[str, tuple[str, ...]]:
    """Key of the profile (`users.name`) -> the labels of the blanks it fills, each once, in the order of the forms."""
    found: dict[str, dict[str, None]] = {}
    for form in forms:
        for blank in form.blanks:
            for fact in facts_of(blank):
                found.setdefault(key_of(fact), {})[blank.label] = None
            if isinstance(blank, RowsBlank):
                for column in blank.columns:
                    key = f"{key_of(blank.fact or '')}.{'from' if column.key == 'since' else column.key}"
                    found.setdefault(key, {})[column.label or blank.label] = None
    return {key: tuple(said) for key, said in found.items()}


def facts_of(blank: AnyBlank) -> tuple[str, ...]:
    """The facts a blank is filled from, in order."""
    written = tuple(_NAME.findall(blank.template)) if isinstance(blank, TextBlank) and blank.template else ()
    return tuple(dict.fromkeys(([blank.fact] if blank.fact else []) + list(written)))


def key_of(fact: str) -> str:
    """The key of the profile behind a fact: `user.name` is written in `users`."""
    return "users" + fact.removeprefix("user") if fact == "user" or fact.startswith("user.") else fact


def choices(key: str) -> tuple[str, ...]:
    """The values a key may have, empty when it is free."""
    schema = here = _plain_schema()
    for step in key.split("."):
        here = _resolved(here, schema).get("properties", {}).get(step, {})
    return tuple(str(v) for s in (here, *here.get("anyOf", ())) for v in s.get("enum", ()) if v is not None)


@cache
def _plain_schema() -> Any:
    return _draft7(Profile.model_json_schema(by_alias=True))


def _resolved(schema: Mapping[str, Any], root: Mapping[str, Any]) -> Mapping[str, Any]:
    """The object schema behind references, lists and alternatives."""
    for inner in (schema, schema.get("items"), *schema.get("anyOf", ()), *schema.get("allOf", ())):
        if not isinstance(inner, Mapping):
            continue
        if "$ref" in inner:
            found: Mapping[str, Any] = root["definitions"][inner["$ref"].rpartition("/")[2]]
            return found
        if inner is not schema and (deeper := _resolved(inner, root)) and "properties" in deeper:
            return deeper
    return schema


def _describe(schema: dict[str, Any], model: type[BaseModel], prefix: str, said: Labels, root: dict[str, Any]) -> None:
    """Write into each property which printed fields it fills."""
    for name, field in model.model_fields.items():
        key = field.alias or name
        found = said.get(prefix + key)
        if found and "description" not in schema["properties"][key]:
            schema["properties"][key]["description"] = "様式の欄：" + "、".join(found)
        if inner := part_of(model, name):
            _describe(root["definitions"][inner.__name__], inner, f"{prefix}{key}.", said, root)


def _draft7(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema of pydantic (2020-12) in the words of draft-07."""
    return {"$schema": _DRAFT, **dict(_items(schema))}


def _items(schema: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in schema.items():
        if key == "$defs":
            yield "definitions", {name: _older(s) for name, s in value.items()}
        elif key == "properties":
            yield key, {name: _older(s) for name, s in value.items()}
        elif key == "prefixItems":
            yield "items", _older(value)
        elif key == "$ref":
            yield key, value.replace("#/$defs/", "#/definitions/")
        elif key == "default" and value == {}:
            continue
        else:
            yield key, _older(value)


def _older(value: Any) -> Any:
    if isinstance(value, Mapping):
        inner = dict(_items(value))
        if "$ref" in inner and len(inner) > 1:  # draft-07 ignores everything beside a reference
            inner["allOf"] = [{"$ref": inner.pop("$ref")}]
        return inner
    return [_older(v) for v in value] if isinstance(value, list) else value
