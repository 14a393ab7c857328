"""How the columns of a table lie in a profile: by the parts of the profile, made once and used for every row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from formgen.batch.columns import Column
from formgen.batch.targets import OWN, DocumentPart, Step
from formgen.spec.rules import Per


@dataclass(frozen=True)
class Group:
    """Columns whose values stand beside one another in one part of the profile, by the way to that part."""

    way: tuple[Step, ...]
    columns: tuple[tuple[str, Column], ...]
    _places: dict[str, Mapping[str, int]] = field(default_factory=dict, repr=False, compare=False)

    def places(self, pointer: str) -> Mapping[str, int]:
        """The columns by the JSON Pointers of their values, where the part has this one: of most rows the same."""
        if pointer not in self._places:
            self._places[pointer] = {f"{pointer}/{key}": column.index for key, column in self.columns}
        return self._places[pointer]


@dataclass(frozen=True)
class Layout:
    """How the columns of a table lie in a profile: made once, used for every row."""

    groups: tuple[Group, ...]
    changes: tuple[tuple[str, tuple[tuple[str, Column], ...]], ...]
    documents: tuple[tuple[str, Mapping[DocumentPart, Column]], ...]
    per_of: Callable[[str], frozenset[Per]] = field(repr=False)

    def first_of(self, listed: str) -> int:
        """The first column about the entries of a list that the rows add to."""
        return min(c.index for group in self.groups if group.way[:2] == (listed, OWN) for _, c in group.columns)


def layout_of(columns: Sequence[Column], per_of: Callable[[str], frozenset[Per]]) -> Layout:
    """The columns by the parts of the profile; entries with a number come before those that are added."""
    groups: dict[tuple[Step, ...], list[tuple[str, Column]]] = {}
    changes: dict[str, list[tuple[str, Column]]] = {}
    documents: dict[str, dict[DocumentPart, Column]] = {}
    for column in columns:
        target = column.target
        if target.document:
            documents.setdefault(target.document, {})[target.part] = column
        elif target.item:
            changes.setdefault(target.item, []).append((str(target.steps[-1]), column))
        else:
            groups.setdefault(target.steps[:-1], []).append((str(target.steps[-1]), column))
    ordered = sorted(groups, key=lambda way: [(n == OWN, n) for n in way if isinstance(n, int)])
    return Layout(
        tuple(Group(way, tuple(groups[way])) for way in ordered),
        tuple((item, tuple(found)) for item, found in changes.items()),
        tuple(documents.items()),
        per_of,
    )
