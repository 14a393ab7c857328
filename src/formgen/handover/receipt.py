"""The receipt beside a packet: which file went where, when, and that it was proved. It outlives the journal."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from formgen.files.reading import read_bytes
from formgen.files.writing import write_file
from formgen.ground.problems import Refused, problem
from formgen.handover.deliver import Delivery
from formgen.handover.journal import Line

_MOST = 1 << 24
_SHA256 = re.compile(r"[0-9a-f]{64}")
_MARK = "formgen-receipt"


def receipt_path(packet: Path) -> Path:
    """Where the receipt of a packet lies: beside it, under its name."""
    # Of "." only the whole path has a name.
    whole = Path(os.path.abspath(packet))  # noqa: PTH100 - a link keeps its own name
    return whole.with_name(f"{whole.name}.receipt.json")


class Receipt:
    """The receipt of one packet. Entries of other receivers, and of files of an earlier packet, stay in it."""

    def __init__(self, packet: Path, key: str, paths: Mapping[str, str]) -> None:
        """`paths` are those in the packet by SHA-256. Raises `Refused` (E-SEND.receipt) for a foreign file."""
        self.path, self._packet, self._paths = receipt_path(packet), key, paths
        self._entries = _entries(self.path)

    def lines(self) -> Iterator[Line]:
        """What it proves, as the journal would know it."""
        for (receiver, key), entry in self._entries.items():
            if entry.get("state") == "verified":
                yield Line(key, receiver, "verified", None, _text(entry.get("remote")), _seconds(entry.get("at")))

    def paths(self) -> dict[str, str | None]:
        """The places in the packet of all files it knows, by SHA-256; an index has none."""
        return {**{key: _text(entry.get("path")) for (_, key), entry in self._entries.items()}, **self._paths}

    def add(self, deliveries: Iterable[Delivery], now: datetime) -> None:
        """Write down what became of files. Raises `Refused` (E-OUTPUT).

        That one was proved stays, unless it was found changed or gone; so does what others have written meanwhile.
        """
        self._entries.update(_entries(self.path))
        for one in deliveries:
            place = (one.receiver, one.item.key)
            before = self._entries.get(place, {})
            if one.there or one.did in ("changed", "gone") or before.get("state") != "verified":
                self._entries[place] = self._entry(one, before, now)
        about = {"kind": _MARK, "schema_version": 1, "deliveries": [self._entries[p] for p in sorted(self._entries)]}
        write_file(self.path, (json.dumps(about, ensure_ascii=False, indent=1) + "\n").encode(), force=True)

    def _entry(self, one: Delivery, before: Mapping[str, Any], now: datetime) -> dict[str, Any]:
        # What was completed in several runs is completed.
        completed = [*before.get("completed", ()), *one.completed] if one.there else []
        return {
            "receiver": one.receiver,
            "sha256": one.item.key,
            "bytes": one.item.size,
            "path": self._paths.get(one.item.key),
            "name": one.item.name,
            "state": "verified" if one.there else one.did,
            "did": one.did,
            "remote": one.remote,
            "completed": list(dict.fromkeys(completed)),
            "at": now.astimezone(UTC).isoformat(timespec="seconds"),
            "packet": self._packet,
        }


def _entries(path: Path) -> dict[tuple[str, str], dict[str, Any]]:
    try:
        told = json.loads(read_bytes(path, _MOST))
        if told["kind"] != _MARK:
            raise ValueError
        return {(str(e["receiver"]), e["sha256"]): e for e in told["deliveries"] if _SHA256.fullmatch(e["sha256"])}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, LookupError, TypeError, RecursionError, Refused):
        raise Refused([problem("E-SEND.receipt", path=path)]) from None


def _text(found: object) -> str | None:
    return found if isinstance(found, str) else None


def _seconds(day: object) -> float:
    try:
        return datetime.fromisoformat(str(day)).timestamp()
    except ValueError:
        return 0.0
