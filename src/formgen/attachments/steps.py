"""How far scans are made lighter, from the least loss to the most."""

from typing import NamedTuple


class Step(NamedTuple):
    """Dots to the inch on paper that a scan keeps at most, and the quality of its JPEG (1 to 95)."""

    dpi: int
    quality: int


# Never below 200 dpi, which is what the office advises, and never below what leaves small print and seals legible.
STEPS = (Step(400, 85), Step(300, 85), Step(300, 75), Step(240, 75), Step(200, 75), Step(200, 60))
