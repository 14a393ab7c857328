"""What the output of a case is called: the same at every run, and a name that every system can store."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from unicodedata import category, combining

# Windows takes none of these, and every program has trouble with what nobody sees.
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_RESERVED = re.compile(r"(CON|PRN|AUX|NUL|COM\d|LPT\d)(\.|\Z)", re.IGNORECASE)
# Of 255 bytes, with room for numbers and endings.
_MOST_BYTES = 120


def safe(text: str) -> str:
    """A text as part of a file's name; empty when nothing of it can stand there."""
    # Selectors of variants (Mn) stay: without them it would be another name.
    seen = "".join(" " if c.isspace() else c for c in text if category(c) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp"))
    name = _cut(_FORBIDDEN.sub("_", seen).strip().rstrip(". "))
    # What begins with a dot is hidden, and our own files are.
    return f"_{name}" if _RESERVED.match(name) or name.startswith(".") else name


def _cut(name: str) -> str:
    while len(name.encode()) > _MOST_BYTES:
        # Never between a letter and its marks.
        while len(name) > 1 and (combining(name[-1]) or category(name[-1]) == "Mn"):
            name = name[:-1]
        name = name[:-1]
    return name.rstrip(". ")


def row_name(row: int, data: Mapping[str, Any], own: int, *, plain_names: bool) -> str:
    """The number of a row as people count it, and of whom it is: the person, the applicant, else the organisation."""
    who = "" if plain_names else safe(_who(data, own))
    return f"{row:04d}-{who}" if who else f"{row:04d}"


def _who(data: Mapping[str, Any], own: int) -> str:
    users, permissions = data.get("users") or (), data.get("permission") or ()
    first = permissions[0] if isinstance(permissions, list) and permissions else {}
    found = [
        users[own].get("name") if own < len(users) else None,
        (first.get("applicant") or {}).get("name"),
        (data.get("organization") or {}).get("name"),
    ]
    return next((name for name in found if name), "")


class Unique:
    """Names that no file system takes for one another."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def name(self, wanted: str, row: int) -> str:
        """The name, with the number of its first row where another case has it already."""
        name = wanted if wanted.casefold() not in self._taken else f"{wanted}-{row:04d}"
        while name.casefold() in self._taken:
            name += "_"
        self._taken.add(name.casefold())
        return name
