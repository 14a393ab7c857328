"""Reads a file that holds named lists, item by item, so that one broken item hides no other fault."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from formgen.files.located import Located, read_yaml
from formgen.files.reading import read_text
from formgen.ground.problems import Problem, Refused, problem
from formgen.library.faults import fault, model_faults, unknown
from formgen.library.name_checks import blank_words
from formgen.spec.items import Model

T = TypeVar("T", bound=Model)


@dataclass(frozen=True)
class Section:
    """A named list of a file: what one item is, and whether the list may be left out."""

    model: type[Model]
    optional: bool = False


@dataclass
class SectionedFile:
    """A file as read: the good items of each section with their places, and every fault so far."""

    located: Located
    items: dict[str, list[tuple[str, Any]]] = field(default_factory=dict)
    faults: list[Problem] = field(default_factory=list)
    unsure: set[str] = field(default_factory=set)

    def of(self, section: str, model: type[T]) -> tuple[T, ...]:
        """The items of a section."""
        return tuple(item for _, item in self.placed(section, model))

    # The model is for the type checker: a section holds items of no other.
    def placed(self, section: str, _model: type[T]) -> list[tuple[str, T]]:
        """The items of a section with their places."""
        return self.items.get(section, [])

    def said(self, section: str, key: str) -> Iterator[str]:
        """What a section says under a key, of broken items too: names that exist although something else is wrong."""
        listed = self.located.data.get(section) if isinstance(self.located.data, dict) else None
        for item in listed if isinstance(listed, list) else ():
            if isinstance(item, dict) and isinstance(item.get(key), str):
                yield item[key]

    def in_order(self) -> list[Problem]:
        """Every fault once, from the top of the file down."""
        # Stable: faults of one line stay in the order in which they were found.
        return sorted(dict.fromkeys(self.faults), key=lambda fault: fault.line or 0)

    def fault(self, place: str, ja: str, en: str) -> None:
        """Adds a fault at a place."""
        self.faults.append(fault(self.located, place, ja, en))

    def unknown(self, place: str, what: tuple[str, str], name: str, known: Iterable[str]) -> None:
        """Adds the fault of a name nobody knows."""
        self.faults.append(unknown(self.located, place, what, name, known))


def read_sections(path: Path, shape: Mapping[str, Section], keys: Mapping[str, type] | None = None) -> SectionedFile:
    """A file by its shape; `keys` are plain keys beside the lists. Never raises: every fault is in the result."""
    keys = keys or {}
    try:
        out = SectionedFile(read_yaml(read_text(path, path.name), path.name))
    except Refused as refused:
        return _unreadable(path, shape, *refused.problems)
    except OSError:
        gone = {"detail": "ファイルがありません。", "detail_en": "no such file"}
        return _unreadable(path, shape, problem("E-SPEC.file", file=path.name, **gone))
    if not isinstance(out.located.data, dict):
        out.fault("", "キーのある表ではありません。", "not a mapping of keys")
        out.unsure |= set(shape)
        return out
    _names(out, shape, keys)
    for name, section in shape.items():
        _section(out, name, section)
    return out


def _unreadable(path: Path, shape: Mapping[str, Section], *faults: Problem) -> SectionedFile:
    return SectionedFile(Located({}, "", path.name), faults=list(faults), unsure=set(shape))


def _names(out: SectionedFile, shape: Mapping[str, Section], keys: Mapping[str, type]) -> None:
    data = out.located.data
    for name in data:
        if name not in shape and name not in keys:
            out.unknown(f"/{name}", ("キー", "key"), name, {*shape, *keys})
    for name, section in shape.items():
        if name not in data and not section.optional:
            out.fault("", f"「{name}」がありません。", f"no {name}")
            out.unsure.add(name)
    for name, kind in keys.items():
        if not isinstance(data.get(name), kind):
            out.fault(f"/{name}", f"「{name}」がありません。", f"no {name}")


def _section(out: SectionedFile, name: str, section: Section) -> None:
    data = out.located.data.get(name, [])
    if not isinstance(data, list):
        out.fault(f"/{name}", "一覧ではありません。", "not a list")
        out.unsure.add(name)
        return
    items = out.items.setdefault(name, [])
    for number, one in enumerate(data):
        place = f"/{name}/{number}"
        try:
            item = section.model.model_validate(one)
        except ValidationError as error:
            out.faults += model_faults(error, out.located, section.model, one, {"": place})
            # What is compared with the whole section must not take this item for missing.
            out.unsure.add(name)
        else:
            out.faults += blank_words(out.located, place, item)
            items.append((place, item))
