"""Lint tells every fault of every file at once; ours have none."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

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
    assert {"fees.yaml"} <= files <= {"fees.yaml", "steps.yaml", "derived.yaml", "offices.yaml", "documents.yaml"}


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
    assert lint_files([f for f in files if f.name != "sources.yaml"]) == ()
    broken(own, "sheets/secondment-certificate@2026-01-01.yaml", "custom.secondment.host,", "custom.secondment.hots,")
    (found, *_) = lint_files([own / "sheets" / "secondment-certificate@2026-01-01.yaml"])
    assert "custom.secondment.host" in found.message("en")


def test_a_long_list_of_known_words_is_cut() -> None:
    from formgen.ground.suggestions import did_you_mean

    ja, en = did_you_mean("zzz", [f"n{i}" for i in range(99)])
    assert en.endswith("…")
    assert "n1" in ja
    assert did_you_mean("user.zzzzzz", ["user.name", "organization.name"])[1] == "Known: user.name"
