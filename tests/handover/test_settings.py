"""The settings file of a receiver: read strictly, every fault at its line."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from formgen.files.located import read_yaml
from formgen.ground.problems import Broken, Refused
from formgen.handover.patterns import PLACEHOLDERS
from formgen.handover.settings import Column, Index, Kind, Metadata, Settings, read_settings

HERE = Path(__file__).parent / "settings"
BROKEN = sorted((HERE / "broken").glob("*.yaml"))


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_fault_is_told_at_its_line(path: Path) -> None:
    """The first line of each file says at which lines what is told."""
    with pytest.raises(Broken) as caught:
        read_settings("folder", path)
    text = path.read_text(encoding="utf-8")
    wanted = read_yaml(text.splitlines()[0].removeprefix("# "), "").data
    found = caught.value.problems
    assert {p.code for p in found} <= {"E-TARGET", "E-SCHEMA"}
    assert [p.line for p in found] == list(map(int, wanted))
    for problem, word in zip(found, wanted.values(), strict=True):
        assert word in problem.message("ja")
        assert problem.message("en")
        assert problem.file == str(path)


@pytest.mark.parametrize("kind", get_args(Kind))
def test_each_receiver_has_settings_of_its_own(kind: Kind, tmp_path: Path) -> None:
    settings = read_settings(kind)
    # What is waiting in a queue can be asked for by its name alone.
    assert "{key}" in settings.name
    empty = tmp_path / "empty.yaml"
    empty.write_text("# nothing\n", encoding="utf-8")
    assert read_settings(kind, empty) == settings


@pytest.mark.parametrize("kind", get_args(Kind))
def test_a_name_leaves_room_for_what_a_receiver_puts_behind_it(kind: Kind) -> None:
    """File systems take names of 255 bytes; ownCloud and Nextcloud put this behind one while the file comes in."""
    for settings in (Settings(), read_settings(kind)):
        assert settings.longest_in == "bytes"
        assert settings.longest_name + len(".ocTransferId2147483647.part") <= 255


def test_a_key_replaces_that_key(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text('name: "{key}"\nindex: null\nmetadata: {cabinet: null, tags: [x]}\n', encoding="utf-8")
    ours, theirs = read_settings("mayan"), read_settings("mayan", path)
    assert (theirs.name, theirs.index, theirs.metadata.cabinet, theirs.metadata.tags) == ("{key}", None, None, ("x",))
    assert theirs.metadata.fields == ours.metadata.fields


@pytest.mark.parametrize("word", ["Shift_JIS", "shift-jis", "sjis", "Windows-31J", "MS932"])
def test_an_encoding_that_elsewhere_is_another_one_is_told_by_its_name(tmp_path: Path, word: str) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(f"index: {{name: i.csv, encoding: {word}, columns: []}}\n", encoding="utf-8")
    with pytest.raises(Broken) as caught:
        read_settings("folder", path)
    assert any(f"write {word} as cp932" in found.message("en") for found in caught.value.problems)


def test_certificates_lie_beside_the_settings(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("ca: certs/our-ca.pem\n", encoding="utf-8")
    assert read_settings("dav", path).ca == tmp_path / "certs" / "our-ca.pem"


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        read_settings("folder", tmp_path / "none.yaml")
    assert [p.key for p in caught.value.problems] == ["E-TARGET.unreadable"]


def test_the_readme_names_every_key_and_placeholder() -> None:
    readme = (HERE.parents[2] / "README.md").read_text(encoding="utf-8")
    models = (Settings, Index, Column, Metadata)
    keys = {name for model in models for name in model.model_fields}
    assert [name for name in (*keys, *PLACEHOLDERS) if not re.search(rf"[`{{ \n]{name}[`}}:]", readme)] == []
