"""A bag is valid to another program, and whatever happens to a file of it is seen."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from pathlib import Path

import bagit
import pytest
from small_packets import PAPERS, written

from formgen.handover.bags import bag_of, listed_in_bag
from formgen.handover.bundle import bundle
from formgen.handover.packets import open_packet


@pytest.fixture
def packet(tmp_path: Path) -> Path:
    # The library leaves % in names as it is, which the RFC does not.
    return written(tmp_path / "packet", papers=tuple(paper for paper in PAPERS if "%" not in paper[0]))


@pytest.fixture
def bag(packet: Path, tmp_path: Path) -> Path:
    return bundle(packet, tmp_path / "bag").output


def text_of(content: object) -> str:
    assert isinstance(content, bytes)
    return content.decode()


def test_another_program_finds_it_valid(bag: Path) -> None:
    found = bagit.Bag(str(bag))
    found.validate()
    assert found.version_info == (1, 0)
    assert found.info["Source-Organization"] == "株式会社さくら精機"
    assert found.info["Filing-Date"] == "2026-11-24"
    assert "Bagging-Date" not in found.info
    assert found.info["External-Description"] == "利用申出書"
    assert found.info["External-Identifier"] == "sha256:" + open_packet(bag / "data").key


def test_a_zipped_bag_is_one_folder_and_valid(packet: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(bundle(packet, tmp_path / "any name.zip").output) as archive:
        archive.extractall(tmp_path / "unpacked")
    (top,) = (tmp_path / "unpacked").iterdir()
    assert top.name == f"2026-11-24_利用申出書_{open_packet(packet).key[:8]}"
    bagit.Bag(str(top)).validate()


def test_the_packet_in_it_is_the_packet(bag: Path, packet: Path) -> None:
    assert open_packet(bag / "data").contents == open_packet(packet).contents


def test_its_index_leads_to_every_file_of_the_packet(bag: Path) -> None:
    read = csv.DictReader(io.StringIO((bag / "metadata" / "index.csv").read_text(encoding="utf-8-sig"), newline=""))
    hashes = {row["path"]: row["sha256"] for row in read}
    assert hashes == {
        path.relative_to(bag).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (bag / "data").rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("name", ["data/packet.pdf", "data/manifest.json", "bag-info.txt", "metadata/index.csv"])
def test_a_changed_byte_is_seen(bag: Path, name: str) -> None:
    data = bytearray((bag / name).read_bytes())
    data[-1] ^= 1
    (bag / name).write_bytes(data)
    with pytest.raises(bagit.BagValidationError):
        bagit.Bag(str(bag)).validate()


def test_a_file_more_is_seen(bag: Path) -> None:
    (bag / "data" / "note.txt").write_bytes(b"x")
    with pytest.raises(bagit.BagValidationError):
        bagit.Bag(str(bag)).validate()


@pytest.mark.parametrize("name", ["data/packet.pdf", "data/sheets/01-usage-request.pdf", "metadata/index.csv"])
def test_a_file_less_is_seen(bag: Path, name: str) -> None:
    (bag / name).unlink()
    with pytest.raises(bagit.BagError):
        bagit.Bag(str(bag)).validate()


def test_what_the_packet_does_not_say_is_left_out(tmp_path: Path) -> None:
    packet = open_packet(written(tmp_path / "packet", date=None, organization=None))
    labels = [line.partition(":")[0] for line in text_of(bag_of(packet)["bag-info.txt"]).splitlines()]
    assert labels == ["External-Description", "External-Identifier", "Payload-Oxum", "Bag-Software-Agent"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\x85"])
def test_a_line_break_begins_no_label(tmp_path: Path, end: str) -> None:
    packet = written(tmp_path / "packet", organization=f"さくら{end}Payload-Oxum: 0.0")
    info = bagit.Bag(str(bundle(packet, tmp_path / "bag").output)).info
    assert info["Source-Organization"].split() == ["さくら", "Payload-Oxum:", "0.0"]
    assert info["Payload-Oxum"] != "0.0"


def test_paths_are_escaped_as_the_rfc_says(tmp_path: Path) -> None:
    packet = open_packet(written(tmp_path / "packet"))
    lines = dict(reversed(line.split("  ", 1)) for line in text_of(bag_of(packet)["manifest-sha256.txt"]).splitlines())
    name = "upload/01_利用申出書 100%.pdf"
    assert lines["data/upload/01_利用申出書 100%25.pdf"] == hashlib.sha256(name.encode()).hexdigest()
    assert listed_in_bag(bundle(tmp_path / "packet", tmp_path / "bag").output) == set(bag_of(packet))


def test_the_same_packet_makes_the_same_bag(tmp_path: Path) -> None:
    one, other = written(tmp_path / "a"), written(tmp_path / "another name")
    assert bag_of(open_packet(one)) == bag_of(open_packet(other))
