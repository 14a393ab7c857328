"""The command bundle: whole or not at all, over nothing but its own, and names that other programs read."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import struct
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from small_packets import PAPERS, written
from typer.testing import CliRunner, Result

import formgen
from formgen.cli.app import app
from formgen.files.held import pieces_of
from formgen.handover.bundle import MARK, bundle
from formgen.handover.packets import open_packet
from formgen.outputs.folder import write_folder
from formgen.outputs.zip import write_zip

LISTING = Path(__file__).parent / "bag-names.txt"
SETTINGS = """
name: "{title}_{person}"
documents: papers
index: {name: 索引.csv, columns: [{head: 名, value: "{file}"}]}
"""


@pytest.fixture
def packet(tmp_path: Path) -> Path:
    return written(tmp_path / "packet")


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    path = tmp_path / "target.yaml"
    path.write_text(SETTINGS, encoding="utf-8")
    return path


def run(*args: object) -> Result:
    return CliRunner().invoke(app, ["bundle", *map(str, args)], env={"COLUMNS": "80", "LANG": "ja_JP.UTF-8"})


def key(call: object) -> str:
    with pytest.raises(formgen.Refused) as caught:
        call()  # type: ignore[operator]
    return caught.value.problems[0].key


def test_the_same_bytes_from_a_folder_and_from_a_zip(tmp_path: Path, packet: Path, settings: Path) -> None:
    write_zip(tmp_path / "packet.zip", open_packet(packet).contents)
    for number, wanted in enumerate((None, settings)):
        outputs = [tmp_path / f"{name}{number}.zip" for name in ("a", "b", "long name")]
        for source, output in zip((packet, packet, tmp_path / "packet.zip"), outputs, strict=True):
            formgen.bundle(source, output, settings=wanted)
        assert len({output.read_bytes() for output in outputs}) == 1


def raw_names(data: bytes) -> Iterator[tuple[str, bytes, int]]:
    """Every name of a zip as it stands there, with its flags: once before each file, once in the directory."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        starts = [about.header_offset for about in archive.infolist()]
    for at in starts:
        magic, _, flags, *_, length, _ = struct.unpack_from("<4sHHHHHIIIHH", data, at)
        assert magic == b"PK\x03\x04"
        yield "local", data[at + 30 : at + 30 + length], flags
    at = struct.unpack_from("<I", data, data.rindex(b"PK\x05\x06") + 16)[0]
    while data[at : at + 4] == b"PK\x01\x02":
        flags = struct.unpack_from("<H", data, at + 8)[0]
        length, extra, comment = struct.unpack_from("<HHH", data, at + 28)
        yield "directory", data[at + 46 : at + 46 + length], flags
        at += 46 + length + extra + comment


def test_names_are_marked_as_utf8_where_windows_looks(tmp_path: Path, packet: Path, settings: Path) -> None:
    """Explorer takes a name without the flag (bit 11) for one in the code page of the machine."""
    for wanted in (None, settings):
        output = tmp_path / f"{bool(wanted)}.zip"
        formgen.bundle(packet, output, settings=wanted)
        names = list(raw_names(output.read_bytes()))
        assert {where for where, *_ in names} == {"local", "directory"}
        assert any(not name.isascii() for _, name, _ in names)
        for _, name, flags in names:
            name.decode("utf-8")
            assert name.isascii() or flags & 0x800


def test_the_names_in_a_zipped_bag(tmp_path: Path, packet: Path) -> None:
    formgen.bundle(packet, tmp_path / "b.zip")
    listed = [
        f"{flags:#06x} {name.decode()}"
        for where, name, flags in raw_names((tmp_path / "b.zip").read_bytes())
        if where == "directory"
    ]
    assert "\n".join(listed) + "\n" == LISTING.read_text(encoding="utf-8")


# Programs that read zips for themselves; those that are not here are passed over.
READERS = {
    "unzip": ["unzip", "-Z1"],
    "bsdtar": ["bsdtar", "-tf"],
    "jar": ["jar", "-J-Dsun.stdout.encoding=UTF-8", "-J-Dstdout.encoding=UTF-8", "-J-Dfile.encoding=UTF-8", "tf"],
    "7z": ["7z", "l", "-ba", "-slt", "-sccUTF-8"],
}


@pytest.mark.parametrize("reader", READERS)
def test_other_programs_read_the_names(tmp_path: Path, packet: Path, reader: str) -> None:
    if not shutil.which(reader):
        pytest.skip(f"{reader} is not here")
    formgen.bundle(packet, tmp_path / "b.zip")
    command = [*READERS[reader], str(tmp_path / "b.zip")]
    read = subprocess.run(command, capture_output=True, check=True, env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"})
    lines = [line.removeprefix("Path = ") for line in read.stdout.decode().splitlines()]
    names = [line[7:] for line in LISTING.read_text(encoding="utf-8").splitlines()]
    assert [line for line in lines if line in names] == names


def test_a_folder_for_a_system(tmp_path: Path, packet: Path, settings: Path) -> None:
    made = formgen.bundle(packet, tmp_path / "out", settings=settings)
    assert made.kind == "files"
    names = [file.path for file in made.files]
    assert names[-1] == "索引.csv"
    assert {p.name for p in (tmp_path / "out").iterdir()} == {*names, MARK}
    assert (tmp_path / "out" / "索引.csv").read_text(encoding="utf-8-sig").splitlines()[1:] == names[:-1]
    assert "佐藤" not in repr(made)


def test_force_replaces_what_it_has_written_and_nothing_else(tmp_path: Path, packet: Path, settings: Path) -> None:
    out = tmp_path / "out"
    for wanted in (None, settings, None, settings):
        bundle(packet, out, settings=wanted, force=True)
    assert key(lambda: bundle(packet, out)) == "E-OUTPUT.exists"
    (out / "mine.txt").write_bytes(b"x")
    assert key(lambda: bundle(packet, out, force=True)) == "E-OUTPUT.added-files"
    other = tmp_path / "other"
    other.mkdir()
    bundle(packet, other, force=True)
    (other / "bag-info.txt").write_text("Bag-Software-Agent: another\n", encoding="utf-8")
    assert key(lambda: bundle(packet, other, force=True)) == "E-OUTPUT.not-a-bundle"
    assert key(lambda: bundle(packet, written(tmp_path / "another"), force=True)) == "E-OUTPUT.not-a-bundle"


def test_a_mark_of_another_kind_is_none(tmp_path: Path, packet: Path) -> None:
    other = written(tmp_path / "other")
    (other / MARK).write_bytes((other / "manifest.json").read_bytes())
    assert key(lambda: bundle(packet, other, force=True)) == "E-OUTPUT.not-a-bundle"


def test_a_file_put_into_a_bag_is_not_replaced(tmp_path: Path, packet: Path) -> None:
    bundle(packet, tmp_path / "bag")
    (tmp_path / "bag" / "data" / "mine.txt").write_bytes(b"x")
    assert key(lambda: bundle(packet, tmp_path / "bag", force=True)) == "E-OUTPUT.added-files"


@pytest.mark.parametrize("where", ["packet", "packet/out", "packet/sheets/out.zip", "."])
def test_the_packet_is_left_alone(tmp_path: Path, packet: Path, where: str) -> None:
    before = open_packet(packet).contents
    assert key(lambda: bundle(packet, tmp_path / where, force=True)) == "E-OUTPUT.in-packet"
    assert open_packet(packet).contents == before


def test_a_zip_is_not_written_over_itself(tmp_path: Path, packet: Path) -> None:
    source, other = tmp_path / "packet.zip", tmp_path / "other.zip"
    write_zip(source, open_packet(packet).contents)
    other.hardlink_to(source)
    for target in (source, other):
        assert key(lambda to=target: bundle(source, to, force=True)) == "E-OUTPUT.in-packet"


def test_a_packet_that_was_changed_is_not_bundled(tmp_path: Path, packet: Path) -> None:
    (packet / "packet.pdf").write_bytes(b"other")
    done = run(packet, "-o", tmp_path / "out")
    assert done.exit_code == 1
    assert "E-PACKET" in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("zipped", [False, True])
def test_everything_that_is_not_as_it_was_made_is_told_at_once(tmp_path: Path, packet: Path, zipped: bool) -> None:
    files = {path: b"".join(pieces_of(content)) for path, content in open_packet(packet).contents.items()}
    gone, other, *_ = sorted(path for path in files if path.endswith(".pdf"))
    del files[gone]
    files |= {other: files[other][:-1] + b"?", "a.txt": b"1", "sheets/b.txt": b"2"}
    place = tmp_path / ("changed.zip" if zipped else "changed")
    (write_zip if zipped else write_folder)(place, files)
    with pytest.raises(formgen.Refused) as refused:
        open_packet(place)
    told = {(p.key, p.file, p.words.get("count")) for p in refused.value.problems}
    wanted = {("E-PACKET.missing", gone, None), ("E-PACKET.changed", other, None), ("E-PACKET.added", None, "2")}
    assert told == wanted


def test_no_file_of_a_packet_is_read_without_end(tmp_path: Path, packet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    largest = max(path.stat().st_size for path in packet.rglob("*") if path.is_file())
    write_zip(tmp_path / "packet.zip", open_packet(packet).contents)
    monkeypatch.setattr("formgen.handover.packets._MOST", largest - 1)
    for place in (packet, tmp_path / "packet.zip"):
        with pytest.raises(formgen.Refused) as refused:
            open_packet(place)
        assert [p.code for p in refused.value.problems] == ["E-PACKET"]
    monkeypatch.setattr("formgen.handover.packets._MOST", largest)
    assert open_packet(packet).contents == open_packet(tmp_path / "packet.zip").contents


def test_what_cannot_be_written_leaves_nothing(tmp_path: Path, settings: Path) -> None:
    settings.write_text(SETTINGS.replace("{name:", "{encoding: cp932, name:"), encoding="utf-8")
    papers = tuple((path, role, title, person and "𠮷田 花子") for path, role, title, person in PAPERS)
    rare = written(tmp_path / "rare", papers=papers)
    done = run(rare, "-o", tmp_path / "out", "--settings", settings)
    assert done.exit_code == 1
    assert "U+20BB7" in done.stderr
    assert "𠮷" not in done.stderr
    assert sorted(p.name for p in tmp_path.iterdir()) == ["rare", "target.yaml"]


def test_what_is_told(tmp_path: Path, packet: Path, settings: Path) -> None:
    done = run(packet, "-o", tmp_path / "bag", "--lang", "ja")
    assert done.exit_code == 0, done.stderr
    assert "BagIt 1.0：13ファイル" in done.stdout
    done = run(packet, "-o", tmp_path / "out", "--settings", settings, "--lang", "en")
    assert "5 files" in done.stdout
    assert "登記事項証明書" in done.stdout
    assert "佐藤" not in done.stdout + done.stderr
    assert "佐藤" in run(packet, "-o", tmp_path / "shown", "--settings", settings, "--show-values").stdout


def test_json(tmp_path: Path, packet: Path, settings: Path) -> None:
    done = run(packet, "-o", tmp_path / "out", "--settings", settings, "--json")
    told = json.loads(done.stdout)
    assert (told["schema_version"], told["kind"], told["problems"]) == (1, "files", [])
    for file in told["files"]:
        data = (tmp_path / "out" / file["path"]).read_bytes()
        assert (file["bytes"], file["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())


@pytest.mark.parametrize(
    "arguments, code",
    [
        (("nothing", "-o", "out"), 2),
        (("packet", "-o", "out", "--settings", "nothing.yaml"), 2),
        (("packet", "-o", "out", "--settings", "broken.yaml"), 3),
        (("packet", "-o", "out.pdf"), 1),
        (("packet",), 2),
    ],
)
def test_exit_codes(
    tmp_path: Path, packet: Path, arguments: tuple[str, ...], code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "broken.yaml").write_text("nmae: x\n", encoding="utf-8")
    assert run(*arguments).exit_code == code
    assert not (tmp_path / "out").exists()
