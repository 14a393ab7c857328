from __future__ import annotations

import os
import stat
import sys
import zipfile
from pathlib import Path

import pytest

from formgen.files import holding, moving, settling, writing
from formgen.files.writing import write_file, write_files
from formgen.ground.problems import Refused
from formgen.outputs import folder
from formgen.outputs.folder import write_folder
from formgen.outputs.inputs import ends_in, spare
from formgen.outputs.manifest import Entry, manifest_json
from formgen.outputs.zip import write_zip
from formgen.profile.reading import identity

FILES = {"packet.pdf": b"p", "sheets/01-usage-request.pdf": b"s", "next-steps.pdf": b"n"}
MANIFEST = manifest_json([Entry(path, "sheet") for path in FILES], {"tool": "formgen"})
PACKET = {**FILES, "manifest.json": MANIFEST}


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def key(call) -> str:
    """The key of the one problem, whose message must name a path."""
    with pytest.raises(Refused) as refused:
        call()
    (found,) = refused.value.problems
    for lang in ("ja", "en"):
        assert os.sep in found.message(lang)
        assert "None" not in found.message(lang) + found.fix(lang)
    return found.key


def left(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


@pytest.fixture(autouse=True)
def _open_umask():
    before = os.umask(0)
    yield
    os.umask(before)


def test_a_file_is_for_its_owner_only_and_never_overwritten_unasked(tmp_path):
    path = tmp_path / "綴り.pdf"
    write_file(path, b"one")
    assert mode(path) == 0o600
    assert key(lambda: write_file(path, b"two")) == "E-OUTPUT.exists"
    assert path.read_bytes() == b"one"
    write_file(path, b"two", force=True)
    assert path.read_bytes() == b"two"
    assert left(tmp_path) == ["綴り.pdf"]


def test_without_links_a_file_that_came_meanwhile_is_kept(tmp_path, monkeypatch):
    path = tmp_path / "x.pdf"

    def no_links(self, _):
        self.write_bytes(b"theirs")
        raise PermissionError

    monkeypatch.setattr(Path, "hardlink_to", no_links)
    assert key(lambda: write_file(path, b"ours")) == "E-OUTPUT.exists"
    assert path.read_bytes() == b"theirs"


def test_of_several_files_none_stays_alone(tmp_path, monkeypatch):
    """Whether the place of one was taken meanwhile, or somebody pressed the keys."""
    paths = [tmp_path / name for name in ("a", "b", "c")]
    write_files(dict.fromkeys(paths, b"x"))
    assert {p.read_bytes() for p in paths} == {b"x"}
    assert {mode(p) for p in paths} == {0o600}
    assert key(lambda: write_files(dict.fromkeys(paths, b"y"))) == "E-OUTPUT.exists"
    paths[0].unlink()
    put = writing._put
    for error in (KeyboardInterrupt, FileExistsError):

        def failing(made, path, *, force, error=error):
            if path.name == "c":
                raise error
            put(made, path, force=force)

        monkeypatch.setattr(writing, "_put", failing)
        with pytest.raises((KeyboardInterrupt, Refused)):
            write_files(dict.fromkeys(paths, b"y"), force=True)
        assert left(tmp_path) == ["b", "c"]
    assert paths[2].read_bytes() == b"x"


def test_places_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    assert key(lambda: write_file(tmp_path / "no" / "x.pdf", b"")) == "E-OUTPUT.no-folder"
    assert key(lambda: write_folder(tmp_path / "no" / "x", PACKET)) == "E-OUTPUT.no-folder"
    assert key(lambda: write_file(tmp_path / "file" / "x.pdf", b"")) == "E-OUTPUT.no-folder"
    assert key(lambda: write_file(tmp_path, b"", force=True)) == "E-OUTPUT.folder"
    assert key(lambda: write_folder(tmp_path / "file", PACKET, force=True)) == "E-OUTPUT.not-a-packet"


def test_a_place_without_permission(tmp_path, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(13, "no")

    monkeypatch.setattr("os.open", refuse)
    monkeypatch.setattr("pathlib.Path.mkdir", refuse)
    assert key(lambda: write_file(tmp_path / "x.pdf", b"")) == "E-OUTPUT.forbidden"
    assert key(lambda: write_folder(tmp_path / "x", PACKET)) == "E-OUTPUT.forbidden"
    monkeypatch.undo()
    (tmp_path / "locked").mkdir()
    monkeypatch.setattr("os.walk", refuse)
    assert key(lambda: write_folder(tmp_path / "locked", PACKET, force=True)) == "E-OUTPUT.forbidden"


@pytest.mark.parametrize("one_step", [True, False])
def test_a_packet_grows_beside_its_place_under_a_name_that_hides_it(tmp_path, monkeypatch, one_step):
    """On the same file system, so that it can be moved; hidden, so that nobody takes it for the packet."""
    seen: list[list[str]] = []
    rename, exchange = Path.rename, moving.exchange

    def renamed(self, target):
        seen.append(left(tmp_path))
        return rename(self, target)

    def exchanged(one, other):
        seen.append(left(tmp_path))
        return one_step and exchange(one, other)

    monkeypatch.setattr(Path, "rename", renamed)
    monkeypatch.setattr(moving, "exchange", exchanged)
    write_folder(tmp_path / "out", PACKET)
    write_folder(tmp_path / "out", PACKET, force=True)
    steps = [1, 2] if one_step else [1, 2, 2, 2]
    assert [len(names) for names in seen] == steps
    assert ["out" in names for names in seen] == [False, True, True, False][: len(steps)]
    for names in seen:
        for name in names:
            assert name == "out" or (name.startswith(".formgen-") and name.endswith((".tmp", ".old")))
    assert left(tmp_path) == ["out"]


def test_what_is_replaced_goes_only_when_the_new_one_is_on_the_disk(tmp_path, monkeypatch):
    """Files, folders, then the names that lead to them; what replaces nothing does not wait."""
    synced: list[str] = []
    replace, exchange = Path.replace, moving.exchange

    def replaced(self, target):
        synced.append("placed")
        return replace(self, target)

    def exchanged(one, other):
        synced.append("placed")
        return exchange(one, other)

    monkeypatch.setattr(Path, "replace", replaced)
    monkeypatch.setattr(moving, "exchange", exchanged)
    monkeypatch.setattr(settling, "_wait", lambda path, how: synced.append(path.name.partition("-")[0]))
    write_folder(tmp_path / "out", PACKET)
    write_file(tmp_path / "x.pdf", b"x")
    write_file(tmp_path / "y.pdf", b"y", force=True)
    assert synced == ["placed"]
    synced.clear()
    write_folder(tmp_path / "out", PACKET, force=True)
    place = tmp_path.name.partition("-")[0]
    assert synced[-2:] == ["placed", place]
    assert sorted(synced[:-2]) == sorted([".formgen", "sheets", "01", "manifest.json", "next", "packet.pdf"])
    assert synced.index("01") < synced.index("sheets")
    synced.clear()
    write_file(tmp_path / "x.pdf", b"y", force=True)
    assert synced == [".formgen", "placed", place]


def test_an_old_packet_that_cannot_be_deleted_does_not_undo_the_new_one(tmp_path, monkeypatch):
    write_folder(tmp_path / "out", {"packet.pdf": b"p", "manifest.json": MANIFEST})

    def refuse(path, ignore_errors=False):
        if not ignore_errors:
            raise PermissionError(13, "no")

    monkeypatch.setattr("shutil.rmtree", refuse)
    write_folder(tmp_path / "out", {"packet.pdf": b"new", "manifest.json": MANIFEST}, force=True)
    assert (tmp_path / "out" / "packet.pdf").read_bytes() == b"new"


def test_folders_in_folders(tmp_path):
    write_folder(tmp_path / "out", {"a/b/c.pdf": b"1", "a/b/d.pdf": b"2", "a/e.pdf": b"3"})
    assert {p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*.pdf")} == {
        "out/a/b/c.pdf", "out/a/b/d.pdf", "out/a/e.pdf",
    }  # fmt: skip
    assert {mode(p) for p in tmp_path.rglob("*") if p.is_dir()} == {0o700}


def test_a_folder_stands_whole_with_tight_modes(tmp_path):
    out = tmp_path / "out"
    write_folder(out, PACKET)
    assert {str(p.relative_to(out)): p.read_bytes() for p in out.rglob("*") if p.is_file()} == PACKET
    assert {mode(p) for p in [out, *out.rglob("*")] if p.is_dir()} == {0o700}
    assert {mode(p) for p in out.rglob("*") if p.is_file()} == {0o600}
    assert key(lambda: write_folder(out, PACKET)) == "E-OUTPUT.exists"
    assert left(tmp_path) == ["out"]


def test_force_replaces_a_packet_and_nothing_else(tmp_path):
    out, other, empty = tmp_path / "out", tmp_path / "other", tmp_path / "empty"
    write_folder(out, PACKET)
    smaller = {"packet.pdf": b"q", "manifest.json": manifest_json([Entry("packet.pdf", "packet")], {})}
    write_folder(out, smaller, force=True)
    assert left(out) == ["manifest.json", "packet.pdf"]
    (out / "signed-scan.pdf").write_bytes(b"mine")
    (out / "notes.txt").write_bytes(b"mine too")
    with pytest.raises(Refused, match="holds 2 files"):
        write_folder(out, PACKET, force=True)
    assert key(lambda: write_folder(out, PACKET, force=True)) == "E-OUTPUT.added-files"
    other.mkdir()
    (other / "manifest.json").write_text('{"name": "somebody else\'s"}')
    assert key(lambda: write_folder(other, PACKET, force=True)) == "E-OUTPUT.not-a-packet"
    empty.mkdir()
    write_folder(empty, PACKET, force=True)
    (tmp_path / "link").symlink_to(empty)
    assert key(lambda: write_folder(tmp_path / "link", PACKET, force=True)) == "E-OUTPUT.not-a-packet"
    assert left(tmp_path) == ["empty", "link", "other", "out"]


def test_an_interrupted_run_leaves_nothing_behind(tmp_path, monkeypatch):
    def stop(*_, **__):
        raise KeyboardInterrupt

    out = tmp_path / "out"
    monkeypatch.setattr(writing, "_put", stop)
    monkeypatch.setattr(folder, "_take_place", stop)
    with pytest.raises(KeyboardInterrupt):
        write_file(tmp_path / "x.pdf", b"x")
    with pytest.raises(KeyboardInterrupt):
        write_folder(out, PACKET)
    assert left(tmp_path) == []


@pytest.mark.parametrize("step", [1, 2])
def test_the_old_packet_comes_back_when_the_new_one_cannot_take_its_place(tmp_path, monkeypatch, step):
    out = tmp_path / "out"
    write_folder(out, PACKET)
    rename, calls = Path.rename, []

    def one_fails(self, target):
        calls.append(self)
        if len(calls) == step:
            raise KeyboardInterrupt
        return rename(self, target)

    monkeypatch.setattr(moving, "exchange", lambda *_: False)
    monkeypatch.setattr(Path, "rename", one_fails)
    with pytest.raises(KeyboardInterrupt):
        write_folder(out, {"packet.pdf": b"new"}, force=True)
    assert (out / "packet.pdf").read_bytes() == b"p"
    assert left(tmp_path) == ["out"]


@pytest.mark.parametrize("one_step", [True, False])
def test_a_file_that_is_added_while_the_new_packet_is_written_is_kept(tmp_path, monkeypatch, one_step):
    out = tmp_path / "out"
    write_folder(out, PACKET)
    write = folder._write_below

    def adding(new, name, data):
        write(new, name, data)
        (out / "signed-scan.pdf").write_bytes(b"mine")

    monkeypatch.setattr(folder, "_write_below", adding)
    if not one_step:
        monkeypatch.setattr(moving, "exchange", lambda *_: False)
    assert key(lambda: write_folder(out, PACKET, force=True)) == "E-OUTPUT.added-files"
    assert (out / "signed-scan.pdf").read_bytes() == b"mine"
    assert left(tmp_path) == ["out"]


@pytest.mark.parametrize("when", ["before it is looked for", "after it was looked for"])
@pytest.mark.parametrize("force", [False, True])
def test_what_another_run_has_put_there_meanwhile(tmp_path, monkeypatch, when, force):
    """It is replaced where that was asked for, and else it is told."""
    out, another, place = tmp_path / "out", tmp_path / "another", folder._take_place
    write_folder(another, {"packet.pdf": b"theirs", "manifest.json": MANIFEST})

    def placing(new, path, allowed, *, force):
        rename = Path.rename

        def late(self, target):
            if another.exists():
                rename(another, out)
            return rename(self, target)

        if when.startswith("before"):
            another.rename(out)
        else:
            monkeypatch.setattr(Path, "rename", late)
        place(new, path, allowed, force=force)

    monkeypatch.setattr(folder, "_take_place", placing)
    if force:
        write_folder(out, PACKET, force=True)
        assert (out / "packet.pdf").read_bytes() == b"p"
    else:
        assert key(lambda: write_folder(out, PACKET)) == "E-OUTPUT.exists"
        assert (out / "packet.pdf").read_bytes() == b"theirs"
    assert left(tmp_path) == ["out"]


def test_the_system_has_the_one_step_here():
    """Else the other way would be tested here and used by nobody, and the one step tested by nobody."""
    assert (moving._call() is not None) == (sys.platform in ("linux", "darwin"))


def test_a_zip_is_the_same_every_time(tmp_path):
    write_zip(tmp_path / "a.zip", PACKET)
    write_zip(tmp_path / "b.zip", dict(reversed(PACKET.items())))
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.namelist() == sorted(PACKET)
        assert {i.date_time for i in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {i.external_attr >> 16 for i in archive.infolist()} == {0o100600}
        assert {i.create_system for i in archive.infolist()} == {3}
        assert {i.compress_type for i in archive.infolist()} == {zipfile.ZIP_STORED}
        assert {name: archive.read(name) for name in archive.namelist()} == PACKET
    assert mode(tmp_path / "a.zip") == 0o600


def test_a_zip_that_exists_is_replaced_only_when_asked(tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(b"mine")
    assert key(lambda: write_zip(path, PACKET)) == "E-OUTPUT.exists"
    assert path.read_bytes() == b"mine"
    write_zip(path, PACKET, force=True)
    assert zipfile.is_zipfile(path)


@pytest.mark.parametrize("name", ["../x", "/x", "a//b", "a/../b", "a/./b", "./x", "a/", "", "a\\b"])
def test_names_that_leave_the_folder_are_a_fault_of_the_caller(tmp_path, name):
    for write in (write_folder, write_zip):
        with pytest.raises(ValueError) as found:
            write(tmp_path / "out", {name: b""})
        assert found.value.args == (name,)
    assert left(tmp_path) == []


def test_an_input_is_never_an_output(tmp_path):
    """By whatever path it is reached; of folders only a packet is looked into, for nothing else is ever replaced."""
    profile, link = tmp_path / "profile.json", tmp_path / "other.json"
    out, mine = tmp_path / "out", tmp_path / "mine"
    profile.write_bytes(b"{}")
    link.symlink_to(profile)
    inputs = {identity(profile)}
    spare(tmp_path / "free.pdf", inputs)
    assert key(lambda: spare(profile, inputs)) == "E-OUTPUT.input"
    assert key(lambda: spare(link, inputs)) == "E-OUTPUT.input"
    write_folder(out, PACKET)
    spare(out, inputs)
    (out / "sheets" / "scan.pdf").hardlink_to(profile)
    assert key(lambda: spare(out, inputs)) == "E-OUTPUT.input"
    mine.mkdir()
    (mine / "scan.pdf").hardlink_to(profile)
    spare(mine, inputs)


@pytest.mark.parametrize("name", ["x.pdf", "x.PDF", "x.zip", "x", "out.2026-11", "out."])
def test_endings_that_are_written(name, tmp_path):
    ends_in(tmp_path / name, (".pdf", ".zip"))
    ends_in(tmp_path / name, (".pdf", ".zip"), folder=True)


@pytest.mark.parametrize("name", ["x.docx", "x.p", "x.pdf.txt"])
def test_endings_that_are_not(name, tmp_path):
    said = []
    for folder_too in (False, True):
        with pytest.raises(Refused) as refused:
            ends_in(tmp_path / name, (".pdf", ".zip"), folder=folder_too)
        (found,) = refused.value.problems
        assert name in found.message("ja")
        assert name in found.message("en")
        said.append((found.key, found.fix("ja"), found.fix("en")))
    assert said == [
        ("E-OUTPUT.suffix", "名前の終わりを.pdf、.zipにしてください。", "Let the name end in .pdf or .zip."),
        (
            "E-OUTPUT.suffix",
            "名前の終わりを.pdf、.zip（または終わりを付けずにフォルダ）にしてください。",
            "Let the name end in .pdf or .zip (or nothing, for a folder).",
        ),
    ]


def test_a_folder_that_exists_may_have_any_ending(tmp_path):
    (tmp_path / "old.bak").mkdir()
    ends_in(tmp_path / "old.bak", (".pdf",), folder=True)
    with pytest.raises(Refused):
        ends_in(tmp_path / "old.bak", (".pdf",))


def test_the_manifest_is_written_one_way():
    entry = Entry("sheets/01-pledge.pdf", "sheet", form="pledge", title="誓約書", pages=1, bytes=9, sha256="ab")
    assert (
        manifest_json([entry], {"tool": "formgen", "kind": "mine", "draft": False}).decode()
        == """{
  "draft": false,
  "files": [
    {
      "bytes": 9,
      "copies": 1,
      "document": null,
      "draft_wording": false,
      "form": "pledge",
      "pages": 1,
      "path": "sheets/01-pledge.pdf",
      "person": null,
      "role": "sheet",
      "sha256": "ab",
      "status": null,
      "title": "誓約書"
    }
  ],
  "kind": "formgen-packet",
  "schema_version": 1,
  "tool": "formgen"
}
"""
    )


def test_a_disk_that_is_full_is_told_and_leaves_nothing(tmp_path):
    if not Path("/dev/full").exists():
        pytest.skip("no device that is always full")

    def write() -> None:
        with Path("/dev/full").open("wb", buffering=0) as full:
            writing.Output(full, tmp_path / "x.pdf").write(b"x")

    assert key(write) == "E-OUTPUT.full"


def test_no_room_for_temporary_files_is_told_as_that(monkeypatch):
    """Not as a fault of the attachment or the packet that is being held there."""
    if not Path("/dev/full").exists():
        pytest.skip("no device that is always full")
    made = holding.Holding()
    made.write(b"x" * holding.LARGE)
    monkeypatch.setattr(made, "_file", Path("/dev/full").open("wb", buffering=0))  # noqa: SIM115
    assert key(lambda: made.write(b"x")) == "E-OUTPUT.full"


def test_a_fault_of_the_caller_is_no_fault_of_the_file(tmp_path):
    def write() -> None:
        with writing.opened(tmp_path / "x.pdf") as out:
            out.write(b"x")
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        write()
    assert left(tmp_path) == []
