"""A profile as rows of a table: what reading a table turns into a profile, the other way round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from formgen.batch.heads import ENCLOSED, KEY, Column, cell_text
from formgen.profile.changes import FACTS as CHANGES

#: The lists of a profile of which each row holds one entry.
_BY_ROW = {"user": "users", "institution": "institutions", "permission": "permission"}


def rows_of(columns: Sequence[Column], profile: Mapping[str, Any]) -> list[dict[str, str]]:
    """A row for each of its people (institutions, permissions), by the names of columns; what is not stated is empty.

    What is no person's stands in the first row.
    """
    count = max([1, *(len(_several(profile.get(many))) for many in _BY_ROW.values())])
    return [_row(columns, profile, number) for number in range(count)]


def _row(columns: Sequence[Column], profile: Mapping[str, Any], number: int) -> dict[str, str]:
    values = {c.name: _value(c, profile, number) for c in columns}
    return {c.name: cell_text(c, values[c.name]) for c in columns if values[c.name] is not None}


def _value(column: Column, profile: Mapping[str, Any], number: int) -> Any:
    if column.name == KEY.name:
        return KEY.example
    first, _, rest = column.name.partition(".")
    if first == "attachment":
        return _of_attachment(profile, number, *rest.partition(".")[::2])
    if first in _BY_ROW:
        several = _several(profile.get(_BY_ROW[first]))
        return _walk(several[number], rest) if number < len(several) else None
    if number:
        return None
    if column.name in CHANGES:
        item, part = CHANGES[column.name]
        return next((c.get(part) for c in profile.get("changes", ()) if c["item"] == item), None)
    return _walk(profile, column.name)


def _of_attachment(profile: Mapping[str, Any], number: int, document: str, part: str) -> Any:
    for one in profile.get("attachments", ()):
        if one["document"] == document and (one.get("user") or 0) == number:
            return one.get(part) if part else one.get("file") or (ENCLOSED if one.get("enclosed") else None)
    return None


def _walk(here: Any, name: str) -> Any:
    for step in name.split("."):
        if isinstance(here, list | tuple):
            here = here[int(step)] if int(step) < len(here) else None
        else:
            here = here.get(step) if isinstance(here, Mapping) else None
    return here


def _several(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else () if value is None else (value,)
