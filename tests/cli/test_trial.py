"""What a first user trips over: outputs that would destroy inputs, unclear codes, the same sentence ten times."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from running import Run

import formgen


def write(path: Path, data: dict[str, Any]) -> Path:
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
    return path


def usage(**change: Any) -> dict[str, Any]:
    return {**formgen.sample("usage-request"), **change}


def two_people(**change: Any) -> dict[str, Any]:
    one = usage()["users"][0]
    return usage(users=[{**one, "name": "甲山 一"}, {**one, "name": "乙川 二"}], **change)


def for_each(people: int) -> list[dict[str, Any]]:
    papers = ("identity-document", "training-certificate")
    given = [{"document": d, "user": n} for n in range(people) for d in papers]
    return [{**one, "enclosed": True, "masked": True} for one in given]


# Inputs are kept


@pytest.fixture
def aliases(tmp_path: Path, profile: Path) -> tuple[str, ...]:
    (tmp_path / "x").mkdir()
    (tmp_path / "link.json").symlink_to(profile)
    (tmp_path / "hard.pdf").hardlink_to(profile)
    return ("profile.json", "./x/../profile.json", "link.json", "hard.pdf", str(profile))


def test_the_profile_is_never_an_output(run: Run, profile: Path, aliases: tuple[str, ...]) -> None:
    before = profile.read_bytes()
    for name in aliases:
        for command in (("packet", "profile.json"), ("render", "pledge", "profile.json")):
            for force in ((), ("--force",)):
                done = run(*command, "-o", name, *force)
                assert done.returncode == 1, (command, name)
                assert "E-OUTPUT" in done.stderr.decode()
    assert (
        "not even --force" in run("packet", "profile.json", "-o", "hard.pdf", "--force", "--lang", "en").stderr.decode()
    )
    assert profile.read_bytes() == before


def test_an_attachment_is_never_an_output(run: Run, tmp_path: Path) -> None:
    (tmp_path / "scans").mkdir()
    names = ["scans/a.pdf", "pledge-1.png", "text.pdf"]
    for name in names:
        (tmp_path / name).write_bytes(b"mine")
    (tmp_path / "hard.zip").hardlink_to(tmp_path / "scans" / "a.pdf")
    (tmp_path / "text.pdf").write_text("誓います。", encoding="utf-8")
    data = usage(attachments=[{"document": "identity-document", "file": "scans/a.pdf"}], pledge_text_file="text.pdf")
    data["users"] = [{**data["users"][0], "photo": "pledge-1.png"}]
    write(tmp_path / "p.json", data)
    for args in (
        ("packet", "p.json", "-o", "scans/a.pdf"),
        ("packet", "p.json", "-o", "scans/../scans/a.pdf"),
        ("packet", "p.json", "-o", "hard.zip"),
        ("packet", "p.json", "-o", "text.pdf"),
        ("render", "pledge", "p.json", "-o", "scans/a.pdf"),
        ("render", "pledge", "p.json", "-o", "text.pdf"),
        ("preview", "pledge", "p.json", "-o", "."),
    ):
        done = run(*args, "--force")
        assert done.returncode == 1, (args, done.stderr.decode())
        assert "--forceを付けても" in "".join(done.stderr.decode().split()), args
    assert [(tmp_path / n).read_bytes() for n in names] == [b"mine", b"mine", "誓います。".encode()]


def test_a_profile_from_a_redirected_file_is_kept(process: Run, profile: Path) -> None:
    import subprocess

    with profile.open("rb") as stdin:
        command = [sys.executable, "-m", "formgen", "render", "pledge", "-", "-o", "profile.pdf", "--force"]
        profile.with_name("profile.pdf").hardlink_to(profile)
        done = subprocess.run(command, stdin=stdin, capture_output=True, cwd=profile.parent, timeout=60)
    assert done.returncode == 1
    assert "E-OUTPUT" in done.stderr.decode()
    assert json.loads(profile.read_bytes())


@pytest.mark.parametrize("command", [("new", "pledge"), ("schema", "profile")])
def test_a_filled_in_profile_is_not_replaced_by_a_sample_or_a_schema(
    command: tuple[str, ...], run: Run, tmp_path: Path
) -> None:
    mine = write(tmp_path / "mine.json", usage(office="大阪出入国在留管理局"))
    before = mine.read_bytes()
    done = run(*command, "-o", "mine.json", "--force")
    assert (done.returncode, mine.read_bytes()) == (1, before)
    write(tmp_path / "sample.json", usage())
    (tmp_path / "old.json").write_text("{}")
    assert run(*command, "-o", "sample.json", "--force").returncode == 0
    assert run(*command, "-o", "old.json", "--force").returncode == 0


# Formats and codes


@pytest.mark.parametrize("name", ["x.docx", "x.png", "x.json", "x.PDFX"])
def test_a_format_that_is_not_written_is_refused(name: str, run: Run, profile: Path, tmp_path: Path) -> None:
    for command in (("packet", "profile.json"), ("render", "pledge", "profile.json")):
        done = run(*command, "-o", name)
        assert done.returncode == 1
        assert "E-OUTPUT" in done.stderr.decode()
        assert ".pdf" in done.stderr.decode()
    assert not (tmp_path / name).exists()
    assert run("render", "pledge", "profile.json", "-o", "x.zip").returncode == 1


def test_render_wants_to_be_told_where(run: Run, profile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = run("render", "pledge", "profile.json")
    assert (done.returncode, done.stdout) == (2, b"")
    assert "-o" in done.stderr.decode()
    assert run("render", "pledge", "profile.json", "-o", "-").stdout.startswith(b"%PDF")
    assert run("render", "pledge", "profile.json", "-o", "-", "--json").returncode == 2


@pytest.mark.parametrize(
    "args",
    [
        ("plan", "nosuch.json"),
        ("check", "."),
        ("packet", "nosuch.json", "-o", "x"),
        ("render", "pledge", "no", "-o", "x"),
    ],
)
def test_a_profile_that_is_not_there_is_wrong_usage(args: tuple[str, ...], run: Run) -> None:
    done = run(*args)
    assert done.returncode == 2
    assert "E-FILE" in done.stderr.decode()


def test_an_attachment_that_is_not_there_is_for_the_user_to_mend(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "p.json", usage(attachments=[{"document": "identity-document", "file": "no.pdf"}]))
    assert run("check", "p.json").returncode == 1


def test_plan_answers_and_check_refuses(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "p.json", usage(attachments=[]))
    plan = run("plan", "p.json", "--json")
    data = json.loads(plan.stdout)
    assert plan.returncode == 0
    assert not [p for p in data["problems"] if p["severity"] == "error"]
    assert False in {d["supplied"] for d in data["documents"]}
    assert run("check", "p.json").returncode == 1
    assert "E-MISSING-DOCUMENT" in run("packet", "p.json", "-o", "x").stderr.decode()


def test_a_form_that_is_not_handed_in_by_itself(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "p.json", usage(form="pledge"))
    for args in (("plan", "p.json"), ("packet", "p.json", "-o", "x")):
        done = run(*args, "--lang", "en")
        assert done.returncode == 1
        assert "usage-request" in done.stderr.decode()
    assert not (tmp_path / "x").exists()


def test_lint_tells_every_fault_of_a_file_with_its_line(run: Run, tmp_path: Path) -> None:
    root = Path(__file__).resolve().parent.parent.parent
    text = (root / "form_specs" / "sheets" / "pledge@2022-03-16.yaml").read_text(encoding="utf-8")
    wrong = tmp_path / "pledge@2022-03-16.yaml"
    wrong.write_text(text.replace("user.name", "user.nmae", 1).replace("title_en:", "titel_en:", 1), encoding="utf-8")
    done = run("lint", wrong.name)
    assert done.returncode == 3
    assert "titel_en" in done.stdout.decode()
    assert f"{wrong.name}:" in done.stdout.decode()
    assert json.loads(run("lint", wrong.name, "--json").stdout)["problems"]
    assert run("lint", "nosuch.yaml").returncode == 2
    whole = run("lint")
    assert (whole.returncode, whole.stdout.decode().strip()) == (0, "問題はありません。")


# What is told, and how often


def test_the_head_of_a_plan_says_the_kind_and_where_it_comes_from(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "stated.json", usage(filing={"kind": "new"}))
    write(tmp_path / "derived.json", usage(filing={}))
    assert "区分：新規（プロファイルの filing.kind）" in run("plan", "stated.json").stdout.decode()
    assert "区分：新規（名簿による）" in run("plan", "derived.json").stdout.decode()
    assert "Kind: new (from the roster)" in run("plan", "derived.json", "--lang", "en").stdout.decode()


def test_a_warning_about_many_papers_is_told_once_and_after_the_errors(run: Run, tmp_path: Path) -> None:
    data = two_people(attachments=[])
    data["organization"] = {**data["organization"], "name": "", "phone": "なし"}
    data["users"][0]["phone"] = "なし"
    write(tmp_path / "p.json", data)
    out = run("check", "p.json").stdout.decode()
    flat = "".join(out.split())
    assert flat.count("形は公式の用紙で確かめられていません") == 1
    assert "「在留申請オンラインシステム利用申出書」「誓約書」の形は" in flat
    assert flat.count("電話番号に数字がありません") == 1
    assert "/organization/phone,/users/0/phone" in flat
    codes = [line.split()[0] for line in out.splitlines() if line[:2] in ("E-", "W-")]
    assert codes == sorted(codes, key=lambda c: c.startswith("W"))
    assert codes[0] == "E-REQUIRED"
    in_json = json.loads(run("check", "p.json", "--json").stdout)["problems"]
    assert len([p for p in in_json if "形は公式の用紙で" in p["message"]]) == 3


def test_a_person_is_named_by_place_and_role_or_by_name_where_values_are_shown(run: Run, tmp_path: Path) -> None:
    data = two_people(attachments=for_each(2))
    data["users"][1]["phone"] = "なし"
    write(tmp_path / "p.json", data)
    for command in (("plan", "p.json"), ("check", "p.json")):
        out, shown = run(*command).stdout.decode(), run(*command, "--show-values").stdout.decode()
        assert "W-VALUE  2人目の申出人  /users/1/phone" in out
        assert "applicant 2" in run(*command, "--lang", "en").stdout.decode()
        assert "乙川 二" not in out
        assert "乙川 二" in shown
        assert "2人目の申出人" not in shown
        assert "（users/" not in out


def test_one_person_alone_needs_no_name(run: Run, profile: Path) -> None:
    for args in (("plan", "profile.json"), ("check", "profile.json"), ("packet", "profile.json", "-o", "a.pdf")):
        assert "人目の" not in run(*args).stdout.decode()


def test_a_packet_tells_what_was_shrunk_and_what_is_left_to_do(run: Run, tmp_path: Path) -> None:
    profile = two_people(attachments=for_each(2))
    profile["users"][0]["title"] = "在留手続と社会保険の担当課長補佐" * 3
    write(tmp_path / "p.json", profile)
    done = run("packet", "p.json", "-o", "a.pdf", "--show-values")
    out = done.stdout.decode()
    assert done.returncode == 0, done.stderr.decode()
    assert "小さくした文字" in out
    assert "【甲山 一、乙川 二】「本人確認資料の写し」を紙で入れます。" in "".join(out.split("\n")).replace("  ", "")
    told = json.loads(run("packet", "p.json", "-o", "b.pdf", "--json").stdout)
    assert told["sizes"]
    assert "甲山" not in json.dumps(told, ensure_ascii=False)
    quiet = run("packet", "p.json", "-o", "c.pdf").stdout.decode()
    assert "甲山" not in quiet
    assert "【1人目の申出人、2人目の申出人】" in quiet.replace("\n", "").replace(" ", "")
