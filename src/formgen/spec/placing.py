"""Where everything on a sheet stands: the rows of its tables and its notes as single things with rectangles, in mm."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import Any

from formgen.ground.marks import Box
from formgen.spec.base import Item, Provenance, When, wrong
from formgen.spec.blanks import Blank
from formgen.spec.ink import Notes, Print, Stamp
from formgen.spec.lists import RowsBlank
from formgen.spec.placed import LEFT, RIGHT, Grid, Label, Placed
from formgen.spec.tables import Either, Gap, Inside, Side, Table


def placed_items(content: Sequence[Any]) -> Iterator[Placed]:
    """Everything in reading order. Raises `ValueError` for things that have no place or two conditions at odds."""
    tables = 0
    ends: dict[int, _End] = {}
    for number, entry in enumerate(content):
        origin = f"/content/{number}"
        end = ends.get(entry.page)
        match entry:
            case Table():
                for one in _Setter(entry, tables, origin).placed():
                    yield replace(one, item=_within(one.item, entry, entry.page))
                tables += 1
            case Notes():
                # All notes have the place of their list: an error in one is found there.
                below = end.below if end and entry.at is None else None
                for note in entry.prints((LEFT, _under(end, entry.at, origin) + 6)):
                    yield Placed(_within(note, entry, entry.page), origin=origin, below=below)
            case Stamp(box=None):
                place = Box(RIGHT - 40, min(_under(end, None, origin) + 5, 255), 40, 25)
                yield Placed(entry, place, origin=origin, below=end.below if end else None)
            case _:
                yield _free(entry, origin)
        ends[entry.page] = _end_of(entry) or end or _End(0.0)


@dataclass(frozen=True, slots=True)
class _End:
    """Where the last table or list ends, in mm; `below`: the name of a list that ends higher with fewer entries."""

    y: float
    below: str | None = None


def _end_of(entry: Any) -> _End | None:
    if isinstance(entry, Table) and entry.ruled:
        return _End(entry.table[1] + _height(entry.rows, entry.height))
    if isinstance(entry, RowsBlank) and entry.box:
        y = entry.box[1] + entry.header_height + entry.rows * entry.row_height
        return _End(y, entry.blank if entry.grow else None)
    return None


def _under(end: _End | None, at: Any, origin: str) -> float:
    """The height of what a thing without a place of its own stands under."""
    if at is None and (end is None or not end.y):
        raise wrong(
            f"{origin}: 場所（at か box）がなく、前に表もありません。",
            f"{origin}: no place (at or box), and no table before it",
        )
    return end.y if end else 0.0


def grids(content: Iterable[Any]) -> tuple[Grid, ...]:
    """The outlines of the tables, in order."""
    return tuple(_grid(entry) for entry in content if isinstance(entry, Table))


def _grid(table: Table) -> Grid:
    whole = Box(*table.table, sum(table.columns), _height(table.rows, table.height))
    weights = (table.outer, table.inner) if table.ruled else (0.0, 0.0)
    return Grid(whole, *weights, table.page, tuple(_dotted(table.rows, table.height, table.table[1])))


def _dotted(rows: Iterable[Any], usual: float, y: float) -> Iterator[float]:
    """The heights above rows that are parted from the one before by a dotted rule."""
    for row in rows:
        if isinstance(row, Side):
            yield from _dotted(row.rows, usual, y)
        elif getattr(row, "dotted", False):
            yield y
        y += _height_of(row, usual)


def _free(item: Item, origin: str) -> Placed:
    box = getattr(item, "box", None)
    label_box = getattr(item, "label_box", None)
    label = Label(item.label, Box(*label_box), item.label_size, item.label_spread) if label_box else None  # type: ignore[attr-defined]
    return Placed(item, Box(*box) if box else None, label, origin=origin)


def _height(rows: Iterable[Any], usual: float) -> float:
    return sum(_height_of(row, usual) for row in rows)


def _height_of(row: Any, usual: float) -> float:
    if isinstance(row, Gap):
        return row.gap
    if isinstance(row, Side):
        return _height(row.rows, usual)
    if isinstance(row, Either):
        return max(_height_of(one, usual) for one in row.either)
    return float(row.height or usual)


@dataclass(slots=True)
class _Setter:
    """Sets the rows of one table from top to bottom."""

    table: Table
    number: int
    origin: str
    y: float = field(init=False)

    def placed(self) -> Iterator[Placed]:
        self.y = self.table.table[1]
        yield from self._rows(self.table.rows, 0, f"{self.origin}/rows")

    def _rows(self, rows: Iterable[Any], depth: int, origin: str) -> Iterator[Placed]:
        for number, row in enumerate(rows):
            place = f"{origin}/{number}"
            if isinstance(row, Side):
                yield from self._side(row, depth, place)
                continue
            height = _height_of(row, self.table.height)
            if isinstance(row, Either):
                for other, one in enumerate(row.either):
                    for found in self._row(one, depth, height, f"{place}/either/{other}"):
                        yield replace(found, item=_within(found.item, row))
            elif not isinstance(row, Gap):
                yield from self._row(row, depth, height, place)
            self.y += height

    def _side(self, side: Side, depth: int, origin: str) -> Iterator[Placed]:
        cell = self._cells(depth, depth + 1, _height(side.rows, self.table.height))
        words = Print(print=side.side, vertical=True, size=side.side_size)
        yield self._one(_within(words, side), _inside(cell, side.side_box), None, (cell,), origin)
        for one in self._rows(side.rows, depth + 1, f"{origin}/rows"):
            yield replace(one, item=_within(one.item, side))

    def _row(self, row: Any, depth: int, height: float, origin: str) -> Iterator[Placed]:
        last = len(self.table.columns) - 1
        # Without a column left for it a row has no label cell: its value takes the whole width.
        labelled = bool(row.label) and last > depth
        label_cell = self._cells(depth, last, height) if labelled else None
        value_cell = self._cells(last if labelled else depth, last + 1, height)
        label = Label(row.label, label_cell, row.label_size, row.label_spread, self.table.ruled) if label_cell else None
        if isinstance(row, Inside):
            yield from self._parts(row, value_cell, label, origin)
        else:
            yield self._one(row, _inside(value_cell, row.within), label, _drawn(label, value_cell), origin)

    def _parts(self, row: Inside, cell: Box, label: Label | None, origin: str) -> Iterator[Placed]:
        rooms = _rooms(cell, row.cells or row.split, len(row.inside))
        bearer, head = _bearer(row) if label else None, label.box if label else None
        if row.lead and label and head:
            yield self._one(_within(row.lead, row), Box(head.x, head.y, _LEAD, head.h), None, (), f"{origin}/lead")
            label = replace(label, box=_inside(head, (_LEAD, 0, head.w - _LEAD, head.h)))
        for number, item in enumerate(row.inside):
            own = label if number == bearer else None
            if own and isinstance(item, Blank) and not item.label:
                item = item.model_copy(update={"label": own.text})
            # `split` parts the room, not the rules.
            ruled = rooms[number] if row.cells else cell
            box = _inside(rooms[number], item.within)
            cells = (head, ruled) if own and head else (ruled,)
            yield self._one(_within(item, row), box, own, cells, f"{origin}/inside/{number}")

    def _one(self, item: Any, box: Box, label: Label | None, cells: tuple[Box, ...], origin: str) -> Placed:
        return Placed(item, box, label, cells, self.number, origin)

    def _cells(self, first: int, end: int, height: float) -> Box:
        left, columns = self.table.table[0], self.table.columns
        return Box(left + sum(columns[:first]), self.y, sum(columns[first:end]), height)


# In mm, of what stands before a label.
_LEAD = 9.0


def _bearer(row: Inside) -> int:
    """Which of several things takes the label of the row: the first blank without a label of its own."""
    free = (n for n, item in enumerate(row.inside) if isinstance(item, Blank) and not item.label)
    return next(free, 0)


def _drawn(label: Label | None, cell: Box) -> tuple[Box, ...]:
    return (label.box, cell) if label else (cell,)


def _inside(cell: Box, within: tuple[float, float, float, float] | None) -> Box:
    if within is None:
        return cell
    x, y, w, h = within
    return Box(cell.x + x, cell.y + y, w, h)


def _rooms(cell: Box, widths: Sequence[float], count: int) -> list[Box]:
    """The cell parted from left to right; what is left over belongs to the last."""
    if not widths:
        return [cell] * count
    # Of the widths the last may be left out; then what is left over is the last room.
    every = [*widths, cell.w - sum(widths)][:count]
    edges = [0.0, *accumulate(every)]
    return [Box(cell.x + edge, cell.y, width, cell.h) for edge, width in zip(edges, every, strict=False)]


def _within(item: Any, around: Provenance, page: int | None = None) -> Any:
    """The item with what is said around it, where it says nothing of its own. Conditions hold together."""
    said = {n: getattr(around, n) for n in ("item", "status", "source") if getattr(item, n) is None}
    changed = {name: value for name, value in said.items() if value is not None}
    if around.when:
        changed["when"] = _both(item.when, around.when)
    if page is not None and page != item.page:
        changed["page"] = page
    return item.model_copy(update=changed) if changed else item


def _both(own: When | None, around: When) -> When:
    # Two values for one fact never hold together: the thing would be printed for nobody.
    odd = [name for name, value in (own or {}).items() if around.get(name, value) != value]
    if odd:
        names = ", ".join(odd)
        raise wrong(f"{names} の条件が内と外で食い違っています。", f"two conditions on {names}")
    return {**around, **(own or {})}
