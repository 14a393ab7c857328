"""What a document is filed by in Paperless-ngx: its type, correspondent, tags and fields, which are known by number."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePath
from typing import Any

from formgen.ground.problems import problem
from formgen.handover.items import About
from formgen.handover.receivers import NotTaken
from formgen.handover.receivers.http import Http
from formgen.handover.receivers.paperless.answers import id_of, pages, plain_id

_TYPES, _CORRESPONDENTS = "document_types", "correspondents"
_TAGS, _FIELDS = "tags", "custom_fields"
# What is made by us takes no other document to itself by its text.
_MATCHES_NOTHING = {"matching_algorithm": 0, "match": ""}
_MADE: Mapping[str, Mapping[str, Any]] = {
    _TYPES: _MATCHES_NOTHING,
    _CORRESPONDENTS: _MATCHES_NOTHING,
    _TAGS: _MATCHES_NOTHING,
    _FIELDS: {"data_type": "string"},
}
_SAID: Mapping[str, tuple[str, str]] = {
    _TYPES: ("文書の種類", "document type"),
    _CORRESPONDENTS: ("相手先", "correspondent"),
    _TAGS: ("タグ", "tag"),
    _FIELDS: ("項目", "custom field"),
}
# In characters: names, and the values of fields of one line.
_MOST = 128


@dataclass(frozen=True)
class Numbers:
    """What is said of a document, by the receiver's numbers. A field is its number and its value."""

    title: str = field(repr=False)
    day: str | None
    document_type: int | None
    correspondent: int | None
    tags: tuple[int, ...]
    fields: Mapping[int, Any] = field(repr=False)

    def form(self) -> dict[str, Any]:
        """As fields of the form that goes with the file; tags are one field each (several in one are refused)."""
        form: dict[str, Any] = {"title": self.title, "created": self.day, "tags": [str(tag) for tag in self.tags]}
        form["document_type"], form["correspondent"] = self.document_type, self.correspondent
        if self.fields:
            form["custom_fields"] = json.dumps({str(key): value for key, value in self.fields.items()})
        return {key: value if isinstance(value, list) else str(value) for key, value in form.items() if value}


class Metadata:
    """Numbers by names. What is missing is made; each is asked for once."""

    def __init__(self, http: Http) -> None:
        self._http = http
        self._known: dict[tuple[str, str], Mapping[str, Any]] = {}

    def forget(self) -> None:
        """Ask again: a person may have removed what was there."""
        self._known.clear()

    def of(self, about: About) -> Numbers:
        """All of it. Raises `NotTaken` (E-SEND.named, E-SEND.field)."""
        return Numbers(
            about.title,
            about.day,
            self._number(_TYPES, about.document_type),
            self._number(_CORRESPONDENTS, about.correspondent),
            tuple(number for tag in dict.fromkeys(about.tags) if (number := self._number(_TAGS, tag))),
            {int(plain_id(one)): value_for(one, name, text) for name, text, one in self._fields(about)},
        )

    def _fields(self, about: About) -> list[tuple[str, str, Mapping[str, Any]]]:
        return [(name, text, self._thing(_FIELDS, name.strip())) for name, text in about.fields.items() if text]

    def _number(self, kind: str, name: str | None) -> int | None:
        # The spaces around a name are taken away there, too.
        name = (name or "").strip()
        return int(plain_id(self._thing(kind, name))) if name else None

    def _thing(self, kind: str, name: str) -> Mapping[str, Any]:
        if (kind, name) not in self._known:
            self._known[kind, name] = self._there(kind, name) or self._made(kind, name)
        return self._known[kind, name]

    def _there(self, kind: str, name: str) -> Mapping[str, Any] | None:
        """By its very name: what the filter lets through is looked at again."""
        found = pages(self._http, f"/api/{kind}/", name__iexact=name)
        return next((one for one in found if one.get("name") == name), None)

    def _made(self, kind: str, name: str) -> Mapping[str, Any]:
        made = {"name": name, **_MADE[kind]}
        answer = self._http.ask("POST", f"/api/{kind}/", json=made, ok=(200, 201, 400, 403))
        if answer.status in (200, 201) and isinstance(thing := answer.json(), Mapping) and id_of(thing.get("id")):
            return thing
        # Another machine was faster. What belongs to another user cannot be seen, and not be made a second time.
        if (thing := self._there(kind, name)) is not None:
            return thing
        ja, en = _SAID[kind]
        raise NotTaken(problem("E-SEND.named", what=ja, what_en=en, status=answer.status))


def value_for(custom: Mapping[str, Any], name: str, text: str) -> Any:
    """A text as the value of a field, by the type the field has there. Raises `NotTaken` (E-SEND.field)."""
    try:
        return _value(custom, text)
    except (ValueError, LookupError):
        raise NotTaken(problem("E-SEND.field", named=name)) from None


def _value(custom: Mapping[str, Any], text: str) -> Any:
    kind = custom.get("data_type")
    if kind in ("string", "monetary", "url", None):
        if len(text) > _MOST and kind != "url":
            raise ValueError
        return text
    if kind == "select":
        options = (custom.get("extra_data") or {}).get("select_options") or ()
        return {option.get("label"): option["id"] for option in options}[text]
    if kind == "date":
        return date.fromisoformat(text).isoformat()
    return _READ[str(kind)](text)


def _finite(text: str) -> float:
    if not math.isfinite(number := float(text)):
        raise ValueError
    return number


_READ: Mapping[str, Callable[[str], Any]] = {
    "longtext": str,
    "integer": int,
    "float": _finite,
    "boolean": {"true": True, "false": False}.__getitem__,
}


def missing(document: Mapping[str, Any], wanted: Numbers, about: About) -> tuple[dict[str, Any], tuple[str, ...]]:
    """What a document lacks, as a change of it, and in our words. What somebody has filled in is not touched."""
    single = {"document_type": wanted.document_type, "correspondent": wanted.correspondent}
    change: dict[str, Any] = {key: number for key, number in single.items() if number and not document.get(key)}
    has = list(document.get("tags") or ())
    if added := [tag for tag in wanted.tags if tag not in has]:
        change["tags"] = [*has, *added]
    if (values := _with_values(document.get("custom_fields") or [], wanted.fields)) is not None:
        change["custom_fields"] = values
    change.update(_title_and_day(document, about))
    return change, tuple(_WORDS[key] for key in change)


_WORDS = {
    "document_type": "document_type",
    "correspondent": "correspondent",
    "tags": "tags",
    "custom_fields": "fields",
    "title": "title",
    "created": "date",
}


def _with_values(has: list[dict[str, Any]], wanted: Mapping[int, Any]) -> list[dict[str, Any]] | None:
    """All its fields, for a change takes away what it does not name; None where nothing is to be added."""
    full = {one["field"]: one.get("value") for one in has}
    empty = {key: value for key, value in wanted.items() if full.get(key) in (None, "")}
    return [{"field": key, "value": value} for key, value in {**full, **empty}.items()] if empty else None


def _title_and_day(document: Mapping[str, Any], about: About) -> dict[str, str]:
    """A title that is still the name of the file was given by nobody; nor was a day then that is the day of intake."""
    title, name = document.get("title"), document.get("original_file_name")
    if title and not (isinstance(name, str) and title == PurePath(name).stem):
        return {}
    change = {"title": about.title} if title != about.title else {}
    created, added = (str(document.get(key) or "")[:10] for key in ("created", "added"))
    if about.day and created != about.day and created in ("", added):
        change["created"] = about.day
    return change
