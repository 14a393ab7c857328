"""The report of an attachment: what its file is, in figures that a process which read a foreign file has told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from formgen.attachments.found import MAX_PAGES

# As worker.MAX_… and boxes._FARTHEST, which are for the worker only: no honest figure is larger.
_MOST_MM, _MOST_DPI, _MOST_DOTS, _MOST_FONTS = 400_000, 100_000, 1_000_000, 1_000_000
_METHODS = frozenset({"AES-256", "AES-128", "RC4-40", "RC4-128"})
_PERMISSIONS = ("print", "print_well", "copy", "change", "comment", "fill_in", "rearrange", "read_aloud")


@dataclass(frozen=True, slots=True)
class PageSize:
    """The size of pages as they are seen, in mm, and how many pages have it."""

    width: float
    height: float
    pages: int


@dataclass(frozen=True, slots=True)
class Report:
    """What a file is. What could not be told is None or empty.

    `forbidden`: what the owner of an encrypted PDF forbids. `fonts`: how many are in the file, and how many are not.
    `dpi`: the least and the greatest of all pictures on pages. `scans`: each page (from 1) that is one picture, with
    its dpi. `dots`: width and height of a picture, upright.
    """

    sizes: tuple[PageSize, ...] = ()
    encryption: str | None = None
    forbidden: tuple[str, ...] = ()
    fonts: tuple[int, int] | None = None
    dpi: tuple[int, int] | None = None
    dpi_complete: bool = False
    scans: tuple[tuple[int, int], ...] = ()
    dots: tuple[int, int] | None = None

    def as_json(self) -> dict[str, object]:
        """As in `check --json` and the manifest."""
        allowed = {name: name not in self.forbidden for name in _PERMISSIONS}
        return {
            "sizes_mm": [{"width": s.width, "height": s.height, "pages": s.pages} for s in self.sizes],
            "encryption": self.encryption,
            "permissions": allowed if self.encryption else None,
            "fonts": {"embedded": self.fonts[0], "not_embedded": self.fonts[1]} if self.fonts else None,
            "dpi": {"least": self.dpi[0], "most": self.dpi[1], "complete": self.dpi_complete} if self.dpi else None,
            "dots": {"width": self.dots[0], "height": self.dots[1]} if self.dots else None,
        }

    def said(self) -> dict[str, object]:
        """As a worker says it, as short as it can be: `told` makes the same report of it."""
        words = {
            "sizes": [[s.width, s.height, s.pages] for s in self.sizes],
            "encryption": self.encryption,
            "permissions": dict.fromkeys(self.forbidden, False),
            "fonts": self.fonts and list(self.fonts),
            "dpi": self.dpi and list(self.dpi),
            "dpi_complete": self.dpi_complete,
            "scans": [list(scan) for scan in self.scans],
            "dots": self.dots and list(self.dots),
        }
        return {word: value for word, value in words.items() if value}


NOTHING = Report()
"""Where nothing could be told."""


def told(said: object) -> Report:
    """The report as it came from a worker, which has read a foreign file. Raises `ValueError` for any other."""
    if not isinstance(said, Mapping):
        raise ValueError
    return Report(
        sizes=tuple(_page_size(one) for one in _listed(said.get("sizes", []))),
        encryption=_method(said.get("encryption")),
        forbidden=_forbidden(said.get("permissions", {})),
        fonts=_pair(said.get("fonts"), _MOST_FONTS),
        dpi=_pair(said.get("dpi"), _MOST_DPI),
        dpi_complete=said.get("dpi_complete") is True,
        scans=tuple(_scan(one) for one in _listed(said.get("scans", []))),
        dots=_pair(said.get("dots"), _MOST_DOTS),
    )


def _listed(said: object) -> list[Any]:
    if not isinstance(said, list) or len(said) > MAX_PAGES:
        raise ValueError
    return said


def _page_size(said: object) -> PageSize:
    match said:
        case [int() | float() as width, int() | float() as height, int(pages)]:
            if all(0 <= side <= _MOST_MM for side in (width, height)) and 0 < pages <= MAX_PAGES:
                return PageSize(width, height, pages)
    raise ValueError


def _scan(said: object) -> tuple[int, int]:
    match said:
        case [int(page), int(dpi)] if 0 < page <= MAX_PAGES:
            return page, max(0, min(dpi, _MOST_DPI))
    raise ValueError


def _pair(said: object, most: int) -> tuple[int, int] | None:
    match said:
        case None:
            return None
        case [int(one), int(two)]:
            return max(0, min(one, most)), max(0, min(two, most))
    raise ValueError


def _method(said: object) -> str | None:
    # One that has no name here is a lock all the same.
    return None if said is None else said if isinstance(said, str) and said in _METHODS else "other"


def _forbidden(said: object) -> tuple[str, ...]:
    if not isinstance(said, Mapping):
        raise ValueError
    return tuple(name for name in _PERMISSIONS if said.get(name, True) is not True)
