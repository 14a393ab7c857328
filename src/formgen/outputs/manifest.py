"""The manifest of a packet: what every file in it is, with its hash."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

MANIFEST = "manifest.json"
KIND = "formgen-packet"
MOST_LISTED = 20_000_000
"""Bytes; no list of files is longer."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a packet, as the manifest lists it. `path` is relative, with /.

    `status` of a sheet is `confirmed` only if the need for it, its form and its wording are. `original` is the report
    of the file that an attachment was made of: figures and hashes, not its name; `reading` in it is for a later run.
    `shrunk`: how its scans were made lighter.
    """

    path: str
    role: str
    form: str | None = None
    document: str | None = None
    title: str = ""
    person: str | None = None
    pages: int | None = None
    bytes: int = 0
    sha256: str = ""
    status: str | None = None
    copies: int = 1
    draft_wording: bool = False
    original: Mapping[str, object] | None = None
    shrunk: Mapping[str, int] | None = None


def manifest_json(entries: Sequence[Entry], header: Mapping[str, Any]) -> bytes:
    """The manifest: the caller's header and every other file of the packet, always written the same way."""
    # Without a time or a folder: the same packet has the same manifest on every machine.
    about = {**header, "kind": KIND, "schema_version": 1, "files": [_listed(e) for e in entries]}
    return (json.dumps(about, ensure_ascii=False, sort_keys=True, indent=2) + "\n").encode()


def _listed(entry: Entry) -> dict[str, Any]:
    # What formgen made itself was made of no file, and few files are made lighter.
    return {k: v for k, v in asdict(entry).items() if k not in ("original", "shrunk") or v is not None}


def read_manifest(data: bytes, kind: str = KIND) -> dict[str, Any] | None:
    """The manifest of a packet (or of another kind), with `files` that each have a `path`; None for anything else."""
    try:
        about = json.loads(data)
        # Half a character, which JSON can spell out, could be written nowhere.
        json.dumps(about, ensure_ascii=False).encode()
        # Other programs call their lists manifest.json, too.
        ours = about["kind"] == kind and all(isinstance(entry["path"], str) for entry in about["files"])
    except (ValueError, LookupError, TypeError, RecursionError):
        return None
    return about if ours else None


def inner_path(name: str) -> str:
    """The path of a file inside a packet: relative, with /, never upwards. Raises `ValueError`."""
    # Whoever unpacks a zip must not be led out of the folder; Windows takes \ for /.
    if "\\" in name or {"", ".", ".."} & set(name.split("/")):
        raise ValueError(name)
    return name
