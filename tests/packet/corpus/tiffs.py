"""TIFF: ways to pack and to colour it, and which of its pictures are pages."""

from __future__ import annotations

import foreign
import tiff_files
from PIL import Image
from scans import CARD, FINE, card, scan


def tiff_turned() -> bytes:
    return scan("TIFF", exif=foreign.exif(t274=5), compression="tiff_lzw")


def tiff_lab() -> bytes:
    return foreign.as_file(Image.new("LAB", CARD, (138, 208, 195)), "TIFF", dpi=FINE)


def tiff_in_print_colours() -> bytes:
    return scan("TIFF", "CMYK", compression="tiff_adobe_deflate")


def tiff_with_jpeg_within() -> bytes:
    return scan("TIFF", compression="jpeg", quality=90)


def tiff_of_a_fax() -> bytes:
    return scan("TIFF", "1", compression="group3")


def tiff_in_group_4() -> bytes:
    return scan("TIFF", "1", compression="group4")


def tiff_white_is_zero() -> bytes:
    return tiff_files.tiff(tiff_files.grey((300, 200), 0, t262=0) | {273: b"\xff" * 300 * 100 + bytes(300 * 100)})


def tiff_of_fax_dots() -> bytes:
    """204 dots to the inch across, 98 down."""
    return foreign.as_file(card("1").resize((1728, 1100)), "TIFF", compression="group3", dpi=(204, 98))


def tiff_of_more_than_4_gb_by_its_numbers() -> bytes:
    return scan("TIFF", big_tiff=True)


# Pages


def tiff_of_three_pages() -> bytes:
    frames = [card(), Image.new("1", CARD, 1), card("L")]
    return foreign.as_file(frames[0], "TIFF", save_all=True, append_images=frames[1:], dpi=FINE)


def tiff_with_overviews() -> bytes:
    small = [tiff_files.grey((400 >> n, 300 >> n), 60, t254=1) for n in (1, 2, 3)]
    return tiff_files.tiff(tiff_files.grey((400, 300), 60), *small)


def tiff_with_a_thumbnail_first() -> bytes:
    """As some scanners write: the page is the second picture (and the old tag of TIFF 5 says so)."""
    return tiff_files.tiff(tiff_files.grey((40, 30), 200, t255=2), tiff_files.grey((400, 300), 60, t255=1))


def tiff_with_a_mask() -> bytes:
    return tiff_files.tiff(tiff_files.grey((400, 300), 60), tiff_files.grey((400, 300), 255, t254=4))


def tiff_of_nothing_but_an_overview() -> bytes:
    return tiff_files.tiff(tiff_files.grey((400, 300), 60, t254=1))


def tiff_in_a_circle() -> bytes:
    return tiff_files.tiff(tiff_files.grey((400, 300), 60), tiff_files.grey((400, 300), 90), last=1)


def tiff_whose_next_page_is_not_there() -> bytes:
    return tiff_files.tiff(tiff_files.grey((400, 300), 60), last=0x7FFFFFFF)
