"""Opens a packet that was written, and believes nothing of it that its hashes do not prove."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from formgen.files.held import Content, pieces_of, sha256_of, size_of
from formgen.files.holding import held_from
from formgen.files.reading import read_bytes
from formgen.ground.problems import Problem, Refused, problem
from formgen.outputs.folder import files_in
from formgen.outputs.manifest import MANIFEST, MOST_LISTED, inner_path, read_manifest

# In bytes: no file of a packet is larger.
_MOST = 1 << 30
# What a zip that is no packet, or a damaged one, makes of being read.
_BROKEN = (OSError, LookupError, TypeError, ValueError, NotImplementedError, RuntimeError, EOFError, zipfile.BadZipFile)


@dataclass(frozen=True, repr=False)
class WrittenPacket:
    """A packet as it was written: `contents` by their paths in it, each with the hash its manifest gives."""

    path: Path
    manifest: Mapping[str, Any]
    contents: Mapping[str, Content]

    def __repr__(self) -> str:
        return f"<WrittenPacket {len(self.contents)} files>"

    @property
    def key(self) -> str:
        """The SHA-256 (hex) of the manifest, which holds those of all files: the identity of the whole packet."""
        return sha256_of(self.contents[MANIFEST])


def open_packet(path: Path) -> WrittenPacket:
    """A packet from a folder or a zip. Raises `Refused` (E-PACKET) with everything that is not as it was made.

    Small files are held in memory, large ones in files without names: what happens to the packet later is of no
    consequence.
    """
    try:
        found = dict(_of_zip(path) if path.is_file() else _of_folder(path))
    except _BROKEN:
        found = {}
    about = read_manifest(b"".join(pieces_of(found[MANIFEST]))) if MANIFEST in found else None
    if about is None or not _says_enough(about):
        raise Refused([problem("E-PACKET.nothing", path=path)])
    if faults := tuple(_faults(about, found)):
        raise Refused(faults)
    return WrittenPacket(path, about, found)


def _says_enough(about: Mapping[str, Any]) -> bool:
    """Whether what is handed over stands in it, and the people as a list, as in every packet of formgen's."""
    people = about.get("people")
    whole = any(entry.get("role") == "packet" for entry in about["files"])
    return whole and (people is None or isinstance(people, list))


def _of_folder(path: Path) -> Iterator[tuple[str, Content]]:
    # Another program's folder may be large: nothing of it is read before its manifest is ours.
    if read_manifest(read_bytes(path / MANIFEST, MOST_LISTED)) is None:
        return
    for name in sorted(files_in(path)):
        # Not through a link: what it leads to is not in the packet.
        if not (path / name).is_symlink():
            with (path / name).open("rb") as file:
                yield name, held_from(file, most=_MOST)


def _of_zip(path: Path) -> Iterator[tuple[str, Content]]:
    with ExitStack() as ends:
        archive = ends.enter_context(zipfile.ZipFile(path))
        if read_manifest(archive.open(MANIFEST).read(MOST_LISTED)) is None:
            return
        for about in archive.infolist():
            if not about.is_dir():
                with archive.open(about) as file:
                    yield inner_path(about.filename), held_from(file, most=_MOST)


def _faults(about: Mapping[str, Any], found: Mapping[str, Content]) -> Iterator[Problem]:
    listed = {str(entry["path"]): entry for entry in about["files"]}
    for name, entry in listed.items():
        if name not in found:
            yield problem("E-PACKET.missing", file=name)
        elif (size_of(found[name]), sha256_of(found[name])) != (entry.get("bytes"), entry.get("sha256")):
            yield problem("E-PACKET.changed", file=name)
    if added := found.keys() - listed.keys() - {MANIFEST}:
        yield problem("E-PACKET.added", count=len(added))
