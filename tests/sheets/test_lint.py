"""Lint tells every fault of every file at once; ours have none."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from formgen.cli.app import app
from formgen.ground.problems import Broken
from formgen.library import Library, open_library
from formgen.library.lint import lint_files, lint_library

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
OURS = ROOT / "form_specs"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(OURS, tmp_path / "form_specs")
    return tmp_path / "form_specs"


def broken(copy: Path, name: str, right: str, wrong: str) -> None:
    path = copy / name
    text = path.read_text(encoding="utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")


def test_every_shipped_file_is_clean() -> None:
    assert lint_library(open_library()) == ()
    assert lint_library(open_library(ROOT / "examples" / "own-forms")) == ()


def test_faults_of_several_files_are_told_together(copy: Path) -> None:
    broken(copy, "sheets/pledge@2022-03-16.yaml", "text: pledge_text,", "text: pledge_txt,")
    broken(copy, "sheets/usage-request@2022-03-16.yaml", "choice: filing.kind", "choice: filing.kid")
    broken(copy, "packets/resignation-report.yaml", "sheet: resignation-report", "sheet: resignation-repor")
    broken(copy, "samples/usage-request.json", '"employer"', '"employr"')
    found = lint_library(Library(copy))
    assert {p.file for p in found} == {
        "pledge@2022-03-16.yaml", "usage-request@2022-03-16.yaml", "resignation-report.yaml", "usage-request.json",
    }  # fmt: skip
    assert all(p.line and p.line > 1 for p in found)


def test_a_broken_rule_file_is_told_before_what_rests_on_it(copy: Path) -> None:
    broken(copy, "rules/sources.yaml", "id: house-practice", "id: house-practise")
    broken(copy, "rules/fees.yaml", "route: counter", "route: cuonter")
    files = {p.file for p in lint_library(Library(copy))}
    rules = {path.name for path in (copy / "rules").iterdir()}
    assert {"fees.yaml"} <= files <= rules - {"sources.yaml"}


@pytest.mark.parametrize(
    "until, since, words",
    [("2026-03-31", "2026-03-31", "overlaps"), (None, "2026-04-01", "overlaps"), ("2026-03-30", "2026-04-01", "gap")],
)
def test_editions_follow_each_other(copy: Path, until: str | None, since: str, words: str) -> None:
    old = copy / "sheets" / "employment-certificate@2019-07-25.yaml"
    text = old.read_text(encoding="utf-8")
    new = text.replace('from: "2019-07-25"', f'from: "{since}"')
    (copy / "sheets" / f"employment-certificate@{since}.yaml").write_text(new, encoding="utf-8")
    if until:
        old.write_text(text.replace("until: null", f'until: "{until}"', 1), encoding="utf-8")
    with pytest.raises(Broken) as caught:
        Library(copy).editions("employment-certificate")
    (found,) = caught.value.problems
    assert words in found.message("en")
    assert (found.file, found.line) == (f"employment-certificate@{since}.yaml", 4)
    assert found in lint_library(Library(copy))


def test_the_next_day_is_no_gap(copy: Path) -> None:
    old = copy / "sheets" / "employment-certificate@2019-07-25.yaml"
    text = old.read_text(encoding="utf-8")
    old.write_text(text.replace("until: null", 'until: "2026-03-31"', 1), encoding="utf-8")
    new = text.replace('from: "2019-07-25"', 'from: "2026-04-01"')
    (copy / "sheets" / "employment-certificate@2026-04-01.yaml").write_text(new, encoding="utf-8")
    assert len(Library(copy).editions("employment-certificate")) == 2
    assert lint_library(Library(copy)) == ()


def test_single_files_are_held_against_the_folder_they_lie_in(tmp_path: Path) -> None:
    own = tmp_path / "forms"
    shutil.copytree(ROOT / "examples" / "own-forms", own)
    files = sorted(own.rglob("*.yaml"))
    assert lint_files(files) == ()
    broken(own, "sheets/secondment-certificate@2026-01-01.yaml", "custom.secondment.host,", "custom.secondment.hots,")
    (found, *_) = lint_files([own / "sheets" / "secondment-certificate@2026-01-01.yaml"])
    assert "custom.secondment.host" in found.message("en")


def test_a_long_list_of_known_words_is_cut() -> None:
    from formgen.ground.suggestions import did_you_mean

    ja, en = did_you_mean("zzz", [f"n{i}" for i in range(99)])
    assert en.endswith("…")
    assert "n1" in ja
    assert did_you_mean("user.zzzzzz", ["user.name", "organization.name"])[1] == "Known: user.name"


# A folder of one's own: what is not read is told, with where it should be


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "examples" / "own-forms", tmp_path / "forms"))


SHEET = "sheets/secondment-certificate@2026-01-01.yaml"


def test_a_folder_without_a_form_is_a_fault(tmp_path: Path) -> None:
    assert [(p.key, p.file) for p in lint_library(open_library(tmp_path))] == [("E-SPEC.no-form", str(tmp_path))]


@pytest.mark.parametrize(
    "name, wrong, meant",
    [
        (SHEET, "sheet/secondment-certificate@2026-01-01.yaml", SHEET),
        (SHEET, "sheets/secondment-certificate@2026-01-01.yml", SHEET),
        (SHEET, "sheets/secondment-certificate.yaml", SHEET),
        (SHEET, "forms/sheets/secondment-certificate@2026-01-01.yaml", SHEET),
        ("packets/secondment-certificate.yaml", "packet/secondment-certificate.yaml", None),
        ("packets/secondment-certificate.yaml", "packets/secondment-certificate.yml", None),
        ("samples/secondment-certificate.json", "secondment-certificate.json", None),
        ("samples/secondment-certificate.json", "samples/secondment.json", None),
        ("facts.yaml", "fact.yaml", None),
        ("sources.yaml", "sources.yml", None),
    ],
)
def test_a_file_that_is_not_read_says_where_it_should_be(own: Path, name: str, wrong: str, meant: str | None) -> None:
    (own / wrong).parent.mkdir(parents=True, exist_ok=True)
    (own / name).rename(own / wrong)
    found = [p for p in lint_library(open_library(own)) if p.key == "E-SPEC.unread" and p.file == str(own / wrong)]
    assert [p.fix("en").partition("?")[0] for p in found] == [f"Did you mean {meant or name}"]
    assert meant or name in found[0].fix("ja")


def test_a_file_of_no_known_kind_is_told_with_what_is_read(own: Path) -> None:
    (own / "notes.yaml").write_text("note: [", encoding="utf-8")
    (own / "samples" / "nobody.json").write_text('{"users": []}', encoding="utf-8")
    (own / ".vscode").mkdir()
    (own / ".vscode" / "settings.json").write_text("{}")
    (own / "schema.json").write_text('{"$schema": "http://json-schema.org/draft-07/schema#"}')
    notes, nobody = lint_library(open_library(own))
    assert (notes.key, notes.file) == ("E-SPEC.unread", str(own / "notes.yaml"))
    assert "packets/ID.yaml" in notes.fix("en")
    assert (nobody.key, nobody.file) == ("E-SPEC.unread", str(own / "samples" / "nobody.json"))
    assert "Known: " in nobody.fix("en")


def test_a_rule_file_alone_is_held_against_the_others(own: Path) -> None:
    assert lint_files((OURS / "rules").glob("*.yaml")) == ()
    broken(own, "sources.yaml", "official: false", "offical: false")
    (found, *_) = lint_files([own / "sources.yaml"])
    assert "official" in found.message("en")
    assert found.file == str(own / "sources.yaml")


def test_the_command_tells_of_an_empty_folder(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["lint", "--forms", str(tmp_path), "--lang", "en"])
    assert done.exit_code == 3
    assert "No form was found in this folder." in done.output


def test_the_folder_may_be_given_another_way(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken(own, SHEET, "title_en:", "title_em:")
    monkeypatch.chdir(own / "sheets")
    assert {p.file for p in lint_files([Path(SHEET).relative_to("sheets")], Path(".."))} == {str(own / SHEET)}


def test_one_file_that_is_not_read_is_told(own: Path) -> None:
    wrong = own / "sheets" / "secondment-certificate.yaml"
    (own / SHEET).rename(wrong)
    assert "E-SPEC.unread" in [p.key for p in lint_files([wrong])]
