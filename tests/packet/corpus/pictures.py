"""JPEG and PNG: how they are turned, where they end, which colours they have."""

from __future__ import annotations

import struct
import zlib

import foreign
from PIL import Image
from scans import CARD, FINE, card, scan

# How it is turned


def jpeg_turned_by_exif() -> bytes:
    return scan("JPEG", exif=foreign.exif(t274=6))


def jpeg_mirrored_by_exif() -> bytes:
    return scan("JPEG", exif=foreign.exif(t274=7))


def png_turned_by_exif() -> bytes:
    return scan("PNG", exif=foreign.exif(t274=8))


# What stands before, after and instead of the picture


def jpeg_behind_an_empty_line() -> bytes:
    return b"\r\n" + scan("JPEG")


def jpeg_with_bytes_behind_it() -> bytes:
    return scan("JPEG") + b"trailing" * 100


def jpeg_without_its_end() -> bytes:
    return scan("JPEG")[:-2]


def jpeg_cut_off() -> bytes:
    return scan("JPEG", quality=95)[:-800]


def progressive_jpeg_without_its_end() -> bytes:
    """Its last scan may be missing, and only the finest of the picture with it: nobody can tell."""
    return scan("JPEG", progressive=True)[:-2]


def png_cut_off() -> bytes:
    return scan("PNG")[:-60]


def mpo_with_a_second_picture() -> bytes:
    return foreign.as_file(card(), "MPO", dpi=FINE, save_all=True, append_images=[Image.new("RGB", CARD, "blue")])


def png_that_moves() -> bytes:
    one = card("RGBA")
    return foreign.as_file(one, "PNG", dpi=FINE, save_all=True, append_images=[Image.new("RGBA", CARD, "blue")] * 3)


# Colours


def jpeg_progressive() -> bytes:
    return scan("JPEG", progressive=True)


def jpeg_in_print_colours() -> bytes:
    return scan("JPEG", "CMYK")


def jpeg_grey() -> bytes:
    return scan("JPEG", "L")


def jpeg_stored_as_rgb() -> bytes:
    return scan("JPEG", keep_rgb=True)


def jpeg_of_twelve_bits() -> bytes:
    data = scan("JPEG")
    at = data.index(b"\xff\xc0") + 4
    return data[:at] + b"\x0c" + data[at + 1 :]


def png_of_sixteen_bits() -> bytes:
    grey = Image.new("I;16", CARD, 0xFFFF)
    grey.paste(0x2000, (0, 0, 300, 200))
    return foreign.as_file(grey, "PNG", dpi=FINE)


def png_with_alpha() -> bytes:
    clear = card("RGBA")
    clear.paste((0, 0, 0, 0), (506, 0, 1012, 638))
    return foreign.as_file(clear, "PNG", dpi=FINE)


def png_of_a_palette_with_alpha() -> bytes:
    return foreign.as_file(card("P"), "PNG", dpi=FINE, transparency=bytes([0, 128]))


def png_in_black_and_white() -> bytes:
    return scan("PNG", "1")


def png_interlaced() -> bytes:
    """Of seven passes of one dot each, as only the first holds anything at this size."""
    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 1)
    return foreign.png_of((b"IHDR", head), (b"IDAT", zlib.compress(b"\0\xff\0\0")), (b"IEND", b""))


def png_of_sixteen_bits_in_colour() -> bytes:
    """Made by hand, as Pillow writes none: a red corner on white."""
    wide, high = CARD
    red, white = b"\xff\xff\0\0\0\0", b"\xff" * 6
    rows = [b"\0" + (red * 300 + white * (wide - 300) if y < 200 else white * wide) for y in range(high)]
    head = struct.pack(">IIBBBBB", wide, high, 16, 2, 0, 0, 0)
    dense = struct.pack(">IIB", 11811, 11811, 1)
    data = zlib.compress(b"".join(rows))
    return foreign.png_of((b"IHDR", head), (b"pHYs", dense), (b"IDAT", data), (b"IEND", b""))


# As they come from phones and scanners


def jpeg_of_a_phone() -> bytes:
    """4000 by 3000 dots, without a resolution anybody meant, and held upright."""
    return foreign.as_file(foreign.marked((4000, 3000)), "JPEG", dpi=(72, 72), exif=foreign.exif(t274=6))


def jpeg_with_its_place_and_a_preview() -> bytes:
    tags = foreign.exif(t274=1)
    tags.get_ifd(0x8825)[1] = "N"
    return scan("JPEG", exif=tags, comment=b"secret") + foreign.as_file(foreign.marked((160, 120)), "JPEG")


def jpeg_of_100_dpi() -> bytes:
    return foreign.as_file(foreign.marked((827, 1169)), "JPEG", dpi=(100, 100))


def png_of_a_whole_sheet() -> bytes:
    return foreign.as_file(foreign.marked((2480, 3508)), "PNG", dpi=FINE)
