"""Pictures that are small as files, and far too much to read."""

from __future__ import annotations

import struct
import zlib

import foreign
import tiff_files
from PIL import Image
from scans import scan


def tiff_of_five_thousand_directories() -> bytes:
    return tiff_files.tiff(*[tiff_files.grey((1, 1))] * 5000)


def tiff_of_a_million_strips() -> bytes:
    strips = struct.pack("<HHII", 273, tiff_files.LONG, 1_000_000, 8)
    data = tiff_files.tiff(tiff_files.grey((1, 1_000_000), 0, t278=1))
    at = data.index(struct.pack("<HHI", 273, tiff_files.LONG, 1))
    return data[:at] + strips + data[at + 12 :]


def tiff_whose_tags_share_their_values() -> bytes:
    """A thousand texts that are one and the same megabyte."""
    texts = b"".join(struct.pack("<HHII", 40000 + n, 2, 1 << 20, 8) for n in range(1000))
    return b"II*\0" + struct.pack("<I", 8 + (1 << 20)) + bytes(1 << 20) + struct.pack("<H", 1000) + texts + bytes(4)


def tiff_of_far_too_many_dots_together() -> bytes:
    """Thirty pages of ten thousand by ten thousand dots, all white: 40 KB."""
    page = foreign.as_file(Image.new("1", (10_000, 10_000), 1), "TIFF", compression="group4")
    with Image.open(foreign.io.BytesIO(page)) as made:
        tags = {t: made.tag_v2[t] for t in (256, 257, 258, 259, 262, 277, 278) if t in made.tag_v2}
        strips = made.tag_v2[273], made.tag_v2[279]
    whole = {t: v[0] if isinstance(v, tuple) else v for t, v in tags.items()}
    strip = b"".join(page[at : at + size] for at, size in zip(*strips, strict=True))
    return tiff_files.tiff(*[{**whole, 273: strip}] * 30)


def jpeg_of_three_thousand_scans() -> bytes:
    """Each is read over the whole picture."""
    data = foreign.as_file(Image.new("L", (6000, 6000)), "JPEG", progressive=True)
    last = data.rindex(b"\xff\xda")
    return data[:-2] + data[last:-2] * 3000 + data[-2:]


def jpeg_that_says_it_is_huge() -> bytes:
    data = scan("JPEG")
    at = data.index(b"\xff\xc0") + 5
    return data[:at] + struct.pack(">HH", 65500, 65500) + data[at + 4 :]


def png_that_says_it_is_huge() -> bytes:
    head = struct.pack(">IIBBBBB", 100_000, 100_000, 1, 0, 0, 0, 0)
    return foreign.png_of((b"IHDR", head), (b"IDAT", zlib.compress(b"\0")), (b"IEND", b""))


def png_with_a_bomb_for_a_text() -> bytes:
    packed = zlib.compress(bytes(200 << 20), 9)
    return foreign.png_with(scan("PNG"), (b"zTXt", b"Comment\0\0" + packed), (b"iTXt", b"a\0\1\0\0\0" + packed))


def png_with_a_bomb_for_a_profile() -> bytes:
    return foreign.png_with(scan("PNG"), (b"iCCP", b"icc\0\0" + zlib.compress(bytes(200 << 20), 9)))


def png_with_a_bomb_behind_its_rows() -> bytes:
    """What follows the last row, nobody draws; whoever unpacks the whole stream of a PDF has it all."""
    rows = b"".join(b"\0" + b"\xff\0\0" * 300 for _ in range(200))
    head = struct.pack(">IIBBBBB", 300, 200, 8, 2, 0, 0, 0)
    packed = zlib.compress(rows + bytes(200 << 20), 9)
    return foreign.png_of((b"IHDR", head), (b"IDAT", packed), (b"IEND", b""))


def png_of_a_million_chunks() -> bytes:
    empty = foreign.png_chunk(b"tEXt", b"")
    data = scan("PNG")
    return data[:33] + empty * 1_000_000 + data[33:]
