"""JSON Schema (draft-07) for editors: of a profile and of a form file; and what each key of a profile fills."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from formgen.library.parts import Parts
from formgen.library.sheet_facts import FITTING
from formgen.profile import changes
from formgen.profile.custom import ROOT
from formgen.profile.domains import Domain, asked_for, domain_of, domains
from formgen.profile.model import Profile, part_of
from formgen.spec.facts import FactCatalogue
from formgen.spec.form import Form
from formgen.spec.items import KINDS, AnyBlank, RowsBlank, TextBlank, facts_in
from formgen.spec.rules import Words
from formgen.spec.sheet_file import SheetFile

# What editors understand, for YAML and JSON alike; pydantic writes a later draft.
_DRAFT = "http://json-schema.org/draft-07/schema#"

Labels = Mapping[str, tuple[str, ...]]


def profile_schema(forms: Iterable[Form], facts: FactCatalogue) -> dict[str, Any]:
    """The schema of a profile: each key says what it means, what it looks like and which printed fields it fills."""
    schema = _draft7(Profile.model_json_schema(by_alias=True))
    schema["title"] = "formgen profile"
    # One permission may be written without a list, which pydantic's schema does not know: the model puts it into one.
    one = schema["properties"]["permission"]["items"]
    schema["properties"]["permission"] |= {"anyOf": [one, {"type": "array", "items": one}, {"type": "null"}]}
    for key in ("type", "items"):
        schema["properties"]["permission"].pop(key)
    _describe(schema, Profile, "", _Telling(facts, labels(forms), schema))
    if facts.own:
        schema["properties"][ROOT] |= _custom(facts, ROOT)
    # Examples are the catalogue's own: whoever changes a schema must not change them.
    return deepcopy(schema)


def form_schema(parts: Parts) -> dict[str, Any]:
    """The schema of a sheet file: what may stand on it, the facts each kind of blank can show, our parts and styles."""
    schema = _draft7(SheetFile.model_json_schema(by_alias=True))
    schema["title"] = "formgen sheet file"
    named = schema["definitions"]
    for kind, model in KINDS.items():
        if kind in FITTING:
            named[model.__name__]["properties"][kind] = _facts_for(kind)
    use = {"type": "object", "required": ["part"], "properties": {"part": {"enum": sorted(parts.parts)}}}
    use["description"] = "A shared block of parts.yaml; other keys fill in its $names or go over those of the block."
    named["PartUse"] = use
    _with_parts(schema, parts.styles)
    return schema


def _facts_for(kind: str) -> dict[str, Any]:
    """The facts a kind of blank can show, ours by name and a user's own by their beginning."""
    ours = sorted(name for name in asked_for() if domains()[name].kind in FITTING[kind])
    return {"anyOf": [{"enum": ours}, {"type": "string", "pattern": r"^custom\."}], "title": "Fact"}


def _with_parts(schema: Any, styles: Iterable[str]) -> None:
    """Blocks wherever a thing of a sheet may stand, and the names of styles."""
    if isinstance(schema, dict):
        options = schema.get("oneOf")
        if isinstance(options, list) and {"$ref": "#/definitions/Print"} in options:
            schema["anyOf"] = [*schema.pop("oneOf"), {"$ref": "#/definitions/PartUse"}]
        for inner in schema.values():
            _with_parts(inner, styles)
        if "like" in schema and "label" in schema:
            schema["like"] = {"anyOf": [{"type": "string", "examples": sorted(styles)}, {"type": "null"}]}
    elif isinstance(schema, list):
        for inner in schema:
            _with_parts(inner, styles)


def labels(forms: Iterable[Form]) -> dict[str, tuple[str, ...]]:
    """Key of the profile (`users.name`) -> the labels of the blanks it fills, each once, in the order of the forms."""
    found: dict[str, dict[str, None]] = {}
    for form in forms:
        for blank in form.blanks:
            for fact in filled_from(blank):
                found.setdefault(key_of(fact), {})[blank.label] = None
            if isinstance(blank, RowsBlank):
                for column in (c for c in blank.columns if c.key):
                    key = f"{key_of(blank.fact or '')}.{'from' if column.key == 'since' else column.key}"
                    found.setdefault(key, {})[column.label or blank.label] = None
    return {key: tuple(said) for key, said in found.items()}


def filled_from(blank: AnyBlank) -> tuple[str, ...]:
    """The facts a blank is filled from, in order."""
    written = tuple(facts_in(blank.template)) if isinstance(blank, TextBlank) and blank.template else ()
    return tuple(dict.fromkeys(([blank.fact] if blank.fact else []) + list(written)))


#: What one entry of a list of the profile is called among the facts.
_LISTS = {"user": "users", "institution": "institutions"}


def key_of(fact: str) -> str:
    """The key of the profile behind a fact: `user.name` is written in `users`."""
    first, dot, rest = fact.partition(".")
    if first in _LISTS:
        return _LISTS[first] + dot + rest
    return changes.key_of(fact)


def fact_of(key: str) -> str:
    """The fact behind a key of the profile: `users.career.from` is asked for as `user.career.since`."""
    first, dot, rest = key.partition(".")
    name = {many: one for one, many in _LISTS.items()}.get(first, first) + dot + rest if dot else key
    return name.removesuffix(".from") + ".since" if name.endswith(".from") else name


def choices(key: str, facts: FactCatalogue | None = None) -> tuple[str, ...]:
    """The values a key may have, empty when it is free."""
    domain = (facts.domain_of if facts else domain_of)(fact_of(key))
    return tuple(map(str, domain.values)) if domain else ()


@dataclass(frozen=True)
class _Telling:
    """What there is to tell about the keys of a profile, and the whole schema they stand in."""

    facts: FactCatalogue
    said: Labels
    schema: dict[str, Any]

    def about(self, key: str) -> dict[str, Any]:
        """Description and example of a key."""
        fact = self.facts.facts.get(fact_of(key))
        if fact is None:
            return {}
        lines = [_both(fact.meaning), *(f"{value}: {_both(words)}" for value, words in fact.values.items())]
        if printed := self.said.get(key):
            lines.append("様式の欄：" + "、".join(printed))
        example = {} if fact.example is None else {"examples": [fact.example]}
        return {"description": "\n".join(lines), **example}


def _both(words: Words) -> str:
    return " / ".join(dict.fromkeys((words.ja, words.en)))


def _describe(schema: dict[str, Any], model: type[BaseModel], prefix: str, telling: _Telling) -> None:
    """Write into each property what it means."""
    for name, field in model.model_fields.items():
        key = field.alias or name
        found = schema["properties"][key]
        if "$ref" in found:  # draft-07 ignores everything beside a reference
            found["allOf"] = [{"$ref": found.pop("$ref")}]
        found |= telling.about(prefix + key)
        if inner := part_of(model, name):
            _describe(telling.schema["definitions"][inner.__name__], inner, f"{prefix}{key}.", telling)


_JSON_TYPES: Mapping[str, dict[str, Any]] = {
    "text": {"type": ["string", "null"]},
    "day": {"type": ["string", "null"], "format": "date"},
    "int": {"type": ["integer", "null"]},
    "bool": {"type": ["boolean", "null"]},
    "choice": {"type": ["string", "null"]},
}


def _custom(facts: FactCatalogue, prefix: str) -> dict[str, Any]:
    """The schema of the user's own facts below a name."""
    telling, properties = _Telling(facts, {}, {}), {}
    for name in facts.own:
        if name.startswith(f"{prefix}."):
            step = name.removeprefix(f"{prefix}.").partition(".")[0]
            below = f"{prefix}.{step}"
            domain = facts.own.get(below)
            properties[step] = _of_domain(domain) | telling.about(below) if domain else _custom(facts, below)
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _of_domain(domain: Domain) -> dict[str, Any]:
    allowed = {"enum": [*domain.values, None]} if domain.kind == "choice" else {}
    return {**_JSON_TYPES[domain.kind], **allowed}


def _draft7(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema of pydantic (2020-12) in the words of draft-07."""
    return {"$schema": _DRAFT, **dict(_items(schema))}


def _items(schema: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in schema.items():
        if key == "$defs":
            yield "definitions", {name: _older(s) for name, s in value.items()}
        # The names in here are keys of a file, whatever they are called: none of them is a word of JSON Schema.
        elif key == "properties":
            yield key, {name: _older(s) for name, s in value.items()}
        elif key == "prefixItems":
            yield "items", _older(value)
        elif key == "$ref":
            yield key, value.replace("#/$defs/", "#/definitions/")
        # Of a part that may be left out: it would only offer editors an empty object.
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
