"""No command shows a value of the profile, or a key nobody knows, to somebody who does not ask for values."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from running import Run

import formgen

MARK = "ZQ甲乙丙"
LEADS = ["usage-request", "agent-request", "fee-payment-sheet", "user-change-notice", "periodic-report"]
# An office and a day are facts about the filing that every answer has to tell.
TOLD = ("/office", "/date")
COMMANDS = (
    ("plan", "p.json"),
    ("check", "p.json"),
    ("check", "p.json", "--json"),
    ("plan", "p.json", "--json", "--lang", "en"),
    ("packet", "p.json", "-o", "out", "--draft", "--force"),
    ("changes", "p.json", "p.json"),
    ("render", "cover-letter", "p.json", "-o", "c.pdf", "--force", "--json"),
)


def places(value: Any, at: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every place of a profile, of a list the first entry."""
    yield at
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from places(inner, (*at, key))
    elif isinstance(value, list) and value:
        yield from places(value[0], (*at, 0))


def changed(data: dict[str, Any], at: tuple[str | int, ...], key: str | None) -> dict[str, Any]:
    """The profile with the mark as a value there, or as a key that nobody knows."""
    out = json.loads(json.dumps(data))
    here = out
    for step in at[:-1]:
        here = here[step]
    if key is None:
        here[at[-1]] = MARK
    elif at and isinstance(here[at[-1]], dict):
        here[at[-1]][key] = "x"
    elif not at:
        out[key] = "x"
    return out


@pytest.mark.parametrize("lead", LEADS)
def test_a_value_anywhere_is_not_shown(run: Run, tmp_path: Path, lead: str) -> None:
    sample = formgen.sample(lead)
    for number, at in enumerate(places(sample)):
        if not at or "/" + "/".join(map(str, at)) in TOLD:
            continue
        text = json.dumps(changed(sample, at, None), ensure_ascii=False, indent=1)
        (tmp_path / "p.json").write_text(text, encoding="utf-8")
        # Each command in its turn: every one at every place would take minutes.
        for command in (COMMANDS[0], COMMANDS[1 + number % (len(COMMANDS) - 1)]):
            done = run(*command)
            assert MARK not in (done.stdout + done.stderr).decode(), (at, command)


@pytest.mark.parametrize("lead", LEADS)
@pytest.mark.parametrize("key", [MARK, f"[{MARK}", f"taro@{MARK}.example"])
def test_a_key_nobody_knows_is_not_shown(run: Run, tmp_path: Path, lead: str, key: str) -> None:
    sample = {**formgen.sample(lead), "custom": {}}
    for number, at in enumerate(places(sample)):
        text = json.dumps(changed(sample, at, key), ensure_ascii=False, indent=1)
        (tmp_path / "p.json").write_text(text, encoding="utf-8")
        command = COMMANDS[1 + number % (len(COMMANDS) - 1)]
        done = run(*command)
        assert MARK not in (done.stdout + done.stderr).decode(), (at, command)


@pytest.mark.parametrize("ending", ["json", "yaml"])
@pytest.mark.parametrize(
    "text",
    [
        f'{{"{MARK}": 1, "{MARK}": 2}}',
        f'{{"users": [{{"{MARK}": {{"a": 1, "a": 2}}}}]}}',
        f'{{"users": [{{"name": "{MARK}", "name": "x"}}]}}',
        f'{{"{MARK}": "a\tb"}}',
        f'{{"{MARK}": {"9" * 5000}}}',
        f'{{"{MARK}": {"[" * 70}1{"]" * 70}}}',
        f'{{"{MARK}": ["{"x" * 20_001}"]}}',
        f'{{"name": "{MARK}',
    ],
)
def test_nor_is_one_of_a_text_that_cannot_be_read(run: Run, tmp_path: Path, ending: str, text: str) -> None:
    (tmp_path / f"p.{ending}").write_text(text, encoding="utf-8")
    for more in ((), ("--json",)):
        done = run("check", f"p.{ending}", *more)
        assert done.returncode == 1
        assert MARK not in (done.stdout + done.stderr).decode()


def test_whoever_asks_for_values_is_shown_the_key(run: Run, tmp_path: Path) -> None:
    (tmp_path / "p.json").write_text(json.dumps({"users": [{MARK: 1}]}), encoding="utf-8")
    assert f"/users/0/{MARK}" in run("check", "p.json", "--show-values").stderr.decode()
    (found,) = json.loads(run("check", "p.json", "--show-values", "--json").stdout)["problems"]
    assert found["pointer"] == f"/users/0/{MARK}"
    (found,) = json.loads(run("check", "p.json", "--json").stdout)["problems"]
    assert (found["pointer"], found["line"]) == ("/users/0", 1)
