"""facts.yaml: every fact of the profile stands in it and no other; what it says reaches every command."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

import formgen
from formgen.cli.app import app
from formgen.library import open_library
from formgen.library.facts import check_examples, read_facts
from formgen.profile.domains import domains
from formgen.profile.facts import WORKED_OUT

SPECS = Path(__file__).resolve().parents[2] / "form_specs"
ASKED = "    question: {ja: 職名は何ですか。, en: What is the person's title at work?}\n"

FAULTS = {
    "misspelt": ("  user.nationality:\n", "  user.nationalty:\n", ["user.nationality", "is missing"]),
    "suggested": ("  user.nationality:\n", "  user.nationalty:\n", ["Did you mean", "user.nationality"]),
    "twice": ("  user.title:\n", "  user.department:\n", ["stands twice"]),
    "no-question": (ASKED, "", ["no question"]),
    "no-example": ("    example: 係長\n", "", ["no example"]),
    "example-of-another-kind": ('example: "1988-04-01"', "example: 1988年", ["not of kind day"]),
    "example-not-of-the-choice": ("    example: female\n", "    example: women\n", ["not of kind choice"]),
    "number-as-text": ("    example: 33000\n", '    example: "33000"\n', ["not of kind int"]),
    "word-of-no-value": ("      male: {", "      mail: {", ["no value 'mail'", "no words for the value 'male'"]),
    "one-language": ("meaning: {ja: 性別, en: sex}", "meaning: {ja: 性別}", ["the key 'en' is missing"]),
    "unknown-key": ("    example: 係長\n", "    exampel: 係長\n", ["Did you mean example"]),
}


@pytest.fixture
def specs(tmp_path: Path) -> Path:
    shutil.copy(SPECS / "facts.yaml", tmp_path / "facts.yaml")
    return tmp_path


def test_every_fact_says_what_it_means_and_how_it_is_asked_for() -> None:
    catalogue = read_facts(SPECS)
    twice = ("users.", "institutions.")
    said = {n for n, d in domains().items() if not (d.many and n.startswith(twice)) and not n.startswith("change.")}
    assert set(catalogue.facts) == said
    for name, fact in catalogue.facts.items():
        stated = name not in WORKED_OUT and domains()[name].kind not in ("group", "list")
        assert not stated or (fact.question and fact.example is not None), name


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_with_its_line(specs: Path, fault: str) -> None:
    right, wrong, words = FAULTS[fault]
    text = (specs / "facts.yaml").read_text(encoding="utf-8")
    assert right in text
    (specs / "facts.yaml").write_text(text.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(formgen.Broken) as broken:
        read_facts(specs)
    told = " ".join(f"{p.message('en')} {p.fix('en')}" for p in broken.value.problems)
    assert all(word in told for word in words), told
    lines = [text.splitlines()[(p.line or 1) - 1] for p in broken.value.problems]
    wanted = right.strip().partition(":")[0]
    near = [*text[: text.index(right)].splitlines()[-8:], wanted]
    assert any(wanted in line or line in near for line in lines), lines


@pytest.mark.parametrize(
    "right, wrong",
    [
        ("example: usage-request\n", "example: usage-reqeust\n"),
        ("example: identity-document\n", "example: identity-documnet\n"),
        ("example: [identity-document]\n", "example: [identity-documnet]\n"),
    ],
)
def test_an_example_that_names_a_form_or_document_names_one_there_is(specs: Path, right: str, wrong: str) -> None:
    known, text = open_library().rules.facts, (specs / "facts.yaml").read_text(encoding="utf-8")
    check_examples(specs, known)
    (specs / "facts.yaml").write_text(text.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(formgen.Broken) as broken:
        check_examples(specs, known)
    assert [p.line for p in broken.value.problems] == [text[: text.index(right)].count("\n") + 1]
    assert "Did you mean" in broken.value.problems[0].message("en")


def _asked(problems: tuple[formgen.Problem, ...], pointer: str) -> str:
    return next(p.message("ja") for p in problems if p.code == "W-UNKNOWN" and p.pointer == pointer)


@pytest.mark.parametrize("key", ["kind", "application_route", "accepted_on", "granted_period"])
def test_a_fee_asks_as_the_catalogue_does(key: str) -> None:
    profile = formgen.sample("fee-payment-sheet")
    profile["permission"] = {k: v for k, v in profile["permission"].items() if k != key}
    question = formgen.open_library().facts.question(f"permission.{key}")
    assert question is not None
    asked = [p for p in formgen.plan(profile).problems if p.key == "W-UNKNOWN.fee"]
    assert [question.ja in p.message("ja") and question.en in p.message("en") for p in asked] == [True]


def test_a_rule_without_a_question_asks_as_the_catalogue_does() -> None:
    profile = formgen.sample("usage-request")
    profile["organization"] = {k: v for k, v in profile["organization"].items() if k != "kind"}
    question = formgen.open_library().facts.question("organization.user_type")
    assert question is not None
    assert question.ja in _asked(formgen.plan(profile).problems, "/organization/kind")


def test_show_says_what_a_fact_means() -> None:
    shown = CliRunner().invoke(app, ["show", "resignation-report", "--lang", "en"]).stdout
    assert "user.user_id user ID of the online system" in " ".join(shown.split())
    fields = json.loads(CliRunner().invoke(app, ["show", "resignation-report", "--json", "--lang", "ja"]).stdout)[
        "fields"
    ]
    meanings = {name: means for field in fields for name, means in field["meanings"].items()}
    assert meanings["filing.left_on"] == "離職した日"


def test_new_says_what_each_key_means_once_in_each_language() -> None:
    text = CliRunner().invoke(app, ["new", "fee-payment-sheet"]).stdout
    assert text.count("申請の受付番号 / receipt number of the application") == 1
    assert "# registered-user-card-reissue 特定登録者カードの再交付 |\n" in text


def test_the_schema_says_what_each_key_means() -> None:
    schema = json.loads(CliRunner().invoke(app, ["schema", "profile"]).stdout)
    person = schema["definitions"]["User"]["properties"]
    assert person["birth_date"]["description"].startswith("生年月日 / date of birth")
    assert person["birth_date"]["examples"] == ["1988-04-01"]
    assert "applying: 申出中 / applying" in person["status"]["description"]
    assert "経歴の年月" in schema["definitions"]["CareerEntry"]["properties"]["from"]["description"]
    assert schema["properties"]["organization"]["description"].startswith("申出・届出をする機関")
