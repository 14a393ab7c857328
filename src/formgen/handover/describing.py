"""What is handed over of a packet: which files, under which names, and what is said of each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from formgen.files.held import sha256_of, size_of
from formgen.ground.problems import Problem, problem
from formgen.handover.index import index_of
from formgen.handover.items import About, Item
from formgen.handover.naming import Namer, shortened
from formgen.handover.packets import WrittenPacket
from formgen.handover.patterns import Values, fill
from formgen.handover.settings import Metadata, Settings
from formgen.typeface.cluster import clusters

_PDF, _CSV = "application/pdf", "text/csv"
_PAPERS = ("sheet", "attachment", "original")
_NUMBER = re.compile(r"/(\d+)-")
_ENDING = re.compile(r"(.*?)(\.[A-Za-z0-9]{1,8})", re.DOTALL)
_WRITTEN = re.compile(r"(?<=.)\.pdf\Z", re.IGNORECASE)
_LISTED = "、"


@dataclass(frozen=True)
class Described:
    """Everything that is handed over, in this order, and what has to be told of it."""

    items: tuple[Item, ...]
    problems: tuple[Problem, ...] = ()


def items_of(packet: WrittenPacket, settings: Settings) -> tuple[Item, ...]:
    """As `described`, without what has to be told."""
    return described(packet, settings).items


def described(packet: WrittenPacket, settings: Settings) -> Described:
    """The files of a packet in the order of sending; an index, where the settings ask for one, is the last.

    Files of the same bytes are one. Raises `Refused` (E-TARGET) for names and an index that cannot be written.
    """
    namer, papers = Namer(settings.rules), _papers(packet, settings.documents)
    values = [_values(packet, papers[key], place) for place, key in enumerate(papers, 1)]
    # Some write the ending, too.
    pattern = _WRITTEN.sub("", settings.name)
    for one in values:
        one["file"] = namer.name(pattern, one, ".pdf")
    items = [_item(packet, papers[one["sha256"]], one, settings.metadata) for one in values]
    told = [*of_packet(packet), *_of_papers(papers), *_of_titles(items, values, settings.metadata)]
    if settings.index is not None:
        content, more = index_of(settings.index, values)
        told += more
        items.append(_index(packet, settings.index.name, namer, content))
    if namer.shortened:
        told.append(problem("W-TARGET.shortened-name", count=namer.shortened))
    return Described(tuple(items), tuple(told))


Entries = list[Mapping[str, Any]]


def _papers(packet: WrittenPacket, documents: str) -> dict[str, Entries]:
    """What is handed over, by SHA-256: the same bytes are the same file, whatever papers they are of."""
    roles = ("packet",) if documents == "packet" else _PAPERS
    found: dict[str, Entries] = {}
    for entry in sorted(packet.manifest["files"], key=_place):
        if entry.get("role") in roles:
            found.setdefault(sha256_of(packet.contents[entry["path"]]), []).append(entry)
    return found


def _place(entry: Mapping[str, Any]) -> int:
    """Its number in the order of filing, which its path begins with."""
    number = _NUMBER.search(entry["path"])
    return int(number[1]) if number else 0


def of_packet(packet: WrittenPacket) -> Iterator[Problem]:
    """What has to be told of the packet, however it is handed over."""
    if packet.manifest.get("draft"):
        yield problem("W-TARGET.draft")


def _of_papers(papers: Mapping[str, Entries]) -> Iterator[Problem]:
    if same := sum(len(entries) - 1 for entries in papers.values()):
        yield problem("W-TARGET.same", count=same)


def _of_titles(items: Sequence[Item], every: Sequence[Values], wanted: Metadata) -> Iterator[Problem]:
    if cut := sum(one.about.title != _title_of(values, wanted) for one, values in zip(items, every, strict=True)):
        yield problem("W-TARGET.shortened-title", count=cut)


def values_of(packet: WrittenPacket) -> dict[str, str]:
    """What the placeholders stand for, of the packet as a whole."""
    return _values(packet, [e for e in packet.manifest["files"] if e.get("role") == "packet"], 0)


def _values(packet: WrittenPacket, entries: Entries, place: int) -> dict[str, str]:
    """What the placeholders stand for; what the manifest does not say is empty."""
    about, first = packet.manifest, entries[0]
    day, people = _text(about.get("date")), _people(packet, entries)
    whole = first.get("role") == "packet"
    digest = sha256_of(packet.contents[first["path"]])
    return {
        "date": day,
        "yyyymmdd": day.replace("-", ""),
        "year": day[:4],
        "title": _each(_title(entry) for entry in entries),
        "packet_title": _text(about.get("title")),
        "organization": _text(about.get("organization")),
        "person": f"{people[0]}ほか{len(people) - 1}名" if len(people) > 1 else "".join(people),
        "people": _LISTED.join(people),
        "form": _text(about.get("form")),
        "document": "" if whole else _each(_text(e.get("document") or e.get("form")) for e in entries),
        "route": _text(about.get("route")),
        "office": _text(about.get("office")),
        "fee": _text(about.get("fee_jpy")),
        "number": f"{_place(first) or place:02d}",
        "pages": _text(first.get("pages")),
        "bytes": str(size_of(packet.contents[first["path"]])),
        "key": digest[:8],
        "sha256": digest,
        "packet": packet.key[:8],
        "draft": "未完" if about.get("draft") else "",
    }


def _text(found: object) -> str:
    return "" if found is None else str(found)


def _each(texts: Iterator[str]) -> str:
    return _LISTED.join(dict.fromkeys(filter(None, texts)))


def _title(entry: Mapping[str, Any]) -> str:
    # The file with the signature lies beside the copy that shows it, under the same title.
    return _text(entry.get("title")) + ("（署名のある元のファイル）" if entry.get("role") == "original" else "")


def _people(packet: WrittenPacket, entries: Entries) -> tuple[str, ...]:
    if entries[0].get("role") == "packet":
        return tuple(map(_text, packet.manifest.get("people") or ()))
    return tuple(dict.fromkeys(_text(e["person"]) for e in entries if e.get("person")))


def _item(packet: WrittenPacket, entries: Entries, values: Values, wanted: Metadata) -> Item:
    said = partial(_said, values)
    about = About(
        title=_within(_title_of(values, wanted), wanted.longest_title),
        document_type=said(wanted.document_type),
        day=values["date"] or None,
        organization=values["organization"] or None,
        people=_people(packet, entries),
        form=values["form"] or None,
        correspondent=said(wanted.correspondent),
        cabinet=said(wanted.cabinet),
        tags=tuple(dict.fromkeys(filter(None, map(said, wanted.tags)))),
        fields={name: text for name, pattern in wanted.fields.items() if (text := said(pattern))},
    )
    return Item(packet.contents[entries[0]["path"]], values["file"], _PDF, about)


def _title_of(values: Values, wanted: Metadata) -> str:
    return _said(values, wanted.title) or values["title"] or values["file"]


def _within(title: str, most: int) -> str:
    parts = clusters(title)
    few = next(n for n in range(min(len(parts), most), -1, -1) if len(shortened(parts, n)) <= most)
    return shortened(parts, few)


def _said(values: Values, pattern: str | None) -> str | None:
    return (fill(pattern, values) if pattern is not None else "") or None


def _index(packet: WrittenPacket, name: str, namer: Namer, content: bytes) -> Item:
    """The index as a file: its name as that of the whole packet, with its own key."""
    digest, ending = sha256_of(content), _ENDING.fullmatch(name)
    entry = next(e for e in packet.manifest["files"] if e.get("role") == "packet")
    values = {
        **_values(packet, [entry], 0),
        "key": digest[:8],
        "sha256": digest,
        "bytes": str(len(content)),
        "pages": "",
    }
    pattern, suffix = ending.groups() if ending else (name, ".csv")
    return Item(content, namer.name(pattern, values, suffix), _CSV, About(title="索引", day=values["date"] or None))
