"""Which file of a folder may be which document: told with the words that say so, never guessed, nothing written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import foreign
import pikepdf
import pytest
from typer.testing import CliRunner

import formgen
from example_profiles import example
from formgen import api
from formgen.cli.app import app

MAIL = "usage-request-by-mail/profile"


def page_of(text: str) -> bytes:
    """A PDF whose first page says this, in a font that is not in the file."""
    pdf, names = foreign.pages(foreign.A4, foreign.A4), pikepdf.Name
    codes = "".join(f"<{n:04x}> <{c.encode('utf-16-be').hex()}>\n" for n, c in enumerate(text, 1))
    head = "begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange"
    cmap = f"{head} {len(text)} beginbfchar\n{codes}endbfchar endcmap"
    info = pikepdf.Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0)
    below = pikepdf.Dictionary(Type=names.Font, Subtype=names.CIDFontType2, BaseFont=names.Mincho, CIDSystemInfo=info)
    font = pikepdf.Dictionary(
        Type=names.Font,
        Subtype=names.Type0,
        BaseFont=names.Mincho,
        Encoding=pikepdf.Name("/Identity-H"),
        DescendantFonts=[below],
        ToUnicode=pdf.make_stream(cmap.encode()),
    )
    pdf.pages[0].Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=pdf.make_indirect(font)))
    shown = "".join(f"{n:04x}" for n in range(1, len(text) + 1))
    pdf.pages[0].Contents = pdf.make_stream(f"BT /F 12 Tf 50 700 Td <{shown}> Tj ET".encode())
    return foreign.saved(pdf)


def profile(**change: Any) -> dict[str, Any]:
    data = example(MAIL) | {"attachments": []}
    one, two = data["users"]
    return data | {"users": [one | {"name": "髙橋 花子"}, two | {"name": "NGUYỄN THỊ HƯƠNG"}]} | change


def suggested(folder: Path, data: dict[str, Any] | None = None) -> api.Suggestions:
    return api.suggest_attachments(formgen.read_profile(data or profile(), folder=folder), folder)


def told(folder: Path, data: dict[str, Any] | None = None) -> dict[str, Any]:
    """Of each file its document and person, or the doubt."""
    out: dict[str, Any] = {}
    for one in suggested(folder, data).files:
        (first, *_) = one.documents or (None,)
        out[one.path.name] = one.doubt or (first and (first.document, first.user))
    return out


def files(folder: Path, **contents: bytes | str) -> Path:
    for name, content in contents.items():
        data = page_of(content) if isinstance(content, str) else content
        (folder / f"{name}.pdf").write_bytes(data)
    return folder


def test_by_name_by_page_and_by_both(tmp_path: Path) -> None:
    files(
        tmp_path,
        研修会修了証_髙橋="何でもない",
        scan0001="運 転 免 許 証　氏名 髙橋　花子",
        決算報告書="決算報告書 第10期",
        agent_certificate_huong=foreign.plain(),
    )
    assert told(tmp_path) == {
        "研修会修了証_髙橋.pdf": ("training-certificate", 0),
        "scan0001.pdf": ("identity-document", 0),
        "決算報告書.pdf": ("financial-statements", None),
        "agent_certificate_huong.pdf": ("agent-certificate", 1),
    }


def test_the_reason_is_a_word_of_the_rules_and_never_what_the_file_says(tmp_path: Path) -> None:
    files(tmp_path, scan="健康保険 資格確認書 記号 12345 髙橋花子")
    (found,) = suggested(tmp_path).files
    assert [(s.where, s.word) for s in found.signs] == [("text", "資格確認書")]
    assert found.person_by == "text"
    assert "12345" not in json.dumps(found.as_json(), ensure_ascii=False)
    assert "花子" not in json.dumps(found.as_json(), ensure_ascii=False)


def test_what_cannot_be_told_is_said_to_be_so(tmp_path: Path) -> None:
    files(
        tmp_path,
        nothing="送り状",
        whose="運転免許証",
        another_person="運転免許証 別人 太郎",
        differs_修了証_髙橋="決算報告書",
        locked_決算=foreign.encrypted(),
    )
    assert told(tmp_path) == {
        "nothing.pdf": "no-words",
        "whose.pdf": "whose",
        "another_person.pdf": "whose",
        "differs_修了証_髙橋.pdf": "name-and-text-differ",
        "locked_決算.pdf": "unreadable",
    }
    assert suggested(tmp_path).snippet == []


def test_a_file_that_names_two_persons_is_of_neither(tmp_path: Path) -> None:
    files(tmp_path, 修了証_髙橋花子_nguyen_thi_huong="x", 修了証="髙橋 花子 NGUYỄN THỊ HƯƠNG")
    assert set(told(tmp_path).values()) == {"whose"}


def test_two_files_for_one_document_are_both_in_doubt(tmp_path: Path) -> None:
    files(tmp_path, 決算報告書="x", 貸借対照表="y")
    assert set(told(tmp_path).values()) == {"several-files"}


def test_a_paper_of_somebody_whose_own_is_there_goes_to_nobody_else(tmp_path: Path) -> None:
    files(tmp_path, given="x", 運転免許証_髙橋="x")
    data = profile(attachments=[{"document": "identity-document", "user": 0, "file": "given.pdf", "masked": True}])
    # What the profile names is no news, and of the other person this one is not.
    assert told(tmp_path, data) == {"運転免許証_髙橋.pdf": "whose"}
    assert suggested(tmp_path, data).known == 1
    assert "given.pdf" not in told(tmp_path, data)


def test_an_original_is_no_file(tmp_path: Path) -> None:
    files(tmp_path, 履歴事項全部証明書="履歴事項全部証明書")
    assert told(tmp_path) == {"履歴事項全部証明書.pdf": "original"}
    assert told(tmp_path, profile(route="online")) == {"履歴事項全部証明書.pdf": ("registry-certificate", None)}


def test_what_is_only_shown_at_the_counter_is_no_file_to_be_named(tmp_path: Path) -> None:
    files(tmp_path, 運転免許証_髙橋="x")
    assert told(tmp_path) == {"運転免許証_髙橋.pdf": ("identity-document", 0)}
    assert told(tmp_path, profile(route="counter")) == {"運転免許証_髙橋.pdf": "no-words"}


def test_a_file_outside_of_the_profile_s_folder_is_told_and_not_to_be_copied(tmp_path: Path) -> None:
    (tmp_path / "scans").mkdir()
    (tmp_path / "profile").mkdir()
    files(tmp_path / "scans", 決算報告書="x")
    source = formgen.read_profile(profile(), folder=tmp_path / "profile")
    found = api.suggest_attachments(source, tmp_path / "scans")
    assert [(one.file, one.doubt) for one in found.files] == [(None, None)]
    assert found.snippet == []


def test_the_snippet_fits_into_the_profile(tmp_path: Path) -> None:
    (tmp_path / "scans").mkdir()
    files(tmp_path / "scans", 研修会修了証_髙橋="x", 決算報告書="x")
    source = formgen.read_profile(profile(), folder=tmp_path)
    snippet = api.suggest_attachments(source, tmp_path / "scans").snippet
    assert {"document": "training-certificate", "user": 0, "file": "scans/研修会修了証_髙橋.pdf"} in snippet
    added = formgen.read_profile(profile(attachments=snippet), folder=tmp_path)
    assert [d.attachments for d in formgen.plan(added).documents if d.document == "financial-statements"] == [(0,)]


def test_a_folder_of_very_many_files_is_not_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from formgen.filing import suggesting

    monkeypatch.setattr(suggesting, "MOST_FILES", 2)
    files(tmp_path, a="x", b="x", c="x")
    (tmp_path / "folder").mkdir()
    (tmp_path / ".hidden.pdf").write_bytes(b"")
    assert (len(suggested(tmp_path).files), suggested(tmp_path).left_out) == (2, 1)
    # What the profile names is not looked at, and is not among those that are left out.
    named = profile(attachments=[{"document": "identity-document", "user": 0, "file": "a.pdf", "masked": True}])
    assert (suggested(tmp_path, named).known, suggested(tmp_path, named).left_out) == (1, 0)


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_command(tmp_path: Path, lang: str) -> None:
    files(tmp_path, 決算報告書="x", 運転免許証="x")
    path = tmp_path / "profile.json"
    path.write_text(json.dumps(profile(), ensure_ascii=False), encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))
    shown = CliRunner().invoke(app, ["check", str(path), "--attachments", str(tmp_path), "--lang", lang])
    assert '{"document": "financial-statements", "file": "決算報告書.pdf"},' in shown.stdout
    assert ("名前に「決算報告書」" if lang == "ja" else 'name: "決算報告書"') in shown.stdout
    assert "髙橋" not in shown.stdout
    assert sorted(tmp_path.rglob("*")) == before
    found = CliRunner().invoke(app, ["check", str(path), "--attachments", str(tmp_path), "--json"])
    listed = json.loads(found.stdout)["suggestions"]
    assert [one["doubt"] for one in listed["files"]] == [None, "whose"]
    assert listed["attachments"] == [{"document": "financial-statements", "file": "決算報告書.pdf"}]


def test_a_name_that_would_steer_a_terminal_is_written_as_json_can(tmp_path: Path) -> None:
    odd = tmp_path / "決算\u202e\x9b31m.pdf"
    odd.write_bytes(foreign.plain())
    path = tmp_path / "profile.json"
    path.write_text(json.dumps(profile(), ensure_ascii=False), encoding="utf-8")
    shown = CliRunner().invoke(app, ["check", str(path), "--attachments", str(tmp_path)]).stdout
    assert not {"\u202e", "\x9b"} & {*shown}
    (line,) = [line for line in shown.splitlines() if line.startswith('  {"document"')]
    assert json.loads(line.strip().removesuffix(","))["file"] == odd.name
