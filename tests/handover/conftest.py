"""Here processes are killed, not machines: nothing need wait for the disk, which takes most of the time."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from formgen.handover import journal


@pytest.fixture(scope="session", autouse=True)
def no_waiting_for_the_disk() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(journal, "SYNCHRONOUS", "OFF")
        yield
