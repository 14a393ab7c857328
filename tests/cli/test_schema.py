from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from typer.testing import CliRunner

from formgen.cli.app import app
from formgen.files.located import read_yaml
from formgen.schema import choices, key_of

ROOT = Path(__file__).resolve().parents[2]


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


@pytest.fixture(scope="module")
def checker() -> Draft7Validator:
    return Draft7Validator(json.loads(CliRunner().invoke(app, ["schema", "spec"]).stdout))


SHEETS = [*sorted((ROOT / "form_specs" / "sheets").glob("*.yaml")), *ROOT.glob("examples/own-forms/sheets/*.yaml")]


@pytest.mark.parametrize("path", SHEETS, ids=lambda p: p.stem)
def test_an_editor_finds_nothing_wrong_with_our_sheets(path: Path, checker: Draft7Validator) -> None:
    data = read_yaml(path.read_text(encoding="utf-8"), path.name).data
    assert [e.message[:200] for e in checker.iter_errors(data)] == []


@pytest.mark.parametrize(
    "right, wrong",
    [("text: user.name,", "text: user.nmae,"), ("part: date-line", "part: date-lime"), ("system: free", "system: fre")],
)
def test_an_editor_finds_a_misspelt_word(right: str, wrong: str, checker: Draft7Validator) -> None:
    text = (ROOT / "tests" / "sheets" / "good.yaml").read_text(encoding="utf-8")
    assert checker.is_valid(read_yaml(text, "good").data)
    assert right in text
    assert not checker.is_valid(read_yaml(text.replace(right, wrong), "bad").data)
