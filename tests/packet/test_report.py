"""The report of an attachment: each figure held against a file that was made to have it, and nothing taken on trust."""

from __future__ import annotations

import json
import math
from io import BytesIO
from typing import Any

import foreign
import pikepdf
import pytest
from PIL import Image

import formgen
from example_profiles import beside, example
from formgen.attachments.intake import Intake, take_in
from formgen.attachments.pdf import resolution
from formgen.attachments.process import worker
from formgen.attachments.report import PageSize, Report, told
from formgen.filing.attached import file_json
from formgen.filing.begin import begin

MM = 72 / 25.4


def report(data: bytes) -> Report:
    taken = take_in(data, shown="scan", pointer="/attachments/0/file")
    assert isinstance(taken, Intake), taken
    return taken.report


def with_picture(pdf: pikepdf.Pdf, dots: tuple[int, int], content: str, deep: int = 0) -> bytes:
    """The first page draws /Im of so many dots by a content; `deep`: inside so many forms."""
    names = pikepdf.Name
    picture = pdf.make_stream(bytes(dots[0] * dots[1]))
    about = {"Type": names.XObject, "Subtype": names.Image, "Width": dots[0], "Height": dots[1]}
    for key, value in {**about, "ColorSpace": names.DeviceGray, "BitsPerComponent": 8}.items():
        picture[f"/{key}"] = value
    drawn, how = picture, content
    for _ in range(deep):
        form = pdf.make_stream(how.encode())
        form.Type, form.Subtype, form.BBox = names.XObject, names.Form, [0, 0, 2000, 2000]
        form.Matrix = [0.5, 0, 0, 0.5, 0, 0]
        form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=drawn))
        drawn, how = form, "q 2 0 0 2 0 0 cm /Im Do Q"
    page = pdf.pages[0]
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=drawn))
    page.Contents = pdf.make_stream(how.encode())
    return foreign.saved(pdf)


WHOLE = "q 595.276 0 0 841.89 0 0 cm /Im Do Q"


@pytest.mark.parametrize("deep", [0, 1, 3])
def test_the_resolution_of_a_scan(deep: int) -> None:
    found = report(with_picture(foreign.pages(foreign.A4), (1240, 1754), WHOLE, deep))
    assert found.dpi == (150, 150)
    assert found.scans == ((1, 150),)
    assert found.dpi_complete


def test_the_coarser_direction_counts_and_turns_do_not() -> None:
    turned = foreign.pages(foreign.A4[::-1])
    turned.pages[0].Rotate = 90
    lying = "q 0 595.276 -841.89 0 841.89 0 cm /Im Do Q"
    found = report(with_picture(turned, (1240, 3508), lying))
    assert found.dpi == (150, 150)
    assert found.sizes == (PageSize(210.0, 297.0, 1),)


def test_a_page_in_larger_units() -> None:
    pdf = foreign.pages((297.638, 420.945))
    pdf.pages[0].UserUnit = 2
    found = report(with_picture(pdf, (1654, 2339), "q 297.638 0 0 420.945 0 0 cm /Im Do Q"))
    assert found.dpi == (200, 200)
    assert found.sizes == (PageSize(210.0, 297.0, 1),)


def test_of_two_large_pictures_on_a_page_the_coarser_counts() -> None:
    both = f"{WHOLE} q 595.276 0 0 500 0 0 cm /Im Do Q"
    found = report(with_picture(foreign.pages(foreign.A4), (1240, 1754), both))
    assert found.dpi == (150, 150)
    narrow = f"{WHOLE} q 400 0 0 700 0 0 cm /Im Do Q"
    found = report(with_picture(foreign.pages(foreign.A4), (1240, 1754), narrow))
    assert found.dpi == (150, 180)
    assert found.scans == ((1, 150),)


def test_a_seal_on_a_page_is_no_scan() -> None:
    found = report(with_picture(foreign.pages(foreign.A4), (50, 50), "q 72 0 0 72 9 9 cm /Im Do Q"))
    assert (found.dpi, found.scans) == ((50, 50), ())


def test_what_is_restored_and_what_is_no_picture() -> None:
    # The second is drawn at ten times its size after the first has been put back.
    content = "q 10 0 0 10 0 0 cm Q q 720 0 0 720 0 0 cm /Im Do Q q 72 0 0 72 0 0 cm /Im Do /Nothing Do Q"
    assert report(with_picture(foreign.pages(foreign.A4), (100, 100), content)).dpi == (10, 100)


def test_reading_what_places_pictures_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resolution, "MOST", 10)
    data = with_picture(foreign.pages(foreign.A4, foreign.A4), (1240, 1754), WHOLE)
    with pikepdf.open(BytesIO(data)) as source:
        found = resolution.resolution(source)
    assert (found.pages, found.all_seen) == ((), False)


def test_a_page_that_draws_very_much_is_left_out_and_the_others_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resolution, "MOST_OF_ONE", 100)
    pdf = foreign.pages(foreign.A4, foreign.A4)
    with pikepdf.open(BytesIO(with_picture(foreign.pages(foreign.A4), (1240, 1754), WHOLE))) as scan:
        pdf.pages.append(scan.pages[0])
        pdf.pages[0].Contents = pdf.make_stream(b"0 0 m " * 100)
        found = resolution.resolution(pdf)
    assert (found.pages, found.all_seen) == (((3, 150),), False)


def test_sizes_as_seen_each_once() -> None:
    pdf = foreign.pages(foreign.A4, foreign.A4, (297 * MM, 420 * MM))
    pdf.pages[2].Rotate = 270
    pdf.pages[1].CropBox = [0, 0, 100 * MM, 50 * MM]
    assert report(foreign.saved(pdf)).sizes == (
        PageSize(210.0, 297.0, 1),
        PageSize(100.0, 50.0, 1),
        PageSize(420.0, 297.0, 1),
    )


@pytest.mark.parametrize(
    ("how", "named"),
    [({"R": 6}, "AES-256"), ({"R": 4}, "AES-128"), ({"R": 3, "aes": False, "metadata": False}, "RC4-128")],
)
def test_locks_and_what_they_forbid(how: dict[str, Any], named: str) -> None:
    allow = pikepdf.Permissions(extract=True, modify_form=False, print_highres=True)
    locked = pikepdf.Encryption(user="", owner="o", allow=allow, **how)
    found = report(foreign.saved(foreign.pages(foreign.A4), encryption=locked))
    assert found.encryption == named
    assert "fill_in" in found.forbidden
    assert {"print", "copy"} & {*found.forbidden} == set()


@pytest.mark.parametrize(
    ("banned", "forbidden"),
    [
        (("print_highres",), ("print_well",)),
        (("print_lowres", "print_highres"), ("print", "print_well")),
        (("extract",), ("copy",)),
        (("modify_other",), ("change",)),
        (("modify_annotation",), ("comment",)),
        (("modify_form",), ("fill_in",)),
        (("modify_assembly",), ("rearrange",)),
    ],
)
def test_each_ban_by_its_name(banned: tuple[str, ...], forbidden: tuple[str, ...]) -> None:
    assert report(foreign.restricted(**dict.fromkeys(banned, False))).forbidden == forbidden


def test_fonts_in_the_file_and_not() -> None:
    pdf = foreign.pages(foreign.A4, foreign.A4)
    names = pikepdf.Name
    inside = pikepdf.Dictionary(FontFile2=pdf.make_stream(b"not looked at"))
    below = pikepdf.Dictionary(Type=names.Font, Subtype=names.CIDFontType2, FontDescriptor=inside)
    fonts = [
        pikepdf.Dictionary(Type=names.Font, Subtype=names.Type0, DescendantFonts=[below]),
        pikepdf.Dictionary(Type=names.Font, Subtype=names.Type1, BaseFont=names.Helvetica),
        pikepdf.Dictionary(Type=names.Font, Subtype=names.Type3),
        pikepdf.Dictionary(Type=names.Font, Subtype=names.TrueType, FontDescriptor=pikepdf.Dictionary()),
    ]
    held = pikepdf.Dictionary({f"/F{n}": pdf.make_indirect(font) for n, font in enumerate(fonts)})
    for page in pdf.pages:
        page.Resources = pikepdf.Dictionary(Font=held)
    # The same fonts on both pages are counted once.
    assert report(foreign.saved(pdf)).fonts == (2, 2)


def picture(size: tuple[int, int], kind: str = "JPEG", **how: Any) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "white").save(out, kind, **how)
    return out.getvalue()


def test_a_picture_upright() -> None:
    turned = Image.Exif()
    turned[274] = 6
    found = report(picture((400, 300), exif=turned.tobytes(), dpi=(300, 300)))
    assert (found.dots, found.dpi, found.scans) == ((300, 400), (300, 300), ((1, 300),))


def test_hashes_and_figures_are_those_of_the_original() -> None:
    import hashlib

    data = foreign.with_actions()
    taken = take_in(data, shown="secret-name.pdf", pointer="/attachments/0/file")
    assert isinstance(taken, Intake)
    shown = file_json(taken)
    assert (shown["bytes"], shown["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
    assert shown["removed"] == {"scripts": 2, "actions": 1, "files": 1}
    assert "secret" not in json.dumps(shown)


GOOD: dict[str, Any] = {
    "sizes": [[210.0, 297, 1]], "encryption": "AES-256", "permissions": {"copy": False}, "fonts": [1, 0],
    "dpi": [1, 2], "dpi_complete": True, "scans": [[1, 200]], "dots": [3, 4],
}  # fmt: skip


@pytest.mark.parametrize(
    "bad",
    [
        {"sizes": [[210.0, 297, 0]]}, {"sizes": [[math.nan, 297, 1]]}, {"sizes": [[1e9, 297, 1]]}, {"sizes": ["x"]},
        {"sizes": [[1, 1, 1]] * 2001}, {"sizes": {}}, {"permissions": []}, {"fonts": [1]}, {"fonts": "12"},
        {"dpi": [1.5, 2]}, {"scans": [[2001, 3]]}, {"scans": [[0, 3]]}, {"scans": [["1", 3]]}, {"dots": [1, 2, 3]},
    ],
)  # fmt: skip
def test_what_no_reader_of_ours_says_is_not_believed(bad: dict[str, Any]) -> None:
    assert told(GOOD).scans == ((1, 200),)
    with pytest.raises(ValueError):
        told(GOOD | bad)


def test_figures_beyond_all_measure_are_cut() -> None:
    found = told(GOOD | {"fonts": [10**30, -1], "encryption": "<script>", "scans": [[1, 10**30]]})
    assert (found.fonts, found.encryption) == ((1_000_000, 0), "other")
    assert found.scans == ((1, 100_000),)
    assert found.forbidden == ("copy",)
    with pytest.raises(ValueError):
        told(["a list"])


def test_a_file_that_cannot_be_described_is_taken_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    from formgen.attachments.pdf import describing

    def fails(_: object) -> None:
        raise pikepdf.PdfError

    monkeypatch.setattr(describing, "resolution", fails)
    reply = worker.read(foreign.plain())
    assert not reply.fault
    assert reply.report["sizes"]


MAIL = "usage-request-by-mail/profile"


def test_the_manifest_tells_what_each_file_was() -> None:
    packet = formgen.make_packet(beside(MAIL, example(MAIL)))
    manifest = json.loads(packet.files["manifest.json"])  # type: ignore[arg-type]
    originals = {e["document"]: e["original"] for e in manifest["files"] if e["role"] == "attachment"}
    assert originals
    assert all(o["sha256"] and o["bytes"] and o["media_type"] for o in originals.values())
    assert not any("original" in e for e in manifest["files"] if e["role"] != "attachment")
    names = [a["file"].rpartition("/")[2] for a in example(MAIL)["attachments"] if "file" in a]
    assert not any(name in json.dumps(originals) for name in names)


def test_check_reports_each_file_and_those_that_cannot_be_used() -> None:
    given = [
        {"document": "identity-document", "user": 1, "file": "missing.pdf", "masked": True},
        {"document": "training-certificate", "user": 0, "file": "scans/training-taro.pdf"},
    ]
    filing = begin(beside(MAIL, {**example(MAIL), "attachments": given}))
    first, second = (one.as_json() for one in filing.attached)
    assert (first["taken"], first["pointer"], first["user"]) == (False, "/attachments/0/file", 1)
    assert (second["taken"], second["document"], second["pages"]) == (True, "training-certificate", 1)
