"""Sizes, turns and boxes of pages."""

from __future__ import annotations

from typing import Any

import foreign

_B5 = (515.91, 728.5)
_A3 = (841.89, 1190.55)
_CARD = (242.65, 153.07)


def a3_upright() -> bytes:
    return foreign.saved(foreign.pages(_A3))


def a3_lying() -> bytes:
    return foreign.saved(foreign.pages(_A3[::-1]))


def b5() -> bytes:
    return foreign.saved(foreign.pages(_B5))


def us_letter() -> bytes:
    return foreign.saved(foreign.pages((612, 792)))


def card_of_credit_card_size() -> bytes:
    return foreign.saved(foreign.pages(_CARD))


def sizes_of_every_kind() -> bytes:
    return foreign.saved(foreign.pages(foreign.A4, _A3, _B5, _CARD, foreign.A4[::-1], (100, 2000), (2000, 100)))


def poster_of_five_metres() -> bytes:
    return foreign.saved(foreign.pages((14_400, 14_400)))


def longer_than_any_page_may_be() -> bytes:
    return _with(foreign.A4, MediaBox=[0, 0, 595, 60_000])


def page_of_half_a_point() -> bytes:
    pdf = foreign.pages(foreign.A4)
    pdf.pages[0].MediaBox = [0, 0, 0.5, 842]
    return foreign.saved(pdf)


def turned_by_90() -> bytes:
    return _with(_B5, Rotate=90)


def turned_by_180() -> bytes:
    return _with(foreign.A4, Rotate=180)


def turned_by_270() -> bytes:
    return _with(_A3, Rotate=270)


def turned_backwards() -> bytes:
    return _with(_B5, Rotate=-90)


def turned_by_450() -> bytes:
    return _with(foreign.A4, Rotate=450)


def turned_by_45() -> bytes:
    """Which no viewer does."""
    return _with(foreign.A4, Rotate=45)


def turn_and_size_told_by_the_parent() -> bytes:
    pdf = foreign.pages(_B5)
    page, pages = pdf.pages[0], pdf.Root.Pages
    pages.MediaBox, pages.Rotate, pages.Resources = page.MediaBox, 90, page.Resources
    del page.MediaBox, page.Resources
    return foreign.saved(pdf)


def measured_in_units_of_two_points() -> bytes:
    return _with((foreign.A4[0] / 2, foreign.A4[1] / 2), UserUnit=2)


def without_a_size() -> bytes:
    pdf = foreign.pages(foreign.A4)
    del pdf.pages[0].MediaBox
    return foreign.saved(pdf)


def corners_the_other_way_round() -> bytes:
    return _with(_B5, MediaBox=[515.91, 728.5, 0, 0])


def cropped_to_a_corner() -> bytes:
    return foreign.cropped()


def cropped_and_turned() -> bytes:
    return _with(foreign.A4, CropBox=[0, 0, 300, 400], Rotate=90)


def cropped_to_nothing() -> bytes:
    return _with(foreign.A4, CropBox=[100, 100, 100, 100])


def cropped_beside_the_page() -> bytes:
    return _with(foreign.A4, CropBox=[1000, 1000, 1200, 1200])


def cropped_beyond_the_page() -> bytes:
    return _with(foreign.A4, CropBox=[-100, -100, 900, 900])


def crop_that_moves_the_page() -> bytes:
    return _with(foreign.A4, CropBox=[10, 10, 605, 852])


def begins_elsewhere() -> bytes:
    return _with(foreign.A4, MediaBox=[-100, -100, 495, 742])


def _with(size: tuple[float, float], **keys: Any) -> bytes:
    pdf = foreign.pages(size)
    for key, value in keys.items():
        pdf.pages[0][f"/{key}"] = value
    return foreign.saved(pdf)
