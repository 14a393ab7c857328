"""Text files and profiles that are too large are refused before they are read or gone through, with the limit."""

from __future__ import annotations

import io
import json
import os
import resource
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import formgen
from formgen.files import reading
from formgen.ground.problems import Problem, Refused
from formgen.outputs.folder import write_folder
from formgen.profile.sizes import oversized

PLEDGE = {"form": "pledge", "route": "mail", "pledge_text_file": "pledge.txt"}


def refused(make: Callable[[], object]) -> tuple[Problem, ...]:
    with pytest.raises(Refused) as caught:
        make()
    for found in caught.value.problems:
        assert all((found.message("ja"), found.fix("ja"), found.message("en"), found.fix("en")))
    return caught.value.problems


def keys(make: Callable[[], object]) -> list[tuple[str, str | None]]:
    return [(p.key, p.pointer) for p in refused(make)]


def sparse(path: Path, size: int = 6_000_000_000) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    os.truncate(path, size)
    return path


@pytest.fixture
def little_memory():
    """Reading gigabytes would fail here before it could do harm to the machine."""
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (4_000_000_000, hard))
    yield
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


@pytest.mark.usefixtures("little_memory")
@pytest.mark.parametrize("name", ["profile.json", "profile.yaml"])
def test_a_huge_profile_is_not_read(tmp_path: Path, name: str) -> None:
    path = sparse(tmp_path / name)
    (found,) = refused(lambda: formgen.check(path))
    assert (found.key, found.file, found.words["limit"]) == ("E-LIMIT.text-size", name, "10")
    assert keys(lambda: formgen.changes(path, path)) == [("E-LIMIT.text-size", None)]


@pytest.mark.usefixtures("little_memory")
def test_a_huge_text_of_the_pledge_is_not_read(tmp_path: Path) -> None:
    sparse(tmp_path / "pledge.txt")
    assert keys(lambda: formgen.read_profile(PLEDGE, folder=tmp_path)) == [("E-LIMIT.text-size", "/pledge_text_file")]


def test_a_long_text_of_the_pledge_is_told(tmp_path: Path) -> None:
    (tmp_path / "pledge.txt").write_text("あ" * 100_001, encoding="utf-8")
    assert keys(lambda: formgen.read_profile(PLEDGE, folder=tmp_path)) == [("E-LIMIT.characters", "/pledge_text_file")]


@pytest.mark.usefixtures("little_memory")
@pytest.mark.parametrize(
    "name", ["sheets/mine@2026-01-01.yaml", "packets/mine.yaml", "facts.yaml", "sources.yaml", "documents.yaml"]
)
def test_a_huge_file_of_ones_own_forms_is_not_read(tmp_path: Path, name: str) -> None:
    path = sparse(tmp_path / name)
    if name.startswith("packets"):
        (tmp_path / "sheets").mkdir()
        (tmp_path / "sheets" / "mine@2026-01-01.yaml").write_text("form: mine\n", encoding="utf-8")
    from formgen import api

    found = (*api.lint_library(api.open_library(tmp_path)), *api.lint_files([path], tmp_path))
    assert "E-LIMIT.text-size" in [p.key for p in found]


@pytest.mark.usefixtures("little_memory")
@pytest.mark.parametrize(
    "opened",
    [
        lambda: Path("/dev/zero").open("rb"),  # noqa: SIM115
        lambda: io.StringIO("x" * 10_000_001),
        lambda: io.BytesIO(b"x" * 10_000_001),
    ],
)
def test_no_more_is_read_of_a_stream_than_the_limit(opened: Callable[[], Any]) -> None:
    with opened() as stream:
        assert [key for key, _ in keys(lambda: formgen.read_profile(stream))] == ["E-LIMIT.text-size"]


def test_text_and_bytes_have_the_same_limit() -> None:
    for source in ("{" + " " * 10_000_000, b"{" + b" " * 10_000_000):
        assert keys(lambda source=source: formgen.read_profile(source)) == [("E-LIMIT.text-size", None)]


def test_a_device_is_not_read() -> None:
    assert keys(lambda: formgen.read_profile("/dev/zero")) == [("E-FILE.not-plain", None)]


def test_a_pipe_that_nobody_writes_into_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "p.json")
    assert keys(lambda: formgen.read_profile(tmp_path / "p.json")) == [("E-SCHEMA.syntax", None)]


def test_a_pipe_is_read_to_its_end() -> None:
    out, into = os.pipe()
    text = json.dumps(formgen.sample("pledge") | {"pledge_text": "あ" * 10_000})
    with os.fdopen(into, "w") as file:
        file.write(text)
    assert len(formgen.read_profile(f"/dev/fd/{out}").profile.pledge_text or "") == 10_000
    os.close(out)


def test_a_file_that_grows_while_it_is_read_is_held_to_the_limit(tmp_path: Path, monkeypatch: Any) -> None:
    """What the system says of a size may be a lie, as in /proc."""
    path = tmp_path / "p.json"
    path.write_bytes(b"x" * 11)
    about = path.stat()
    state = os.stat_result((*about[:6], 0, *about[7:]))
    monkeypatch.setattr(reading.os, "fstat", lambda _: state)
    assert keys(lambda: reading.read_bytes(path, 10)) == [("E-LIMIT.text-size", None)]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"users": [{"name": "山田"}] * 20_000}, ("E-LIMIT.entries", "/users")),
        ({"permission": [{}] * 3_001}, ("E-LIMIT.entries", "/permission")),
        ({"users": [{"career": [{}] * 1_001}]}, ("E-LIMIT.entries", "/users/0/career")),
        ({f"k{n}": 1 for n in range(1_001)}, ("E-LIMIT.entries", "")),
        ({"organization": {"name": "あ" * 20_001}}, ("E-LIMIT.characters", "/organization/name")),
        ({"users": [{"career": [{"text": "a"}] * 1_000}] * 300}, ("E-LIMIT.values", "")),
    ],
)
@pytest.mark.parametrize("as_text", [False, True])
def test_a_profile_that_says_too_much_is_told_where_and_by_how_much(
    more: dict[str, Any], told: tuple[str, str], as_text: bool
) -> None:
    profile = {"form": "usage-request", "route": "mail", **more}
    given = json.dumps(profile, indent=1) if as_text else profile
    (found,) = refused(lambda: formgen.check(given))
    assert (found.key, found.pointer) == told
    assert "," in found.words["limit"]
    assert (found.line is not None) == as_text


@pytest.mark.parametrize(("key", "most"), [("users", 3_000), ("institutions", 10_000), ("attachments", 10_000)])
def test_as_many_as_a_limit_says_are_not_too_many(key: str, most: int) -> None:
    assert list(oversized({key: [{}] * most})) == []
    assert [p.key for p in oversized({key: [{}] * (most + 1)})] == ["E-LIMIT.entries"]


@pytest.mark.parametrize(("deep", "found"), [(60, []), (61, ["E-SCHEMA.alias"])])
def test_how_deep_values_may_lie(deep: int, found: list[str]) -> None:
    data: Any = "x"
    for _ in range(deep):
        data = {"k": data}
    assert [p.key for p in oversized(data)] == found


@pytest.mark.parametrize(("key", "most"), [("name", 20_000), ("pledge_text", 100_000)])
def test_a_text_as_long_as_the_limit_is_not_too_long(key: str, most: int) -> None:
    assert list(oversized({key: "あ" * most})) == []
    assert [p.key for p in oversized({key: "あ" * (most + 1)})] == ["E-LIMIT.characters"]


def test_a_file_as_large_as_the_limit_is_read(tmp_path: Path) -> None:
    (tmp_path / "p.json").write_bytes(b"x" * 10)
    assert reading.read_bytes(tmp_path / "p.json", 10) == b"x" * 10


def test_the_line_of_a_long_list_is_known_without_reading_on() -> None:
    from formgen.files.located import read_json

    text = '{\n "users": [\n' + ",\n".join(["1"] * 100_000) + "]}"
    found = read_json(text, "p.json")
    lines = found.lines_to(["/users"])
    assert lines["/users"] == 2
    assert len(lines) < 4
    assert "lines" not in found.__dict__


@pytest.mark.parametrize("ending", [".json", ".yaml"])
def test_a_number_of_very_many_figures_is_told_as_what_it_is(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"p{ending}"
    path.write_text('{"filing":\n {"user": ' + "9" * 100_000 + "}}", encoding="utf-8")
    (found,) = refused(lambda: formgen.check(path))
    assert (found.key, found.pointer, found.line) == ("E-SCHEMA.number", "/filing/user", 2)


def test_aliases_that_stand_for_millions_of_values_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "p.yaml"
    rows = [f"{b}: &{b} [{','.join([f'*{a}'] * 9)}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True)]
    path.write_text("a: &a [x,x,x,x,x,x,x,x,x]\n" + "\n".join(rows), encoding="utf-8")
    assert {p.key for p in refused(lambda: formgen.check(path))} == {"E-SCHEMA.alias"}


def test_values_without_number_in_yaml_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "p.yaml"
    path.write_text("users: [" + "1," * 600_000 + "1]", encoding="utf-8")
    assert keys(lambda: formgen.check(path)) == [("E-LIMIT.values", None)]


def test_data_that_holds_itself_is_refused() -> None:
    data: dict[str, Any] = {"form": "usage-request"}
    data["custom"] = data
    assert [p.key for p in refused(lambda: formgen.check(data))] == ["E-SCHEMA.alias"]


def test_a_key_as_long_as_a_book_is_not_compared_with_every_other() -> None:
    assert keys(lambda: formgen.check({"x" * 5_000_000: 1})) == [("E-SCHEMA.unknown-key", "")]


@pytest.mark.usefixtures("little_memory")
@pytest.mark.parametrize("make", [sparse, os.mkfifo])
def test_a_folder_whose_manifest_cannot_be_one_is_not_replaced(tmp_path: Path, make: Callable[[Path], Any]) -> None:
    make(tmp_path / "manifest.json")
    for read in (
        lambda: write_folder(tmp_path, {"packet.pdf": b""}, force=True),
        lambda: formgen.make_packet(formgen.sample("fee-payment-sheet"), draft=True, resume=tmp_path),
    ):
        assert keys(read) == [("E-OUTPUT.not-a-packet", None)]
