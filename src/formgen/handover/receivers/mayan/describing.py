"""What Mayan is told of a document: its type, metadata, tags, cabinet. Each is made where it is missing, once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from formgen.ground.problems import problem
from formgen.handover.items import About
from formgen.handover.receivers import NotTaken
from formgen.handover.receivers.mayan.api import Api, Data

# Where the settings name none.
_TYPE = "formgen"
_COLOUR = "#336699"
# In characters: what a value of metadata may have.
_LONGEST = 255


@dataclass(frozen=True)
class Things:
    """The ids of what a document is described by; metadata as (id of its type, value)."""

    kind: int
    metadata: tuple[tuple[int, str], ...] = field(repr=False)
    tags: tuple[int, ...]
    cabinet: int | None


def type_of(api: Api, about: About) -> int | None:
    """The id of the document type, if there is such a one."""
    return api.named("/document_types/", "label", about.document_type or _TYPE)


def things(api: Api, about: About) -> Things:
    """All of them. Raises `NotTaken` (E-SEND.metadata) for a value that is longer than Mayan takes: nothing is cut."""
    for name, value in about.fields.items():
        if len(value) > _LONGEST:
            raise NotTaken(problem("E-SEND.metadata", name=name, most=_LONGEST))
    kind = api.one("/document_types/", "label", about.document_type or _TYPE)
    return Things(
        kind,
        tuple(_metadata(api, kind, about)),
        tuple(api.one("/tags/", "label", tag, color=_COLOUR) for tag in about.tags),
        _cabinet(api, about.cabinet) if about.cabinet else None,
    )


def _metadata(api: Api, kind: int, about: About) -> Iterator[tuple[int, str]]:
    if not about.fields:
        return
    there = {name: one["id"] for one in api.every("/metadata_types/") for name in (one["name"], one["label"])}
    tied = {one["metadata_type"]["id"] for one in api.every(f"/document_types/{kind}/metadata_types/")}
    for label, value in about.fields.items():
        name = re.sub(r"\W+", "_", label).strip("_")
        one = there.get(label) or api.one("/metadata_types/", "name", name, label=label)
        if one not in tied:
            # 400: another machine has done it just now.
            api.post(f"/document_types/{kind}/metadata_types/", {"metadata_type_id": one}, ok=(201, 400))
        yield one, value


def _cabinet(api: Api, label: str) -> int:
    """Mayan allows several cabinets of one name: of those that two machines made at once the older one stays."""
    if (there := _oldest(api, label)) is not None:
        return there
    made: int = api.post("/cabinets/", {"label": label, "parent": None}).json()["id"]
    oldest = _oldest(api, label)
    if oldest is None or oldest == made:
        return made
    api.ask("DELETE", f"/cabinets/{made}/", ok=(204, 403, 404))
    return oldest


def _oldest(api: Api, label: str) -> int | None:
    found = (one["id"] for one in api.every("/cabinets/") if one["label"] == label and one["parent"] is None)
    return min(found, default=None)


def completed(api: Api, document: Data, about: About) -> tuple[str, ...]:
    """Add what a document lacks; what it has stays as it is. In words of ours: what was added."""
    wanted, path = things(api, about), f"/documents/{document['id']}"
    done = (
        _add_metadata(api, path, wanted if document["document_type"]["id"] == wanted.kind else None),
        _add_tags(api, path, wanted),
        _add_cabinet(api, path, document["id"], wanted.cabinet),
        _add_description(api, path, document, about),
    )
    return tuple(word for word in done if word)


def _add_metadata(api: Api, path: str, wanted: Things | None) -> str:
    # A document that a person has given another type: that type's metadata are theirs.
    missing = _missing(api, path, wanted.metadata) if wanted and wanted.metadata else []
    for kind, value in missing:
        answer = api.post(f"{path}/metadata/", {"metadata_type_id": kind, "value": value}, ok=(201, 400))
        # Another machine may have done it just now; or a rule of that type does not allow the value.
        if answer.status == 400 and _missing(api, path, [(kind, value)]):
            raise NotTaken(problem("E-SEND.refused", status=400))
    return "metadata" if missing else ""


def _missing(api: Api, path: str, wanted: Iterable[tuple[int, str]]) -> list[tuple[int, str]]:
    has = {one["metadata_type"]["id"] for one in api.every(f"{path}/metadata/", _fields_only="id,metadata_type__id")}
    return [pair for pair in wanted if pair[0] not in has]


def _add_tags(api: Api, path: str, wanted: Things) -> str:
    has = {one["id"] for one in api.every(f"{path}/tags/")} if wanted.tags else set()
    missing = [tag for tag in wanted.tags if tag not in has]
    for tag in missing:
        api.post(f"{path}/tags/attach/", {"tag": tag})
    return "tags" if missing else ""


def _add_cabinet(api: Api, path: str, document: int, cabinet: int | None) -> str:
    # Wherever a person has put it, it stays.
    if cabinet is None or any(True for _ in api.every(f"{path}/cabinets/")):
        return ""
    api.post(f"/cabinets/{cabinet}/documents/add/", {"document": document})
    return "cabinet"


def _add_description(api: Api, path: str, document: Data, about: About) -> str:
    if document["description"] or not about.title:
        return ""
    api.ask("PATCH", f"{path}/", json={"description": about.title})
    return "description"
