"""A packet that is made again takes from the one before what has not changed, and is the same as without it."""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import foreign
import pikepdf
import pytest

import formgen
from example_profiles import EXAMPLES
from formgen.attachments import again
from formgen.attachments.process import readers, worker
from formgen.attachments.report import PageSize, Report, told
from formgen.ground.problems import Refused
from formgen.outputs.earlier import open_earlier

NAME = "usage-request-at-counter"
# In its order; the first is read as something that was cropped.
SCANS = ["scans/agent-certificate-hanako.pdf", "scans/category-evidence.pdf"]
PATHS = ["attachments/05-agent-certificate.pdf", "attachments/06-category-evidence.pdf"]


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """A profile with two attachments, of which one has a note."""
    folder = tmp_path / "profile"
    shutil.copytree(EXAMPLES / NAME, folder)
    (folder / SCANS[0]).write_bytes(foreign.cropped())
    return folder / "profile.json"


@pytest.fixture(params=["out", "out.zip"])
def out(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return tmp_path / request.param


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The size of each file that a reader was asked about."""
    sizes: list[int] = []
    ask = readers._asked

    def watched(process: Any, source: Any, *how: Any) -> Any:
        sizes.append(source.size)
        return ask(process, source, *how)

    monkeypatch.setattr(readers, "_asked", watched)
    return sizes


def content(out: Path) -> dict[str, bytes]:
    if out.is_dir():
        return {p.relative_to(out).as_posix(): p.read_bytes() for p in out.rglob("*") if p.is_file()}
    with zipfile.ZipFile(out) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def put(out: Path, files: dict[str, bytes], packed: int = zipfile.ZIP_STORED) -> None:
    """The files in the place of those that are there."""
    if out.is_dir():
        for name, data in files.items():
            (out / name).write_bytes(data)
        return
    with zipfile.ZipFile(out, "w", packed) as archive:
        for name, data in files.items():
            archive.writestr(name, data)


def refused(*args: Any, **how: Any) -> str:
    with pytest.raises(Refused) as found:
        formgen.make_packet(*args, **how)
    return found.value.problems[0].key


def test_what_is_unchanged_is_not_read_again_and_all_is_the_same(profile: Path, out: Path, asked: list[int]) -> None:
    first = formgen.make_packet(profile, resume=out)
    assert (len(asked), first.reused) == (2, ())
    first.write(out)
    second = formgen.make_packet(profile, resume=out)
    assert (len(asked), list(second.reused)) == (2, PATHS)
    assert dict(second.files) == dict(first.files)
    assert second.problems == first.problems
    assert "W-FILE.cropped" in {p.key for p in second.problems}
    second.write(out, force=True)
    assert content(out) == dict(first.files)


def test_what_else_was_made_of_a_file_hides_nothing(profile: Path, out: Path) -> None:
    """As online, where a document is also there as it is uploaded."""
    formgen.make_packet(profile).write(out)
    right = content(out)
    manifest = json.loads(right["manifest.json"])
    for entry in [entry for entry in manifest["files"] if entry["role"] == "attachment"]:
        original = {key: value for key, value in entry["original"].items() if key != "reading"}
        manifest["files"].append({**entry, "path": "next-steps.pdf", "original": original})
    put(out, {**right, "manifest.json": json.dumps(manifest).encode()})
    assert list(formgen.make_packet(profile, resume=out).reused) == PATHS


def test_an_upload_is_made_again_from_what_is_unchanged(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLES / "additional-request-online", tmp_path / "profile")
    profile, out = tmp_path / "profile" / "profile.json", tmp_path / "out"
    first = formgen.make_packet(profile)
    first.write(out)
    made = formgen.make_packet(profile, resume=out)
    assert list(made.reused) == [e.path for e in made.entries if e.role == "attachment"] != []
    assert dict(made.files) == dict(first.files)


def test_a_file_that_changed_is_read_and_the_others_are_not(profile: Path, out: Path, asked: list[int]) -> None:
    formgen.make_packet(profile).write(out)
    (profile.parent / SCANS[0]).write_bytes(foreign.plain())
    made = formgen.make_packet(profile, resume=out)
    assert list(made.reused) == PATHS[1:]
    assert asked[2:] == [len(foreign.plain())]
    assert dict(made.files) == dict(formgen.make_packet(profile).files)


def test_a_profile_that_changed_draws_its_sheets_anew(profile: Path, out: Path) -> None:
    formgen.make_packet(profile).write(out)
    data = json.loads(profile.read_text(encoding="utf-8"))
    data["organization"]["name"] = "株式会社あたらしい"
    profile.write_text(json.dumps(data), encoding="utf-8")
    made = formgen.make_packet(profile, resume=out)
    assert list(made.reused) == PATHS
    assert dict(made.files) == dict(formgen.make_packet(profile).files)


def test_pages_that_somebody_has_changed_are_made_anew(profile: Path, out: Path) -> None:
    """Of the same length, too."""
    formgen.make_packet(profile).write(out)
    right = content(out)
    other = foreign.saved(foreign.pages((595, 842)))
    same_length = right[PATHS[1]][:-1] + b"\0"
    put(out, {**right, PATHS[0]: other, PATHS[1]: same_length})
    made = formgen.make_packet(profile, resume=out)
    assert made.reused == ()
    assert dict(made.files) == right


def test_another_reader_reads_for_itself(profile: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    formgen.make_packet(profile).write(out)
    monkeypatch.setattr(again, "reader_name", lambda: "another")
    assert formgen.make_packet(profile, resume=out).reused == ()


def test_a_reader_has_another_name_when_anything_that_has_a_part_is_another(monkeypatch: pytest.MonkeyPatch) -> None:
    names = {again.reader_name()}
    for name, value in (
        ("__version__", "9.9"),
        ("_OURS", ("attachments", "files")),
        ("_OTHERS", ("pikepdf", "pillow", "no-such-package")),
    ):
        monkeypatch.setattr(again, name, value)
        again.reader_name.cache_clear()
        names.add(again.reader_name())
    again.reader_name.cache_clear()
    assert len(names) == 4


def _of(entry: dict[str, Any], *path: str) -> dict[str, Any]:
    for name in path:
        entry = entry[name]
    return entry


@pytest.mark.parametrize(
    "where, change",
    [
        ((), {"original": None}),
        ((), {"original": []}),
        (("original",), {"reading": 3}),
        (("original", "reading"), {"by": None}),
        (("original", "reading"), {"pages": "2"}),
        (("original", "reading"), {"media_type": "image/png"}),
        (("original", "reading"), {"notes": [["no-such-word", 1, [], []]]}),
        (("original", "reading"), {"notes": None}),
        (("original", "reading"), {"report": 3}),
        (("original", "reading"), {"report": {"sizes": [["wide", 1, 1]]}}),
        ((), {"bytes": "many"}),
        ((), {"bytes": 1}),
        ((), {"bytes": 1 << 60}),
        ((), {"sha256": "0" * 64}),
    ],
)
def test_a_manifest_that_says_nonsense_is_not_believed(
    profile: Path, out: Path, where: tuple[str, ...], change: dict[str, Any]
) -> None:
    formgen.make_packet(profile).write(out)
    right = content(out)
    manifest = json.loads(right["manifest.json"])
    for entry in manifest["files"]:
        if entry["role"] == "attachment":
            _of(entry, *where).update(change)
    put(out, {**right, "manifest.json": json.dumps(manifest).encode()})
    made = formgen.make_packet(profile, resume=out)
    assert made.reused == ()
    assert dict(made.files) == right


def test_a_packed_zip_is_not_unpacked(profile: Path, tmp_path: Path) -> None:
    """As it could become anything, of any size."""
    out = tmp_path / "out.zip"
    formgen.make_packet(profile).write(out)
    put(out, content(out), packed=zipfile.ZIP_DEFLATED)
    assert refused(profile, resume=out) == "E-OUTPUT.not-ours"


def test_a_link_in_the_packet_is_not_followed(profile: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    formgen.make_packet(profile).write(out)
    (out / PATHS[0]).rename(tmp_path / "elsewhere.pdf")
    (out / PATHS[0]).symlink_to(tmp_path / "elsewhere.pdf")
    assert list(formgen.make_packet(profile, resume=out).reused) == PATHS[1:]


def test_a_link_to_a_packet_is_none_of_ours(profile: Path, tmp_path: Path) -> None:
    formgen.make_packet(profile).write(tmp_path / "out.zip")
    (tmp_path / "link.zip").symlink_to(tmp_path / "out.zip")
    assert refused(profile, resume=tmp_path / "link.zip") == "E-OUTPUT.not-ours"


def test_a_packet_with_files_of_somebody_else_is_refused(profile: Path, out: Path) -> None:
    formgen.make_packet(profile).write(out)
    files = {**content(out), "signed-scan.pdf": b"mine"}
    put(out, files)
    assert refused(profile, resume=out) == "E-OUTPUT.added-files"
    assert content(out) == files


def test_what_is_no_packet_of_this_form_is_refused(profile: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    formgen.make_packet(EXAMPLES / "resignation" / "profile.json").write(other)
    assert refused(profile, resume=other) == "E-OUTPUT.other-form"
    folder, file, broken, theirs = (tmp_path / name for name in ("folder", "file.pdf", "broken.zip", "theirs.zip"))
    folder.mkdir()
    (folder / "mine.txt").write_bytes(b"mine")
    assert refused(profile, resume=folder) == "E-OUTPUT.not-a-packet"
    file.write_bytes(foreign.plain())
    assert refused(profile, resume=file) == "E-OUTPUT.not-ours"
    broken.write_bytes(b"PK\3\4")
    assert refused(profile, resume=broken) == "E-OUTPUT.not-ours"
    with zipfile.ZipFile(theirs, "w") as archive:
        archive.writestr("manifest.json", '{"kind": "theirs", "files": []}')
    assert refused(profile, resume=theirs) == "E-OUTPUT.not-ours"


def test_an_empty_folder_is_a_beginning(profile: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    made = formgen.make_packet(profile, resume=out)
    assert made.reused == ()
    made.write(out, force=True)
    assert open_earlier(out) is not None


def test_pages_stay_pages(profile: Path, out: Path) -> None:
    """What is taken from a packet can be opened, and has as many pages as before."""
    formgen.make_packet(profile).write(out)
    made = formgen.make_packet(profile, resume=out)
    for entry in made.entries:
        (out.parent / "one.pdf").write_bytes(made.files[entry.path])
        with pikepdf.open(out.parent / "one.pdf") as pdf:
            assert len(pdf.pages) == entry.pages


def test_all_that_a_reader_says_of_pages_is_kept() -> None:
    """Whatever else it says would be missing in a packet that was made again."""
    of_others_alone = {"fault", "letters", "picture"}  # what was refused, and what is set on a sheet
    assert set(worker.Reply._fields) - {"pdf"} - of_others_alone == set(again._SAID)


@pytest.mark.parametrize("field", [field.name for field in dataclasses.fields(Report)])
def test_a_report_that_was_kept_is_the_same(field: str) -> None:
    whole = Report(
        sizes=(PageSize(210.1, 297.0, 2), PageSize(100, 50.5, 1)),
        encryption="other",
        forbidden=("print", "copy"),
        fonts=(0, 2),
        dpi=(72, 300),
        dpi_complete=True,
        scans=((1, 72), (3, 300)),
        dots=(640, 480),
    )
    without = dataclasses.replace(whole, **{field: getattr(Report(), field)})
    for one in (whole, without, Report()):
        assert told(json.loads(json.dumps(one.said()))) == one
    assert whole != without


def test_the_name_of_a_reader_is_made_of_all_code_it_asks() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in Path(again.__file__).parent.rglob("*.py"))
    assert set(re.findall(r"(?:from|import) formgen\.(\w+)", code)) - {"version"} <= set(again._OURS)
