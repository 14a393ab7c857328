"""The wording of the pledge: a draft says that it is one; the true text, in the profile or beside it, replaces it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import formgen
from formgen.ground.problems import Problem, Refused
from readers import pdfium_texts

WORDING = "一　規約を守ること。\n二　変更を届け出ること。"


def profile_in(folder: Path, **more: object) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / "profile.json"
    path.write_text(json.dumps({**formgen.sample("pledge"), **more}, ensure_ascii=False), encoding="utf-8")
    return path


def refused(path: Path) -> list[tuple[str, str | None]]:
    with pytest.raises(Refused) as caught:
        formgen.render("pledge", path)
    assert all(isinstance(p, Problem) and p.line for p in caught.value.problems)
    return [(p.key, p.pointer) for p in caught.value.problems]


def words(pdf: bytes) -> str:
    return "".join("".join(pdfium_texts(pdf)).split())


def test_draft_wording_says_that_it_is_a_draft(tmp_path: Path) -> None:
    assert "（案）" in words(formgen.render("pledge", profile_in(tmp_path)))


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_text_of_a_file_replaces_the_draft(tmp_path: Path, newline: str) -> None:
    (tmp_path / "pledge.txt").write_bytes(("\ufeff" + WORDING.replace("\n", newline) + newline).encode())
    pdf = formgen.render("pledge", profile_in(tmp_path, pledge_text_file="pledge.txt"))
    assert pdf == formgen.render("pledge", profile_in(tmp_path, pledge_text=WORDING))
    assert "".join(WORDING.split()) in words(pdf)
    assert "（案）" not in words(pdf)


@pytest.mark.parametrize(
    ("file", "key"),
    [
        ("none.txt", "E-FILE.not-found"),
        ("../secret.txt", "E-FILE.outside"),
        ("{above}/secret.txt", "E-FILE.outside"),
        ("link.txt", "E-FILE.outside"),
        (".", "E-FILE.folder"),
        ("latin.txt", "E-FILE.text"),
    ],
)
def test_a_file_that_cannot_be_the_text(tmp_path: Path, file: str, key: str) -> None:
    (tmp_path / "secret.txt").write_text("秘密", encoding="utf-8")
    path = profile_in(tmp_path / "p", pledge_text_file=file.format(above=tmp_path))
    (path.parent / "link.txt").symlink_to(tmp_path / "secret.txt")
    (path.parent / "latin.txt").write_bytes(b"\xe9\xff")
    assert refused(path) == [(key, "/pledge_text_file")]


def test_two_texts_are_a_contradiction(tmp_path: Path) -> None:
    (tmp_path / "pledge.txt").write_text(WORDING, encoding="utf-8")
    path = profile_in(tmp_path, pledge_text="別の文", pledge_text_file="pledge.txt")
    assert refused(path) == [("E-VALUE.two-pledge-texts", "/pledge_text_file")]


def test_a_profile_made_in_python_finds_its_file_too(tmp_path: Path) -> None:
    (tmp_path / "pledge.txt").write_text(WORDING, encoding="utf-8")
    made = formgen.Profile.model_validate(formgen.sample("pledge") | {"pledge_text_file": "pledge.txt"}, strict=False)
    source = formgen.read_profile(made, folder=tmp_path)
    assert source.profile.pledge_text == WORDING
    assert formgen.read_profile(source.profile).profile == source.profile
