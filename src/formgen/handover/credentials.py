"""What a receiver lets us in by: from the environment, or from a file that nobody else can read. Never shown."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from formgen.files.located import read_yaml
from formgen.files.reasons import reasons
from formgen.ground.problems import Refused, problem
from formgen.handover.settings import Kind

# In bytes: a few lines.
_MOST = 1 << 16
_TOKEN, _USER, _PASSWORD = "token", "user", "password"
_ALLOWED: Mapping[str, tuple[frozenset[str], ...]] = {
    "dav": (frozenset({_USER, _PASSWORD}),),
    "paperless": (frozenset({_TOKEN}),),
    "mayan": (frozenset({_TOKEN}), frozenset({_USER, _PASSWORD})),
}


@dataclass(frozen=True)
class Credentials:
    """A token, or a user with a password."""

    token: str | None = field(default=None, repr=False)
    user: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)


class Keyring:
    """The credentials of all kinds of receivers: those of a file go before those of the environment."""

    def __init__(self, environment: Mapping[str, str], path: Path | None = None) -> None:
        """Raises `Refused` (E-SEND.credentials-open, E-SEND.credentials-file), never with what stands in it."""
        self._environment, self._path = environment, path
        self._file = _read(path) if path else {}

    def __repr__(self) -> str:
        return "<Keyring>"

    def of(self, kind: Kind) -> Credentials | None:
        """Those of a kind; None where there are none. Raises `Refused` (E-SEND.credentials-variable)."""
        if kind not in _ALLOWED:
            return None
        if kind in self._file:
            return self._file[kind]
        names = {key: f"FORMGEN_{kind.upper()}_{key.upper()}" for key in (_TOKEN, _USER, _PASSWORD)}
        given = {key: value for key, name in names.items() if (value := self._environment.get(name))}
        for keys in _ALLOWED[kind]:
            if keys <= given.keys():
                found = {key: _clean(given[key]) for key in keys}
                if None in found.values():
                    raise Refused([problem("E-SEND.credentials-variable", variable=" ".join(names[k] for k in keys))])
                return Credentials(**found)
        return None


def _clean(text: str) -> str | None:
    """Without the line end that an editor leaves; None for what no header can hold."""
    text = text.strip("\r\n")
    return text if text and text.isprintable() else None


def _read(path: Path) -> dict[str, Credentials]:
    text = _private(path)
    try:
        data = read_yaml(text, path.name).data
        return {kind: _one(kind, entry) for kind, entry in data.items()}
    except (Refused, ValueError, AttributeError, TypeError):
        # What it holds, where and in which line, is for nobody's eyes.
        raise Refused([problem("E-SEND.credentials-file", path=path)]) from None


def _one(kind: str, entry: Mapping[str, Any]) -> Credentials:
    found = {key: _clean(value) for key, value in entry.items()}
    if None in found.values() or frozenset(found) not in _ALLOWED.get(kind, ()):
        raise ValueError
    return Credentials(**found)


def _private(path: Path) -> str:
    """The text of a file that is ours and that nobody else can read; looked at once it is open. Raises `Refused`."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb") as file:
            about = os.fstat(handle)
            if not stat.S_ISREG(about.st_mode):
                raise Refused([problem("E-SEND.credentials-file", path=path)])
            if hasattr(os, "geteuid") and (about.st_uid != os.geteuid() or about.st_mode & 0o077):
                raise Refused([problem("E-SEND.credentials-open", path=path)])
            return file.read(_MOST).decode("utf-8-sig")
    except OSError as error:
        raise Refused([problem("E-SEND.credentials-unreadable", path=path, **reasons(error))]) from None
    except UnicodeDecodeError:
        raise Refused([problem("E-SEND.credentials-file", path=path)]) from None
