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


def cropped_beyond_the_page() -> bytes:
    pdf = foreign.pages(foreign.A4)
    pdf.pages[0].CropBox = [-100, -100, 900, 900]
    return foreign.saved(pdf)


def crop_that_moves_the_page() -> bytes:
    pdf = foreign.pages(foreign.A4)
    pdf.pages[0].CropBox = [10, 10, 605, 852]
    return foreign.saved(pdf)


def begins_elsewhere() -> bytes:
    pdf = foreign.pages(foreign.A4)
    pdf.pages[0].MediaBox = [-100, -100, 495, 742]
    return foreign.saved(pdf)
