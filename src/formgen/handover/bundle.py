"""A packet for other systems: as a bag, or as files named as a system wants them with an index."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from formgen.files.held import Content, sha256_of, size_of
from formgen.files.reading import read_bytes
from formgen.files.writing import free
from formgen.ground.problems import Problem, Refused, problem
from formgen.handover.bags import bag_name, bag_of, listed_in_bag
from formgen.handover.describing import described, of_packet
from formgen.handover.packets import WrittenPacket, open_packet
from formgen.handover.settings import Settings, read_settings
from formgen.outputs.folder import as_written, write_folder
from formgen.outputs.inputs import ends_in
from formgen.outputs.manifest import MOST_LISTED, read_manifest
from formgen.outputs.zip import write_zip

MARK = ".formgen-bundle.json"
"""Hidden in a folder of named files: what it was written with, so that it can be replaced and nothing else is."""

_KIND = "formgen-bundle"


Contents = Mapping[str, Content]
Made = Literal["bag", "files"]


@dataclass(frozen=True)
class BundledFile:
    """A file of a bundle: its path in it, how many bytes, SHA-256 (hex), and what paper it is."""

    path: str = field(repr=False)
    bytes: int
    sha256: str
    title: str | None = None


@dataclass(frozen=True)
class Bundle:
    """What was written: a bag, or files named as a system wants them."""

    output: Path
    kind: Made
    files: tuple[BundledFile, ...]
    problems: tuple[Problem, ...] = ()


def bundle(
    packet: str | Path, output: str | Path, *, settings: str | Path | None = None, force: bool = False
) -> Bundle:
    """Write a packet (a folder or a .zip) as a bag (BagIt 1.0); with `settings` as files named and listed as they say.

    `output` ending in .zip is a zip, else a folder, whole or not at all. With `force` it replaces what this has
    written before, never another folder. Raises `Refused` (E-PACKET, E-OUTPUT, E-TARGET) and `Broken` (E-TARGET).
    """
    target = Path(output)
    ends_in(target, (".zip",), folder=True)
    _apart(Path(packet), target)
    free(target, force=force)
    wanted = read_settings("folder", Path(settings)) if settings is not None else None
    opened = open_packet(Path(packet))
    kind, contents, problems = _contents(opened, wanted)
    _write(target, kind, contents, opened, force)
    titles = {entry["sha256"]: entry.get("title") for entry in opened.manifest["files"]}
    files = tuple(_file(path, content, titles) for path, content in contents.items())
    return Bundle(target, kind, files, problems)


def _contents(packet: WrittenPacket, wanted: Settings | None) -> tuple[Made, Contents, tuple[Problem, ...]]:
    if wanted is None:
        return "bag", bag_of(packet), tuple(of_packet(packet))
    found = described(packet, wanted)
    return "files", {item.name: item.content for item in found.items}, found.problems


def _file(path: str, content: Content, titles: Mapping[str, str | None]) -> BundledFile:
    digest = sha256_of(content)
    return BundledFile(path, size_of(content), digest, titles.get(digest))


def _apart(packet: Path, target: Path) -> None:
    """Refuse an output that would change the packet. Raises `Refused` (E-OUTPUT.in-packet)."""
    one, other = packet.resolve(), target.resolve()
    # The same file by another name: a hard link.
    if one in (other, *other.parents) or other in one.parents or _same(one, other):
        raise Refused([problem("E-OUTPUT.in-packet", path=target)])


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def _write(target: Path, kind: Made, contents: Contents, packet: WrittenPacket, force: bool) -> None:
    if target.suffix.lower() == ".zip":
        # Whoever unpacks a bag gets one folder; files for a system lie where they are looked for.
        top = f"{bag_name(packet)}/" if kind == "bag" else ""
        write_zip(target, {top + name: content for name, content in contents.items()}, force=force)
        return
    # The index is the last in `contents`: whoever looks for it finds all that it lists.
    mark = {} if kind == "bag" else {MARK: _mark(contents)}
    write_folder(target, {**mark, **contents}, force=force, allowed=_replaceable)


def _replaceable(path: Path, shown: Path) -> None:
    as_written(path, shown, _listed, "E-OUTPUT.not-a-bundle")


def _listed(folder: Path) -> set[str] | None:
    """The files a bundle was written with; None where formgen has made none."""
    try:
        about = read_manifest(read_bytes(folder / MARK, MOST_LISTED), _KIND)
    except (OSError, Refused):
        return listed_in_bag(folder)
    return None if about is None else {MARK, *(entry["path"] for entry in about["files"])}


def _mark(files: Contents) -> bytes:
    listed = [{"path": name, "bytes": size_of(data), "sha256": sha256_of(data)} for name, data in files.items()]
    about = {"kind": _KIND, "schema_version": 1, "files": listed}
    return (json.dumps(about, ensure_ascii=False, sort_keys=True, indent=2) + "\n").encode()
