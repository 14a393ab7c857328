"""Whether Mayan has a file: by its search index, and where that lags behind, by its newest documents."""

from __future__ import annotations

from collections.abc import Iterator

from formgen.ground.problems import problem
from formgen.handover.receivers import NotTaken
from formgen.handover.receivers.mayan.api import PAGE, Api, Data

# "=" before what is looked for: else every word of the index is held against it, and not just looked up.
_SEARCH = "/search/advanced/documents."
_LISTED = "id,label,uuid,file_latest__id,file_latest__checksum"
# Pages of a hundred. An index that lags further behind is not one to wait for.
_MOST_PAGES = 50


def filed(api: Api, key: str, kind: int | None) -> tuple[int, int] | None:
    """The ids of the document and the file with this SHA-256; the oldest, where there are several.

    The index knows all documents, whatever has become of them since, but not the latest ones yet. Of these the
    list of the document type knows.
    """
    if (known := _indexed(api, key)) is not None or kind is None:
        return known
    for one in newest(api, kind):
        latest = one["file_latest"] or {}
        if latest.get("checksum") == key:
            return one["id"], latest["id"]
        if latest.get("checksum") and key[:8] in one["label"] and (file := _file_of(api, one["id"], key)) is not None:
            # A person has added a newer file to it.
            return one["id"], file
    return None


def unproved(api: Api, key: str, kind: int) -> Iterator[Data]:
    """Our documents that have no file yet, or one whose checksum Mayan is still working out."""
    for one in _labelled(api, key, kind):
        if not (one["file_latest"] or {}).get("checksum"):
            yield one


def ours(api: Api, key: str, kind: int) -> Iterator[int]:
    """All documents of a hand-over, with or without the file: two machines may have begun at once."""
    for one in _labelled(api, key, kind):
        if (one["file_latest"] or {}).get("checksum") in (None, key):
            yield one["id"]


def _labelled(api: Api, key: str, kind: int) -> Iterator[Data]:
    """The documents whose label holds the beginning of a key."""
    yield from (one for one in newest(api, kind) if key[:8] in one["label"])
    # Older ones, which the index knows: others may have come in thousands since ours broke off.
    found = api.get(f"{_SEARCH}documentsearchresult/", label=key[:8], _fields_only=_LISTED + ",document_type__id")
    yield from (one for one in found["results"] if key[:8] in one["label"] and one["document_type"]["id"] == kind)


def newest(api: Api, kind: int) -> Iterator[Data]:
    """The documents of a type, the latest first, as far back as the index does not know them, and some more.

    Raises `NotTaken` (E-SEND.index) where that is too far to be listed.
    """
    pages = api.pages(f"/document_types/{kind}/documents/", _ordering="-datetime_created", _fields_only=_LISTED)
    for number, page in enumerate(pages, 1):
        yield from page
        if len(page) == PAGE and known(api, page[-1]):
            return
        if number == _MOST_PAGES:
            raise NotTaken(problem("E-SEND.index", count=_MOST_PAGES * PAGE))


def known(api: Api, one: Data) -> bool:
    """Whether the index knows a document, and its file where it has one."""
    if checksum := (one["file_latest"] or {}).get("checksum"):
        return _indexed(api, checksum) is not None
    found = api.get(f"{_SEARCH}documentsearchresult/", uuid=f"={one['uuid']}", _fields_only="id")
    return any(each["id"] == one["id"] for each in found["results"])


def _indexed(api: Api, key: str) -> tuple[int, int] | None:
    found = api.get(f"{_SEARCH}documentfilesearchresult/", checksum=f"={key}", _fields_only="id,document_id,checksum")
    # What a search does not understand it may leave out: only what is ours counts.
    ours = [(one["document_id"], one["id"]) for one in found["results"] if one["checksum"] == key]
    return min(ours, default=None)


def _file_of(api: Api, document: int, key: str) -> int | None:
    files = api.every(f"/documents/{document}/files/", _fields_only="id,checksum")
    return min((one["id"] for one in files if one["checksum"] == key), default=None)
