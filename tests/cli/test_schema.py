from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from typer.testing import CliRunner

from formgen.cli.app import app
from formgen.schema import choices, key_of


@pytest.mark.parametrize("what", ["profile", "spec"])
def test_a_schema_is_draft_07_and_every_reference_exists(what: str) -> None:
    schema = json.loads(CliRunner().invoke(app, ["schema", what]).stdout)
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    for reference in _references(schema):
        assert reference.removeprefix("#/definitions/") in schema["definitions"]
    assert "$defs" not in json.dumps(schema)
    assert "prefixItems" not in json.dumps(schema)


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            assert set(value) == {"$ref"}
            yield value["$ref"]
        for inner in value.values():
            yield from _references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _references(inner)


def test_the_profile_schema_says_what_editors_need() -> None:
    schema = json.loads(CliRunner().invoke(app, ["schema", "profile"]).stdout)
    kinds = [s.get("type") for s in schema["properties"]["permission"]["anyOf"]]
    assert kinds == [None, "array", "null"]
    assert "from" in schema["definitions"]["CareerEntry"]["properties"]
    assert schema["additionalProperties"] is False
    assert "様式の欄" in schema["definitions"]["User"]["properties"]["name"]["description"]


def test_choices_of_a_key() -> None:
    assert choices("route") == ("counter", "mail", "online")
    assert choices("users.status") == ("applying", "approved", "left")
    assert choices("organization.category") == ("1", "2", "3", "4", "none")
    assert "extension" in choices("permission.kind")
    assert choices("organization.name") == ()
    assert key_of("user.name") == "users.name"
