"""Sizes, turns and boxes of pages."""

from __future__ import annotations

import foreign

_B5 = (515.91, 728.5)
_A3 = (841.89, 1190.55)


def a3_upright() -> bytes:
    return foreign.saved(foreign.pages(_A3))


def a3_lying() -> bytes:
    return foreign.saved(foreign.pages(_A3[::-1]))


def b5() -> bytes:
    return foreign.saved(foreign.pages(_B5))


def turned_by_90() -> bytes:
    pdf = foreign.pages(_B5)
    pdf.pages[0].Rotate = 90
    return foreign.saved(pdf)


def cropped_to_a_corner() -> bytes:
    return foreign.cropped()
