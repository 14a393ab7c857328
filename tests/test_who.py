"""Who may file online, numbers of certificates, who prepared the papers: as in the table of data/who.yaml."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import formgen
from formgen.cli.app import app
from formgen.files.located import read_yaml

FILE = Path(__file__).parent / "data" / "who.yaml"
DATA: Any = read_yaml(FILE.read_text(encoding="utf-8"), FILE.name).data
LETTERS = {"may": "y", "if": "i", "may-not": "n"}


@pytest.mark.parametrize("applicant", DATA["matrix"])
def test_the_matrix(applicant: str) -> None:
    found = formgen.who(as_of="2026-11-24")
    rules = [found.rule(applicant, procedure) for procedure in DATA["procedures"]]
    assert "".join(LETTERS[r.may] if r else "-" for r in rules) == DATA["matrix"][applicant]


def test_the_matrix_is_whole() -> None:
    found = formgen.who(as_of="2026-11-24")
    assert set(found.applicants) == set(DATA["matrix"])
    assert list(found.procedures) == DATA["procedures"]
    assert len(found.as_json()["matrix"]) == 56  # type: ignore[arg-type]


@pytest.mark.parametrize("wanted", DATA["conditions"], ids=lambda w: f"{w['procedure']}-{w['id']}")
def test_conditions(wanted: dict[str, Any]) -> None:
    found = {c.id: c for c in formgen.who(wanted["procedure"], as_of="2026-11-24").conditions}
    assert list(found[wanted["id"]].applicants) == wanted["applicants"]
    assert wanted["source"] in found[wanted["id"]].sources


def test_a_condition_of_other_applications_is_left_out() -> None:
    assert "together" not in {c.id for c in formgen.who("change").conditions}


def test_before_the_first_day_there_is_no_rule() -> None:
    assert formgen.who(as_of="2022-03-15").rules == ()
    assert formgen.who(as_of="2022-03-16").rules != ()


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_command_says_the_same(lang: str) -> None:
    run = CliRunner().invoke(app, ["who", "--procedure", "extension", "--as-of", "2026-11-24", "--lang", lang])
    assert run.exit_code == 0
    assert "△" in run.stdout if lang == "ja" else "may, if" in run.stdout
    told = json.loads(CliRunner().invoke(app, ["who", "--procedure", "extension", "--json"]).stdout)
    assert {row["procedure"] for row in told["matrix"]} == {"extension"}
    assert all(row["source"] for row in told["matrix"])


def test_an_application_that_nobody_knows() -> None:
    run = CliRunner().invoke(app, ["who", "--procedure", "extention", "--lang", "en"])
    assert run.exit_code == 1
    assert "Did you mean extension?" in run.stderr


@pytest.mark.parametrize(("printed", "wanted"), DATA["numbers"])
def test_certificate_number(printed: str, wanted: str | list[str]) -> None:
    if isinstance(wanted, str):
        assert formgen.certificate_number(printed, as_of="2026-11-24") == wanted
        return
    with pytest.raises(formgen.Refused) as caught:
        formgen.certificate_number(printed, as_of="2026-11-24")
    assert [p.key for p in caught.value.problems] == [f"E-VALUE.{key}" for key in wanted]


def test_the_year_is_that_of_the_day() -> None:
    assert formgen.certificate_number("(東)弁27第50号", as_of="2027-01-01") == "132027700050"


def test_the_command_gives_the_number_alone() -> None:
    run = CliRunner().invoke(app, ["certificate-number", "(東) 弁10第50号"])
    assert (run.exit_code, run.stdout) == (0, "132010700050\n")
    told = json.loads(CliRunner().invoke(app, ["certificate-number", "(東)弁10第50号", "--json"]).stdout)
    assert told["number"] == "132010700050"


@pytest.mark.parametrize(("stated", "day", "key", "pointer"), DATA["prepared"])
def test_who_prepared(stated: dict[str, Any], day: str, key: str | None, pointer: str | None) -> None:
    data = formgen.sample("resignation-report") | {"date": day}
    data["filing"] = data["filing"] | {"prepared_by": stated}
    told = [p for p in formgen.plan(data).problems if p.key in ("W-PREPARED.not-allowed", "W-UNKNOWN.prepared")]
    assert [(p.key, p.pointer) for p in told] == ([(key, pointer)] if key else [])


def test_the_manifest_says_who_prepared(tmp_path: Path) -> None:
    data = formgen.sample("resignation-report")
    prepared = {"name": "行政書士見本事務所", "kind": "gyosei-shoshi", "for_fee": True}
    for stated in (None, prepared):
        filing = data["filing"] | ({"prepared_by": stated} if stated else {})
        place = tmp_path / str(bool(stated))
        formgen.make_packet(data | {"filing": filing}).write(place)
        manifest = json.loads((place / "manifest.json").read_text(encoding="utf-8"))
        assert manifest.get("prepared_by") == stated
