"""One edition of one form: what it is, who says so, what stands on it, and what must go with it."""

from __future__ import annotations

import re
from datetime import date
from functools import cached_property
from typing import Any, Literal

from pydantic import Field, PrivateAttr, model_validator

from formgen.ground.marks import Box
from formgen.spec.items import AnyBlank, Blank, Content, Model, Sources, Status, facts_of, is_blank
from formgen.spec.rules import PacketLine

_REFERENCE = re.compile(r"(\w+) ([A-Z])(\d+)(?::([A-Z])(\d+))?\Z")


class Table(Model):
    """A grid of ruled cells: its upper left corner, column widths and row heights in mm, weights in pt."""

    at: tuple[float, float]
    columns: tuple[float, ...]
    rows: tuple[float, ...]
    outer: float = 1.0
    inner: float = 0.5
    page: int = 1

    def box(self, first: tuple[int, int], last: tuple[int, int]) -> Box:
        """The rectangle from one cell (column, row) to another, both counted from 0."""
        x, y = self.at[0] + sum(self.columns[: first[0]]), self.at[1] + sum(self.rows[: first[1]])
        right, bottom = sum(self.columns[: last[0] + 1]), sum(self.rows[: last[1] + 1])
        return Box(x, y, self.at[0] + right - x, self.at[1] + bottom - y)


class Header(Model):
    """What a paper is: its official name and number, its dates, how far its layout is known."""

    form: str
    since: date = Field(alias="from")
    until: date | None = None
    system: Literal["law", "online", "toritsugi", "free"]
    number: str = ""
    title: str
    title_en: str
    layout: Literal["official", "reconstructed", "free"]
    lead: bool = False
    internal: bool = False
    per: Literal["person", "permission", "filing"] = "filing"
    person: Literal["applying", "left"] | None = "applying"
    source: Sources
    status: Status
    packet: tuple[PacketLine, ...] = ()


class Form(Header):
    """A form file, whole."""

    defaults: dict[Literal["status", "source"], Any] = {}
    blank_as: dict[str, Any] = {}
    tables: dict[str, Table] = {}
    content: tuple[Content, ...]
    sample: dict[str, Any] = {}
    _digest: str = PrivateAttr("")

    @property
    def digest(self) -> str:
        """A hash of the file it was read from; empty for a form that was made otherwise."""
        return self._digest

    def with_digest(self, digest: str) -> Form:
        """The form, which from now on knows this hash."""
        self._digest = digest
        return self

    @model_validator(mode="after")
    def _places_exist(self) -> Form:
        seen: set[str] = set()
        for item in self.content:
            for key in ("cell", "label_cell"):
                if reference := getattr(item, key, None):
                    self.cell(reference)
            if isinstance(item, Blank):
                if item.blank in seen:
                    raise ValueError(f"blank {item.blank} stands twice")
                seen.add(item.blank)
        return self

    @cached_property
    def blanks(self) -> tuple[AnyBlank, ...]:
        """The blanks, in reading order."""
        return tuple(blank for _, blank in self.numbered_blanks)

    @cached_property
    def numbered_blanks(self) -> tuple[tuple[int, AnyBlank], ...]:
        """The blanks with their places among the items."""
        return tuple((n, item) for n, item in enumerate(self.content) if is_blank(item))

    @cached_property
    def asked(self) -> frozenset[str]:
        """The names of all facts the form asks for."""
        return frozenset(name for item in self.content for name in facts_of(item))

    @cached_property
    def shows_plan(self) -> bool:
        """Whether it shows something of the plan (the check sheet, the list of enclosures)."""
        return any(name.startswith("plan.") for name in self.asked)

    @cached_property
    def conditional(self) -> tuple[int, ...]:
        """The numbers of the items that are printed for some cases only."""
        return tuple(n for n, item in enumerate(self.content) if item.when is not None)

    @cached_property
    def pages(self) -> int:
        """How many sides the sheet has."""
        return max([1, *(i.page for i in self.content)])

    def cell(self, reference: str) -> Box:
        """The rectangle of `table B2:D2`. Raises `ValueError` for a table or cell that does not exist."""
        found = _REFERENCE.match(reference)
        table = self.tables.get(found[1]) if found else None
        if not found or table is None:
            raise ValueError(f"no such cell: {reference}")
        first = ord(found[2]) - 65, int(found[3]) - 1
        last = (ord(found[4]) - 65, int(found[5]) - 1) if found[4] else first
        if last[0] >= len(table.columns) or last[1] >= len(table.rows) or first > last or first[1] < 0:
            raise ValueError(f"no such cell: {reference}")
        return table.box(first, last)

    @cached_property
    def boxes(self) -> dict[str, Box]:
        """The rectangle of every blank that has one."""
        return {b.blank: self.place(b) for b in self.blanks if b.box is not None or b.cell is not None}

    def place(self, item: Any) -> Box:
        """The rectangle of an item that has a `box` or a `cell` (or a place `within` its cell)."""
        if item.box is not None:
            return Box(*item.box)
        whole = self.cell(item.cell)
        if item.within is None:
            return whole
        x, y, w, h = item.within
        return Box(whole.x + x, whole.y + y, w, h)
