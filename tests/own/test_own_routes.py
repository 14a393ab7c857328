"""A packet of one's own on a route of which it says nothing: refused by every command, never an empty packet."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

import formgen
from formgen.cli.app import app

ROOT = Path(__file__).resolve().parents[2]
FORM = "secondment-certificate"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "examples" / "own-forms", tmp_path / "mine"))


def packet(folder: Path, right: str, wrong: str) -> None:
    path = folder / "packets" / f"{FORM}.yaml"
    text = path.read_text(encoding="utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")


def test_a_route_without_a_word_is_refused(folder: Path) -> None:
    sample = formgen.sample(FORM, forms=folder)
    assert formgen.make_packet(sample, route="mail", forms=folder).entries
    plan = formgen.plan(sample, route="online", forms=folder)
    (found,) = [p for p in plan.problems if p.key == "E-ROUTE.nothing"]
    assert (found.pointer, plan.sheets, plan.documents) == ("/route", (), ())
    assert "counter, mail" in found.fix("en")
    assert "窓口、郵送" in found.fix("ja")
    assert found in formgen.check(sample, route="online", forms=folder).problems
    for make in (formgen.make_packet, lambda *a, **k: formgen.render(FORM, *a, **k)):
        with pytest.raises(formgen.Refused) as caught:
            make(sample, route="online", forms=folder)
        assert "E-ROUTE.nothing" in [p.key for p in caught.value.problems]


@pytest.mark.parametrize("command", ["check", "packet"])
def test_the_commands_end_with_one(folder: Path, tmp_path: Path, command: str) -> None:
    profile = folder / "samples" / f"{FORM}.json"
    output = ["-o", str(tmp_path / "out")] if command == "packet" else []
    done = CliRunner().invoke(app, [command, str(profile), "--route", "online", "--forms", str(folder), *output])
    assert done.exit_code == 1, done.output
    assert "E-ROUTE" in done.output
    assert not (tmp_path / "out").exists()


def test_a_day_of_which_no_line_speaks_is_refused(folder: Path) -> None:
    packet(folder, f"  - sheet: {FORM}\n", f'  - sheet: {FORM}\n    from: "2030-01-01"\n')
    (found,) = [
        p for p in formgen.plan(formgen.sample(FORM, forms=folder), forms=folder).problems if p.code == "E-ROUTE"
    ]
    assert "Check the day" in found.fix("en")


def test_what_is_left_out_on_purpose_says_why(folder: Path) -> None:
    packet(folder, f"  - sheet: {FORM}\n", f"  - sheet: {FORM}\n    need: not-needed\n")
    plan = formgen.plan(formgen.sample(FORM, forms=folder), forms=folder)
    assert "E-ROUTE.nothing" not in [p.key for p in plan.problems]
