"""A card as a scanner gives it."""

from __future__ import annotations

import foreign
from PIL import Image

CARD = (1012, 638)
"""85.6 by 54 mm at 300 dpi: a residence card."""
FINE = (300, 300)


def card(mode: str = "RGB") -> Image.Image:
    # Black and white without a pattern for the red, which would be seen otherwise at each size.
    return foreign.marked(CARD).convert(mode, dither=Image.Dither.NONE)


def scan(kind: str, mode: str = "RGB", **how: object) -> bytes:
    return foreign.as_file(card(mode), kind, dpi=FINE, **how)
