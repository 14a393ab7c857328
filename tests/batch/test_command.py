"""`formgen batch`, as somebody runs it: a table, a folder, and what it says."""

from __future__ import annotations

import csv
import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import openpyxl
import pikepdf
import pytest
from making import EXAMPLE, files
from typer.testing import CliRunner

import formgen
from formgen.cli.app import app
from formgen.cli.progress import left

USER = json.loads((EXAMPLE / "profile.json").read_text(encoding="utf-8"))["users"][0]
HEADS = ["user.name", "user.name_kana", "user.birth_date", "user.sex", "user.nationality", "user.department",
         "user.title", "user.phone", "user.email", "user.user_id", "user.status", "user.training.name",
         "user.training.organizer", "user.training.completed_on", "user.employment.joined_on",
         "user.employment.form"]  # fmt: skip
FAMILY = "見本太郎"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a table of three people and what is the same for all of them."""
    shutil.copytree(EXAMPLE / "scans", tmp_path / "scans")
    base = json.loads((EXAMPLE / "profile.json").read_text(encoding="utf-8")) | {"users": []}
    base["attachments"] = [a for a in base["attachments"] if a.get("user") in (None, 0)]
    (tmp_path / "org.json").write_text(json.dumps(base, ensure_ascii=False), encoding="utf-8")
    table(tmp_path, [{}, {}, {}])
    monkeypatch.chdir(tmp_path)
    return tmp_path


def table(folder: Path, changed: list[dict[str, str]]) -> None:
    with (folder / "t.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(HEADS)
        for number, more in enumerate(changed):
            said = {head: _stated(head) for head in HEADS} | {"user.name": f"{FAMILY}{number}"} | more
            rows.writerow(said.values())


def _stated(head: str) -> str:
    found: Any = USER
    for part in head.split(".")[1:]:
        found = found.get(part, "")
    return str(found)


def run(*words: str) -> Any:
    return CliRunner().invoke(app, ["batch", *words])


def batch(*more: str) -> Any:
    return run("t.csv", "--form", "usage-request", "--base", "org.json", *more)


def test_a_packet_for_each_row_and_nothing_the_second_time(home: Path) -> None:
    done = batch("-o", "out")
    assert done.exit_code == 0, done.stderr
    assert "3件" in done.stdout
    made = [p for p in (home / "out").iterdir() if p.is_dir()]
    assert len(made) == 3
    assert all((p / "manifest.json").is_file() for p in made)
    before = files(home / "out")
    again = batch("-o", "out")
    assert "変わっていません" in again.stdout
    assert files(home / "out") == before


def test_what_it_says_shows_no_name_unless_asked(home: Path) -> None:
    table(home, [{}, {"user.name": "見本太郎" * 60}, {}])
    done = batch("-o", "out")
    assert done.exit_code == 1
    assert FAMILY not in done.stdout + done.stderr
    assert "A3" in done.stderr
    assert FAMILY in batch("-o", "out", "--show-values").stderr


def test_faults_of_many_rows_are_told_once_with_their_cells(home: Path) -> None:
    table(home, [{"user.birth_date": "1990-13-01"}, {"user.birth_date": "1990-13-02"}, {}, {}])
    done = batch("-o", "out")
    assert done.exit_code == 1
    assert done.stderr.count("E-DATE") == 1
    assert "2行  C2:C3" in done.stderr
    assert "2件" in done.stdout
    assert len([p for p in (home / "out").iterdir() if p.is_dir()]) == 2
    assert [line for line in done.stderr.splitlines() if len(line.encode("cp932", "replace")) > 80] == []


def test_the_table_comes_back_marked_and_never_over_another(home: Path) -> None:
    table(home, [{}, {"user.birth_date": "1990-13-01"}])
    assert "t-checked.xlsx" in batch("-o", "out").stdout
    first = (home / "t-checked.xlsx").read_bytes()
    table(home, [{}, {"user.birth_date": "1990-14-01"}])
    assert "t-checked-2.xlsx" in batch("-o", "out").stdout
    assert (home / "t-checked.xlsx").read_bytes() == first
    assert batch("-o", "out", "--marked", "t-checked.xlsx").exit_code == 1
    assert batch("-o", "out", "--marked", "m.xlsx").exit_code == 1
    sheet = openpyxl.load_workbook(home / "m.xlsx")["入力"]
    assert "E-DATE" in sheet["C3"].comment.text
    table(home, [{}, {}])
    assert "checked" not in batch("-o", "out").stdout


def test_an_empty_table(home: Path) -> None:
    done = run("--template", "usage-request", "--route", "mail", "--base", "org.json", "-o", "T.xlsx")
    assert done.exit_code == 0, done.stderr
    heads = [cell.value for cell in openpyxl.load_workbook(home / "T.xlsx").worksheets[0][2]]
    assert "user.name" in heads
    assert "organization.name" not in heads
    assert run("--template", "usage-request", "-o", "T.xlsx").exit_code == 1


def test_the_answer_for_programs(home: Path) -> None:
    table(home, [{}, {"user.birth_date": "1990-13-01"}])
    told = json.loads(batch("-o", "out", "--json").stdout)
    assert told["counts"] == {"cases": 2, "chosen": 2, "made": 1, "refused": 1}
    good, bad = told["cases"]
    assert (good["rows"], good["state"], bad["state"], bad["path"]) == ([2], "made", "refused", None)
    assert Path(good["path"]).is_dir()
    (fault,) = [f for f in told["findings"] if f["severity"] == "error"]
    assert (fault["cell"], fault["rows"], fault["code"]) == ("C3", [3], "E-DATE")


def test_to_check_makes_nothing(home: Path) -> None:
    before = sorted(p.name for p in home.iterdir())
    assert batch("--check").exit_code == 0
    assert sorted(p.name for p in home.iterdir()) == before
    assert batch("--check", "--strict").exit_code == 1


def test_some_rows_and_the_first_few(home: Path) -> None:
    batch("-o", "out", "--only", "3-4", "--limit", "1")
    assert [p.name[:4] for p in (home / "out").iterdir() if p.is_dir()] == ["0003"]
    assert batch("-o", "out", "--only", "17").exit_code == 1


def test_one_sheet_for_each_row(home: Path) -> None:
    done = run("t.csv", "--form", "pledge", "--base", "org.json", "-o", "out")
    assert done.exit_code == 0, done.stderr
    assert len(list((home / "out").glob("*.pdf"))) == 3
    done = batch("-o", "requests", "--sheet")
    assert done.exit_code == 0, done.stderr
    assert {len(pikepdf.open(p).pages) for p in (home / "requests").glob("*.pdf")} == {1}


@pytest.mark.parametrize("kind", ["folder", "zip", "pdf"])
def test_all_in_one_for_the_printer(home: Path, kind: str) -> None:
    done = batch("-o", "out", "--as", kind, "--print", "all.pdf")
    assert done.exit_code == 0, done.stderr
    assert "区切り3枚" in done.stdout
    told = json.loads(batch("-o", "out", "--as", kind, "--print", "all.pdf", "--force", "--json").stdout)
    with pikepdf.open(home / "all.pdf") as pile:
        assert len(pile.pages) == told["printed"]["pages"] + told["printed"]["separators"]
    # As it was printed it is printed anew; what somebody has written on it stays.
    assert batch("-o", "out", "--as", kind, "--print", "all.pdf").exit_code == 0
    (home / "all.pdf").write_bytes((home / "all.pdf").read_bytes() + b"% checked\n")
    assert batch("-o", "out", "--as", kind, "--print", "all.pdf").exit_code == 1
    assert (home / "all.pdf").read_bytes().endswith(b"% checked\n")


def test_the_same_faults_leave_no_second_workbook(home: Path) -> None:
    table(home, [{"user.birth_date": "1990-13-01"}])
    assert batch("-o", "out").exit_code == batch("-o", "out").exit_code == 1
    assert [path.name for path in home.glob("*-checked*")] == ["t-checked.xlsx"]


def test_a_table_that_is_not_there_is_a_wrong_command(home: Path) -> None:
    assert run("nothere.csv", "--form", "usage-request", "-o", "out").exit_code == 2


@pytest.mark.parametrize("option", ["--form", "--route"])
def test_what_holds_for_all_rows_is_asked_for_as_an_option(home: Path, option: str) -> None:
    told = run("t.csv", "-o", "out", "--lang", "ja").stderr
    assert f"→ {option}" in told
    assert "プロファイルに" not in told


def test_a_table_without_rows_is_told(home: Path) -> None:
    table(home, [])
    done = batch("-o", "out")
    assert done.exit_code == 1
    assert "E-TABLE" in done.stderr
    assert not (home / "out").exists()


@pytest.mark.parametrize(("lang", "words"), [("ja", "同じコマンドで続き"), ("en", "goes on from here")])
def test_who_stops_it_is_told_how_to_go_on(home: Path, monkeypatch: pytest.MonkeyPatch, lang: str, words: str) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("formgen.api.make_batch", stopped)
    done = batch("-o", "out", "--lang", lang)
    assert done.exit_code == 130
    assert words in done.stderr


def test_the_pile_goes_over_no_file_of_the_table(home: Path) -> None:
    attached = json.loads((home / "org.json").read_text(encoding="utf-8"))["attachments"]
    scan = home / next(a["file"] for a in attached if a.get("file", "").endswith(".pdf"))
    before = scan.read_bytes()
    done = batch("-o", "out", "--print", f"scans/{scan.name}", "--force")
    assert done.exit_code == 1
    assert "E-OUTPUT" in done.stderr
    assert scan.read_bytes() == before
    assert not (home / "out").exists()


def test_what_a_marked_workbook_could_not_keep_is_told(home: Path) -> None:
    import zipfile

    openpyxl.Workbook().save(home / "empty.xlsx")
    book = openpyxl.load_workbook(home / "empty.xlsx")
    for row in csv.reader((home / "t.csv").open(encoding="utf-8")):
        book.active.append(row)
    book.save(home / "t.xlsx")
    with zipfile.ZipFile(home / "t.xlsx", "a") as archive:
        archive.writestr("xl/charts/chart1.xml", "<x/>")
    done = run("t.xlsx", "--form", "usage-request", "--base", "org.json", "--check", "--marked", "m.xlsx")
    assert done.exit_code == 0, done.stderr
    assert "グラフ" in done.stderr
    assert (home / "m.xlsx").is_file()


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["t.csv"],
        ["t.csv", "--form", "nosuch", "--check"],
        ["t.csv", "--check", "--as", "tar"],
        ["t.csv", "--check", "--jobs", "0"],
        ["t.csv", "--check", "--print", "all.pdf"],
        ["--template", "pledge"],
        ["t.csv", "--template", "pledge", "-o", "T.xlsx"],
    ],
)
def test_wrong_usage(home: Path, words: list[str]) -> None:
    assert run(*words).exit_code == 2


def test_any_executor_from_python(home: Path) -> None:
    with ThreadPoolExecutor(2) as threads:
        made = formgen.make_batch(
            "t.csv", "out", form="usage-request", base="org.json", executor=threads, as_of="2026-11-24"
        )
    assert [output.state for output in made.outputs] == ["made"] * 3
    assert FAMILY not in repr(made)
    batch("-o", "one", "--as-of", "2026-11-24")
    assert files(home / "out") == files(home / "one")


@pytest.mark.parametrize(
    "done, total, seconds, said",
    [
        (1, 10, 2.0, "残り約18秒"),
        (10, 500, 10.0, "残り約8分10秒"),
        (1, 1000, 10.0, "残り約2時間46分"),
        (3, 3, 9.0, "残り約0秒"),
    ],
)
def test_how_long_the_rest_will_take(done: int, total: int, seconds: float, said: str) -> None:
    assert left(done, total, seconds, "ja") == said
