"""Small files that hold a great deal."""

from __future__ import annotations

import foreign


def flate_of_400_megabytes() -> bytes:
    return foreign.flate_bomb()
