"""The photo strip: real picture files in, prints at true size in their own colours out, or a plain refusal."""

from __future__ import annotations

import io
import json
import struct
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import foreign
import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageCms, ImageOps

import formgen
from formgen.api.catalogue import sample_profile
from formgen.attachments import intake
from formgen.attachments.process import readers, worker
from formgen.files import cache
from formgen.files.holding import held_of
from formgen.filing.begin import begin_sheet
from formgen.ground.bitmaps import Bitmap
from formgen.ground.marks import Picture
from formgen.library import library_in
from formgen.pdf.draw import draw
from formgen.sheet.make import FilledSheet, as_pdf
from formgen.sheet.verify import differences
from formgen.spec.items import PictureBlank

ROOT = Path(__file__).resolve().parents[2]
MM = 600 / 25.4
"""Dots in a millimetre, at the 600 dpi of these pictures."""
PRINTS = ((66.0, 60.0), (120.0, 60.0))
"""Left and top of the prints on the sheet, in mm; each 24 wide and 30 high."""
SIZE = (320, 400)
RED, GREEN, BLUE, YELLOW = (220, 30, 30), (30, 180, 30), (30, 30, 220), (230, 210, 30)


def profile(folder: Path, data: bytes | None, name: str = "photo.jpg", **change: Any) -> Path:
    """A profile whose person has this picture; None: the file is not there."""
    stated = formgen.sample("photo-strip")
    stated["users"][0]["photo"] = name
    if data is not None:
        (folder / name).write_bytes(data)
    path = folder / "profile.json"
    path.write_text(json.dumps({**stated, **change}, ensure_ascii=False, indent=1), encoding="utf-8")
    return path


def strip(folder: Path, data: bytes, name: str = "photo.jpg") -> bytes:
    return formgen.render("photo-strip", profile(folder, data, name), verify=True)


def refused(folder: Path, data: bytes | None, name: str = "photo.jpg") -> formgen.Problem:
    with pytest.raises(formgen.Refused) as caught:
        formgen.render("photo-strip", profile(folder, data, name))
    (found,) = caught.value.problems
    return found


def quarters(size: tuple[int, int] = SIZE, mode: str = "RGB") -> Image.Image:
    """Red, green, blue and yellow quarters, from the upper left."""
    w, h = size[0] // 2, size[1] // 2
    picture = Image.new("RGB", size, RED)
    picture.paste(GREEN, (w, 0, size[0], h))
    picture.paste(BLUE, (0, h, w, size[1]))
    picture.paste(YELLOW, (w, h, *size))
    return picture.convert(mode)


def as_file(picture: Image.Image, kind: str = "JPEG", **how: Any) -> bytes:
    return foreign.as_file(picture, kind, **({"quality": 95, "subsampling": 0} | how if kind == "JPEG" else how))


def page(pdf: bytes) -> Image.Image:
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == 1
    return document[0].render(scale=600 / 72).to_pil().convert("RGB")


def print_of(pdf: bytes, number: int = 0) -> Image.Image:
    x, y = PRINTS[number]
    return page(pdf).crop(tuple(round(v * MM) for v in (x, y, x + 24, y + 30)))


def four(picture: Image.Image) -> list[tuple[int, ...]]:
    """The colours in the middle of each quarter, from the upper left."""
    w, h = picture.size
    return [picture.convert("RGB").getpixel((x, y)) for y in (h // 4, 3 * h // 4) for x in (w // 4, 3 * w // 4)]


def alike(one: list[tuple[int, ...]], two: list[tuple[int, ...]], by: int = 6) -> bool:
    return all(abs(a - b) <= by for p, q in zip(one, two, strict=True) for a, b in zip(p, q, strict=True))


class Written(NamedTuple):
    """A picture as it stands in a PDF."""

    data: bytes
    bits: int
    profile: bytes


def xobjects(pdf: bytes) -> list[Written]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        found = [o for o in opened.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Image"]
        return [Written(o.read_raw_bytes(), int(o.BitsPerComponent), _profile(o.ColorSpace)) for o in found]


def _profile(space: Any) -> bytes:
    return bytes(space[1].read_bytes()) if isinstance(space, pikepdf.Array) else b""


# At true size


@pytest.mark.parametrize("size", [SIZE, (2400, 3000), (283, 354), (317, 400), (323, 400)])
def test_two_prints_of_exactly_24_by_30_mm(size: tuple[int, int], tmp_path: Path) -> None:
    """Also where the dots are not exactly 4 : 5: what reaches beyond is clipped, and nothing is stretched."""
    shown = page(strip(tmp_path, as_file(Image.new("RGB", size, (200, 0, 0)))))
    red = shown.getchannel("G").point(lambda v: 255 if v < 128 else 0)
    # Ink is black there, too: only what is red.
    red = Image.composite(red, Image.new("L", red.size), shown.getchannel("R").point(lambda v: 255 if v > 160 else 0))
    for x, y in PRINTS:
        around = tuple(round(v * MM) for v in (x - 3, y - 3, x + 27, y + 33))
        left, top, right, bottom = red.crop(around).getbbox()
        # A dot that is covered in part at either side is drawn whole: 24.00 to 24.07 mm.
        assert 0 <= (right - left) - 24 * MM < 1.5
        assert 0 <= (bottom - top) - 30 * MM < 1.5
        assert abs(around[0] + left - x * MM) <= 1
        assert abs(around[1] + top - y * MM) <= 1
    # Nowhere else.
    assert red.getbbox()[2] - red.getbbox()[0] == pytest.approx((PRINTS[1][0] + 24 - PRINTS[0][0]) * MM, abs=1)


def test_a_circle_stays_one(tmp_path: Path) -> None:
    from PIL import ImageDraw

    picture = Image.new("RGB", (403, 500), "white")
    ImageDraw.Draw(picture).ellipse((102, 150, 302, 350), fill="blue")
    left, top, right, bottom = ImageOps.invert(
        print_of(strip(tmp_path, as_file(picture, "PNG"))).convert("L")
    ).getbbox()
    assert abs((right - left) - (bottom - top)) <= 2


def test_marks_to_cut_along_stand_at_every_corner_and_off_the_print() -> None:
    (sheet,) = made()
    prints = [m for m in sheet.pages[0].values if isinstance(m, Picture)]
    assert [(m.x, m.y, m.w, m.h) for m in prints] == [(*PRINTS[0], 24, 30), (*PRINTS[1], 24, 30)]
    lines = {(m.x0, m.y0, m.x1, m.y1) for m in sheet.pages[0].ink if hasattr(m, "x0")}
    for x, y in PRINTS:
        for corner, out in ((x, -1), (x + 24, 1)):
            for height, down in ((y, -1), (y + 30, 1)):
                assert (corner + out, height, corner + 5 * out, height) in lines
                assert (corner, height + down, corner, height + 5 * down) in lines


def made() -> tuple[FilledSheet, ...]:
    filing = begin_sheet("photo-strip", sample_profile("photo-strip"))
    return filing.filled(filing.edition("photo-strip"))


def test_size_and_dots_are_those_of_the_limits() -> None:
    """Stated once for people, with days and sources, and once where the sheet is laid out: they must agree."""
    limits = {x.id: x for x in library_in(ROOT / "form_specs").rules.limits if x.id.startswith("agent-photo-")}
    size, dots = limits["agent-photo-size"], limits["agent-photo-dots"]
    for path in (ROOT / "form_specs" / "sheets").glob("photo-strip@*.yaml"):
        form = library_in(ROOT / "form_specs").form("photo-strip", date.fromisoformat(path.stem.partition("@")[2]))
        (blank,) = [b for b in form.blanks if isinstance(b, PictureBlank)]
        assert (blank.print_height, blank.print_width) == size.numbers
        assert (blank.dpi, dots.unit, dots.status) == (dots.number, "dpi", "inferred")
        assert form.since >= max(size.since, dots.since)


# As it is seen


@pytest.mark.parametrize("turn", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
def test_it_stands_as_the_camera_says(turn: int, kind: str, tmp_path: Path) -> None:
    stored = quarters(SIZE if turn < 5 else SIZE[::-1])
    about = foreign.exif(_274=turn)
    seen = stored.copy()
    seen.getexif()[274] = turn
    data = as_file(stored, kind, exif=about)
    expected = four(ImageOps.exif_transpose(seen))
    pdf = strip(tmp_path, data)
    for number in range(2):
        assert alike(four(print_of(pdf, number)), expected), (turn, kind)


def test_a_jpeg_goes_in_bit_for_bit_and_without_what_the_camera_tells(tmp_path: Path) -> None:
    profile_of_colours = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    about = foreign.exif(_271=1)
    about[271] = "Camera of somebody"
    data = as_file(quarters(), exif=about, icc_profile=profile_of_colours, comment=b"at home")
    pdf = strip(tmp_path, data)
    (found,) = xobjects(pdf)
    written = found.data
    assert written[written.index(b"\xff\xdb") :] == data[data.index(b"\xff\xdb") :]
    assert b"Camera" not in pdf
    assert b"at home" not in pdf
    assert found.profile == profile_of_colours


def grey16() -> Image.Image:
    return Image.frombytes("I;16", SIZE, struct.pack("<H", 0x8080) * (SIZE[0] * SIZE[1]))


def clear() -> Image.Image:
    """A palette with a colour that is not there: white shows through."""
    picture = quarters().quantize(4)
    picture.info["transparency"] = picture.getpixel((SIZE[0] // 4, SIZE[1] // 4))
    return picture


def half_clear() -> Image.Image:
    picture = quarters().convert("RGBA")
    picture.putalpha(128)
    return picture


GREY = [(128, 128, 128)] * 4
ODD: dict[str, tuple[Callable[[], bytes], list[tuple[int, ...]]]] = {
    "cmyk": (lambda: as_file(quarters(mode="CMYK")), four(quarters())),
    "grey": (lambda: as_file(quarters(mode="L")), four(quarters(mode="L"))),
    "grey of 16 bits": (lambda: as_file(grey16(), "PNG"), GREY),
    "palette with a clear colour": (
        lambda: as_file(clear(), "PNG", transparency=clear().info["transparency"]),
        [(255, 255, 255), *four(quarters())[1:]],
    ),
    "half clear": (
        lambda: as_file(half_clear(), "PNG"),
        [tuple(round(v * 128 / 255 + 127) for v in p) for p in four(quarters())],
    ),
    "grey and half clear": (lambda: as_file(Image.new("LA", SIZE, (0, 127)), "PNG"), GREY),
    "black and white": (lambda: as_file(Image.new("1", SIZE, 0), "PNG"), [(0, 0, 0)] * 4),
    "tiff": (lambda: as_file(quarters(), "TIFF", compression="tiff_lzw"), four(quarters())),
    "progressive": (lambda: as_file(quarters(), progressive=True), four(quarters())),
}


@pytest.mark.parametrize("name", ODD)
def test_colours_are_kept(name: str, tmp_path: Path) -> None:
    make, expected = ODD[name]
    pdf = strip(tmp_path, make())
    assert alike(four(print_of(pdf)), expected), four(print_of(pdf))
    assert alike(four(print_of(pdf, 1)), expected)
    (found,) = xobjects(pdf)
    assert found.bits == 8


def test_print_colours_follow_their_profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A profile that cannot be used leaves the colours that every viewer shows."""
    fake = b"\0" * 12 + b"prtr" + b"CMYK" + b"Lab " + b"\0" * 400
    pdf = strip(tmp_path, as_file(quarters(mode="CMYK"), icc_profile=fake))
    assert alike(four(print_of(pdf)), four(quarters()))
    assert b"ICCBased" not in pdf


# What is refused


def bomb() -> bytes:
    """A PNG that says it has a thousand million dots."""
    head = struct.pack(">IIBBBBB", 40_000, 50_000, 8, 0, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")]
    parts = (struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def pages_of_tiff() -> bytes:
    return as_file(quarters(), "TIFF", save_all=True, append_images=[quarters()])


REFUSED: dict[str, tuple[Callable[[], bytes | None], str]] = {
    "square": (lambda: as_file(quarters((400, 400))), "E-PICTURE.ratio"),
    "for a residence card": (lambda: as_file(quarters((300, 400))), "E-PICTURE.ratio"),
    "lying": (lambda: as_file(quarters((400, 320))), "E-PICTURE.ratio"),
    "lying by what the camera says": (lambda: as_file(quarters(), exif=foreign.exif(_274=6)), "E-PICTURE.ratio"),
    "a little too wide": (lambda: as_file(quarters((405, 500))), "E-PICTURE.ratio"),
    "a little too high": (lambda: as_file(quarters((395, 500))), "E-PICTURE.ratio"),
    "too small": (lambda: as_file(quarters((140, 175))), "E-PICTURE.coarse"),
    "one dot": (lambda: as_file(Image.new("RGB", (1, 1)), "PNG"), "E-PICTURE.ratio"),
    "a PDF by another name": (foreign.plain, "E-PICTURE.type"),
    "a text": (lambda: b"photo", "E-PICTURE.type"),
    "cut off": (lambda: as_file(quarters())[:-900], "E-FILE.cut-off"),
    "a PNG cut off": (lambda: as_file(quarters(), "PNG")[:200], "E-FILE.cut-off"),
    "no picture behind its head": (lambda: b"\xff\xd8\xff\xe0" + b"x" * 500, "E-FILE.damaged"),
    "far too many dots": (bomb, "E-FILE.too-heavy"),
    "several pages": (pages_of_tiff, "E-PICTURE.frames"),
    "empty": (lambda: b"", "E-FILE.empty"),
    "not there": (lambda: None, "E-FILE.not-found"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str, tmp_path: Path) -> None:
    make, key = REFUSED[name]
    found = refused(tmp_path, make())
    assert found.key == key
    assert (found.form, found.label, found.pointer) == ("photo-strip", "写真", "/users/0/photo")
    assert found.line
    for lang in ("ja", "en"):
        said = found.message(lang) + found.fix(lang)
        assert "photo.jpg" not in said
        assert "{" not in said


def test_a_wrong_ratio_says_what_to_do(tmp_path: Path) -> None:
    found = refused(tmp_path, as_file(quarters((400, 400))))
    assert "24：30" in found.fix()
    assert "283" in found.fix()
    assert "354" in found.fix()
    assert "24:30" in found.fix("en")


@pytest.mark.parametrize(("size", "warned"), [((283, 354), False), ((282, 352), True), ((141, 177), True)])
def test_fewer_dots_than_300_dpi_are_a_warning(size: tuple[int, int], warned: bool, tmp_path: Path) -> None:
    found = formgen.check(profile(tmp_path, as_file(quarters(size))))
    told = [p for p in found.problems if p.code == "W-PICTURE"]
    assert [p.pointer for p in told] == ["/users/0/photo"] * warned
    assert not [p for p in found.problems if p.severity == "error"]


def test_only_inside_the_folder_of_the_profile(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "photo.jpg").write_bytes(as_file(quarters()))
    assert refused(inside, None, "../photo.jpg").key == "E-FILE.outside"
    (inside / "link.jpg").symlink_to(tmp_path / "photo.jpg")
    assert refused(inside, None, "link.jpg").key == "E-FILE.outside"
    assert refused(inside, None, ".").key == "E-FILE.folder"


def test_no_process_no_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is never read in this process."""

    def none() -> object:
        raise OSError

    monkeypatch.setattr(readers, "new_worker", none)
    assert refused(tmp_path, as_file(quarters())).key == "E-FILE.no-reader"


@pytest.mark.parametrize(
    "about",
    [(), (1, 2, 3), (0, 5, 3, 1, 1, 0), (-4, -5, 3, 1, 1, 0), (4, 5, 4, 1, 1, 0), (4, 5, 3, 1, 9, 0),
     (4, 5, 3, 1, 1, 9), (4, 5, 3, 1, 1, -1), (20_000, 20_000, 3, 1, 1, 0), ("4", 5, 3, 1, 1, 0)],
)  # fmt: skip
def test_what_the_reader_says_is_no_picture(about: tuple[Any, ...]) -> None:
    """It has read a foreign file, and may say anything."""
    made = held_of(b"12345678")
    assert intake._bitmap(readers.Answer(worker.Reply("", picture=(4, 5, 3, 1, 1, 0)), made))
    assert intake._bitmap(readers.Answer(worker.Reply("", picture=about), made)) is None


# The same bytes, read back, and kept nowhere


def test_same_picture_same_bytes(tmp_path: Path) -> None:
    data = as_file(quarters(), "PNG")
    assert strip(tmp_path, data) == strip(tmp_path, data)


def test_a_picture_is_written_once(tmp_path: Path) -> None:
    assert len(xobjects(strip(tmp_path, as_file(quarters())))) == 1
    out = io.BytesIO()
    path = profile(tmp_path, as_file(quarters()))
    assert formgen.render_many("photo-strip", [path] * 3, out, verify=True) == 3
    assert len(xobjects(out.getvalue())) == 1


def test_the_cache_holds_no_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from formgen.sheet import compiled

    monkeypatch.setattr(cache, "_folder", lambda: tmp_path / "cache")
    monkeypatch.setattr(compiled, "_inks", {})
    monkeypatch.setattr(compiled, "_marks", {})
    data = as_file(quarters(), quality=30)
    body = data[data.index(b"\xff\xda") :][:200]
    assert body in strip(tmp_path, data)
    kept = [path.read_bytes() for path in (tmp_path / "cache").rglob("*") if path.is_file()]
    assert kept
    assert not any(body in one or "髙橋".encode() in one for one in kept)
    assert not any(
        isinstance(m, Picture) for pages in compiled._marks.values() for p in pages for m in (*p.ink, *p.values)
    )


def _other(image: Bitmap) -> Bitmap:
    return replace(image, data=image.data[:-3] + b"x" + image.data[-2:])


@pytest.mark.parametrize(
    "change",
    [
        lambda m: replace(m, x=m.x + 0.1),
        lambda m: replace(m, h=m.h * 1.01),
        lambda m: replace(m, image=replace(m.image, turn=3)),
        lambda m: replace(m, image=_other(m.image)),
        lambda m: None,
    ],
)
def test_every_print_is_read_back(change: Callable[[Picture], Picture | None]) -> None:
    (sheet,) = made()
    (whole,) = sheet.pages
    assert differences(as_pdf([sheet]), [whole], "photo-strip") == ()
    marks = list(whole.values)
    at = next(n for n, m in enumerate(marks) if isinstance(m, Picture))
    wrong = change(marks[at])
    marks[at : at + 1] = [wrong] if wrong else []
    other = draw([replace(whole, values=tuple(marks))], {})
    assert [p.field for p in differences(other, [whole], "photo-strip")] == ["user-photo"]


def test_a_print_that_is_lost_on_the_way_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from formgen.layout import pictures

    monkeypatch.setattr(pictures, "prints", lambda blank, box, whole=pictures.prints: whole(blank, box)[:1])
    with pytest.raises(formgen.Refused) as caught:
        made()
    assert [(p.key, p.field) for p in caught.value.problems] == [("E-VERIFY.differs", "user-photo")]


# In the packet


def supplied(path: Path, **how: Any) -> dict[int | None, bool]:
    return {d.user: d.supplied for d in formgen.plan(path, **how).documents if d.document == "agent-photo"}


def test_the_prints_are_cut_from_the_strip(tmp_path: Path) -> None:
    path = profile(tmp_path, as_file(quarters()))
    packet = formgen.make_packet(path)
    (strip_of,) = [e for e in packet.entries if e.form == "photo-strip"]
    assert (strip_of.role, strip_of.person) == ("sheet", "髙橋 花子")
    assert len(xobjects(packet.files[strip_of.path])) == 1
    assert len(xobjects(packet.pdf)) == 1
    assert supplied(path) == {0: True}
    steps = [s.ja for s in packet.plan.next_steps]
    assert any("実寸" in s and "写真用の用紙" in s for s in steps)
    assert any("無帽・正面・無背景" in s for s in steps)
    assert any("写真（縦3.0cm×横2.4cm）" in s and "入れます" in s for s in steps)


def test_without_a_file_the_photographs_are_still_asked_for(tmp_path: Path) -> None:
    path = profile(tmp_path, None, name="")
    assert supplied(path) == {0: False}
    with pytest.raises(formgen.Refused) as caught:
        formgen.make_packet(path)
    assert [p.key for p in caught.value.problems if p.severity == "error"] == ["E-MISSING-DOCUMENT.one"]
    plan = formgen.plan(path)
    assert "photo-strip" not in {s.form for s in plan.sheets}
    assert any("無帽" in s.ja for s in plan.next_steps)
    assert not any("写真用の用紙" in s.ja for s in plan.next_steps)


def test_of_two_persons_each_has_a_photograph_of_their_own(tmp_path: Path) -> None:
    people = formgen.sample("photo-strip")["users"]
    path = profile(tmp_path, as_file(quarters()), users=[people[0], {**people[0], "name": "佐藤 次郎", "photo": None}])
    assert supplied(path) == {0: True, 1: False}
    assert [s.user for s in formgen.plan(path).sheets if s.form == "photo-strip"] == [0]


def test_a_plan_reads_no_picture_and_a_reissue_needs_none(tmp_path: Path) -> None:
    path = profile(tmp_path, None)
    assert supplied(path) == {0: True}
    again = profile(tmp_path, None, filing={"kind": "reissue"})
    assert supplied(again) == {}
    assert "photo-strip" not in {s.form for s in formgen.plan(again).sheets}


def test_a_wrong_picture_is_found_by_check(tmp_path: Path) -> None:
    found = formgen.check(profile(tmp_path, as_file(quarters((400, 400)))))
    assert [p.key for p in found.problems if p.severity == "error"] == ["E-PICTURE.ratio"]
    with pytest.raises(formgen.Refused):
        formgen.make_packet(profile(tmp_path, as_file(quarters((400, 400)))), draft=True)


def test_nothing_is_written_over_the_picture(tmp_path: Path) -> None:
    path = profile(tmp_path, as_file(quarters()), name="photo.pdf")
    with pytest.raises(formgen.Refused) as caught:
        formgen.make_packet(path).write(tmp_path / "photo.pdf", force=True)
    assert {p.code for p in caught.value.problems} == {"E-OUTPUT"}
    assert (tmp_path / "photo.pdf").read_bytes() == as_file(quarters())
