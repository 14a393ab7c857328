"""A packet as a bag (BagIt 1.0, RFC 8493): its files, the hash of every one, and what the whole is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from formgen.files.held import Content, sha256_of, size_of
from formgen.files.reading import read_text
from formgen.ground.problems import Refused
from formgen.handover.describing import values_of
from formgen.handover.index import as_csv
from formgen.handover.naming import Namer
from formgen.handover.packets import WrittenPacket
from formgen.handover.settings import Column, Index, Settings
from formgen.outputs.manifest import MANIFEST, MOST_LISTED
from formgen.version import __version__

_DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_PAYLOADS, _TAGS, _INFO = "manifest-sha256.txt", "tagmanifest-sha256.txt", "bag-info.txt"
_AGENT = "Bag-Software-Agent: formgen "
_LISTED = ("path", "role", "title", "person", "form", "document", "pages", "bytes", "sha256")
# By RFC 8493 these and no others are written otherwise in a manifest.
_ESCAPED = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_LINE = re.compile(r"[0-9A-Fa-f]{64}[ \t]+\*?(.+)")


def bag_of(packet: WrittenPacket) -> dict[str, Content]:
    """The files of a bag by their paths in it. Without a time of now: the same packet makes the same bag.

    The packet lies in `data/` as it was written; `metadata/index.csv` is for people and spreadsheets.
    """
    payload = {f"data/{name}": packet.contents[name] for name in sorted(packet.contents)}
    tags: dict[str, Content] = {
        "bagit.txt": _DECLARATION,
        _INFO: "".join(_info(packet, payload)).encode(),
        _PAYLOADS: _manifest(payload),
        "metadata/index.csv": _index(packet),
    }
    return {**tags, _TAGS: _manifest(tags), **payload}


def bag_name(packet: WrittenPacket) -> str:
    """What the folder of a bag is called inside of a zip: of the packet, whatever the zip's own name."""
    return Namer(Settings().rules).name("{date}_{packet_title}_{packet}", values_of(packet), "")


def listed_in_bag(folder: Path) -> set[str] | None:
    """The files of a bag that formgen has made; None for every other folder."""
    try:
        info, *manifests = (read_text(folder / name, name, MOST_LISTED) for name in (_INFO, _PAYLOADS, _TAGS))
    except (OSError, Refused):
        return None
    if _AGENT not in info:
        return None
    lines = "\n".join(manifests).splitlines()
    return {_TAGS, *(_path(found[1]) for line in lines if (found := _LINE.fullmatch(line)))}


def _info(packet: WrittenPacket, payload: Mapping[str, Content]) -> Iterator[str]:
    about = packet.manifest
    # No Bagging-Date: that is the day on which the bag was made (RFC 8493, 2.2.2), and the same packet is the same bag
    # on every day. A label of our own tells the day of filing.
    said = {
        "Source-Organization": about.get("organization"),
        "External-Description": about.get("title"),
        "Filing-Date": about.get("date"),
        "External-Identifier": f"sha256:{packet.key}",
        "Payload-Oxum": f"{sum(map(size_of, payload.values()))}.{len(payload)}",
    }
    # Labels that have nothing to say are left out. A line break must not begin a label of its own; nothing else is
    # folded, as readers do not agree on what becomes of the spaces.
    yield from (f"{label}: {re.sub(_BREAKS, chr(10) + '  ', str(text))}\n" for label, text in said.items() if text)
    yield f"{_AGENT}{__version__}\n"


_BREAKS = re.compile("[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")


def _manifest(files: Mapping[str, Content]) -> bytes:
    lines = (f"{sha256_of(content)}  {_escaped(name)}\n" for name, content in sorted(files.items()))
    return "".join(lines).encode()


def _escaped(path: str) -> str:
    return "".join(_ESCAPED.get(character, character) for character in path)


def _path(escaped: str) -> str:
    back = {code: character for character, code in _ESCAPED.items()}
    return re.sub("%(?:25|0D|0A)", lambda found: back[found[0].upper()], escaped, flags=re.IGNORECASE)


def _index(packet: WrittenPacket) -> bytes:
    index = Index(name="index.csv", columns=tuple(Column(head=key, value="") for key in _LISTED))
    listed = sorted(packet.manifest["files"], key=lambda entry: str(entry["path"]))
    rows = [["data/" + e["path"], *("" if e.get(k) is None else str(e[k]) for k in _LISTED[1:])] for e in listed]
    whole = packet.contents[MANIFEST]
    last = {"path": f"data/{MANIFEST}", "role": "manifest", "bytes": str(size_of(whole)), "sha256": sha256_of(whole)}
    return as_csv(index, [list(_LISTED), *rows, [last.get(key, "") for key in _LISTED]]).encode("utf-8-sig")
