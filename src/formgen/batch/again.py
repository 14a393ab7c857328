"""Scans that many cases of a batch share are read once in each process: the pages made of them are kept for a while."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

from formgen.files.held import Held
from formgen.files.holding import LARGE, Holding
from formgen.filing.packet import Packet

# Bytes of pages that are kept: the papers of an organisation, and not those of every person.
_MOST = 256 << 20


class KnownScans:
    """The pages that were made of files, by hash and reader, the latest used last."""

    def __init__(self, most: int = _MOST) -> None:
        self._most, self._size = most, 0
        self._known: OrderedDict[tuple[str, str], tuple[Held, Any]] = OrderedDict()

    def __call__(self, sha256: str, by: str) -> tuple[Held, Any] | None:
        """As `Found` asks for them."""
        if (sha256, by) in self._known:
            self._known.move_to_end((sha256, by))
        return self._known.get((sha256, by))

    def learn(self, packet: Packet) -> None:
        """Keep the pages of a packet's attachments."""
        for entry in packet.entries:
            reading: Any = (entry.original or {}).get("reading")
            content = packet.contents[entry.path]
            if reading and isinstance(content, Held):
                self._keep((str((entry.original or {})["sha256"]), reading["by"]), content, reading)

    def _keep(self, key: tuple[str, str], pages: Held, reading: Mapping[str, Any]) -> None:
        if key in self._known or pages.size > self._most:
            return
        self._known[key] = (_apart(pages), reading)
        self._size += pages.size
        while self._size > self._most:
            _, (oldest, _) = self._known.popitem(last=False)
            self._size -= oldest.size


def _apart(pages: Held) -> Held:
    """The same, not in a file that gets a name in the packet: whoever changes that one would change these pages."""
    if pages.size < LARGE:
        return pages
    copy = Holding()
    for piece in pages.pieces():
        copy.write(piece)
    return copy.held()
