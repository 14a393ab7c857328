"""What the commands say to a clerk is in one language, says which, and says how to get what is not there."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from running import Run

import formgen
from example_profiles import EXAMPLES

JA = ("--lang", "ja")


def written(folder: Path, form: str, /, **change: Any) -> str:
    path = folder / "profile.json"
    path.write_text(json.dumps(formgen.sample(form) | change, ensure_ascii=False), encoding="utf-8")
    return str(path)


def together(text: str) -> str:
    """Without the breaks of lines."""
    return re.sub(r"\n +", "", text)


@pytest.mark.parametrize(
    ("path", "said"),
    [("none.json", "ファイルもフォルダもありません"), ("", "フォルダです"), ("x" * 300, "名前が長すぎます")],
)
def test_why_a_file_is_not_read_is_said_in_japanese(run: Run, tmp_path: Path, path: str, said: str) -> None:
    told = run("plan", str(tmp_path / path), *JA).stderr.decode()
    assert said in together(told)
    assert not re.search("No such|Is a directory|too long", told)


def test_what_may_be_written_is_said_with_its_meaning(run: Run, tmp_path: Path) -> None:
    path = written(tmp_path, "usage-request", route="fax")
    said = run("plan", path, *JA).stderr.decode()
    assert "「counter」（窓口）、「mail」（郵送）か「online」（オンライン）と書いてください。" in together(said)
    assert "Use one of: counter, mail, online" in run("plan", path, "--lang", "en").stderr.decode()


def test_several_suggestions_are_all_there(run: Run) -> None:
    said = run("show", "usage-requst", *JA).stderr.decode()
    assert "「usage-request」か「" in said
    assert "の誤りではありませんか。" in said
    assert "Did you mean usage-request or " in run("show", "usage-requst", "--lang", "en").stderr.decode()


def test_a_procedure_is_named_with_or_without_the_option(run: Run) -> None:
    plainly, option = run("who", "extension"), run("who", "--procedure", "extension")
    assert plainly.returncode == 0
    assert plainly.stdout == option.stdout
    assert run("who", "extension", "--procedure", "change").returncode == 2


def test_what_is_never_filed_online_is_told_with_the_reason(run: Run) -> None:
    done = run("who", "permanent", *JA)
    assert done.returncode == 1
    assert "永住許可" in together(done.stderr.decode())
    assert "窓口で申請します" in done.stderr.decode()


def test_the_register_speaks_japanese(run: Run) -> None:
    rows = json.loads(run("sources", "--json", *JA).stdout)["rules"]
    said = {r["section"]: r["says"] for r in rows if r["section"] in ("may_file", "conditions", "stamps", "limits")}
    assert len(said) == 4
    for row in rows:
        if row["section"] in ("may_file", "conditions", "stamps"):
            assert not re.search("[a-z]{2}", row["says"] + "".join(row["about"])), row
    assert "20ファイル（オンライン）" in {r["says"] for r in rows if r["section"] == "limits"}


def test_conditions_are_said_by_short_words(run: Run) -> None:
    said = run("diff", "usage-request", "2025-12-01", "2026-11-01", *JA).stdout.decode()
    assert "申出の区分＝新規" in said
    assert "の別＝" not in said


def test_what_does_not_bind_is_told_as_such(run: Run) -> None:
    rows = json.loads(run("sources", "--json", *JA).stdout)["rules"]
    said = {"".join(r["about"]): r["says"] for r in rows if r["section"] == "deadlines"}
    assert said["準備を始める目安（2か月前）"].endswith("（目安）")
    assert said["利用の承認の有効期限"].endswith("（有効期間）")
    assert not said["定期報告の提出"].endswith("（期限）")


def test_no_case_that_was_over_before_its_edition(run: Run) -> None:
    said = run("show", "usage-request", *JA).stdout.decode()
    for since, until in re.findall("([0-9-]{10})〜([0-9-]{10})", said):
        assert since <= until


def test_one_pdf_says_what_it_does_not_hold(run: Run, tmp_path: Path) -> None:
    path = written(tmp_path, "resignation-report")
    said = run("packet", path, "-o", "one.pdf", "--draft", *JA).stdout.decode()
    assert "書類ごとのPDF・next-steps.pdf・manifest.json は" in together(said)
    assert ".zip を -o に指定すると付きます" in together(said)
    assert "指定すると付きます" not in together(run("packet", path, "-o", "folder", "--draft", *JA).stdout.decode())


def test_a_choice_that_a_sheet_meets_is_told_so(run: Run, tmp_path: Path) -> None:
    about = json.loads((EXAMPLES / "agent-renewal-at-counter" / "profile.json").read_text(encoding="utf-8"))
    words = "上で作る「在職証明書」で足ります。"
    assert words not in together(run("plan", written(tmp_path, "agent-request", **about), *JA).stdout.decode())
    about["attachments"] = [a for a in about["attachments"] if a["document"] != "staff-id"]
    assert words in together(run("plan", written(tmp_path, "agent-request", **about), *JA).stdout.decode())


def test_a_copy_that_is_not_needed_is_told_as_bound_in(run: Run, tmp_path: Path) -> None:
    bare = written(tmp_path, "usage-request", route="counter", attachments=[])
    words = "要りませんが、綴りに入れます。"
    assert words not in together(run("plan", bare, *JA).stdout.decode())
    given = [{"document": "identity-document", "file": "id.pdf"}]
    path = written(tmp_path, "usage-request", route="counter", attachments=given)
    assert words in together(run("plan", path, *JA).stdout.decode())


def test_nothing_to_make_is_said(run: Run, tmp_path: Path) -> None:
    path = written(tmp_path, "resignation-report", route="online")
    assert "作る書類\n  なし\n" in run("plan", path, *JA).stdout.decode()


def test_two_sources_of_one_title_are_told_apart(run: Run, tmp_path: Path) -> None:
    path = written(tmp_path, "agent-request", office="東京出入国在留管理局")
    said = together(run("plan", path, *JA).stdout.decode())
    assert "官署の所在地・管轄の案内（" in said
    assert "官署の所在地・管轄の案内／" not in said
