"""A Mayan in memory: what it answers was recorded from the real one (`mayan_answers.json`), its ids and names put in.

`working` and `indexing` are its workers: while they stand still, files stay in the queue and the search knows nothing.
"""

from __future__ import annotations

import copy
import hashlib
import itertools
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from answering import Answering, Asked

RECORDED = json.loads((Path(__file__).parent / "mayan_answers.json").read_text("utf-8"))
Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Document:
    id: int
    kind: int
    label: str
    description: str
    files: list[tuple[int, str, bytes]] = field(default_factory=list)
    queued: list[tuple[str, bytes]] = field(default_factory=list)
    metadata: dict[int, str] = field(default_factory=dict)
    tags: list[int] = field(default_factory=list)
    trashed: bool = False
    indexed: bool = False
    files_indexed: int = 0

    @property
    def uuid(self) -> str:
        return f"00000000-0000-4000-8000-{self.id:012}"


class SmallMayan(Answering):
    def __init__(self) -> None:
        super().__init__(self._answer)
        self.documents: list[Document] = []
        self.kinds: dict[int, str] = {1: "Default"}
        self.metadata_types: dict[int, tuple[str, str]] = {}
        self.tied: set[tuple[int, int]] = set()
        self.tags: dict[int, str] = {}
        self.cabinets: dict[int, str] = {}
        self.parents: dict[int, int] = {}
        self.inside: set[tuple[int, int]] = set()
        self.working = self.indexing = True
        self.throttled = 0
        self._ids = itertools.count(2)

    def copies(self, content: bytes) -> int:
        """How many files of it there are, in documents that are not in the trash."""
        return sum(file[2] == content for one in self.seen() for file in one.files)

    def seen(self) -> list[Document]:
        return [one for one in self.documents if not one.trashed]

    def work(self) -> None:
        """What the workers do, as soon as they are let."""
        for one in self.documents:
            if self.working:
                one.files += [(next(self._ids), name, content) for name, content in one.queued]
                one.queued.clear()
            if self.indexing:
                one.indexed, one.files_indexed = True, len(one.files)

    def _answer(self, asked: Asked) -> Answer:
        if self.throttled:
            self.throttled -= 1
            return said("throttled")
        if asked.path.startswith("/api/v4/auth/token/obtain/"):
            return said("token" if b"password=right" in asked.body else "token-refused")
        if asked.headers.get("authorization") != "Token 0123":
            return 403, {}, b'{"detail":"Invalid token."}'
        parts = urlsplit(asked.path)
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        for method, pattern, answer in _ADDRESSES:
            if asked.method == method and (found := re.fullmatch("/api/v4" + pattern, parts.path)):
                given = answer(self, asked, query, *map(int, found.groups()))
                # Behind the answer, as its workers do.
                self.work()
                return given
        raise AssertionError(asked.path)

    # What is asked for.

    def document(self, number: int) -> Document | None:
        return next((one for one in self.seen() if one.id == number), None)

    def shown(self, one: Document, template: str = "filed") -> dict[str, Any]:
        shown = copy.deepcopy(RECORDED[template if one.files else "empty"]["body"])
        shown.update(id=one.id, label=one.label, description=one.description, uuid=one.uuid)
        shown["document_type"].update(id=one.kind, label=self.kinds[one.kind])
        if one.files:
            number, name, content = one.files[-1]
            shown["file_latest"].update(id=number, filename=name, checksum=hashlib.sha256(content).hexdigest())
        return shown

    def listed(self, documents: list[Document], query: dict[str, str], template: str = "listed") -> Answer:
        entry = RECORDED[template]["body"]["results"][0]
        return paged([_only(self.shown(one), entry) for one in documents], query)


def _only(full: dict[str, Any], like: dict[str, Any]) -> dict[str, Any]:
    """The fields that were asked for when it was recorded."""
    return {
        key: _only(full[key], inner) if isinstance(inner := like[key], dict) and full[key] else full[key]
        for key in like
    }


def said(name: str, /, **put: Any) -> Answer:
    """An answer as it was recorded, with some of it put in."""
    recorded = RECORDED[name]
    body = {**recorded["body"], **put} if put else recorded["body"]
    headers = {"Retry-After": recorded["retry-after"]} if "retry-after" in recorded else {}
    return recorded["status"], headers, b"" if body is None else json.dumps(body).encode()


def paged(results: list[dict[str, Any]], query: dict[str, str]) -> Answer:
    size, page = min(100, int(query.get("page_size", 10))), int(query.get("page", 1))
    after = "http://elsewhere.example/" if page * size < len(results) else None
    found = {
        "count": len(results),
        "next": after,
        "previous": None,
        "results": results[(page - 1) * size : page * size],
    }
    return 200, {}, json.dumps(found).encode()


def _named(things: str, name: str, column: str = "label") -> Callable[..., Answer]:
    def answer(mayan: SmallMayan, asked: Asked, query: dict[str, str]) -> Answer:
        there: dict[int, str] = getattr(mayan, things)
        label = json.loads(asked.body)[column]
        if label in there.values() and things != "cabinets":
            return said(f"{name}-again")
        number = next(mayan._ids)
        there[number] = label
        return said(f"{name}-made", id=number, label=label)

    return answer


def _all(things: str, name: str) -> Callable[..., Answer]:
    def answer(mayan: SmallMayan, asked: Asked, query: dict[str, str]) -> Answer:
        like = RECORDED[name]["body"]
        rows = [{**like, "id": number, "label": label} for number, label in getattr(mayan, things).items()]
        for row in rows:
            if "parent" in row:
                row["parent"] = mayan.parents.get(row["id"])
        return paged(rows, query)

    return answer


def _metadata_type(mayan: SmallMayan, asked: Asked, query: dict[str, str]) -> Answer:
    told = json.loads(asked.body)
    if told["name"] in [name for name, _ in mayan.metadata_types.values()]:
        return said("metadata-type-again")
    number = next(mayan._ids)
    mayan.metadata_types[number] = told["name"], told["label"]
    return said("metadata-type-made", id=number, **told)


def _metadata_types(mayan: SmallMayan, asked: Asked, query: dict[str, str]) -> Answer:
    like = RECORDED["metadata-type-made"]["body"]
    every = mayan.metadata_types.items()
    return paged([{**like, "id": number, "name": name, "label": label} for number, (name, label) in every], query)


def _tie(mayan: SmallMayan, asked: Asked, query: dict[str, str], kind: int) -> Answer:
    pair = kind, json.loads(asked.body)["metadata_type_id"]
    again = pair in mayan.tied
    mayan.tied.add(pair)
    return said("tied-again" if again else "tied")


def _ties(mayan: SmallMayan, asked: Asked, query: dict[str, str], kind: int) -> Answer:
    return paged([{"metadata_type": {"id": meta}} for there, meta in sorted(mayan.tied) if there == kind], query)


def _make(mayan: SmallMayan, asked: Asked, query: dict[str, str]) -> Answer:
    told = json.loads(asked.body)
    if told["document_type_id"] not in mayan.kinds:
        return said("no-such-type")
    one = Document(next(mayan._ids), told["document_type_id"], told["label"], told["description"])
    mayan.documents.append(one)
    return said("document-made", id=one.id, label=one.label, uuid=one.uuid)


def _list(mayan: SmallMayan, asked: Asked, query: dict[str, str], kind: int) -> Answer:
    assert query["_ordering"] == "-datetime_created"
    return mayan.listed([one for one in reversed(mayan.seen()) if one.kind == kind], query)


def _one(mayan: SmallMayan, asked: Asked, query: dict[str, str], number: int) -> Answer:
    if (one := mayan.document(number)) is None:
        return said("no-document")
    if asked.method == "DELETE":
        one.trashed = True
        return said("trashed")
    if asked.method == "PATCH":
        one.description = json.loads(asked.body)["description"]
    return 200, {}, json.dumps(mayan.shown(one)).encode()


def _upload(mayan: SmallMayan, asked: Asked, query: dict[str, str], number: int) -> Answer:
    if (one := mayan.document(number)) is None:
        return said("no-document")
    mark = re.search(r'boundary="?([^";]+)', asked.headers["content-type"])
    for part in asked.body.split(b"--" + (mark[1] if mark else "").encode()):
        head, _, content = part.partition(b"\r\n\r\n")
        if b'name="file_new"' in head:
            one.queued.append(("", content[:-2]))
    return said("taken")


def _files(mayan: SmallMayan, asked: Asked, query: dict[str, str], number: int) -> Answer:
    one = mayan.document(number)
    files = one.files if one else []
    return paged([{"id": each, "checksum": hashlib.sha256(content).hexdigest()} for each, _, content in files], query)


def _download(mayan: SmallMayan, asked: Asked, query: dict[str, str], number: int, file: int) -> Answer:
    one = mayan.document(number)
    return next((200, {}, content) for each, _, content in (one.files if one else []) if each == file)


def _search_files(mayan: SmallMayan, asked: Asked, query: dict[str, str]) -> Answer:
    found = [
        {"id": number, "document_id": one.id, "checksum": digest}
        for one in mayan.seen()
        for number, _, content in one.files[: one.files_indexed]
        if query["checksum"].removeprefix("=") in (digest := hashlib.sha256(content).hexdigest())
    ]
    return paged(found, query)


def _search(mayan: SmallMayan, asked: Asked, query: dict[str, str]) -> Answer:
    known = [one for one in mayan.seen() if one.indexed]
    if "uuid" in query:
        return paged([{"id": one.id} for one in known if one.uuid == query["uuid"].removeprefix("=")], query)
    return mayan.listed([one for one in known if query["label"] in one.label], query, "labelled")


def _metadata(mayan: SmallMayan, asked: Asked, query: dict[str, str], number: int) -> Answer:
    one = mayan.document(number)
    assert one is not None
    if asked.method == "GET":
        return paged([{"id": meta, "metadata_type": {"id": meta}} for meta in one.metadata], query)
    told = json.loads(asked.body)
    if told["metadata_type_id"] in one.metadata:
        return said("metadata-again")
    assert (one.kind, told["metadata_type_id"]) in mayan.tied
    one.metadata[told["metadata_type_id"]] = told["value"]
    return said("metadata-made")


def _tags(mayan: SmallMayan, asked: Asked, query: dict[str, str], number: int) -> Answer:
    one = mayan.document(number)
    assert one is not None
    return paged([{"id": tag, "label": mayan.tags[tag]} for tag in one.tags], query)


def _attach(mayan: SmallMayan, asked: Asked, query: dict[str, str], number: int) -> Answer:
    one = mayan.document(number)
    assert one is not None
    if (tag := json.loads(asked.body)["tag"]) not in one.tags:
        one.tags.append(tag)
    return said("tag-attached")


def _cabinets_of(mayan: SmallMayan, asked: Asked, query: dict[str, str], number: int) -> Answer:
    return paged([{"id": c, "label": mayan.cabinets[c]} for c, there in sorted(mayan.inside) if there == number], query)


def _put_in(mayan: SmallMayan, asked: Asked, query: dict[str, str], cabinet: int) -> Answer:
    mayan.inside.add((cabinet, json.loads(asked.body)["document"]))
    return said("cabinet-added")


def _drop(mayan: SmallMayan, asked: Asked, query: dict[str, str], cabinet: int) -> Answer:
    del mayan.cabinets[cabinet]
    return 204, {}, b""


_N = r"(\d+)"
_ADDRESSES: list[tuple[str, str, Callable[..., Answer]]] = [
    ("GET", "/document_types/", _all("kinds", "type-made")),
    ("POST", "/document_types/", _named("kinds", "type")),
    ("GET", "/tags/", _all("tags", "tag-made")),
    ("POST", "/tags/", _named("tags", "tag")),
    ("GET", "/cabinets/", _all("cabinets", "cabinet-made")),
    ("POST", "/cabinets/", _named("cabinets", "cabinet")),
    ("DELETE", f"/cabinets/{_N}/", _drop),
    ("GET", "/metadata_types/", _metadata_types),
    ("POST", "/metadata_types/", _metadata_type),
    ("GET", f"/document_types/{_N}/metadata_types/", _ties),
    ("POST", f"/document_types/{_N}/metadata_types/", _tie),
    ("GET", f"/document_types/{_N}/documents/", _list),
    ("POST", "/documents/", _make),
    ("GET", f"/documents/{_N}/", _one),
    ("PATCH", f"/documents/{_N}/", _one),
    ("DELETE", f"/documents/{_N}/", _one),
    ("GET", f"/documents/{_N}/files/", _files),
    ("POST", f"/documents/{_N}/files/", _upload),
    ("GET", f"/documents/{_N}/files/{_N}/download/", _download),
    ("GET", f"/documents/{_N}/metadata/", _metadata),
    ("POST", f"/documents/{_N}/metadata/", _metadata),
    ("GET", f"/documents/{_N}/tags/", _tags),
    ("POST", f"/documents/{_N}/tags/attach/", _attach),
    ("GET", f"/documents/{_N}/cabinets/", _cabinets_of),
    ("POST", f"/cabinets/{_N}/documents/add/", _put_in),
    ("GET", "/search/advanced/documents.documentfilesearchresult/", _search_files),
    ("GET", "/search/advanced/documents.documentsearchresult/", _search),
]
