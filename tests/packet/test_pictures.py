"""Pictures as A4 pages, read in this process: what is taken as it is, what is made plain, how large it comes."""

from __future__ import annotations

import io
import random
import struct
import zlib
from typing import Any

import foreign
import pikepdf
import pypdfium2
import pytest
import tiff_files
from PIL import Image

from formgen.attachments.found import Note, Unfit
from formgen.attachments.pdf.placing import A4, TOP
from formgen.attachments.pdf.resolution import resolution
from formgen.attachments.pictures import picture_files, prints, tiffs
from formgen.attachments.pictures.jpegs import jpeg
from formgen.attachments.pictures.pictures import MARGIN, from_picture

MEDIA = {"JPEG": "image/jpeg", "MPO": "image/jpeg", "PNG": "image/png", "TIFF": "image/tiff"}
WIDE, HIGH = A4
RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)


@pytest.fixture(autouse=True)
def _limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is set for the whole process is put back."""
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", Image.MAX_IMAGE_PIXELS)


def taken(picture: Image.Image, kind: str, **how: Any) -> tuple[bytes, int, set[Note]]:
    return from_picture(foreign.as_file(picture, kind, **how), MEDIA[kind])


def bare_jpeg(data: bytes) -> bytes:
    return jpeg(data).bare


def fineness(pdf: bytes) -> tuple[tuple[int, int], ...]:
    """The dots to the inch of each page."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return resolution(opened, pictures=True).pages


def unfit(data: bytes, kind: str) -> str:
    with pytest.raises(Unfit) as found:
        from_picture(data, MEDIA[kind])
    return str(found.value)


def images(pdf: bytes) -> list[tuple[bytes, Image.Image]]:
    """Every picture in a PDF: its bytes as they stand there, and what they show."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        found = [o for o in opened.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Image"]
        return [(bytes(o.read_raw_bytes()), pikepdf.PdfImage(o).as_pil_image().copy()) for o in found]


def shown(pdf: bytes) -> Image.Image:
    ((_, picture),) = images(pdf)
    return picture.convert("RGB")


def placed(pdf: bytes, page: int = 0) -> tuple[tuple[float, float], tuple[float, float, float, float]]:
    """The size of the page, and left, low, right, high of the picture on it."""
    sheet = pypdfium2.PdfDocument(pdf)[page]
    found = next(iter(sheet.get_objects()))
    return sheet.get_size(), found.get_bounds()


def near(*values: float, by: float = 0.6) -> Any:
    return pytest.approx(values, abs=by)


def noise(size: tuple[int, int] = (64, 48), mode: str = "RGB") -> Image.Image:
    data = random.Random(7).randbytes(size[0] * size[1] * 3)
    return Image.frombytes("RGB", size, data).convert(mode)


def flag(size: tuple[int, int] = (60, 40)) -> Image.Image:
    """Red above on the left, green above on the right, blue below on the left, white below on the right."""
    picture = Image.new("RGB", size, "white")
    w, h = size[0] // 2, size[1] // 2
    for colour, place in ((RED, (0, 0)), (GREEN, (w, 0)), (BLUE, (0, h))):
        picture.paste(colour, (*place, place[0] + w, place[1] + h))
    return picture


def corners(picture: Image.Image) -> list[str]:
    """The colours of the corners: above left, above right, below left, below right."""
    names = {RED: "red", GREEN: "green", BLUE: "blue", WHITE: "white"}
    w, h = picture.size
    found = []
    for x, y in (
        (w // 4, h // 4),
        (w - 1 - w // 4, h // 4),
        (w // 4, h - 1 - h // 4),
        (w - 1 - w // 4, h - 1 - h // 4),
    ):
        r, g, b = picture.getpixel((x, y))
        found.append(names.get(tuple(255 if v > 160 else 0 for v in (r, g, b)), f"{r},{g},{b}"))
    return found


def drawn(pdf: bytes) -> Image.Image:
    """The picture as it comes to stand on the page, cut out."""
    size, (x0, y0, x1, y1) = placed(pdf)
    page = pypdfium2.PdfDocument(pdf)[0].render(scale=2).to_pil().convert("RGB")
    return page.crop((round(2 * x0), round(2 * (size[1] - y1)), round(2 * x1), round(2 * (size[1] - y0))))


# How large, and where


CARD = (600, 380)


@pytest.mark.parametrize(
    ("dpi", "used"),
    [
        ((300, 300), 300),
        ((300, 200), 200),
        ((200, 300), 200),
        ((50, 50), 50),
        ((49, 300), 100),
        ((2400, 2400), 2400),
        ((2401, 2401), 100),
        ((72000, 72000), 100),
        (None, 100),
    ],
)
def test_a_picture_comes_at_its_own_size(dpi: tuple[int, int] | None, used: int) -> None:
    """In the upper middle. Without a resolution, or with one that no scanner has, 100 dpi are taken."""
    pdf, count, _ = taken(Image.new("L", (200, 100)), "JPEG", **({"dpi": dpi} if dpi else {}))
    w, h = 200 * 72 / used, 100 * 72 / used
    assert count == 1
    assert placed(pdf) == (near(*A4), near((WIDE - w) / 2, HIGH - TOP - h, (WIDE + w) / 2, HIGH - TOP))


@pytest.mark.parametrize("dots", [CARD, CARD[::-1]])
def test_a_large_picture_shrinks_to_the_margins(dots: tuple[int, int]) -> None:
    """600 by 380 dots at 50 dpi, 864 by 547 points: 785 long at most, 538.6 wide at most."""
    pdf, _, _ = taken(Image.new("L", dots), "JPEG", dpi=(50, 50))
    size, (x0, y0, x1, y1) = placed(pdf)
    long, short = HIGH - 2 * MARGIN, (HIGH - 2 * MARGIN) * 380 / 600
    lies = dots == CARD
    assert size == near(*(A4[::-1] if lies else A4))
    assert (x1 - x0, y1 - y0) == near(*((long, short) if lies else (short, long)))
    assert ((x0 + x1) / 2, (y0 + y1) / 2) == near(size[0] / 2, size[1] / 2)


def test_the_short_side_may_be_what_is_too_long() -> None:
    pdf, _, _ = taken(Image.new("L", (500, 500)), "JPEG", dpi=(50, 50))
    _, (x0, y0, x1, y1) = placed(pdf)
    side = WIDE - 2 * MARGIN
    assert (x1 - x0, y1 - y0) == near(side, side)


@pytest.mark.parametrize(
    ("dots", "fills"),
    [
        ((827, 1169), True),  # A4 at 100 dpi
        ((1169, 827), True),
        ((820, 1169), True),  # a little narrow
        ((816, 1154), True),  # 587.5 points wide: within 8.6 of a sheet
        ((814, 1151), False),  # 586.1: not
        ((827, 1205), False),  # too long for a sheet by more than 0.03 of its width
        ((827, 1190), True),
        ((900, 1272), True),  # larger than a sheet, of its shape
        ((850, 1100), False),  # Letter
    ],
)
def test_the_scan_of_a_whole_sheet_fills_the_page(dots: tuple[int, int], fills: bool) -> None:
    pdf, _, _ = taken(Image.new("1", dots), "PNG", dpi=(100, 100))
    _, (x0, y0, x1, y1) = placed(pdf)
    short, long = sorted(dots)
    w, h = short * 0.72, long * 0.72
    edge = 0 if fills else 2 * MARGIN
    scale = min(1.0, (WIDE - edge) / w, (HIGH - edge) / h)
    assert sorted((x1 - x0, y1 - y0)) == near(w * scale, h * scale, by=0.3)


@pytest.mark.parametrize("dpi", [100, 195, 200, 300])
def test_dots_to_the_inch_are_kept(dpi: int) -> None:
    assert fineness(taken(Image.new("L", (200, 100)), "JPEG", dpi=(dpi, dpi))[0]) == ((1, dpi),)


def test_a_picture_that_shrinks_is_finer_for_it() -> None:
    """4000 dots on 785 points are 367 dpi, whatever the file says."""
    assert fineness(taken(Image.new("1", (4000, 1000)), "PNG", dpi=(72, 72))[0]) == ((1, 367),)
    assert fineness(taken(Image.new("1", (2000, 500)), "PNG", dpi=(72, 72))[0]) == ((1, 183),)


def test_each_page_of_several_has_its_own() -> None:
    frames = [Image.new("1", (3000, 2000)), Image.new("1", (300, 200)), Image.new("1", (3000, 2000))]
    pdf, count, notes = taken(frames[0], "TIFF", save_all=True, append_images=frames[1:])
    assert (count, notes) == (3, set())
    assert dict(fineness(pdf))[2] == 100
    assert len(pypdfium2.PdfDocument(pdf)) == 3


# Too much


def test_too_many_dots(monkeypatch: pytest.MonkeyPatch) -> None:
    assert picture_files.MAX_PIXELS == 120_000_000
    monkeypatch.setattr(picture_files, "MAX_PIXELS", 10_000)
    assert unfit(foreign.as_file(Image.new("1", (201, 100)), "PNG"), "PNG") == "too-heavy"
    assert unfit(foreign.as_file(Image.new("1", (101, 100)), "PNG"), "PNG") == "too-heavy"
    assert taken(Image.new("1", (100, 100)), "PNG")[1] == 1


def frames(count: int) -> bytes:
    one = Image.new("1", (8, 8))
    return foreign.as_file(one, "TIFF", save_all=True, append_images=[one] * (count - 1))


def test_as_many_pages_of_a_tiff_are_taken_as_of_any_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tiffs, "MAX_PAGES", 20)
    assert from_picture(frames(20), "image/tiff")[1] == 20
    assert unfit(frames(21), "TIFF") == "pages"


def test_numbers_of_a_tiff_are_bounded_although_they_are_all_there() -> None:
    """Of each Pillow would make a number of Python."""
    data = tiff_files.tiff(tiff_files.grey((1, 250_000), 0, t278=1) | {273: bytes(1_000_000)})
    at = data.index(struct.pack("<HHI", 273, tiff_files.LONG, 1))
    strips = struct.pack("<HHII", 273, tiff_files.LONG, 250_000, 8)
    assert unfit(data[:at] + strips + data[at + 12 :], "TIFF") == "too-heavy"


def test_a_jpeg_whose_colours_only_their_names_tell_is_made_plain() -> None:
    data = foreign.as_file(flag(), "JPEG", keep_rgb=True, quality=95)
    at = data.index(b"\xff\xee")
    data = data[:at] + data[at + 16 :]
    assert b"Adobe" not in data
    assert not jpeg(data).usual
    assert corners(shown(from_picture(data, "image/jpeg")[0])) == TURNS[1]


def test_sixteen_bits_with_one_of_them_named_clear_are_shown() -> None:
    picture = Image.new("I;16", (40, 20), 0x8000)
    pdf, _, _ = taken(picture, "PNG", transparency=5)
    assert shown(pdf).getpixel((10, 10)) == pytest.approx((127, 127, 127), abs=1)


@pytest.mark.parametrize(("scans", "fits"), [(200, True), (201, False)])
def test_a_progressive_jpeg_has_so_many_scans_at_most(scans: int, fits: bool) -> None:
    data = foreign.as_file(noise(mode="L"), "JPEG", progressive=True)
    last = data.rindex(b"\xff\xda")
    data = data[:-2] + data[last:-2] * (scans - data.count(b"\xff\xda")) + data[-2:]
    if fits:
        assert jpeg(data).progressive
    else:
        assert unfit(data, "JPEG") == "too-heavy"


def test_scans_times_dots_are_bounded() -> None:
    """Fifty scans of 60 million dots, of which each is read over the whole picture."""
    data = foreign.as_file(Image.new("L", (80, 60)), "JPEG", progressive=True)
    at, last = data.index(b"\xff\xc2") + 5, data.rindex(b"\xff\xda")
    data = data[:at] + struct.pack(">HH", 7500, 8000) + data[at + 4 : -2] + data[last:-2] * 50 + data[-2:]
    assert unfit(data, "JPEG") == "too-heavy"


@pytest.mark.parametrize("cut", [2, 3, 20, 300])
def test_a_jpeg_without_its_end_is_taken_only_if_no_dot_is_missing(cut: int) -> None:
    data = foreign.as_file(noise((200, 200)), "JPEG")[:-cut]
    if cut == 2:
        assert from_picture(data, "image/jpeg")[2] >= {Note("repaired")}
    else:
        assert unfit(data, "JPEG") == "cut-off"


def test_what_else_is_odd_about_a_picture_does_not_stop_it() -> None:
    """Pillow warns of camera data it cannot read; that is not ours to refuse."""
    data = foreign.as_file(noise(), "JPEG")
    odd = b"Exif\0\0MM\0*\0\0\0\x08\0\x09\x01\x12"
    data = data[:2] + b"\xff\xe1" + (len(odd) + 2).to_bytes(2, "big") + odd + data[2:]
    with pytest.warns(UserWarning, match="EXIF"):
        assert from_picture(data, "image/jpeg")[1] == 1


def test_a_picture_that_breaks_off_is_told_as_such() -> None:
    for kind, cut in (("JPEG", 300), ("PNG", 60)):
        assert unfit(foreign.as_file(noise((200, 200)), kind)[:-cut], kind) == "cut-off"


# Taken as it is


@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_a_jpeg_is_not_pressed_a_second_time(mode: str) -> None:
    data = foreign.as_file(noise(mode=mode), "JPEG")
    ((raw, _),) = images(from_picture(data, "image/jpeg")[0])
    assert raw == bare_jpeg(data)


@pytest.mark.parametrize("mode", ["1", "L", "RGB", "P"])
def test_a_png_keeps_every_dot(mode: str) -> None:
    picture = noise(mode=mode)
    assert shown(taken(picture, "PNG")[0]).tobytes() == picture.convert("RGB").tobytes()


@pytest.mark.parametrize("mode", ["1", "L", "RGB", "P"])
def test_a_plain_png_goes_into_the_pdf_as_it_is(mode: str) -> None:
    """Packed by somebody else, with less care than a second packing would take."""
    data = foreign.as_file(Image.linear_gradient("L").convert(mode), "PNG", compress_level=1)
    ((raw, _),) = images(from_picture(data, "image/png")[0])
    assert raw in b"".join(_idat(data))


def _idat(data: bytes) -> list[bytes]:
    parts, at = [], 8
    while at < len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        if data[at + 4 : at + 8] == b"IDAT":
            parts.append(data[at + 8 : at + 8 + size])
        at += size + 12
    return parts


@pytest.mark.parametrize("mode", ["1", "L", "RGB"])
def test_a_tiff_keeps_every_dot(mode: str) -> None:
    picture = noise(mode=mode)
    assert shown(taken(picture, "TIFF")[0]).tobytes() == picture.convert("RGB").tobytes()


def test_the_frames_of_a_tiff_come_in_their_order() -> None:
    colours = [Image.new("RGB", (20, 20), c) for c in (RED, GREEN, BLUE)]
    pdf, count, _ = taken(colours[0], "TIFF", save_all=True, append_images=colours[1:])
    document = pypdfium2.PdfDocument(pdf)
    middles = [document[n].render(scale=1).to_pil().convert("RGB").getpixel((298, 63)) for n in range(count)]
    assert middles == [RED, GREEN, BLUE]


def test_the_dots_of_a_fax_are_higher_than_wide() -> None:
    """204 to the inch across, 98 down: without that the page would be half as high."""
    pdf, _, _ = taken(Image.new("1", (1728, 1078), 1), "TIFF", compression="group3", dpi=(204, 98))
    _, (x0, y0, x1, y1) = placed(pdf)
    assert (x1 - x0) / (y1 - y0) == pytest.approx((1728 / 204) / (1078 / 98), rel=0.002)


def test_a_fax_that_lies_is_turned_with_its_dots() -> None:
    lying = Image.new("1", (1728, 1078), 1)
    pdf, _, _ = taken(lying, "TIFF", compression="group3", dpi=(204, 98), exif=foreign.exif(t274=6))
    _, (x0, y0, x1, y1) = placed(pdf)
    assert (y1 - y0) / (x1 - x0) == pytest.approx((1728 / 204) / (1078 / 98), rel=0.002)


def test_a_picture_for_a_sheet_is_the_page_and_not_a_smaller_copy_before_it() -> None:
    data = tiff_files.tiff(tiff_files.grey((10, 10), 200, t254=1), tiff_files.grey((40, 30), 128))
    shown, about = prints.from_picture(data, "image/tiff")
    assert about[:2] == (40, 30)
    assert zlib.decompress(shown) == bytes([128]) * (40 * 30)


def test_each_page_of_a_tiff_has_its_own_resolution_and_turn() -> None:
    one, two = flag((120, 80)), flag((120, 80))
    two.encoderinfo = {"dpi": (200, 200), "exif": foreign.exif(t274=6)}
    pdf, _, _ = taken(one, "TIFF", save_all=True, append_images=[two], dpi=(100, 100))
    sizes = [(x1 - x0, y1 - y0) for _, (x0, y0, x1, y1) in (placed(pdf, 0), placed(pdf, 1))]
    assert sizes == [near(86.4, 57.6), near(28.8, 43.2)]
    found = images(pdf)
    assert [corners(picture.convert("RGB")) for _, picture in found] == [TURNS[1], TURNS[6]]


def test_only_the_first_picture_of_a_jpeg_is_taken() -> None:
    """Cameras hang previews on their pictures."""
    one, two = flag(), Image.new("RGB", (60, 40), RED)
    pdf, count, _ = taken(one, "MPO", save_all=True, append_images=[two])
    assert count == 1
    assert corners(shown(pdf)) == ["red", "green", "blue", "white"]
    pdf, count, _ = taken(one, "MPO", save_all=True, append_images=[two], exif=foreign.exif(t274=2))
    ((raw, _),) = images(pdf)
    assert count == 1
    assert raw.startswith(b"\xff\xd8")
    assert b"MPF" not in raw
    assert corners(drawn(pdf)) == ["green", "red", "white", "blue"]


def test_only_the_first_picture_of_a_png_that_moves_is_taken() -> None:
    one = Image.new("RGBA", (40, 20), (255, 0, 0, 255))
    pdf, count, _ = taken(one, "PNG", save_all=True, append_images=[Image.new("RGBA", (40, 20), (0, 0, 255, 255))] * 2)
    assert count == 1
    assert shown(pdf).getpixel((5, 5)) == RED


# Turned and mirrored


TURNS = {
    1: ["red", "green", "blue", "white"],
    2: ["green", "red", "white", "blue"],
    3: ["white", "blue", "green", "red"],
    4: ["blue", "white", "red", "green"],
    5: ["red", "blue", "green", "white"],
    6: ["blue", "red", "white", "green"],
    7: ["white", "green", "blue", "red"],
    8: ["green", "white", "red", "blue"],
}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
@pytest.mark.parametrize("turn", TURNS)
def test_a_picture_stands_as_the_camera_held_it(turn: int, kind: str) -> None:
    pdf, _, _ = taken(flag((120, 80)), kind, dpi=(100, 100), exif=foreign.exif(t274=turn), **QUALITY.get(kind, {}))
    assert corners(drawn(pdf)) == TURNS[turn]
    wide, high = (120, 80) if turn < 5 else (80, 120)
    _, (x0, y0, x1, y1) = placed(pdf)
    assert (x1 - x0, y1 - y0) == near(wide * 0.72, high * 0.72)


QUALITY = {"JPEG": {"quality": 95, "subsampling": 0}}


@pytest.mark.parametrize("mode", ["L", "RGB"])
@pytest.mark.parametrize("turn", TURNS)
def test_a_turned_or_mirrored_jpeg_is_not_pressed_a_second_time(turn: int, mode: str) -> None:
    data = foreign.as_file(noise(mode=mode), "JPEG", exif=foreign.exif(t274=turn))
    ((raw, found),) = images(from_picture(data, "image/jpeg")[0])
    assert raw == bare_jpeg(data)
    assert found.mode == mode


# Made plain


def test_what_is_clear_becomes_white() -> None:
    clear = Image.new("RGBA", (40, 20), (255, 0, 0, 255))
    clear.paste((0, 0, 0, 0), (20, 0, 40, 20))
    half = Image.new("RGBA", (40, 20), (0, 0, 255, 128))
    assert shown(taken(clear, "PNG")[0]).getpixel((30, 10)) == WHITE
    assert shown(taken(clear, "PNG")[0]).getpixel((10, 10)) == RED
    assert shown(taken(half, "PNG")[0]).getpixel((10, 10)) == (127, 127, 255)
    assert shown(taken(Image.new("LA", (40, 20), (0, 0)), "PNG")[0]).getpixel((10, 10)) == WHITE


@pytest.mark.parametrize(("mode", "clear"), [("L", 0), ("RGB", (0, 0, 0)), ("P", 0), ("1", 0)])
def test_one_colour_named_clear_becomes_white(mode: str, clear: Any) -> None:
    picture = Image.new(mode, (40, 20), clear)
    pdf, _, _ = taken(picture, "PNG", transparency=clear)
    assert shown(pdf).getpixel((10, 10)) == WHITE


def test_a_made_png_stays_without_loss() -> None:
    picture = noise(mode="RGB")
    picture.putalpha(255)
    ((_, found),) = images(taken(picture, "PNG")[0])
    assert found.convert("RGB").tobytes() == picture.convert("RGB").tobytes()


@pytest.mark.parametrize("value", [0, 257, 0x8000, 0xFFFF])
def test_sixteen_bits_become_eight(value: int) -> None:
    ((_, found),) = images(taken(Image.new("I;16", (20, 20), value), "PNG")[0])
    assert found.mode == "L"
    assert found.getpixel((5, 5)) == value // 257


def test_sixteen_bits_the_other_way_round() -> None:
    ((_, found),) = images(taken(Image.new("I;16B", (20, 20), 0x8000), "TIFF")[0])
    assert found.getpixel((5, 5)) == 127


def test_numbers_beyond_sixteen_bits_are_no_picture() -> None:
    assert unfit(foreign.as_file(Image.new("I", (20, 20), 0x10000), "TIFF"), "TIFF") == "unusual"
    assert unfit(foreign.as_file(Image.new("I", (20, 20), -0x10000), "TIFF"), "TIFF") == "unusual"
    assert taken(Image.new("I", (20, 20), 0xFFFF), "TIFF")[1] == 1
    assert unfit(foreign.as_file(Image.new("F", (20, 20), 0.5), "TIFF"), "TIFF") == "unusual"


@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
def test_the_colours_of_printers_become_those_of_screens(kind: str) -> None:
    pdf, _, _ = taken(Image.new("CMYK", (40, 20), (0, 255, 255, 0)), kind)
    r, g, b = shown(pdf).getpixel((10, 10))
    assert (r > 200, g < 90, b < 90) == (True, True, True)


@pytest.mark.parametrize("mode", ["YCbCr", "LAB"])
def test_other_ways_to_state_colours(mode: str) -> None:
    red = Image.new("RGB", (40, 20), RED)
    picture = Image.new("LAB", (40, 20), (138, 208, 195)) if mode == "LAB" else red.convert(mode)
    pdf, _, _ = taken(picture, "TIFF")
    r, g, b = shown(pdf).getpixel((10, 10))
    assert (r > 200, g < 90, b < 90) == (True, True, True)


def test_a_tiff_that_was_pressed_is_pressed_again_and_no_other() -> None:
    smooth = Image.linear_gradient("L").convert("RGB")
    ((pressed, _),) = images(taken(smooth, "TIFF", compression="jpeg", quality=90)[0])
    ((whole, found),) = images(taken(smooth, "TIFF", compression="tiff_lzw")[0])
    assert pressed.startswith(b"\xff\xd8")
    assert not whole.startswith(b"\xff\xd8")
    assert found.convert("RGB").tobytes() == smooth.tobytes()


def test_a_png_of_sixteen_bits_a_colour_is_made_plain() -> None:
    """Pillow shows eight of the sixteen bits and calls it RGB."""
    wide = _png16()
    assert wide[24] == 16
    pdf = from_picture(wide, "image/png")[0]
    assert shown(pdf).getpixel((0, 0)) == (255, 128, 0)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        bits = [int(o.BitsPerComponent) for o in opened.objects if isinstance(o, pikepdf.Stream) and "/Height" in o]
    assert bits == [8]


def _png16() -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    row = b"\0" + struct.pack(">HHH", 0xFFFF, 0x8080, 0) * 8
    head = struct.pack(">IIBBBBB", 8, 8, 16, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(row * 8)) + chunk(b"IEND", b"")


# What travels with a JPEG


def with_segments(*segments: tuple[int, bytes]) -> tuple[bytes, bytes]:
    """A JPEG, and the same with these segments after its start."""
    data = foreign.as_file(noise(), "JPEG")
    extra = b"".join(bytes([0xFF, mark]) + (len(body) + 2).to_bytes(2, "big") + body for mark, body in segments)
    return data, data[:2] + extra + data[2:]


@pytest.mark.parametrize(
    ("mark", "body"),
    [
        (0xE1, b"Exif\0\0place"),
        (0xE2, b"MPF\0preview"),
        (0xE3, b"third"),
        (0xED, b"Photoshop"),
        (0xEF, b"last"),
        (0xFE, b"who"),
    ],
)
def test_what_tells_of_the_camera_is_left_out(mark: int, body: bytes) -> None:
    data, with_it = with_segments((mark, body))
    assert bare_jpeg(with_it) == bare_jpeg(data)
    assert body not in bare_jpeg(with_it)


@pytest.mark.parametrize(
    ("mark", "body"),
    [
        (0xE0, b"JFXX\0x"),
        (0xF0, b"reserved"),
        (0xEE, b"Adobe\0d\0\0\0\0\0\1"),
        (0xE2, b"ICC_PROFILE\0\1\1profile"),
        (0xDD, b"\0\0"),
    ],
)
def test_what_the_colours_need_is_kept(mark: int, body: bytes) -> None:
    data, with_it = with_segments((mark, body))
    assert len(bare_jpeg(with_it)) == len(bare_jpeg(data)) + len(body) + 4
    assert body in bare_jpeg(with_it)


def test_the_colour_profile_that_a_scanner_writes_is_kept() -> None:
    data = foreign.as_file(noise(), "JPEG", icc_profile=b"profile" * 20, comment=b"who")
    assert data.index(b"ICC_PROFILE") > data.index(b"JFIF")
    assert bare_jpeg(data) == foreign.as_file(noise(), "JPEG", icc_profile=b"profile" * 20)


def test_a_bare_jpeg_is_itself() -> None:
    data = foreign.as_file(noise((300, 200)), "JPEG")
    assert bare_jpeg(data) == data
    progressive = foreign.as_file(noise((300, 200)), "JPEG", progressive=True)
    assert bare_jpeg(progressive) == progressive


def test_what_follows_the_end_is_left_out() -> None:
    data = foreign.as_file(noise(), "JPEG")
    assert bare_jpeg(data + b"hidden\xff\xe1\x00\x04ab") == data
    assert bare_jpeg(data + data) == data


def test_an_end_that_is_lacking_is_put_there() -> None:
    data = foreign.as_file(noise(), "JPEG")
    assert bare_jpeg(data[:-2]) == data


def test_several_segments_in_a_row() -> None:
    data, with_them = with_segments((0xE1, b"Exif\0\0a"), (0xEE, b"kept"), (0xFE, b"b" * 300), (0xE1, b"http://c"))
    assert bare_jpeg(with_them) == bare_jpeg(data)[:2] + b"\xff\xee\x00\x06kept" + bare_jpeg(data)[2:]
