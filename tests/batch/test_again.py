"""Pages of scans that are kept for the next case: so many bytes, the latest used."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from formgen.batch.again import KnownScans
from formgen.files.held import Held
from formgen.files.holding import Holding


def pages(content: bytes) -> Held:
    holding = Holding()
    holding.write(content)
    return holding.held()


def packet(sha256: str, content: bytes) -> Any:
    """What is asked of a packet, for one attachment."""
    entry = SimpleNamespace(path="a.pdf", original={"sha256": sha256, "reading": {"by": "r"}})
    return SimpleNamespace(entries=[entry], contents={"a.pdf": pages(content)})


def test_what_was_not_used_for_longest_makes_room() -> None:
    known = KnownScans(most=100)
    for name in ("a", "b"):
        known.learn(packet(name, b"x" * 40))
    assert known("a", "r") is not None
    known.learn(packet("c", b"x" * 40))
    assert [known(name, "r") is not None for name in ("a", "b", "c")] == [True, False, True]
    known.learn(packet("d", b"x" * 101))
    assert known("d", "r") is None
    held = known("a", "r")
    assert held is not None
    assert (held[0].read(), known("a", "another")) == (b"x" * 40, None)
