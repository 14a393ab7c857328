"""Signed files: written anew they prove nothing, so their bytes lie in every packet as they came."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import foreign
import pikepdf
import pytest
from corpus import FILES

import formgen
from example_profiles import example
from formgen.attachments.found import Note
from formgen.attachments.intake import Intake, take_in
from formgen.attachments.sources import Source, Unreadable
from formgen.files.holding import held_of
from formgen.filing.attached import file_json
from formgen.outputs.merge import Bookmarked, merge

DOCUMENT = "identity-document"


def a_packet(folder: Path, data: bytes, route: str = "mail", resume: Path | None = None) -> formgen.Packet:
    (folder / "signed.pdf").write_bytes(data)
    profile = example("usage-request-by-mail/profile")
    given = [{"document": DOCUMENT, "user": 0, "file": "signed.pdf", "masked": True}]
    stated = {**profile, "route": route, "users": profile["users"][:1], "attachments": given}
    return formgen.make_packet(formgen.read_profile(stated, folder=folder), draft=True, resume=resume)


def supplied(packet: formgen.Packet) -> dict[str, formgen.Entry]:
    """The entries of the document, by role; what is uploaded is one of their files once more."""
    return {e.role: e for e in packet.entries if e.document == DOCUMENT and e.role != "upload"}


def inside(packet: bytes) -> list[tuple[str, Any, bytes]]:
    """What lies in a PDF: name, its dictionary, the bytes."""
    with pikepdf.open(io.BytesIO(packet)) as pdf:
        names = pdf.Root.get("/Names", {}).get("/EmbeddedFiles", {}).get("/Names", [])
        specs = list(names)[1::2]
        assert [s.objgen for s in specs] == [s.objgen for s in pdf.Root.get("/AF", [])]
        return [(str(s.UF), {k: str(s[k]) for k in ("/Desc", "/AFRelationship")}, s.EF.F.read_bytes()) for s in specs]


def with_script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def test_the_crafted_signature_holds_for_its_bytes_alone() -> None:
    data = foreign.sealed()
    assert foreign.intact(data)
    assert not foreign.intact(data.replace(b"/SigFlags 3", b"/SigFlags 1"))


def test_on_paper_the_copy_shows_and_the_file_lies_beside_it(tmp_path: Path) -> None:
    data = foreign.sealed()
    packet = a_packet(tmp_path, data)
    found = supplied(packet)
    assert set(found) == {"attachment", "original"}
    assert found["original"].path == found["attachment"].path.replace(".pdf", ".original.pdf")
    assert packet.files[found["original"].path] == data
    assert packet.files[found["attachment"].path] != data
    assert (found["original"].bytes, found["original"].pages) == (len(data), 1)


@pytest.mark.parametrize("route", ["mail", "online"])
def test_the_whole_packet_holds_the_file_byte_by_byte(tmp_path: Path, route: str) -> None:
    data = foreign.sealed()
    packet = a_packet(tmp_path, data, route)
    ((name, about, held),) = inside(packet.pdf)
    assert held == data
    assert foreign.intact(held)
    assert name.endswith(f"-{DOCUMENT}.original.pdf")
    sha256 = next(e.sha256 for e in supplied(packet).values() if e.bytes == len(data))
    assert about == {"/Desc": f"SHA-256: {sha256}", "/AFRelationship": "/Source"}
    assert a_packet(tmp_path, data, route).pdf == packet.pdf


def with_link(pdf: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://example.invalid/")
    link = {"Type": pikepdf.Name.Annot, "Subtype": pikepdf.Name.Link, "Rect": [0, 0, 9, 9], "A": action}
    pdf.pages[0].Annots.append(pdf.make_indirect(pikepdf.Dictionary(**link)))


def keys(packet: formgen.Packet) -> set[str]:
    return {p.key for p in packet.problems if p.code == "W-FILE"}


@pytest.mark.parametrize(("change", "more"), [(None, set()), (with_link, {"W-FILE.links-removed"})])
def test_online_the_file_itself_is_handed_in(tmp_path: Path, change: Any, more: set[str]) -> None:
    data = foreign.sealed(change or bool)
    packet = a_packet(tmp_path, data, "online")
    assert keys(packet) == {"W-FILE.signed"} | more
    (entry,) = supplied(packet).values()
    assert entry.role == "attachment"
    assert packet.files[entry.path] == data
    assert data in [packet.files[e.path] for e in packet.entries if e.role == "upload"]


def test_online_a_signed_file_that_runs_something_is_handed_in_as_a_copy(tmp_path: Path) -> None:
    data = foreign.sealed(with_script)
    packet = a_packet(tmp_path, data, "online")
    found = supplied(packet)
    assert set(found) == {"attachment", "original"}
    assert b"app.alert" not in packet.files[found["attachment"].path]
    assert keys(packet) == {"W-FILE.signed", "W-FILE.scripts-removed", "W-FILE.unsigned-copy"}
    assert packet.files[found["original"].path] == data
    # On paper nothing but a copy can be handed in.
    assert keys(a_packet(tmp_path, data)) == {"W-FILE.signed", "W-FILE.scripts-removed"}


RUNS = ("scripts-removed", "files-removed", "media-removed", "actions-removed", "xfa-removed")
HELD = held_of(b"signed")


@pytest.mark.parametrize(
    ("word", "itself"),
    [(word, False) for word in (*RUNS, "protected", "repaired")]
    + [(word, True) for word in ("signed", "links-removed", "comments-removed", "cropped", "differs")],
)
def test_which_signed_files_can_be_handed_in_themselves(word: str, itself: bool) -> None:
    taken = Intake(HELD, 1, "application/pdf", "", 6, "a.pdf", (Note("signed", 1), Note(word)), original=HELD)
    assert taken.untouched is (HELD if itself else None)


def test_what_is_not_counted_is_there_once() -> None:
    notes = (Note("signed"), Note("links-removed"), Note("files-removed", 3))
    told = file_json(Intake(HELD, 1, "application/pdf", "", 6, "a.pdf", notes))
    assert (told["signatures"], told["removed"]) == ({"signed": 1}, {"links": 1, "files": 3})


@pytest.mark.parametrize("name", ["signed_by_two", "certified", "time_stamped", "usage_rights"])
def test_a_file_is_kept_whatever_kind_its_signature_is_of(name: str) -> None:
    data = FILES[f"extras.{name}"]()
    taken = take_in(data, shown="a.pdf", pointer="/a")
    assert isinstance(taken, Intake)
    assert taken.original is not None
    assert taken.original.read() == data


def test_the_upload_weighs_what_is_handed_in(tmp_path: Path) -> None:
    weight = 21 << 20

    def heavy(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Unused = pdf.make_stream(bytes(weight), Filter=pikepdf.Name.DCTDecode)

    (tmp_path / "signed.pdf").write_bytes(foreign.sealed(heavy))
    with pytest.raises(formgen.Refused) as refused:
        a_packet(tmp_path, foreign.sealed(heavy), "online")
    assert "E-LIMIT.bytes" in {p.key for p in refused.value.problems}


def test_a_folder_and_a_zip_hold_the_file_and_a_folder_can_be_replaced(tmp_path: Path) -> None:
    data = foreign.sealed()
    packet = a_packet(tmp_path, data)
    path = supplied(packet)["original"].path
    for _ in range(2):
        packet.write(tmp_path / "out", force=True)
    assert (tmp_path / "out" / path).read_bytes() == data
    listed = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))["files"]
    assert [f["path"] for f in listed if f["role"] == "original"] == [path]
    packet.write(tmp_path / "out.zip")
    with zipfile.ZipFile(tmp_path / "out.zip") as made:
        assert made.read(path) == data


@pytest.mark.parametrize(("route", "reused"), [("mail", 1), ("online", 0)])
def test_a_packet_made_again_holds_the_file_as_well(tmp_path: Path, route: str, reused: int) -> None:
    first = a_packet(tmp_path, foreign.sealed(), route)
    first.write(tmp_path / "out")
    second = a_packet(tmp_path, foreign.sealed(), route, tmp_path / "out")
    # Online the pages are nowhere by themselves.
    assert len(second.reused) == reused
    assert dict(second.files) == dict(first.files)


def test_a_file_that_changes_after_it_was_read_is_not_kept_as_the_one_that_was() -> None:
    file = io.BytesIO(b"signed")
    source = Source(file, 6)
    assert b"".join(map(bytes, source.pieces())) == b"signed"
    assert source.kept().read() == b"signed"
    file.getbuffer()[0] = 0
    with pytest.raises(Unreadable, match=r"E-FILE\.changed"):
        source.kept()


def test_a_file_without_a_signature_is_not_carried_along(tmp_path: Path) -> None:
    packet = a_packet(tmp_path, foreign.plain())
    assert set(supplied(packet)) == {"attachment"}
    assert inside(packet.pdf) == []


def test_several_files_are_listed_in_the_order_of_their_names() -> None:
    part = [Bookmarked("a", foreign.plain())]
    made = merge(part, enclosed={"b.pdf": b"2", "a.pdf": b"1"})
    assert [(name, held) for name, _, held in inside(made.read())] == [("a.pdf", b"1"), ("b.pdf", b"2")]
    assert made == merge(part, enclosed={"a.pdf": b"1", "b.pdf": b"2"})
