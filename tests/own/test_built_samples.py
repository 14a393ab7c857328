"""A form of one's own without a sample is filled with the examples of the facts it asks for."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

import formgen
from formgen.cli.app import app

ROOT = Path(__file__).resolve().parents[2]
FORM = "secondment-certificate"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    mine = Path(shutil.copytree(ROOT / "examples" / "own-forms", tmp_path / "mine"))
    shutil.rmtree(mine / "samples")
    return mine


def without_packet(folder: Path) -> Path:
    shutil.rmtree(folder / "packets")
    return folder


def changed(path: Path, right: str, wrong: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong), encoding="utf-8")


def test_it_has_the_facts_of_the_form_and_no_others(folder: Path) -> None:
    sample = formgen.sample(FORM, forms=without_packet(folder))
    assert sample["form"] == FORM
    assert "route" not in sample
    assert sample["custom"]["secondment"]["weekly_hours"] == 40
    assert sample["users"][0]["name"] == "髙橋 花子"
    assert sample["users"][0]["status"] == "applying"
    assert {"filing", "attachments", "plan", "fee", "permission", "pledge_text"} & set(sample) == set()
    asked = formgen.open_library(folder).editions(FORM)[-1].asked
    assert set(sample["users"][0]) == {n.split(".")[1] for n in asked if n.startswith("user.")} | {"status"}


def test_it_fills_the_form(folder: Path, tmp_path: Path) -> None:
    made = tmp_path / "profile.yaml"
    command = ["--forms", str(without_packet(folder)), "--lang", "en"]
    done = CliRunner().invoke(app, ["new", FORM, "-o", str(made), *command])
    assert done.exit_code == 0, done.output
    assert f"formgen render {FORM} PROFILE" in made.read_text(encoding="utf-8")
    assert yaml.safe_load(made.read_text(encoding="utf-8")) == formgen.sample(FORM, forms=folder)
    assert formgen.render(FORM, made, forms=folder, verify=True).startswith(b"%PDF")
    assert len(formgen.preview(FORM, sample=True, dpi=20, forms=folder)) == 1


def test_with_a_packet_it_makes_one(folder: Path) -> None:
    sample = formgen.sample(FORM, forms=folder)
    assert (sample["route"], sample["office"]) == ("counter", "東京出入国在留管理局")
    assert formgen.make_packet(sample, forms=folder).entries
    changed(folder / "packets" / f"{FORM}.yaml", "[counter, mail]", "[mail]")
    assert formgen.sample(FORM, forms=folder)["route"] == "mail"


def test_a_fact_without_an_example_is_left_out(folder: Path) -> None:
    changed(folder / "facts.yaml", "    example: 40\n", "")
    assert "weekly_hours" not in formgen.sample(FORM, forms=folder)["custom"]["secondment"]


def test_its_day_is_one_on_which_the_form_is_in_force(folder: Path) -> None:
    sheet = folder / "sheets" / f"{FORM}@2026-01-01.yaml"
    changed(sheet, 'from: "2026-01-01"', 'from: "2031-02-03"')
    sheet.rename(sheet.with_name(f"{FORM}@2031-02-03.yaml"))
    assert formgen.sample(FORM, forms=folder)["date"] == "2031-02-03"


CONTENT = """\
form: {name}
from: "2026-01-01"
until: null
system: free
title: 様式
title_en: form
layout: free
per: {per}
source: house-practice
status: inferred
defaults: {{status: inferred, source: house-practice}}
content:
  - {{{blank}}}
"""


@pytest.mark.parametrize(
    "blank, per, key, wanted",
    [
        ("text: permission.applicant.name, label: a, box: [25, 30, 150, 9]", "permission", "permission", "applicant"),
        ("text: office.name, label: a, box: [25, 30, 150, 9]", "filing", "office", "出入国在留管理局"),
        ("print: a, at: [25, 30], when: {user.foreign: false}", "person", "users", "nationality"),
        ("print: a, at: [25, 30], when: {institutions.several: true}", "filing", "institutions", "corporate_number"),
        ("text: custom.plain, label: a, box: [25, 30, 150, 9]", "filing", "custom", "plain"),
    ],
)
def test_facts_stand_where_a_profile_has_them(tmp_path: Path, blank: str, per: str, key: str, wanted: str) -> None:
    (tmp_path / "one@2026-01-01.yaml").write_text(CONTENT.format(name="one", per=per, blank=blank), encoding="utf-8")
    (tmp_path / "facts.yaml").write_text("facts:\n  custom.plain: {label: a, kind: text, example: b}\n")
    sample = formgen.sample("one", forms=tmp_path)
    assert wanted in json.dumps(sample[key], ensure_ascii=False)
    formgen.read_profile(sample, declared=formgen.open_library(tmp_path).facts.own)


# Sheets and packets in the wrong place


def test_a_form_without_a_packet_says_where_to_write_one(folder: Path) -> None:
    (folder / "packets").rename(folder / "packet")
    sample = {"form": FORM, "route": "counter", "users": [{"name": "a", "status": "applying"}]}
    with pytest.raises(formgen.Refused) as caught:
        formgen.plan(sample, forms=folder)
    (found,) = caught.value.problems
    assert found.key == "E-VALUE.no-lead"
    for lang in ("ja", "en"):
        assert str(folder / "packets" / f"{FORM}.yaml") in found.fix(lang)
        assert str(folder / "packet" / f"{FORM}.yaml") in found.fix(lang)


def test_a_form_of_ours_without_a_packet_names_no_file(folder: Path) -> None:
    with pytest.raises(formgen.Refused) as caught:
        formgen.plan({"form": "pledge", "route": "mail"}, forms=folder)
    assert str(folder) not in caught.value.problems[0].fix("en")


@pytest.mark.parametrize("wrong", ["sheet/{}@2026-01-01.yaml", "sheets/{}@2026-01-01.yml", "{}.yaml"])
def test_an_unknown_id_names_the_file_that_was_ignored(folder: Path, wrong: str) -> None:
    ignored = folder / wrong.format(FORM)
    ignored.parent.mkdir(exist_ok=True)
    (folder / "sheets" / f"{FORM}@2026-01-01.yaml").rename(ignored)
    shutil.rmtree(folder / "packets")
    with pytest.raises(formgen.Refused) as caught:
        formgen.render(FORM, {}, forms=folder)
    (found,) = caught.value.problems
    assert found.key == "E-VALUE.form"
    assert str(ignored) in found.fix("ja")
    done = CliRunner().invoke(app, ["new", FORM, "--forms", str(folder), "--lang", "en"])
    assert done.exit_code == 2
    assert ignored.name in "".join(filter(lambda c: c not in " \n│", done.output))
    with pytest.raises(formgen.Refused) as caught:
        formgen.render("usage-reques", {}, forms=folder)
    assert "usage-request" in caught.value.problems[0].fix("en")
