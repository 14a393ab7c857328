"""One file that is handed over, and what is said of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from formgen.files.held import Content, sha256_of, size_of


@dataclass(frozen=True)
class About:
    """What a document system is told of a document (書誌). Everything but the type comes from the packet's manifest.

    `day` is ISO; what the packet does not state is None or empty, and is not filled in. `fields` are further ones by
    the receiver's names.
    """

    title: str = field(repr=False)
    document_type: str | None = field(default=None, repr=False)
    day: str | None = None
    organization: str | None = field(default=None, repr=False)
    people: tuple[str, ...] = field(default=(), repr=False)
    form: str | None = None
    correspondent: str | None = field(default=None, repr=False)
    cabinet: str | None = field(default=None, repr=False)
    tags: tuple[str, ...] = field(default=(), repr=False)
    fields: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, repr=False)
class Item:
    """A file on its way. `name` is the one it has at the receiver's; `key` is what every receiver can be asked for."""

    content: Content
    name: str
    media_type: str
    about: About

    def __repr__(self) -> str:
        return f"<Item {self.key[:8]}>"

    @property
    def key(self) -> str:
        """The SHA-256 of its bytes (hex): the identity of a hand-over."""
        return sha256_of(self.content)

    @property
    def size(self) -> int:
        """How many bytes."""
        return size_of(self.content)

    @property
    def said(self) -> str:
        """A digest of all that is said of it, from which nobody can tell what that is."""
        told = json.dumps([self.key, asdict(self.about)], sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()
