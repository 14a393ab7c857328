"""Scans made lighter for an upload: the heaviest first, as little as will do, and nothing but scans."""

from __future__ import annotations

import io
import json
import random
from functools import cache
from pathlib import Path
from typing import Any

import foreign
import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageFilter, ImageStat
from typer.testing import CliRunner

import formgen
from example_profiles import example
from formgen.attachments import lighter, steps
from formgen.attachments.intake import Intake, take_in
from formgen.attachments.pdf.shrinking import shrunk
from formgen.attachments.process import worker
from formgen.attachments.process.readers import Answer
from formgen.cli.app import app
from formgen.files.holding import held_of

A4 = foreign.A4
LAST = len(steps.STEPS) - 1


@cache
def paper(dpi: int, mode: str = "RGB", grain: int = 20) -> Image.Image:
    """A sheet with a red seal and the grain of a scanner."""
    size = round(8.27 * dpi), round(11.69 * dpi)
    drawn = foreign.marked(size).filter(ImageFilter.GaussianBlur(2))
    rows = random.Random(dpi).randbytes(size[0] * size[1])
    noise = Image.frombytes("L", size, rows).point(lambda v: v * grain // 255)
    return ImageChops.subtract(drawn, Image.merge("RGB", [noise] * 3)).convert(mode)


@cache
def scanned(dpi: int = 300, kind: str = "JPEG", mode: str = "RGB", **how: Any) -> bytes:
    """Pages as they are taken in, made of one scan."""
    how = {"quality": 95, **how} if kind == "JPEG" else how
    found = take_in(foreign.as_file(paper(dpi, mode), kind, dpi=(dpi, dpi), **how), shown="a", pointer="/a")
    assert isinstance(found, Intake)
    return found.pdf


def picture(pdf: bytes) -> Any:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        (found,) = (o for o in opened.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Image")
        return int(found.Width), int(found.Height), str(found.Filter), bytes(found.read_raw_bytes())


def drawn(pdf: bytes) -> Image.Image:
    return pypdfium2.PdfDocument(pdf)[0].render(scale=1).to_pil().convert("RGB")


def alike(one: bytes, other: bytes) -> bool:
    return max(ImageStat.Stat(ImageChops.difference(drawn(one), drawn(other))).mean) < 3


# One file


@pytest.mark.parametrize("step", range(len(steps.STEPS)))
@pytest.mark.parametrize(
    ("dpi", "kind"), [(300, "JPEG"), pytest.param(600, "JPEG", marks=pytest.mark.slow), (300, "PNG")]
)
def test_a_scan_becomes_lighter_and_looks_the_same(dpi: int, kind: str, step: int) -> None:
    before = scanned(dpi, kind)
    after, pages = shrunk(before, step)
    assert pages == 1
    assert len(after) < len(before) * 0.9
    wide, _, how, _ = picture(after)
    assert how == "/DCTDecode"
    assert wide == pytest.approx(8.27 * min(dpi, steps.STEPS[step].dpi), abs=3)
    assert alike(before, after)


def test_each_step_is_lighter_than_the_one_before() -> None:
    before = scanned()
    sizes = [len(before), *(len(shrunk(before, step)[0]) for step in range(len(steps.STEPS)))]
    assert sizes == sorted(sizes, reverse=True)
    # The first two ask for no less than 300 dpi, which this scan has.
    assert len(set(sizes)) == len(sizes) - 1


def test_the_bounds_are_200_dpi_and_a_quality_of_60() -> None:
    assert min(step.dpi for step in steps.STEPS) == 200
    assert min(step.quality for step in steps.STEPS) == 60


def test_the_same_scan_gives_the_same_bytes() -> None:
    before = scanned()
    assert shrunk(before, LAST) == shrunk(before, LAST)


def test_grey_stays_grey_and_colours_keep_their_profile() -> None:
    with pikepdf.open(io.BytesIO(shrunk(scanned(mode="L"), LAST)[0])) as pdf:
        assert pdf.pages[0].Resources.XObject.Picture.ColorSpace == "/DeviceGray"
    profile = b"\0" * 16 + b"RGB " + b"\0" * 200
    with pikepdf.open(io.BytesIO(shrunk(scanned(icc_profile=profile), LAST)[0])) as pdf:
        space = pdf.pages[0].Resources.XObject.Picture.ColorSpace
        assert space[0] == "/ICCBased"
        assert space[1].read_bytes() == profile


def changed(make: Any, dpi: int = 300) -> bytes:
    """A page of one scan, changed."""
    with pikepdf.open(io.BytesIO(scanned(dpi))) as pdf:
        make(pdf, pdf.pages[0])
        return foreign.saved(pdf)


def also(content: bytes) -> Any:
    def make(pdf: pikepdf.Pdf, page: Any) -> None:
        page.Contents = pdf.make_stream(page.Contents.read_bytes() + b"\n" + content)

    return make


def is_kept(data: bytes) -> bool:
    return picture(shrunk(data, LAST)[0]) == picture(data)


@pytest.mark.parametrize(
    "content", [b"BT (x) Tj ET", b"0 0 9 9 re f", b"9 9 m 20 20 l S", b"/S sh", b"q BT 3 Tr ET Q BT (x) Tj ET"]
)
def test_a_page_that_shows_anything_else_is_left_alone(content: bytes) -> None:
    assert is_kept(changed(also(content)))


@pytest.mark.parametrize("content", [b"BT 3 Tr (read by a program) Tj ET", b"q 0 0 9 9 re W n Q", b"1 0 0 rg"])
def test_what_is_not_seen_beside_a_scan_does_not_matter(content: bytes) -> None:
    data = changed(also(content))
    assert not is_kept(data)
    with pikepdf.open(io.BytesIO(shrunk(data, LAST)[0])) as pdf:
        assert content in pdf.pages[0].Contents.read_bytes()


def test_a_picture_that_a_page_of_text_draws_too_is_left_alone() -> None:
    def make(pdf: pikepdf.Pdf, page: Any) -> None:
        pdf.pages.append(page)
        pdf.pages[1].Contents = pdf.make_stream(page.Contents.read_bytes() + b" BT (x) Tj ET")

    assert is_kept(changed(make))


@pytest.mark.parametrize("key", ["SMask", "Mask", "Decode"])
def test_what_is_transparent_or_odd_is_left_alone(key: str) -> None:
    def make(pdf: pikepdf.Pdf, page: Any) -> None:
        mask = pdf.make_stream(b"\xff", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
        page.Resources.XObject.Picture[f"/{key}"] = [1, 0] * 3 if key == "Decode" else mask

    assert is_kept(changed(make))


@pytest.mark.parametrize("kind", ["TIFF", "PNG"])
def test_black_and_white_stays_as_it_is(kind: str) -> None:
    assert is_kept(scanned(300, kind, "1"))


def test_what_would_hardly_be_lighter_is_left_alone() -> None:
    assert is_kept(scanned(200, quality=60))


def test_a_scan_set_smaller_on_its_page_is_measured_there() -> None:
    """A3 at 300 dpi is 424 dpi on A4."""
    size = round(11.69 * 300), round(16.54 * 300)
    found = take_in(
        foreign.as_file(paper(300).resize(size), "JPEG", quality=95, dpi=(300, 300)), shown="a", pointer="/"
    )
    assert isinstance(found, Intake)
    assert picture(shrunk(found.pdf, 1)[0])[0] == pytest.approx(8.27 * 300, abs=3)


def test_a_scan_that_is_drawn_twice_keeps_the_dots_of_the_widest_place() -> None:
    def twice(pdf: pikepdf.Pdf, page: Any) -> None:
        page.contents_add(pdf.make_stream(b"q 1190 0 0 400 0 0 cm /Picture Do Q"))

    after = shrunk(changed(twice), LAST)[0]
    assert picture(after)[0] == picture(scanned())[0]


# A packet


def online(count: int) -> dict[str, Any]:
    data = example("usage-request-by-mail/profile")
    given = [{"document": "identity-document", "user": 0, "file": f"{n}.pdf", "masked": True} for n in range(count)]
    return {**data, "route": "online", "users": data["users"][:1], "attachments": given}


def filed(folder: Path, *files: bytes, **how: Any) -> formgen.Packet:
    for number, data in enumerate(files):
        (folder / f"{number}.pdf").write_bytes(data)
    profile = formgen.read_profile(online(len(files)), folder=folder)
    return formgen.make_packet(profile, draft=True, verify=False, **how)


@cache
def heavy() -> bytes:
    """A colour page of 600 dpi with all the grain of the paper, as some copiers send it: more than 20 MB."""
    data = foreign.as_file(paper(600, grain=90), "JPEG", quality=97, dpi=(600, 600), subsampling=0)
    found = take_in(data, shown="a", pointer="/a")
    assert isinstance(found, Intake)
    return found.pdf


def signed(data: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        # Cropped, it cannot be handed in as it came: the pages are, which nobody may press again either.
        pdf.pages[0].CropBox = [0, 0, 500, 700]
        value = pikepdf.Dictionary(Type=pikepdf.Name.Sig, Filter=pikepdf.Name("/Adobe.PPKLite"))
        pdf.Root.AcroForm = pikepdf.Dictionary(
            SigFlags=3, Fields=[pikepdf.Dictionary(FT=pikepdf.Name.Sig, T="x", V=value)]
        )
        return foreign.saved(pdf)


@pytest.mark.slow
def test_a_packet_that_is_too_heavy_is_refused_and_told_what_helps(tmp_path: Path) -> None:
    assert len(heavy()) > 21_500_000
    with pytest.raises(formgen.Refused) as found:
        filed(tmp_path, heavy())
    (limit,) = (p for p in found.value.problems if p.code == "E-LIMIT")
    assert limit.key == "E-LIMIT.bytes"
    assert "--fit" in limit.fix("ja")
    assert "--fit" in limit.fix("en")


@pytest.mark.slow
def test_fit_makes_the_heaviest_scan_lighter_and_tells_of_it(tmp_path: Path) -> None:
    small = scanned(200)
    packet = filed(tmp_path, small, heavy(), fit=True)
    assert (tmp_path / "1.pdf").read_bytes() == heavy()
    told = [entry.shrunk for entry in packet.entries if entry.role == "attachment"]
    assert told[0] is None
    about = told[1]
    assert about
    assert about["bytes_before"] > 20_000_000 > about["bytes_after"]
    assert (about["dpi"], about["quality"]) == steps.STEPS[0]
    listed = [file.get("shrunk") for file in json.loads(packet.files["manifest.json"])["files"]]
    assert [one for one in listed if one] == [about]
    assert not [p for p in packet.problems if p.code == "E-LIMIT"]
    assert filed(tmp_path, small, heavy(), fit=True).files == packet.files


@pytest.mark.slow
def test_the_heaviest_files_come_first_and_the_lightest_stay(tmp_path: Path) -> None:
    """Three of 8.5 MB: two made lighter are enough, and the third is left as it came."""
    files = [scanned(300, "PNG"), scanned(200), scanned(300, "PNG"), scanned(300, "PNG")]
    packet = filed(tmp_path, *files, fit=True)
    told = [bool(entry.shrunk) for entry in packet.entries if entry.role == "attachment"]
    assert told == [True, False, True, False]
    assert sum(entry.bytes for entry in packet.entries if entry.role in ("attachment", "sheet")) < 20_000_000


@pytest.mark.slow
def test_signed_files_are_not_touched_and_what_is_left_over_is_told(tmp_path: Path) -> None:
    with pytest.raises(formgen.Refused) as found:
        filed(tmp_path, signed(heavy()), fit=True)
    assert "E-LIMIT.bytes-still" in {p.key for p in found.value.problems}


@pytest.mark.slow
def test_a_later_run_does_not_take_what_was_made_lighter_for_the_scan_itself(tmp_path: Path) -> None:
    before = filed(tmp_path, heavy(), fit=True).write(tmp_path / "out")
    with pytest.raises(formgen.Refused) as found:
        filed(tmp_path, heavy(), resume=before)
    assert "E-LIMIT.bytes" in {p.key for p in found.value.problems}


@pytest.mark.parametrize(("pages", "fault"), [(2, ""), (1, "damaged")])
def test_pages_that_came_out_otherwise_are_not_taken(pages: int, fault: str) -> None:
    whole = held_of(bytes(100))

    class By:
        def read(self, *_: Any) -> Answer:
            return Answer(worker.Reply(fault, media_type="application/pdf", pages=pages), held_of(b"1"))

    by: Any = By()
    assert lighter.lighter(whole, 1, 0, by) is None
    assert (lighter.lighter(whole, pages, 0, by) is None) == bool(fault)


def test_fit_changes_nothing_where_everything_fits(tmp_path: Path) -> None:
    data = scanned(300)
    plain, fit = filed(tmp_path, data), filed(tmp_path, data, fit=True)
    assert fit.files == plain.files
    assert not [entry for entry in fit.entries if entry.shrunk]


@pytest.mark.slow
def test_the_command_tells_what_was_made_lighter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "0.pdf").write_bytes(heavy())
    (tmp_path / "profile.json").write_text(json.dumps(online(1)), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    how = ("packet", "profile.json", "--draft", "--no-verify", "--fit")
    said = CliRunner().invoke(app, [*how, "-o", "a", "--lang", "en"]).stderr
    assert "Made lighter: attachments/" in said
    assert " → " in said
    told = json.loads(CliRunner().invoke(app, [*how, "-o", "b", "--json"]).stdout)
    (about,) = (file["shrunk"] for file in told["files"] if file["shrunk"])
    assert about["bytes_before"] > about["bytes_after"]
