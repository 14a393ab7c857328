"""The rows of one case become one profile, as plain data, and every value knows its cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from formgen.batch.columns import Column
from formgen.batch.heads import ENCLOSED
from formgen.batch.layout import Group, Layout
from formgen.batch.tables.cells import Place, Table
from formgen.batch.targets import OWN, DocumentPart, Step
from formgen.ground.problems import Problem, problem
from formgen.spec.rules import Per

Told = Callable[[Problem, int, int], None]
"""Takes what is wrong, the row (by its index) and the column."""

#: Whether a paper is of the person, permission or institution of its row: the key of the profile for it, and the list.
_OF: Mapping[Per, tuple[str, str]] = {
    "person": ("user", "users"),
    "permission": ("permission", "permission"),
    "institution": ("institution", "institutions"),
}


class Cells(Mapping[str, Place]):
    """JSON Pointer -> cell, worked out when it is asked for: of most cases nobody asks."""

    def __init__(self, table: Table, rows: Sequence[tuple[int, Sequence[Mapping[str, int]]]]) -> None:
        self._table = table
        self._rows = rows

    def __getitem__(self, pointer: str) -> Place:
        held = list(self._held(pointer))
        if not held:
            raise KeyError(pointer)
        # Where no row says it, the cell of the first that could.
        return self.stated(pointer) or self._table.place(*held[0])

    def stated(self, pointer: str) -> Place | None:
        """The first cell that says something."""
        said = (one for one in self._held(pointer) if self._table.rows[one[0]][one[1]] is not None)
        found = next(said, None)
        return self._table.place(*found) if found else None

    def _held(self, pointer: str) -> Iterator[tuple[int, int]]:
        return ((row, part[pointer]) for row, places in self._rows for part in places if pointer in part)

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(pointer for _, places in self._rows for part in places for pointer in part))

    def __len__(self) -> int:
        return sum(1 for _ in self)


class Building:
    """One case, row by row. `data` grows out of the fixed organisation's profile (a copy of its own)."""

    def __init__(self, table: Table, layout: Layout, data: dict[str, Any], told: Told) -> None:
        self.table = table
        self.layout = layout
        self.data = data
        self.told = told
        # Pointer of an attachment -> the row and column that named it; what came with `data` has none.
        self.said: dict[str, tuple[int, int]] = {}
        self.rows: list[tuple[int, Sequence[Mapping[str, int]]]] = []
        # Of these lists the entries that rows have added: place -> row.
        self.own: dict[str, dict[int, int]] = {"users": {}, "institutions": {}}

    def add(self, index: int) -> None:
        """Put in what a row says."""
        row = _Row(self, index)
        for group in self.layout.groups:
            row.put(group)
        for item, columns in self.layout.changes:
            row.put_change(item, columns)
        for document, parts in self.layout.documents:
            row.put_document(document, parts)
        self.rows.append((index, row.places))
        for listed, before in self.own.items():
            if (own := row.own.get((listed,))) is not None:
                self._told_again(listed, own, index)
                before[own] = index

    def _told_again(self, listed: str, own: int, index: int) -> None:
        """One person in two rows would be two; so would an institution."""
        entries = self.data[listed]
        for other, row in self.own[listed].items():
            if entries[other] == entries[own]:
                column = self.layout.first_of(listed)
                address = self.table.place(row, column).address
                self.told(problem("E-TABLE.again", first=address), index, column)
                return

    @property
    def own_users(self) -> list[int]:
        """The people of the rows, by their places in the list."""
        return list(self.own["users"])

    def about(self, user: int) -> None:
        """The papers are about this person of a row, unless the table says whom they are about."""
        filing = self.data.setdefault("filing", {})
        if filing.get("user") == user or self.cells().stated("/filing/user"):
            return
        if filing.get("user") is not None:
            row, _ = self.rows[0]
            self.told(problem("W-TABLE.over-base-person"), row, self.layout.first_of("users"))
        filing["user"] = user

    def cells(self) -> Cells:
        """The cells of the case."""
        return Cells(self.table, self.rows)


class _Row:
    """What one row adds to a case."""

    def __init__(self, case: Building, index: int) -> None:
        self.case = case
        self.index = index
        self.raw = case.table.rows[index]
        # The place of the row's own entry in each list, by the way to it.
        self.own: dict[tuple[Step, ...], int] = {}
        self.places: list[Mapping[str, int]] = []

    def read(self, column: Column) -> Any:
        """The value of a cell; None for an empty or a faulty one."""
        raw = self.raw[column.index]
        if raw is None:
            return None
        value = column.read(raw)
        if type(value) is Problem:
            self.case.told(value, self.index, column.index)
            return None
        if type(value) is str and value[-1] in "\r\n":
            self.case.told(problem("W-TABLE.line-end"), self.index, column.index)
        return value

    def put(self, group: Group) -> None:
        values = [(key, column, value) for key, column in group.columns if (value := self.read(column)) is not None]
        found = self._part(group.way, values[0][1]) if values else None
        pointer = self._pointer(group.way)
        if found is not None:
            for key, column, value in values:
                self._set(found, pointer, key, value, column)
        self.places.append(group.places(pointer))

    def _set(self, part: dict[str, Any], pointer: str, key: str, value: Any, column: Column) -> None:
        """A value; one that differs from another row's is told, and so is one that goes over the base's."""
        before = part.get(key)
        if before is not None and before != value:
            cells = Cells(self.case.table, [*self.case.rows, (self.index, self.places)])
            if first := cells.stated(f"{pointer}/{key}"):
                self.case.told(problem("E-TABLE.differs", first=first.address), self.index, column.index)
                return
            self.case.told(problem("W-TABLE.over-base"), self.index, column.index)
        part[key] = value

    def _part(self, way: tuple[Step, ...], column: Column) -> dict[str, Any] | None:
        """The part of the profile at the end of a way, made where it is not there; None where one before it is not."""
        here: Any = self.case.data
        for n, step in enumerate(way):
            if isinstance(step, str):
                inside: Any = [] if n + 1 < len(way) and isinstance(way[n + 1], int) else {}
                if not isinstance(here.get(step), list if inside == [] else dict):
                    # One permission may stand without its list.
                    inside = [here[step]] if inside == [] and here.get(step) else inside
                    here[step] = inside
                here = here[step]
                continue
            number = self.own.setdefault(way[:n], len(here)) if step == OWN else step
            if number > len(here):
                self.case.told(problem("E-TABLE.gap", count=len(here)), self.index, column.index)
                return None
            if number == len(here):
                here.append({})
            here = here[number]
        return here  # type: ignore[no-any-return]

    def _pointer(self, way: tuple[Step, ...]) -> str:
        out, here = "", self.case.data
        for n, step in enumerate(way):
            if step == OWN:
                step = self.own.get(way[:n], len(here) if isinstance(here, list) else 0)
            out += f"/{step}"
            here = _inside(here, step)
        return out

    def put_change(self, item: str, columns: Sequence[tuple[str, Column]]) -> None:
        values = [(key, column, value) for key, column in columns if (value := self.read(column)) is not None]
        changes = self.case.data.setdefault("changes", []) if values else self.case.data.get("changes", [])
        number = next((n for n, one in enumerate(changes) if one.get("item") == item), len(changes))
        if values and number == len(changes):
            changes.append({"item": item})
        for key, column, value in values:
            self._set(changes[number], f"/changes/{number}", key, value, column)
        self.places.append({f"/changes/{number}/{key}": column.index for key, column in columns})

    def put_document(self, document: str, parts: Mapping[DocumentPart, Column]) -> None:
        stated = {part: self.read(column) for part, column in parts.items()}
        about: dict[str, Any] = {key: value for key, value in stated.items() if key != "file" and value is not None}
        files = str(stated["file"]).splitlines() if stated.get("file") else []
        if "file" in parts and not files:
            self.places.append({f"{self._of_whom(document)}/attachment/{document}": parts["file"].index})
        if about and not files:
            column = next(parts[key] for key in parts if key in about)
            self.case.told(problem("E-TABLE.no-document"), self.index, column.index)
            return
        whose = self._whose(document) if files else {}
        for file in filter(None, map(str.strip, files)):
            way: dict[str, Any] = {"enclosed": True} if file == ENCLOSED else {"file": file}
            self._attach({"document": document, **whose, **way, **about}, parts)

    def _attach(self, entry: dict[str, Any], parts: Mapping[DocumentPart, Column]) -> None:
        attachments = self.case.data.setdefault("attachments", [])
        # What is of nobody in particular is the same in every row of a case.
        number = attachments.index(entry) if entry in attachments else len(attachments)
        pointer = f"/attachments/{number}"
        file = parts.get("file") or next(iter(parts.values()))
        inside = {f"{pointer}/{part}": column.index for part, column in parts.items()}
        self.places.append({pointer: file.index, **inside})
        if number < len(attachments):
            return
        others = [
            n for n, one in enumerate(attachments) if _of_same(one, entry) and f"/attachments/{n}" in self.case.said
        ]
        first = next((self.case.said[f"/attachments/{n}"] for n in others), None)
        if first and first[0] != self.index:
            address = self.case.table.place(*first).address
            self.case.told(problem("E-TABLE.differs", first=address), self.index, file.index)
            return
        attachments.append(entry)
        self.case.said[pointer] = (self.index, file.index)

    def _of_whom(self, document: str) -> str:
        return "".join(f"/{dict(_OF.values())[key]}/{number}" for key, number in self._whose(document).items())

    def _whose(self, document: str) -> dict[str, int]:
        for per in ("institution", "permission", "person"):
            key, listed = _OF[per]
            if per in self.case.layout.per_of(document) and (listed,) in self.own:
                return {key: self.own[(listed,)]}
        return {}


def _of_same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return all(one.get(key) == other.get(key) for key in ("document", "user", "permission", "institution"))


def _inside(here: Any, step: Step) -> Any:
    if isinstance(here, Mapping):
        return here.get(str(step))
    return here[step] if isinstance(here, list) and isinstance(step, int) and step < len(here) else None
