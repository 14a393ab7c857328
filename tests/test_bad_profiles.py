"""Profiles with one fault each: a small file named for its fault, and beside it what must be said."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

import formgen
from formgen.ground.problems import Problem, Refused, errors

BAD = Path(__file__).parent / "bad_profiles"
EXPECTED = yaml.safe_load((BAD / "expected.yaml").read_text(encoding="utf-8"))


def findings(path: Path) -> tuple[Problem, ...]:
    try:
        return formgen.make_packet(path).problems
    except Refused as refused:
        return refused.problems


def test_every_file_is_expected() -> None:
    assert {p.name for p in BAD.iterdir() if p.suffix in (".json", ".yml")} == set(EXPECTED)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_fault_is_told_with_place_and_fix(name: str) -> None:
    found = findings(BAD / name)
    for wanted in EXPECTED[name]:
        same = [p for p in found if p.key == wanted["key"] and (p.pointer or "") == wanted.get("pointer", "")]
        assert same, [(p.key, p.pointer, p.line) for p in found]
        assert same[0].line == wanted["line"]
        for lang in ("ja", "en"):
            assert same[0].message(lang)  # type: ignore[arg-type]
            assert same[0].fix(lang)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_nothing_else_is_wrong(name: str) -> None:
    """One fault is told once, as what it is, and makes no other error appear."""
    wanted = {(w["key"], w.get("pointer", ""), w["line"]) for w in EXPECTED[name]}
    told = {(p.key, p.pointer or "", p.line) for p in errors(findings(BAD / name))}
    assert told <= wanted


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_no_value_enters_a_message(name: str) -> None:
    """The values of these files that would be personal carry the mark ZQ."""
    for found in findings(BAD / name):
        for lang in ("ja", "en"):
            assert "ZQ" not in found.message(lang) + found.fix(lang)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("ending", "text"),
    [(".json", "[" * 100_000), (".json", '{"a":' * 50_000), (".yml", "- " * 50_000), (".yml", "[" * 100_000)],
    ids=["brackets", "braces", "dashes", "yaml-brackets"],
)
def test_endless_nesting_is_refused(tmp_path: Path, ending: str, text: str) -> None:
    """Depth without end must not exhaust the stack of the parser, in Python or below it."""
    path = tmp_path / f"deep{ending}"
    path.write_text(text, encoding="utf-8")
    found = findings(path)
    assert found
    assert all(p.code.startswith("E-") for p in found)
