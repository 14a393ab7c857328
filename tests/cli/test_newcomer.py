"""What somebody meets who tries formgen with the README alone: what is said, and that it is enough to go on."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

import formgen
from formgen.cli.app import app
from formgen.files.located import read_yaml
from formgen.library import open_library
from formgen.library.lint import lint_files, lint_library

ROOT = Path(__file__).resolve().parents[2]
FORM = "secondment-certificate"
SHEET = f"sheets/{FORM}@2026-01-01.yaml"
PAPERS = """
  - sheet: cover-letter
    routes: [counter]
    status: inferred
    source: own-practice
    because: {ja: 付けます。, en: Enclosed.}
  - document: residence-card-copy
    routes: [counter, mail]
    as: copy
    status: inferred
    source: own-practice
    because: {ja: 付けます。, en: Enclosed.}
  - document: company-registration
    routes: [counter, mail]
    max_age: P3M
    status: inferred
    source: own-practice
    because: {ja: 付けます。, en: Enclosed.}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "examples" / "own-forms", tmp_path / "mine"))


def run(*words: str | Path, lang: str = "en") -> tuple[int, str]:
    done = CliRunner().invoke(app, ["--lang", lang, *map(str, words)])
    return done.exit_code, " ".join(done.output.split())


def changed(path: Path, right: str, wrong: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")


# new


def test_the_sample_of_an_own_form_makes_its_packet(folder: Path, tmp_path: Path) -> None:
    shutil.rmtree(folder / "samples")
    other = min(set(open_library().rules.documents) - {"residence-card-copy"})
    papers = PAPERS.replace("company-registration", other)
    with (folder / "packets" / f"{FORM}.yaml").open("a", encoding="utf-8") as packet:
        packet.write(papers)
    assert lint_library(open_library(folder)) == ()
    made = tmp_path / "profile.yaml"
    assert run("new", FORM, "--forms", folder, "-o", made)[0] == 0
    text = made.read_text(encoding="utf-8")
    assert f"formgen packet PROFILE -o OUT --forms {folder}" in text
    given = yaml.safe_load(text)["attachments"]
    assert [set(a) for a in given] == [{"document", "enclosed"}, {"document", "enclosed", "issued_on"}]
    code, said = run("packet", made, "--forms", folder, "-o", tmp_path / "out")
    assert code == 0, said


def test_a_free_paper_is_not_told_to_be_inferred_and_no_office_has_no_hours(folder: Path) -> None:
    sample = {k: v for k, v in formgen.sample(FORM, forms=folder).items() if k != "office"}
    plan = formgen.plan({**sample, "route": "counter"}, forms=folder)
    assert [p.key for p in plan.problems if p.key == "W-INFERRED.rule"] == []
    (bring,) = [s.ja for s in plan.next_steps if s.kind == "bring"]
    assert "9:00" not in bring
    assert "官署" not in bring
    with_office = formgen.plan({**sample, "route": "counter", "office": "東京出入国在留管理局"}, forms=folder)
    assert any("9:00" in s.ja for s in with_office.next_steps)


# Faults of files, and what to do


@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [
        ('from: "2026-01-01"', 'from: "2026-04-31"', ["no such day"]),
        ("source: own-practice\n", "source: our-practise\n", ["'our-practise'", "sources.yaml", "id: our-practise"]),
        (
            "content:\n",
            "content:\n  - {print: a, box: [20, 30, 40]}\n",
            ["box takes four numbers", "there are 3"],
        ),
        ("content:\n", "content:\n  - {print: a, at: [20, 30, 40]}\n", ["at takes two numbers", "there are 3"]),
        (
            "content:\n",
            "content:\n  - {text: user.name, label: a, box: [20, 270, 40, 8]}\n"
            "  - {text: user.name, label: b, box: [70, 270, 40, 8]}\n",
            ["'user-name' stands twice", "`blank:`"],
        ),
        (
            "content:\n",
            "content:\n  - {print: ああああ, at: [20, 8]}\n  - {print: いい, at: [22, 8]}\n",
            ["lies over", "mm across"],
        ),
    ],
)
def test_a_fault_says_what_to_do(folder: Path, right: str, wrong: str, words: list[str]) -> None:
    changed(folder / SHEET, right, wrong)
    told = [f"{p.message('en')} {p.fix('en')}" for p in lint_files([folder / SHEET])]
    assert any(all(word in one for word in words) for one in told), told
    assert all(p.message("ja") and p.fix("ja") for p in lint_files([folder / SHEET]))


def test_a_reason_in_one_language_is_to_be_in_both(folder: Path) -> None:
    path = folder / "packets" / f"{FORM}.yaml"
    changed(
        path, "because: {ja: 封筒の宛名と表書きです。, en: The address and marking for the envelope.}", "because: 封筒"
    )
    assert any("{ja: …, en: …}" in p.message("en") for p in lint_files([path]))


def test_without_sources_every_place_is_told_and_no_other_source_suggested(folder: Path) -> None:
    (folder / "sources.yaml").unlink()
    found = lint_library(open_library(folder))
    assert {Path(p.file or "").name for p in found} == {f"{FORM}@2026-01-01.yaml", f"{FORM}.yaml"}
    assert all("own-practice" in p.message("en") and "house-practice" not in p.message("en") for p in found)
    assert all("sources.yaml" in p.fix("ja") for p in found)


def test_a_copied_sheet_is_told_to_change_its_day(folder: Path) -> None:
    copy = folder / "sheets" / f"{FORM}@2027-01-01.yaml"
    shutil.copy(folder / SHEET, copy)
    (found, *_) = lint_files([copy])
    assert 'Change `from` to "2027-01-01"' in found.fix("en")
    assert found.line == 1 + (folder / SHEET).read_text(encoding="utf-8").split("\n").index('from: "2026-01-01"')


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: 1\n\tb: 2\n", ["tab"]),
        ("a: b: c\n", ["colon", "column 5"]),
        ("a: [1, 2\nb: 3\n", ["column"]),
    ],
)
def test_a_file_that_is_no_yaml_says_where(text: str, words: list[str]) -> None:
    with pytest.raises(formgen.Refused) as caught:
        read_yaml(text, "x.yaml")
    (found,) = caught.value.problems
    assert all(word in found.message("en") for word in words), found.message("en")
    assert found.message("ja")
    assert found.fix("ja")


def test_a_day_that_does_not_exist_is_told_as_such() -> None:
    for profile in ({"date": "2026-04-31"}, {"users": [{"name": "a", "birth_date": "2026-02-30"}]}):
        with pytest.raises(formgen.Refused) as caught:
            formgen.read_profile(profile)
        assert [p.key for p in caught.value.problems] == ["E-DATE.no-such-day"]
    with pytest.raises(formgen.Refused) as caught:
        formgen.plan(formgen.sample("usage-request"), as_of="2026/4/1")
    assert [p.key for p in caught.value.problems] == ["E-DATE.iso"]


# The command line


@pytest.mark.parametrize("command", ["new", "preview", "show"])
def test_an_unknown_form_may_be_ones_own(command: str, folder: Path) -> None:
    code, said = run(command, "my-form")
    assert code == 2
    assert "--forms" in said
    assert "by --forms" not in run(command, "my-form", "--forms", folder)[1]


def test_a_folder_is_linted_as_a_whole(folder: Path) -> None:
    code, said = run("lint", folder)
    assert code == 2
    assert "--forms" in said
    assert "There is no file" in run("lint", folder / "no.yaml")[1]


@pytest.mark.parametrize(
    ("words", "japanese"),
    [
        (["check", "p.json", "--route", "fax"], "「fax」は使えません"),
        (["preview", "pledge", "--dpi", "5"], "20以上の数"),
        (["render", "pledge", "a", "b", "c"], "余分なものがあります：b c"),
        (["plan", "p.json", "--as-of", "2026/1/1"], "2026-04-01 の形で"),
        (["plan", "p.json", "--as-of"], "--as-of に値が要ります"),
        (["plan", "--strict=3", "p.json"], "--strict に値は付けられません"),
    ],
)
def test_wrong_usage_is_told_in_japanese_alone(words: list[str], japanese: str) -> None:
    code, said = run(*words, lang="ja")
    assert code == 2
    assert japanese in said
    assert not any(english in said for english in ("Usage", "Input should", "is not one of", "write it", "Got "))


def test_an_output_without_its_folder_is_wrong_usage(tmp_path: Path) -> None:
    profile = tmp_path / "p.json"
    profile.write_text(json.dumps(formgen.sample("fee-payment-sheet"), ensure_ascii=False), encoding="utf-8")
    assert run("render", "fee-payment-sheet", profile, "-o", tmp_path / "no" / "x.pdf")[0] == 2


def test_a_picture_may_have_a_name(tmp_path: Path) -> None:
    code, said = run("preview", "pledge", "-o", tmp_path / "x.png", "--dpi", "20")
    assert code == 0, said
    assert (tmp_path / "x.png").read_bytes().startswith(b"\x89PNG")
    code, said = run("preview", "pledge", "-o", tmp_path / "x.jpg", "--dpi", "20")
    assert code == 1
    assert "Let the name end in .png" in said


def test_nothing_shown_by_chance_holds_a_value() -> None:
    sample = formgen.sample("fee-payment-sheet")
    name = sample["permission"]["applicant"]["name"]
    shown = [
        formgen.plan(sample),
        formgen.check(sample),
        formgen.make_packet(sample),
        formgen.read_profile(sample),
        formgen.plan(sample).sheets,
    ]
    for one in shown:
        assert name not in repr(one)
        assert len(repr(one)) < 5000
