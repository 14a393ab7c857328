"""formgen changes: data on stdout, words on stderr, the notice as a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from running import Run

from formgen.files.located import read_yaml

STATES = Path(__file__).resolve().parents[2] / "examples" / "user-change-by-mail" / "states"
OLD, NEW = str(STATES / "before.json"), str(STATES / "after.json")
ITEMS = ["organization.address", "corporation.head_office_address", "user.phone"]


def test_stdout_is_what_to_paste_and_stderr_names_no_value(run: Run) -> None:
    done = run("changes", OLD, NEW, "--on", "2026-11-01")
    assert done.returncode == 0
    pasted = read_yaml(done.stdout.decode(), "pasted.yaml").data
    assert [c["item"] for c in pasted["changes"]] == ITEMS
    assert {c["changed_on"] for c in pasted["changes"]} == {"2026-11-01"}
    words = done.stderr.decode()
    assert "利用者情報更新" in words
    assert "/users/0/email" in words
    for value in ("見本町", "06-0000-0009", "huong"):
        assert value not in words


def test_json_is_one_object(run: Run) -> None:
    done = run("changes", OLD, NEW, "--json", "--lang", "en")
    told = json.loads(done.stdout)
    assert [c["item"] for c in told["changes"]] == ITEMS
    assert [(i["item"], i["way"], i["source"]) for i in told["items"]][-1] == (
        "user.email",
        "screen",
        "isa-guide-2024-03, isa-user-data",
    )
    assert [p["code"] for p in told["problems"]] == ["W-UNKNOWN"]
    assert done.stderr == b""


@pytest.mark.parametrize("name", ["notice.yaml", "notice.json"])
def test_the_notice_is_a_profile(name: str, run: Run, tmp_path: Path) -> None:
    out = tmp_path / name
    done = run("changes", OLD, NEW, "--on", "2026-11-01", "-o", str(out))
    assert (done.returncode, done.stdout) == (0, b"")
    assert run("plan", str(out)).returncode == 0
    assert run("render", "user-change-notice", str(out), "-o", str(tmp_path / "n.pdf")).returncode == 0
    assert run("changes", OLD, NEW, "-o", str(out)).returncode == 1


def test_neither_profile_is_ever_written_over(run: Run, tmp_path: Path) -> None:
    old = tmp_path / "old.json"
    old.write_bytes(Path(OLD).read_bytes())
    done = run("changes", str(old), NEW, "-o", str(old), "--force")
    assert done.returncode == 1
    assert old.read_bytes() == Path(OLD).read_bytes()


def test_whose_notice_it_is_must_be_said(run: Run, tmp_path: Path) -> None:
    data = json.loads(Path(NEW).read_text(encoding="utf-8"))
    data["users"][1]["phone"] = "06-0000-0008"
    new = tmp_path / "new.json"
    new.write_text(json.dumps(data), encoding="utf-8")
    done = run("changes", OLD, str(new), "--on", "2026-11-01", "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["problems"][0]["code"] == "E-REQUIRED"
    assert "users.0, users.1" in json.loads(done.stdout)["problems"][0]["message"]
    out = tmp_path / "notice.json"
    assert run("changes", OLD, str(new), "--on", "2026-11-01", "-o", str(out)).returncode == 1
    assert not out.exists()
    done = run("changes", OLD, str(new), "--on", "2026-11-01", "--json", "--user", "1")
    assert done.returncode == 0
    assert [c["item"] for c in json.loads(done.stdout)["changes"]] == [*ITEMS[:2], "user.phone"]


def test_a_profile_that_is_not_there_is_wrong_usage(run: Run) -> None:
    assert run("changes", OLD, "nowhere.json").returncode == 2
